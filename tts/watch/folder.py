"""A folder -> the files that have appeared in it, as parts to be made."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tts.model import Parts
from tts.show.settings import NAME as SETTINGS

DEEPEST = 8
"""Folders inside of each other."""
MOST_FILES = 10_000
SETTLED = 2.0
"""Seconds since its last change after which a file is taken to be written."""
_UNDER_WAY = (".part", ".partial", ".crdownload", ".download", ".tmp", "~")
"""How the names end of files that are being written."""

Stood = dict[str, str]
"""Path -> size and time of the last change, oldest change first."""


def look(folder: str) -> Stood:
    """The files in a folder and the folders in it, but for hidden ones, links, shows, and what is
    being written."""
    now = time.time()
    found: list[tuple[int, str, str]] = []
    for entry in _files(folder, 0):
        with suppress(OSError):
            stat = entry.stat(follow_symlinks=False)
            if not 0 <= now - stat.st_mtime < SETTLED:
                mark = f"{stat.st_size}-{stat.st_mtime_ns}"
                found.append((stat.st_mtime_ns, entry.path, mark))
        if len(found) >= MOST_FILES:
            break
    return {path: mark for _, path, mark in sorted(found)}


def settle(folder: str) -> None:
    """Wait until what was written a moment ago counts as written."""
    last = time.monotonic() + SETTLED
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
    """Each by its path; what holds several articles is opened later."""
    return Parts(tuple(stood), each="source")


def _files(folder: str, depth: int) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.name.startswith((".", "~")) or entry.name.endswith(_UNDER_WAY):
                continue
            if entry.is_file(follow_symlinks=False):
                yield entry
            elif depth < DEEPEST and _is_plain(entry):
                with suppress(OSError):
                    yield from _files(entry.path, depth + 1)


def _is_plain(entry: os.DirEntry[str]) -> bool:
    """A folder that is no show's."""
    return entry.is_dir(follow_symlinks=False) and not (Path(entry.path) / SETTINGS).exists()
