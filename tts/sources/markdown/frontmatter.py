"""What Markdown states before its text: YAML between `---`, TOML between `+++`. What can't be used
is told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
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
"""A fence, and the lines behind it that look like values: there is no other fence."""
PAIR = re.compile(r"([\w-]+)[ \t]*[:=](?:[ \t]+(.*?))?[ \t]*")
KEY = re.compile(r"[\w.:@/-]{1,60}")
"""`He said` is how a sentence begins."""
NOT_PLAIN = re.compile(r"[:\[\]{}&*!|>%@`,=]|[\"'](?!.*[\"']$)")
"""How a value begins that no YAML or TOML takes for words: a bracket or a quote that is never
closed, a stray sign."""

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
"""Fields of an Article, and what front matter calls them."""
SOURCE = re.compile(r"(?:\[(?P<name>[^\]]*)\]\()?<?(?P<url>https?://[^\s<>)]+)>?\)?")
KNOWN = frozenset(key for keys in KEYS.values() for key in keys)

TABLES = ("params", "extra", "taxonomies")
"""Tables in which Hugo and Zola hold what they have no key for."""
IN_TABLES = (
    *KEYS["author"],
    *KEYS["summary"],
    *KEYS["image"],
)

UNREADABLE = "front matter that can't be read"


@dataclass(frozen=True, slots=True)
class Front:
    """What a text states of itself."""

    stated: Mapping[str, str]
    """By the fields of an Article; all of them, empty where nothing is stated."""
    body: str
    """The text behind it."""
    changes: tuple[Change, ...] = ()


def front_matter(text: str) -> Front:
    """The values at the head of a text, brought to their form; those that have none are told, and
    not used."""
    if head := head_of(text):
        values, end = head
        return _stated(values, [], text[end:])
    match = FRONT.match(text)
    found = _values(match[1], match[2]) if match and not match[2].startswith("\n") else None
    if match and found is not None:
        values, broken = found
        return _stated(values, broken, text[match.end() :])
    end = unclosed(text)
    lost = (Change(text[:end].strip(), "", UNREADABLE),) if end else ()
    return Front(dict.fromkeys(KEYS, ""), text[end:], lost)


def _stated(values: Mapping[str, Any], broken: list[str], body: str) -> Front:
    stated, unused = _fields(values)
    changes = tuple(Change(line, "", UNREADABLE) for line in [*broken, *unused])
    return Front(stated, body, changes)


def unclosed(text: str) -> int:
    """Where front matter ends that begins, states something known, and is never closed; 0 where there is none.

    >>> unclosed("---\\ntitle: A day\\n\\nText.")
    17
    """
    match = UNCLOSED.match(text)
    keys = (
        {pair[1].lower() for line in match[2].split("\n") if (pair := PAIR.fullmatch(line))}
        if match
        else set()
    )
    return match.end() if match and keys & KNOWN else 0


def _values(fence: str, front: str) -> tuple[dict[str, Any], list[str]] | None:
    """The values by lower-case key, and the lines that are broken; None for text between two
    rules."""
    try:
        # BaseLoader makes strings, lists and dicts only: no dates are guessed, no objects made.
        values = parsed_toml(front) if fence == "+++" else yaml.load(front, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        return _by_line(front)
    if values and not (isinstance(values, dict) and all(KEY.fullmatch(str(key)) for key in values)):
        return None
    return {str(key).lower(): value for key, value in (values or {}).items()}, []


def _by_line(front: str) -> tuple[dict[str, Any], list[str]] | None:
    """`title: One: two` is wrong YAML, and what people write; None when there are lines of another
    kind."""
    values: dict[str, Any] = {}
    broken: list[str] = []
    key = ""
    for line in filter(str.strip, front.split("\n")):
        pair = PAIR.fullmatch(line)
        if not pair and line[0] not in " \t-#":
            return None
        key = pair[1].lower() if pair else key
        if pair and not NOT_PLAIN.match(pair[2] or ""):
            values[key] = (pair[2] or "").strip("\"'")
        elif key in KNOWN and line[0] != "#":
            broken.append(line.strip())
    return (values, broken) if values or broken else None


def _fields(values: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The fields of an Article, and the values that give none."""
    stated = dict.fromkeys(KEYS, "")
    unused = []
    values = {
        **_in_tables(values),
        **values,
    }
    for name, keys in KEYS.items():
        for key in (key for key in keys if values.get(key)):
            stated[name] = stated[name] or FORMS.get(name, _scalar)(values[key])
            if not stated[name]:
                unused.append(f"{key}: {_shown(values[key])}")
    return _with_source(stated), unused


def _with_source(stated: dict[str, str]) -> dict[str, str]:
    """`source: https://…`, or a link as Obsidian's clipper writes one, is where the article stands:
    its text is the publication's name, where it has one."""
    if stated["url"]:
        return stated
    link = SOURCE.fullmatch(stated["publication"])
    if link is None:
        return stated
    about = {"publication": link["name"] or "", "url": link["url"]}
    return stated | about


def _in_tables(values: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in tables of a site's own, by lower-case key."""
    found = {}
    for name in TABLES:
        table = values.get(name)
        if not isinstance(table, dict):
            continue
        for key, value in table.items():
            known = str(key).lower()
            if known in IN_TABLES:
                found[known] = value
    return found


def _scalar(value: Any) -> str:
    """One string of a value that may be a list, or a table with a name or an address in it."""
    if isinstance(value, list):
        return next(filter(None, map(_scalar, value)), "")
    if isinstance(value, dict):
        return next(
            (
                _scalar(value[key])
                for key in ("name", "url", "src", "path", "image")
                if key in value
            ),
            "",
        )
    if value is None:
        return ""
    return " ".join(str(value).split())


def _names(value: Any) -> str:
    if not isinstance(value, list):
        return people([_scalar(value)])
    return people(map(_scalar, value))


FORMS: dict[str, Callable[[Any], str]] = {
    "author": _names,
    "date": lambda value: iso_date(_scalar(value)),
    "language": lambda value: language_tag(_scalar(value)),
}
"""What a field's value must be."""


def _shown(value: Any) -> str:
    return ", ".join(_parts(value)) if isinstance(value, list | dict) else str(value)


def _parts(value: Any) -> Iterator[str]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    yield from (
        f"{key}: {_shown(item)}" if isinstance(value, dict) else _shown(item) for key, item in pairs
    )
