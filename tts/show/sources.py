"""The `[[sources]]` of a show.toml, with their filters and options.

    [[sources]]
    source = "https://example.org/feed.xml"
    every = "1h"

A password or token is none of these: it stands in the environment or the system's keyring.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tts.model import LibraryError
from tts.show import keep_settings
from tts.show.durations import day_of, is_ago, seconds_of
from tts.show.keep_settings import EVERYTHING_STAYS, Keep
from tts.show.settings import document

NAME = "sources"
LATEST = 5
"""Number of articles from a new source by default: a feed has about a hundred, and the user wants
to hear the coming ones."""
MOST_LISTED = 1000
"""Maximum number of articles of a source that are checked, the newest."""
EVERYTHING = 100_000
MOST = 1000
"""Maximum number of sources of a show."""


@dataclass(frozen=True, slots=True)
class WatchedSource:
    """One table. Empty means not set."""

    source: str
    """A feed, a page, a list (`@file`), a folder, a mailbox's file, a read-later server."""
    every: float = 0.0
    """Seconds between two checks; 0 means the default for its kind."""
    latest: int = 0
    """Number of newest articles at the first check; later all new ones are taken. 0 means `LATEST`,
    or everything for a list or with `since`."""
    since: str = ""
    """Only articles since that date: an ISO date, or `7d`, `2w` before today."""
    titles: tuple[str, ...] = ()
    """The title contains one of these, ignoring case."""
    not_titles: tuple[str, ...] = ()
    """The title contains none of these."""
    shortest: float = 0.0
    longest: float = 0.0
    """Maximum spoken seconds; 0 means no limit."""
    title: str = ""
    """Replaces the article's own title; `{title}` stands for that."""
    author: str = ""
    engine: str = ""
    voice: str = ""
    language: str = ""
    rate: float = 0.0
    paused: bool = False
    keep: Keep = EVERYTHING_STAYS
    """Which of its episodes to keep, instead of the show's setting."""

    @property
    def newest(self) -> int:
        """Number of articles taken at the first check."""
        bounded = self.since or self.source.startswith("@")
        return self.latest or (EVERYTHING if bounded else LATEST)

    def first_day(self, today: date | None = None) -> str:
        """`since` as an ISO date; empty if not set."""
        return day_of(self.since, today) if self.since else ""


def read(path: Path) -> tuple[WatchedSource, ...]:
    """The sources of a show.toml, each once. Raises LibraryError."""
    return checked(path, document(path).get(NAME, []))


def checked(path: Path, tables: Any) -> tuple[WatchedSource, ...]:
    """The parsed tables. Raises LibraryError for an invalid value."""
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise LibraryError(
            f"{path}: sources are not tables",
            hint='write [[sources]] on a line, and below it  source = "https://example.org/feed"',
        )
    if len(tables) > MOST:
        raise LibraryError(f"{path} has more than {MOST:,} sources", hint="make a second show")
    found = [_source(path, table) for table in tables]
    return tuple({each.source: each for each in found}.values())


def _source(path: Path, table: Mapping[str, Any]) -> WatchedSource:
    where = table.get("source")
    if not isinstance(where, str) or not where.strip():
        message = f"{path}: a table of [[sources]] names no source"
        hint = 'write  source = "https://example.org/feed.xml"  below it'
        raise LibraryError(message, hint=hint)
    address = where.strip()
    if re.match(r"[\w+.-]+://[^/?#]*@", address):
        _, _, host = address.partition("@")
        message = f"{path}: the source at {host} contains a user name or password"
        hint = "leave them out: put a token into the environment or the keyring (docs/watch.md)"
        raise LibraryError(message, hint=hint)
    _check_names(path, where, table)
    values = {}
    for name, value in table.items():
        if name != "source" and value != "":
            values[name] = _value(path, where, name, value)
    found = WatchedSource(address, **values)
    if found.longest and found.shortest > found.longest:
        message = f"{path}: of the source {where}, shortest is more than longest"
        hint = "give one of them, or the other way round"
        raise LibraryError(f"{message}: no article is both", hint=hint)
    return found


def _check_names(path: Path, where: str, table: Mapping[str, Any]) -> None:
    """Raise LibraryError for an unknown setting: a misspelt filter would let everything through."""
    known = {each.name for each in fields(WatchedSource)}
    unknown = [name for name in table if name not in known]
    if not unknown:
        return
    name = unknown[0]
    near = get_close_matches(name, known, n=1)
    listed = ", ".join(sorted(known))
    hint = f"did you mean {near[0]}?" if near else f"the settings are {listed}"
    message = f"{path}: the source {where} has {name!r}, which is unknown"
    raise LibraryError(message, hint=hint)


def _value(path: Path, where: str, name: str, value: Any) -> Any:
    try:
        return _READERS[name](value)
    except (ValueError, TypeError) as error:
        raise LibraryError(
            f"{path}: {name} of the source {where} can't be {value!r}",
            hint=f"write it like  {name} = {_EXAMPLES.get(name) or _EXAMPLE}",
        ) from error


# --- what single values have to be ----------------------------------------------------------------


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError
    return value


def _seconds(value: Any) -> float:
    return seconds_of(_text(value))


def _period(value: Any) -> float:
    seconds = _seconds(value)
    if seconds < 1:
        raise ValueError
    return seconds


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 10_000:
        raise ValueError
    return value


def _day(value: Any) -> str:
    if isinstance(value, date):  # TOML has dates of its own
        return value.isoformat()[:10]
    text = _text(value)
    return text if is_ago(text) else day_of(text)


def _texts(value: Any) -> tuple[str, ...]:
    several = value if isinstance(value, list) else [value]
    return tuple(_text(each) for each in several)


def _rate(value: Any) -> float:
    if isinstance(value, bool) or not 0.5 <= value <= 2:
        raise ValueError
    return float(value)


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _keep(value: Any) -> Keep:
    return keep_settings.checked(Path("show.toml"), "keep", value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "every": _period,
    "latest": _count,
    "since": _day,
    "titles": _texts,
    "not_titles": _texts,
    "shortest": _seconds,
    "longest": _seconds,
    "rate": _rate,
    "paused": _switch,
    "keep": _keep,
    **dict.fromkeys(("title", "author", "engine", "voice", "language"), _text),
}
_EXAMPLE = '"…"'
_EXAMPLES = {
    "every": '"1h"  (s, min, h, d or w)',
    "latest": "5",
    "since": '"7d"  or  "2026-11-23"',
    "titles": '["tea", "toast"]',
    "not_titles": '["sponsored"]',
    "shortest": '"2min"',
    "longest": '"1h"',
    "rate": "1.2",
    "paused": "true",
}
