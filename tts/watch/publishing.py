"""Bringing a watched show to its listeners: as soon as there is an episode, and no more often than
is of use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tts.model import TtsError
from tts.publish import build
from tts.publish.build import Published
from tts.publish.targets import send
from tts.show import library
from tts.show.watching import Watched

PAUSE = 30.0
"""Seconds between two publishings while more is being made."""
AGAIN = 300.0
"""Seconds after one that failed."""


def is_due(watched: Watched, now: float, *, at_end: bool) -> bool:
    """Whether the show is to be published: at once at the end of a round, else when the last one
    is a while ago."""
    if not watched.unpublished:
        return False
    since = now - watched.published
    if watched.error and 0 <= since < AGAIN:
        return False
    return at_end or not 0 <= since < PAUSE


def next_moments(watched: Watched) -> list[float]:
    """When it is tried again."""
    return [watched.published + AGAIN] if watched.unpublished else []


def publish(folder: Path) -> Published:
    """The show as it is now, in its folder, and at its target where its settings name one. Raises
    LibraryError."""
    show = library.open_show(folder)
    done = build.publish(show)
    target = getattr(show.settings, "target", "")
    if not target:
        return done
    return replace(done, uploaded=send.upload(done.folder, target))


def succeeded(watched: Watched, now: float, *, at_end: bool) -> Watched:
    """While more is being made the show is not as it will be."""
    return replace(watched, published=now, unpublished=not at_end, error="", hint="")


def failed(watched: Watched, now: float, error: TtsError) -> Watched:
    return replace(watched, published=now, error=error.message, hint=error.hint)
