"""Small marker files that all processes of a run share, next to the clips: in a folder or a
bucket."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from tts.cache import away_patience
from tts.storage.buckets import BucketAway, Objects, open_objects
from tts.storage.service_retry import ServiceRetry


class RunMarkers(Protocol):
    """Named markers without content. Methods raise OSError or LibraryError if the place can't be
    accessed."""

    def put_new(self, name: str) -> bool:
        """Create a marker unless it exists; returns whether it was created."""

    def has(self, name: str) -> bool:
        """Whether a marker exists."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove markers, which may be missing."""


def open_markers(run: str) -> RunMarkers:
    """The markers of a run, by the path of its folder or its address in a bucket. Raises
    LibraryError."""
    return _InBucket(open_objects(run)) if "://" in run else _InFolder(Path(run))


def create_markers(run: str) -> RunMarkers:
    """The same for the process that starts the run: creates the place."""
    if "://" not in run:
        Path(run).mkdir(parents=True, exist_ok=True)
    return open_markers(run)


def remove_markers(run: str) -> None:
    """Remove all markers of a run."""
    if "://" in run:
        objects = open_objects(run)
        objects.delete(tuple(objects.names()))
    else:
        shutil.rmtree(run, ignore_errors=True)


class _InFolder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put_new(self, name: str) -> bool:
        try:
            (self._folder / name).open("xb").close()
        except FileExistsError:
            return False
        return True

    def has(self, name: str) -> bool:
        return (self._folder / name).exists()

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            with suppress(OSError):
                (self._folder / name).unlink()


class _InBucket:
    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._contact = ServiceRetry(BucketAway, away_patience(), "waiting for it")

    def put_new(self, name: str) -> bool:
        return self._contact.ask(lambda: self._objects.put_new(name, b"."))

    def has(self, name: str) -> bool:
        return self._contact.ask(lambda: self._objects.get(name)) is not None

    def remove(self, names: Iterable[str]) -> None:
        with suppress(BucketAway):
            self._objects.delete(names)
