"""Publishes a show and uploads it: one call for programs."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from tts.episode import retention
from tts.episode.retention import WrongClock
from tts.model import LibraryError
from tts.publish import build, tidying
from tts.publish.build import Published
from tts.publish.targets import send
from tts.show import library, settings
from tts.show.kept_episodes import UnreadableMarks
from tts.show.library import Show


class HasFolder(Protocol):
    """An object with a show's folder, such as an open show."""

    @property
    def folder(self) -> Path: ...


def publish(
    show: str | os.PathLike[str] | HasFolder = "output",
    *,
    base_url: str = "",
    to: str | os.PathLike[str] = "",
    dry_run: bool = False,
) -> Published:
    """Build a show's feed, pages and player in its folder; with `to`, also upload what changed.

    A feed needs `base_url`, the address where the folder will be available; the show remembers it.
    `to` is a folder or `s3://bucket/prefix`. Episodes that `[keep]` in show.toml does not keep are
    removed first; none are if the clock is wrong or marks are damaged. With `dry_run` nothing is
    written, removed or sent, and the result is what would happen. Raises LibraryError, and before
    anything is done TypeError or ValueError.
    """
    _check_address(base_url)
    target = _target(to)
    folder = Path(show) if isinstance(show, str | os.PathLike) else show.folder
    opened = library.open_show(folder)
    gone = _tidied(opened, dry_run=dry_run)
    done = build.publish(opened, base_url=base_url, dry_run=dry_run)
    done = replace(done, removed=(*gone, *done.removed))
    if not target or dry_run:
        return done
    return replace(done, uploaded=send.upload(done.folder, target))


def _tidied(show: Show, *, dry_run: bool) -> list[str]:
    """Remove the episodes that are not kept; returns their titles."""
    try:
        found = retention.expiring(show) if dry_run else tidying.tidy(show)
    except (WrongClock, UnreadableMarks):
        return []
    return [each.held.title for each in found]


def _check_address(base_url: str) -> None:
    if not isinstance(base_url, str):
        raise TypeError(f"base_url={base_url!r} is not a str")
    try:
        if base_url:
            settings.base_url(base_url, "base_url")
    except LibraryError as error:
        raise ValueError(f"{error.message}; {error.hint}") from error


def _target(to: str | os.PathLike[str]) -> str:
    if not isinstance(to, str | os.PathLike):
        raise TypeError(f"to={to!r} is neither a folder nor an address: write a str or a Path")
    return os.fspath(to)
