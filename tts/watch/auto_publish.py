"""Publishes a watched show: as soon as there is an episode, but not too often."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tts.episode import manage, retention
from tts.episode.retention import Expiring, WrongClock
from tts.model import TtsError
from tts.publish import build, tidying
from tts.publish.build import Published
from tts.publish.targets import send
from tts.show import bin, library
from tts.show.kept_episodes import UnreadableMarks
from tts.show.library import Show
from tts.show.watch_state import WatchState
from tts.storage import clip_trimming
from tts.watch import allowed_sources

PAUSE = 30.0
"""Seconds between two publishings while more is being made."""
KEPT = 3600.0
"""Seconds between two looks for what is not kept."""
AGAIN = 300.0
"""Seconds after one that failed."""


def is_due(watched: WatchState, now: float, *, at_end: bool) -> bool:
    """Whether the show is to be published: at once at the end of a round, else when the last one
    is a while ago."""
    if not watched.unpublished:
        return False
    since = now - watched.published
    if watched.error and 0 <= since < AGAIN:
        return False
    return at_end or not 0 <= since < PAUSE


def next_moments(watched: WatchState) -> list[float]:
    """When it is tried again."""
    return [watched.published + AGAIN] if watched.unpublished else []


def publish(folder: Path) -> Published:
    """The show as it is now, without what it does not keep, in its folder, and at its target where
    its settings name one. Raises LibraryError."""
    show = library.open_show(folder)
    gone = _tidied(show)
    done = build.publish(show)
    titles = [each.held.title for each in gone]
    done = replace(done, removed=(*titles, *done.removed))
    target = show.settings.target
    if not target:
        return done
    allowed_sources.check(allowed_sources.TARGET + target, folder)
    return replace(done, uploaded=send.upload(done.folder, target))


def _tidied(show: Show) -> list[Expiring]:
    """What goes may not be known, by a clock that is wrong or marks that can't be read: that is
    told once an hour, and holds up no publishing."""
    try:
        return tidying.tidy(show)
    except (WrongClock, UnreadableMarks):
        return []


def empty_bin(folder: Path) -> None:
    """What was removed 30 days ago goes for good, with clips that nothing else needs; and what is
    beyond the bound of the cache. Raises TtsError."""
    show = library.read_show(folder)
    if bin.expired(folder):
        manage.forget_clips(show, manage.empty_bin(show))
    clip_trimming.trim_by_itself()


def with_expiring(watched: WatchState, folder: Path) -> WatchState:
    """The state, marked as unpublished if `[keep]` lets episodes expire. Raises LibraryError if
    that can't be determined, even if something else has to be published."""
    found = retention.expiring(library.read_show(folder))
    if watched.unpublished or not found:
        return watched
    return replace(watched, unpublished=True)


def succeeded(watched: WatchState, now: float, *, at_end: bool) -> WatchState:
    """While more is being made the show is not as it will be."""
    return replace(watched, published=now, unpublished=not at_end, error="", hint="")


def failed(watched: WatchState, now: float, error: TtsError) -> WatchState:
    return replace(watched, published=now, error=error.message, hint=error.hint)
