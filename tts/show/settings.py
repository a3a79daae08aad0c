"""Reads and checks a show.toml: every setting in one table, with its default and explanatory
comment.

Unknown settings, by another version of Pagecast or another program, are ignored.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib import resources
from pathlib import Path
from typing import Any

from tts.locale.language_tags import normal
from tts.model import LibraryError
from tts.show import keep_settings
from tts.show.durations import seconds_of
from tts.show.keep_settings import Keep
from tts.storage.confined_folder import Folder
from tts.storage.parsing import parsed_toml

NAME = "show.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The content of a show.toml. Empty means not set."""

    title: str = "Pagecast"
    author: str = ""
    """Who makes the show, as podcast apps display it; by default the owner."""
    owner: str = ""
    email: str = ""
    """The owner's e-mail address, for directories; public in the feed."""
    language: str = ""
    """BCP 47; by default that of most episodes."""
    description: str = ""
    category: str = ""
    """From Apple's list: `News` or `Society & Culture > Personal Journals`."""
    cover: str = ""
    """Path of a picture, relative to the show's folder; by default it is drawn."""
    link: str = ""
    """Address of the show's home page; by default the page that Pagecast makes."""
    base_url: str = ""
    """Address where the folder is published, ending with a slash."""
    target: str = ""
    """Where `tts watch` uploads the show: a folder, or `s3://bucket/prefix`."""
    guid: str = ""
    """The feed's UUID, derived once from its first address."""
    copyright: str = ""
    explicit: bool = False
    private: bool = False
    """Directories are asked not to list the show, search engines not to index its pages."""
    public_sources: bool = False
    """The show's settings, manifests and scripts are published, too."""
    intro: str = ""
    """Spoken before each article. `{title}`, `{author}`, `{date}`, `{publication}` and `{show}` are
    replaced."""
    outro: str = ""
    disclosure: str = ""
    """States that the speech is synthetic; by default a sentence in the episode's language.
    `{voice}` is replaced by the voice."""
    report: str = ""
    """Where readers report misreadings: an e-mail address, or an address with `{sentence}`,
    `{time}`, `{page}` and `{title}`. By default the sentence is copied."""
    app: bool = True
    """If the pages are on https, the show can be installed as an app, and episodes saved on a
    device."""
    medium: str = "blog"
    dates: str = "added"
    """An episode's date in the feed: when it was `added` to the show, or the `article`'s own."""
    frequency: str = ""
    """How often episodes appear, for apps: `daily`, `weekly`, `monthly` or empty."""
    locked: bool = True
    """Other hosts are asked not to import the feed."""
    wait: str = ""
    """How long to wait for an online service that refuses everything: `90s`, `2min`, `0`; by
    default two minutes."""
    formats: tuple[str, ...] = ()
    """Formats of each episode besides MP3: `m4b`, `opus`, `epub`."""
    mixed: str = "second"
    """Who says English words inside a Mandarin sentence, if the engine supports it: a `second`
    voice, or the `same`."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """Language -> `engine/voice`, as first chosen."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Kind of block -> `skip`, `announce` or `read`."""
    speakers: Mapping[str, str] = field(default_factory=dict)
    """Name of a speaker -> a voice, or voices by language as in `--voice`; `quotation` is for
    quoted text. `labels` says whether names are spoken: `skip` or `read`."""
    keep: Keep = field(default_factory=Keep)
    """Which episodes to keep."""
    funding: Mapping[str, str] = field(default_factory=dict)
    """Where listeners support the show: its `url`, and the `text` of the link."""
    serve: Mapping[str, bool] = field(default_factory=dict)
    """How `tts serve` serves it: `add` allows adding articles."""


def read(path: Path) -> Settings:
    """The settings in a file, or the defaults if there is none. Raises LibraryError."""
    return checked(path, document(path))


def document(path: Path) -> dict[str, Any]:
    """The unchecked content of the file; empty if there is none. Raises LibraryError if it is not
    TOML."""
    try:
        return parsed_toml(Folder(path.parent).read_bytes(path.name).decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as e:
        raise LibraryError(
            f"{path} can't be read: {e.strerror}", hint="check the folder's permissions"
        ) from e
    except UnicodeDecodeError as e:
        raise LibraryError(f"{path} is not UTF-8", hint="save it as UTF-8") from e
    except tomllib.TOMLDecodeError as e:
        raise LibraryError(
            f"{path} is not valid TOML: {e}",
            hint="mend that line; a [table] may stand in it only once",
        ) from e


def checked(path: Path, data: Mapping[str, Any]) -> Settings:
    """The known settings, with checked types. An empty text counts as not set."""
    flat = {**data, **data["feed"]} if isinstance(data.get("feed"), dict) else dict(data)
    known: dict[str, Any] = {}
    for each in fields(Settings):
        value = flat.get(each.name)
        if value is None or value == "":
            continue
        _check_kind(path, each.name, value)
        known[each.name] = (
            _CHECKS[each.name](path, each.name, value) if each.name in _CHECKS else value
        )
    return Settings(**known)


_TYPES: dict[str, type] = {"str": str, "bool": bool, "tuple[str, ...]": list}
_KINDS = {each.name: _TYPES.get(str(each.type), dict) for each in fields(Settings)}
_WORDS = {str: "a text", bool: "true or false", list: "a list"}
_HINTS = {str: '{0} = "…"', bool: "{0} = true  or  {0} = false", list: '{0} = ["m4b"]'}


def _check_kind(path: Path, name: str, value: object) -> None:
    kind = _KINDS[name]
    if isinstance(value, kind) or kind is dict:
        return
    raise LibraryError(
        f"{path}: {name} is not {_WORDS[kind]}", hint=f"write it as {_HINTS[kind].format(name)}"
    )


# --- what single settings have to be --------------------------------------------------------------


def _voices(path: Path, name: str, value: Any) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(v, str) and "/" in v for v in value.values()):
        return dict(value)
    raise LibraryError(
        f"{path}: [voices] may only contain languages with their voices",
        hint='write lines like  zh-Hans = "kokoro/zf_xiaoxiao"  below [voices]',
    )


def _rules(path: Path, name: str, value: Any) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(how, str) for how in value.values()):
        return dict(value)
    raise LibraryError(
        f"{path}: [rules] may only contain words", hint='write lines like  code = "skip"'
    )


def _speakers(path: Path, name: str, value: Any) -> dict[str, str]:
    texts = isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    if not texts or not all(who.strip() and voice.strip() for who, voice in value.items()):
        raise LibraryError(
            f"{path}: [speakers] may only contain names with their voices",
            hint='write lines like  Q = "af_heart"  or  quotation = "zm_yunxi"  below [speakers]',
        )
    if value.get("labels", "skip") not in ("skip", "read"):
        raise LibraryError(
            f"{path}: [speakers] labels can't be {value['labels']!r}",
            hint="use one of: skip, read",
        )
    return dict(value)


def ascii_address(value: str) -> str:
    """An ASCII address: feeds and their readers require it.

    >>> ascii_address("https://例子.example/听?a=b%20c")
    'https://xn--fsqu00a.example/%E5%90%AC?a=b%20c'
    """
    if value.isascii():
        return value
    from urllib.parse import quote, urlsplit

    safe = ":/?#[]@!$&'()*+,;=%~-._"
    try:
        parts = urlsplit(value)
        return quote(
            parts._replace(netloc=parts.netloc.encode("idna").decode()).geturl(), safe=safe
        )
    except ValueError:  # no name of a host; whoever opens it will be told
        return quote(value, safe=safe)


def _names_host(value: str) -> bool:
    from urllib.parse import urlsplit

    try:
        return value.isprintable() and bool(urlsplit(value).hostname)
    except ValueError:
        return False


def base_url(value: str, where: str) -> str:
    """A base URL, with a slash at the end. Raises LibraryError."""
    if re.fullmatch(
        r"https?://[^\s/?#<>\"]+(/[^\s?#<>\"]*)?", value, re.IGNORECASE
    ) and _names_host(value):
        return ascii_address(value if value.endswith("/") else f"{value}/")
    raise LibraryError(
        f"{where}: {value!r} is not an address at which a feed can be published",
        hint="write the address at which the folder will be published: https://example.org/listen/",
    )


def _address(path: Path, name: str, value: str) -> str:
    if re.fullmatch(r"https?://[^\s<>\"]+", value, re.IGNORECASE) and _names_host(value):
        return value
    raise LibraryError(
        f"{path}: {name} is not an address: {value!r}",
        hint="write it with http:// or https:// in front",
    )


def _email(path: Path, name: str, value: str) -> str:
    if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", value) and value.isprintable():
        return value
    raise LibraryError(
        f"{path}: {name} is not an e-mail address: {value!r}",
        hint='write it as email = "you@example.org"',
    )


def _report(path: Path, name: str, value: str) -> str:
    stated = value.strip()
    if re.fullmatch(r"(https?://|mailto:)[^\s<>\"]+|[^@\s<>]+@[^@\s<>]+", stated, re.IGNORECASE):
        return stated
    raise LibraryError(
        f"{path}: {name} is neither an e-mail address nor an address: {value!r}",
        hint='write report = "you@example.org" or "https://example.org/issues/new?body={sentence}"',
    )


def _language(path: Path, name: str, value: str) -> str:
    if normal(value):
        return normal(value)
    raise LibraryError(
        f"{path}: {name} is not a language tag: {value!r}",
        hint="write one like zh-Hans, zh-Hant or en",
    )


def _guid(path: Path, name: str, value: str) -> str:
    if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value.lower()):
        return value.lower()
    raise LibraryError(
        f"{path}: {name} is not a UUID: {value!r}",
        hint="remove the line: `tts publish` makes one",
    )


def _one_of(*words: str) -> Callable[[Path, str, str], str]:
    def check(path: Path, name: str, value: str) -> str:
        if value in words:
            return value
        raise LibraryError(
            f"{path}: {name} can't be {value!r}", hint=f"use one of: {', '.join(words)}"
        )

    return check


EPUBS = ("epub", "epub-opus", "epub-words", "epub-words-opus")
"""The kinds of EPUB; an episode has only one."""
FORMATS = ("m4b", "opus", *EPUBS)
"""Formats of an episode besides MP3."""
WORDS = ("title", "author", "date", "publication", "show")
"""Names in braces that are replaced in an intro or outro."""


def _formats(path: Path, name: str, value: list[Any]) -> tuple[str, ...]:
    plain = {str(each).lower().removeprefix(".") for each in value} - {"mp3"}
    if wrong := sorted(plain - {*FORMATS}):
        raise LibraryError(
            f"{path}: formats can't have {wrong[0]!r}",
            hint=f"MP3 is always made; besides it: {', '.join(FORMATS)}",
        )
    return tuple(each for each in FORMATS if each in plain)


def _spoken(path: Path, name: str, value: str) -> str:
    if wrong := [word for word in re.findall(r"\{(\w*)\}", value) if word not in WORDS]:
        known = ", ".join(f"{{{word}}}" for word in WORDS)
        raise LibraryError(
            f"{path}: {name} has the unknown placeholder {{{wrong[0]}}}",
            hint=f"the placeholders are {known}",
        )
    return value


def categories() -> list[str]:
    """Apple's list, each a category or `category > subcategory`, as podcast directories require."""
    text = resources.files("tts").joinpath("data/categories.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _category(path: Path, name: str, value: str) -> str:
    plain = re.sub(r"\s*(>|/|:)\s*", " > ", value).strip().casefold()
    for known in categories():
        if known.casefold() == plain:
            return known
    from difflib import get_close_matches

    close = get_close_matches(value, categories(), n=3, cutoff=0.4) or [
        "News",
        "Education",
        "Society & Culture",
    ]
    raise LibraryError(
        f"{path}: {value!r} is not a podcast category", hint=f"did you mean {' or '.join(close)}?"
    )


def _duration(path: Path, name: str, value: str) -> str:
    try:
        seconds_of(value)
    except ValueError as e:
        raise LibraryError(f"{path}: {name}: {e}", hint=f'{name} = "2min"') from e
    return value


def _serve(path: Path, name: str, value: Any) -> dict[str, bool]:
    if isinstance(value, dict) and isinstance(value.get("add", False), bool):
        return {name: value[name] for name in ("add",) if name in value}
    raise LibraryError(
        f"{path}: [serve] add is neither true nor false",
        hint="write  add = true  below [serve]",
    )


LONGEST_FUNDING = 128
"""Characters that apps show (Podcasting 2.0, podcast:funding)."""


def _funding(path: Path, name: str, value: Any) -> dict[str, str]:
    url = value.get("url", "") if isinstance(value, dict) else None
    text = value.get("text", "") if isinstance(value, dict) else None
    if not isinstance(url, str) or not isinstance(text, str) or (text and not url):
        raise LibraryError(
            f"{path}: [funding] has no url, or something else than texts",
            hint='write  url = "https://example.org/support"  below [funding]',
        )
    if len(text) > LONGEST_FUNDING:
        raise LibraryError(
            f"{path}: [funding] text is longer than apps show",
            hint=f"say it in {LONGEST_FUNDING} characters",
        )
    if not url:
        return {}
    address = _address(path, "[funding] url", url)
    return {"url": ascii_address(address), "text": text}


_CHECKS: dict[str, Callable[[Path, str, Any], Any]] = {
    "serve": _serve,
    "funding": _funding,
    "voices": _voices,
    "rules": _rules,
    "speakers": _speakers,
    "keep": keep_settings.checked,
    "formats": _formats,
    "wait": _duration,
    "intro": _spoken,
    "outro": _spoken,
    "base_url": lambda path, name, value: base_url(value, f"{path}: {name}"),
    "link": _address,
    "email": _email,
    "report": _report,
    "language": _language,
    "guid": _guid,
    "category": _category,
    "medium": _one_of("blog", "newsletter", "podcast", "audiobook"),
    "dates": _one_of("added", "article"),
    "mixed": _one_of("same", "second"),
    "frequency": _one_of("daily", "weekly", "biweekly", "monthly"),
}
