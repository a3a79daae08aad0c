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
EXPIRY_CHECK = 3600.0
"""Seconds between two checks for expired episodes."""
AGAIN = 300.0
"""Seconds after a failed publishing."""


def is_due(watched: WatchState, now: float, *, at_end: bool) -> bool:
    """Whether the show should be published: immediately at the end of a round, otherwise some time
    after the last publishing."""
    if not watched.unpublished:
        return False
    since = now - watched.published
    if watched.error and 0 <= since < AGAIN:
        return False
    return at_end or not 0 <= since < PAUSE


def next_moments(watched: WatchState) -> list[float]:
    """The times of the next attempts."""
    return [watched.published + AGAIN] if watched.unpublished else []


def publish(folder: Path) -> Published:
    """Publish the current show, without expired episodes, in its folder, and to the target in its
    settings, if any. Raises LibraryError."""
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
    """Remove expired episodes. If a wrong clock or damaged marks prevent that, it is reported once
    an hour, and the publishing continues."""
    try:
        return tidying.tidy(show)
    except (WrongClock, UnreadableMarks):
        return []


def empty_bin(folder: Path) -> None:
    """Delete for good what was removed 30 days ago, with clips that nothing else needs, and trim
    the cache to its limit. Raises TtsError."""
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
    """The state after a publishing. While more is being made, the show is still unpublished."""
    return replace(watched, published=now, unpublished=not at_end, error="", hint="")


def failed(watched: WatchState, now: float, error: TtsError) -> WatchState:
    return replace(watched, published=now, error=error.message, hint=error.hint)
