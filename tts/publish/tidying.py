"""Moves what a show does not keep to its bin: out of feed and pages first, then the episodes.

    retention.expiring   which, and why
    build.withdrawn      feed and pages without them, in an order in which every link works
    manage.remove        one rename each
    (send.upload)        in the bucket, with the next publishing: feed first, files last

A run that is killed has removed some of them; the next continues.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tts.episode import manage, retention
from tts.episode.retention import Expiring
from tts.publish import build
from tts.show import library
from tts.show.library import Show


def tidy(show: Show, tell: Callable[[Expiring], None] | None = None) -> list[Expiring]:
    """Remove the episodes that `[keep]` does not keep; returns them. `tell` is called after each
    one. Raises LibraryError, including WrongClock."""
    found = retention.expiring(show)
    return remove(show, found, tell) if found else []


def remove(
    show: Show, found: Sequence[Expiring], tell: Callable[[Expiring], None] | None = None
) -> list[Expiring]:
    """Remove those episodes; returns them, except those that another command removed first."""
    removed = []
    names = [each.held.folder.name for each in found]
    with build.withdrawn(show, names):
        for each in found:
            with library.locked(show):
                if not each.held.folder.is_dir():
                    continue
                manage.remove(each.held)
            removed.append(each)
            if tell:
                tell(each)
    return removed
