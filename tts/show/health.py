"""The health of a watched show: for `tts watch --status`, for monitoring, for `/health`.

Times are seconds since 1970; 0 means never.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tts.model import LibraryError
from tts.show import sources, watch_state
from tts.show.settings import NAME as SETTINGS
from tts.show.sources import WatchedSource
from tts.show.watch_state import FailedArticle, SourceRecord, WatchState
from tts.storage import locks

LOCK = "-watch"
"""Name of the lock that a process watching a show holds."""
LONG_AGO = 2 * 86_400.0
"""Seconds since the last check after which watching has stopped, even if by a timer."""

SEVERAL = 3
"""Number of attempts after which a failure is no coincidence."""

State = Literal["well", "failing", "stopped"]
SourceState = Literal["well", "failing", "new", "paused"]


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """The health of a source."""

    source: str
    state: SourceState
    seen: SourceRecord
    waiting: tuple[FailedArticle, ...]
    """Articles that could not be made yet."""


@dataclass(frozen=True, slots=True)
class Health:
    """The health of a show."""

    state: State
    """`failing` if a source can't be reached, the show not published, or articles not made through
    no fault of their own; `stopped` if nothing watches."""
    is_watched: bool
    """A process is watching it now."""
    watched: WatchState
    sources: tuple[SourceHealth, ...]
    error: str = ""
    """What is wrong with the show itself."""
    hint: str = ""


def health(folder: Path, now: float) -> Health:
    """The health of the show in a folder. Errors of a damaged show are reported, not raised."""
    watched = watch_state.read(folder)
    error, hint = watched.error, watched.hint
    wanted: tuple[WatchedSource, ...] = ()
    try:
        wanted = sources.read(folder / SETTINGS)
    except LibraryError as fault:
        error, hint = fault.message, fault.hint
    found = tuple(_of(each, watched) for each in wanted)
    is_watched = locks.is_held(folder, LOCK)
    failing = bool(error) or any(each.state == "failing" for each in found)
    state: State = "failing" if failing else "well"
    if found and not is_watched and _is_abandoned(watched, now):
        state = "stopped"
    return Health(state, is_watched, watched, found, error, hint)


def _of(source: WatchedSource, watched: WatchState) -> SourceHealth:
    seen = watched.sources.get(source.source, SourceRecord())
    state: SourceState = "well"
    if source.paused:
        state = "paused"
    elif seen.failures or any(map(_is_stuck, seen.tried.values())):
        state = "failing"
    elif not seen.asked:
        state = "new"
    return SourceHealth(source.source, state, seen, tuple(seen.tried.values()))


def _is_stuck(tried: FailedArticle) -> bool:
    """Whether an article repeatedly can't be made for external reasons: a full disk, a missing
    voice. It is never given up."""
    return not tried.own and tried.count >= SEVERAL


def _is_abandoned(watched: WatchState, now: float) -> bool:
    """Whether the watching process was killed, or checked for the last time long ago."""
    return watched.running or now - watched.looked > LONG_AGO
