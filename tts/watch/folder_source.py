"""A folder -> its new files, as parts to be made."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tts.model import Parts
from tts.show import manifest_file
from tts.show.settings import NAME as SETTINGS

DEEPEST = 8
"""Maximum depth of subfolders."""
MOST_FILES = 10_000
"""Maximum number of files, the newest."""
SETTLED = 2.0
"""Seconds since its last change after which a file counts as complete."""
_UNDER_WAY = (".part", ".partial", ".crdownload", ".download", ".tmp", "~")
"""Suffixes of incomplete files."""
_OURS = (SETTINGS, ".pagecast", manifest_file.NAME)
"""Files in a show's or an episode's folder: a show may have no settings."""
_NOW = 2**63
"""Later than all files, so that unreadable ones are reported at the first check."""
_CLOSED = "closed"
"""The mark of an unreadable file or folder."""

Stood = dict[str, str]
"""Path -> size and modification time, the oldest change first."""


def look(folder: str) -> Stood:
    """The files in a folder and its subfolders, except hidden ones, links, shows, and incomplete
    files; only the newest, if there are very many.

    Unreadable ones are included, so that they are reported. Raises OSError if the folder itself
    can't be read.
    """
    now = time.time()
    found: list[tuple[int, str, str]] = []
    for entry in _files(folder, 0):
        if stood := _stood(entry, now):
            found.append(stood)
    return {path: mark for _, path, mark in sorted(found)[-MOST_FILES:]}


def _stood(entry: os.DirEntry[str], now: float) -> tuple[int, str, str] | None:
    """Modification time, path and mark; None if it is incomplete or gone."""
    try:
        stat = entry.stat(follow_symlinks=False)
        is_folder = entry.is_dir(follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError:
        return _NOW, entry.path, _CLOSED
    if is_folder:
        return _NOW, entry.path, _CLOSED
    if 0 <= now - stat.st_mtime < SETTLED:
        return None
    return stat.st_mtime_ns, entry.path, f"{stat.st_size}-{stat.st_mtime_ns}"


def settle(folder: str) -> None:
    """Wait until recently written files count as complete."""
    last = time.monotonic() + SETTLED
    with suppress(OSError):  # it is told where the folder is looked into
        while _is_fresh(folder) and time.monotonic() < last:
            time.sleep(0.1)


def _is_fresh(folder: str) -> bool:
    now = time.time()
    for entry in _files(folder, 0):
        with suppress(OSError):
            if 0 <= now - entry.stat(follow_symlinks=False).st_mtime < SETTLED:
                return True
    return False


def parts(stood: Stood) -> Parts:
    """A part for each path; files with several articles are opened later."""
    return Parts(tuple(stood), each="source")


def _files(folder: str, depth: int) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.name.startswith((".", "~")) or entry.name.endswith(_UNDER_WAY):
                continue
            if entry.is_file(follow_symlinks=False):
                yield entry
            elif depth < DEEPEST and entry.is_dir(follow_symlinks=False):
                yield from _inside(entry, depth + 1)


def _inside(entry: os.DirEntry[str], depth: int) -> Iterator[os.DirEntry[str]]:
    """The files of a folder that is not a show's or an episode's; the folder itself if it can't be
    read."""
    path = Path(entry.path)
    try:
        if not any((path / name).exists() for name in _OURS):
            yield from _files(entry.path, depth)
    except FileNotFoundError:
        return
    except OSError:
        yield entry
