"""The state of `tts watch` for a show, in `.pagecast/watch.json`: what was checked when, with what
result, and what is already known.

It is written completely after each article. If it is missing or damaged, watching starts again: the
newest articles are checked again, and existing episodes stay as they are. Times are seconds since
1970.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from tts.model import LibraryError
from tts.storage.confined_folder import Folder, LeadsOut
from tts.storage.durable import write_whole
from tts.storage.parsing import parsed_json

NAME = ".pagecast/watch.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class FailedArticle:
    """An article that could not be made yet."""

    count: int = 0
    next: float = 0.0
    """Time of the next attempt; 0 for never."""
    title: str = ""
    """Or its address."""
    where: str = ""
    """Its address, if it can be fetched separately."""
    error: str = ""
    own: bool = True
    """The fault is the article's, which is eventually given up; otherwise it is the disk's or the
    voice's."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The recorded state of a source."""

    asked: float = 0.0
    """Time of the last check; 0 for never."""
    next: float = 0.0
    answered: float = 0.0
    """Time of the last successful check."""
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    """Hash of its content; for a file, its state."""
    failures: int = 0
    """Consecutive failures."""
    failing_since: float = 0.0
    error: str = ""
    hint: str = ""
    away: bool = False
    """It did not respond at all."""
    made: int = 0
    """Number of episodes made from it."""
    made_last: float = 0.0
    title: str = ""
    """Title of the last one."""
    left_out: int = 0
    """Number of articles that a filter excluded."""
    latest: int = 0
    """How many of the newest were taken at first; 0 until then."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Article -> its state when it was made; in order of appearance."""
    passed: tuple[str, ...] = ()
    """Articles older than the newest ones when the source was new."""
    tried: Mapping[str, FailedArticle] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WatchState:
    """The state of a watched show."""

    process: int = 0
    """Number of the process that watches, or watched last."""
    looked: float = 0.0
    """Time of its last activity."""
    running: bool = False
    """It runs continuously; otherwise each check is a separate run."""
    published: float = 0.0
    unpublished: bool = False
    """There may be unpublished episodes."""
    error: str = ""
    """Why the last publishing failed."""
    hint: str = ""
    sources: Mapping[str, SourceRecord] = field(default_factory=dict)


def read(folder: Path) -> WatchState:
    """The recorded state of a show; empty if it can't be read."""
    try:
        noted = parsed_json(Folder(folder).read_bytes(NAME))
    except (OSError, ValueError, LeadsOut):
        return WatchState()
    if not isinstance(noted, dict) or noted.get("version") != VERSION:
        return WatchState()
    tables = noted.get("sources")
    sources = tables.items() if isinstance(tables, dict) else ()
    watched = _known(WatchState, {**noted, "sources": {}})
    seen = {where: _seen(table) for where, table in sources}
    return WatchState(**{**_values(watched), "sources": seen})


def write(folder: Path, watched: WatchState) -> None:
    """Record the state, completely or not at all. Raises LibraryError."""
    noted = {"version": VERSION, **asdict(watched)}
    text = json.dumps(noted, ensure_ascii=False, separators=(",", ":"))
    path = Folder(folder).path(NAME)
    content = text.encode("utf-8", "replace")
    try:
        write_whole(path, lambda f: f.write(content))
    except OSError as e:
        raise LibraryError(
            f"{path} can't be written: {e.strerror}",
            hint="free some space, or check the folder's permissions; watching continues meanwhile",
        ) from e


# --- what stands in the file, checked -------------------------------------------------------------

T = TypeVar("T", WatchState, SourceRecord, FailedArticle)


def _values(value: WatchState | SourceRecord | FailedArticle) -> dict[str, Any]:
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _known(kind: type[T], table: Any) -> T:
    """The fields of a table; those with the wrong type count as missing."""
    plain = kind()
    said = table if isinstance(table, dict) else {}
    good: dict[str, Any] = {}
    for name, default in _values(plain).items():
        value = said.get(name, default)
        if isinstance(default, float) and type(value) in (int, float):
            good[name] = float(value)
        elif isinstance(default, tuple) and isinstance(value, list):
            good[name] = tuple(map(str, value))
        elif type(value) is type(default):
            good[name] = value
    return kind(**good)


def _seen(table: Any) -> SourceRecord:
    seen = _known(SourceRecord, table)
    known = {str(key): str(value) for key, value in seen.known.items()}
    tried = {str(key): _known(FailedArticle, value) for key, value in seen.tried.items()}
    return SourceRecord(**{**_values(seen), "known": known, "tried": tried})
