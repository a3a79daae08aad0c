"""The health of a watched show: for `tts watch --status`, for monitoring, for `/health`.

Times are seconds since 1970; 0 is never.
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
"""Name of the lock that who watches a show holds."""
LONG_AGO = 2 * 86_400.0
"""Seconds since the last look after which nobody looks any more, timers included."""

SEVERAL = 3
"""Tries after which what can't be made is no accident."""

State = Literal["well", "failing", "stopped"]
SourceState = Literal["well", "failing", "new", "paused"]


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is."""

    source: str
    state: SourceState
    seen: SourceRecord
    waiting: tuple[FailedArticle, ...]
    """Articles that could not be made yet."""


@dataclass(frozen=True, slots=True)
class Health:
    """How a show is."""

    state: State
    """`failing` where a source can't be asked, the show not be published, or articles not be made
    whose fault it is not; `stopped` where nobody looks."""
    is_watched: bool
    """A process watches it now."""
    watched: WatchState
    sources: tuple[SourceHealth, ...]
    error: str = ""
    """What is wrong with the show itself."""
    hint: str = ""


def health(folder: Path, now: float) -> Health:
    """How the show in a folder is. Raises nothing for a show that is damaged: that is told."""
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
    """Whether an article can't be made again and again for what is not its own fault: a disk that
    is full, a voice that is not there. It is never given up."""
    return not tried.own and tried.count >= SEVERAL


def _is_abandoned(watched: WatchState, now: float) -> bool:
    """Whether who watched was killed, or looked for the last time long ago."""
    return watched.running or now - watched.looked > LONG_AGO
