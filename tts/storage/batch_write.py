"""Writes many files together: each completely or not at all, with one wait for the disk instead of
two for each."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from tts.storage import durable


class BatchWrite:
    """Files under temporary names next to their destinations. `add` is thread-safe; every method
    raises OSError."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: dict[Path, Path] = {}
        """Destination -> temporary file."""
        self._folders: set[Path] = set()
        """Those that exist: an episode's has a dozen files."""

    def add(self, place: Path, write: Callable[[BinaryIO], object], *, modified: int) -> int:
        """Write a file for a destination and set its modification time, in nanoseconds. Returns
        that time as the disk stores it."""
        folder = place.parent
        if folder not in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
            durable.sweep(folder)
            self._folders.add(folder)
        handle, name = tempfile.mkstemp(dir=folder, prefix=durable.temporary_prefix())
        waiting = Path(name)
        with self._lock:
            self._waiting[place] = waiting
        with os.fdopen(handle, "wb") as f:
            write(f)
        waiting.chmod(0o644)  # mkstemp's 0600 would keep a web server out
        os.utime(waiting, ns=(modified, modified))
        return waiting.stat().st_mtime_ns

    def settle(self) -> None:
        """Sync all waiting files, and move them to their destinations."""
        with self._lock:
            moving = self._waiting
            self._waiting = {}
        durable.sync_all(moving.values())
        try:
            for place, waiting in moving.items():
                waiting.replace(place)
        except OSError:
            _remove(moving.values())
            raise
        durable.sync_folders(place.parent for place in moving)

    def drop(self) -> None:
        """Delete all waiting files."""
        with self._lock:
            _remove(self._waiting.values())
            self._waiting = {}


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()
