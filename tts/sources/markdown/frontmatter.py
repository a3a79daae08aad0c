"""Front matter of Markdown: YAML between `---`, TOML between `+++`. What can't be used is
listed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from tts.model import Change
from tts.sources.markdown.unfenced_metadata import head_of
from tts.sources.metadata_values import iso_date, language_tag, people
from tts.storage.parsing import parsed_toml

FRONT = re.compile(
    r"\ufeff?(---|\+\+\+)[ \t]*\n(.{0,65536}?)(?:^|\n)(?:\1|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL
)
LINE = r"(?:[A-Za-z][\w-]{0,40}[ \t]*(?::(?=[ \t\n])|=)|[ \t]+\S|-[ \t]+\S)[^\n]*(?:\n|\Z)"
UNCLOSED = re.compile(rf"\ufeff?(---|\+\+\+)[ \t]*\n((?:{LINE})+)")
"""A fence, followed by lines that look like values, without a closing fence."""
PAIR = re.compile(r"([\w-]+)[ \t]*[:=](?:[ \t]+(.*?))?[ \t]*")
KEY = re.compile(r"[\w.:@/-]{1,60}")
"""A key of at most a few words, unlike the beginning of a sentence."""
NOT_PLAIN = re.compile(r"[:\[\]{}&*!|>%@`,=]|[\"'](?!.*[\"']$)")
"""Beginnings of values that YAML and TOML don't accept as plain text: an unclosed bracket or quote,
a stray sign."""

KEYS = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "by", "byline"),
    "date": ("date", "published", "pubdate", "publishdate", "datepublished", "created"),
    "language": ("lang", "language", "locale"),
    "summary": ("description", "summary", "excerpt", "abstract"),
    "image": ("image", "cover", "thumbnail", "banner", "featured_image", "feature_image", "hero"),
    "url": (
        *("url", "canonical", "canonical_url", "canonicalurl", "link"),
        "source_url",
        "original_url",
        *("原文链接", "原文鏈接", "原文連結"),
        *("链接", "鏈接", "連結"),
    ),
    "publication": ("publication", "source", "来源", "來源"),
    "site": ("site", "site_name", "sitename"),
}
"""Fields of an Article, and their names in front matter."""
SOURCE = re.compile(r"(?:\[(?P<name>[^\]]*)\]\()?<?(?P<url>https?://[^\s<>)]+)>?\)?")
KNOWN = frozenset(key for keys in KEYS.values() for key in keys)

TABLES = ("params", "extra", "taxonomies")
"""Tables in which Hugo and Zola keep custom keys."""
IN_TABLES = (
    *KEYS["author"],
    *KEYS["summary"],
    *KEYS["image"],
)

SCALARS = ("name", "url", "src", "path", "image")
"""Keys of a table under which its main value is found."""
UNREADABLE = "front matter that can't be read"

Values = dict[str, Any]
"""By their keys in lower case."""


@dataclass(frozen=True, slots=True)
class Front:
    """A text's metadata."""

    stated: Mapping[str, str]
    """By the fields of an Article; missing ones are empty."""
    body: str
    """The text after it."""
    changes: tuple[Change, ...] = ()


def front_matter(text: str) -> Front:
    """The values at the beginning of a text, normalized; unusable ones are listed, and not used."""
    if head := head_of(text):
        values, end = head
        return _front(values, [], text[end:])
    if fenced := _fenced(text):
        values, broken, end = fenced
        return _front(values, broken, text[end:])
    end = unclosed(text)
    nothing = dict.fromkeys(KEYS, "")
    if not end:
        return Front(nothing, text)
    lost = text[:end].strip()
    return Front(nothing, text[end:], (_unreadable(lost),))


def _front(values: Mapping[str, Any], broken: list[str], body: str) -> Front:
    stated, unused = _fields(values)
    changes = map(_unreadable, [*broken, *unused])
    return Front(stated, body, tuple(changes))


def _unreadable(text: str) -> Change:
    return Change(text, "", UNREADABLE)


def _fenced(text: str) -> tuple[Values, list[str], int] | None:
    """The values between two fences at the beginning of a text, the invalid lines, and the start of
    the text after them."""
    match = FRONT.match(text)
    if match is None:
        return None
    fence, front = match[1], match[2]
    if front.startswith("\n"):
        return None
    found = _values(fence, front)
    if found is None:
        return None
    values, broken = found
    return values, broken, match.end()


def unclosed(text: str) -> int:
    """The end of unclosed front matter that states something known; 0 if there is none.

    >>> unclosed("---\\ntitle: A day\\n\\nText.")
    17
    """
    match = UNCLOSED.match(text)
    if match is None:
        return 0
    pairs = map(PAIR.fullmatch, match[2].split("\n"))
    keys = {pair[1].lower() for pair in pairs if pair}
    return 0 if KNOWN.isdisjoint(keys) else match.end()


def _values(fence: str, front: str) -> tuple[Values, list[str]] | None:
    """The values by lower-case key, and the invalid lines; None for text between two rules."""
    try:
        # BaseLoader makes strings, lists and dicts only: no dates are guessed, no objects made.
        values = parsed_toml(front) if fence == "+++" else yaml.load(front, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        return _by_line(front)
    if not values:
        return {}, []
    if not isinstance(values, dict) or not all(map(_is_key, values)):
        return None
    return _lowered(values), []


def _is_key(key: object) -> bool:
    return KEY.fullmatch(str(key)) is not None


def _lowered(values: Mapping[Any, Any]) -> Values:
    return {str(key).lower(): value for key, value in values.items()}


def _by_line(front: str) -> tuple[Values, list[str]] | None:
    """`title: One: two` is invalid YAML, but common; None if there are other kinds of lines."""
    values: Values = {}
    broken: list[str] = []
    key = ""
    for line in filter(str.strip, front.split("\n")):
        pair = PAIR.fullmatch(line)
        value = None
        if pair:
            key = pair[1].lower()
            value = _plain(pair[2] or "")
        elif line[0] not in " \t-#":
            return None
        if value is not None:
            values[key] = value
        elif key in KNOWN and line[0] != "#":
            broken.append(line.strip())
    return (values, broken) if values or broken else None


def _plain(value: str) -> str | None:
    """A value without its quotes; None if it is not plain text."""
    if NOT_PLAIN.match(value):
        return None
    return value.strip("\"'")


def _fields(values: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The fields of an Article, and the unusable values."""
    stated = dict.fromkeys(KEYS, "")
    unused = []
    values = {**_in_tables(values), **values}
    for name, keys in KEYS.items():
        form = FORMS.get(name, _scalar)
        for key in keys:
            value = values.get(key)
            if not value:
                continue
            stated[name] = stated[name] or form(value)
            if not stated[name]:
                unused.append(f"{key}: {_shown(value)}")
    return _with_source(stated), unused


def _with_source(stated: dict[str, str]) -> dict[str, str]:
    """`source: https://…`, or a link as written by Obsidian's clipper, becomes the article's
    address: its text is the publication's name, if any."""
    if stated["url"]:
        return stated
    link = SOURCE.fullmatch(stated["publication"])
    if link is None:
        return stated
    about = {"publication": link["name"] or "", "url": link["url"]}
    return stated | about


def _in_tables(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values in a site's own tables, by lower-case key."""
    found = {}
    for name in TABLES:
        table = values.get(name)
        if not isinstance(table, dict):
            continue
        for key, value in _lowered(table).items():
            if key in IN_TABLES:
                found[key] = value
    return found


def _scalar(value: Any) -> str:
    """A single string from a value that may be a list, or a table with a name or an address."""
    if isinstance(value, list):
        return next(filter(None, map(_scalar, value)), "")
    if isinstance(value, dict):
        named = [value[key] for key in SCALARS if key in value]
        return _scalar(named[0]) if named else ""
    if value is None:
        return ""
    words = str(value).split()
    return " ".join(words)


def _names(value: Any) -> str:
    if not isinstance(value, list):
        return people([_scalar(value)])
    return people(map(_scalar, value))


def _date(value: Any) -> str:
    return iso_date(_scalar(value))


def _language(value: Any) -> str:
    return language_tag(_scalar(value))


FORMS: dict[str, Callable[[Any], str]] = {"author": _names, "date": _date, "language": _language}
"""The required form of each field's value."""


def _shown(value: Any) -> str:
    """How an unusable value is listed."""
    if isinstance(value, dict):
        pairs = [f"{key}: {_shown(item)}" for key, item in value.items()]
        return ", ".join(pairs)
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return str(value)
