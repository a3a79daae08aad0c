"""Small files of a run that all its processes share, next to the clips: in a folder or a bucket."""

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
    """Named notes without content. Raises OSError or LibraryError where the place is not seen."""

    def put_new(self, name: str) -> bool:
        """Put a note where there is none of that name; whether it was put."""

    def has(self, name: str) -> bool:
        """Whether there is one of that name."""

    def remove(self, names: Iterable[str]) -> None:
        """Take some away that may be there."""


def open_notes(run: str) -> RunMarkers:
    """Of a run, by the path of its folder or its address in a bucket. Raises LibraryError."""
    return _InBucket(open_objects(run)) if "://" in run else _InFolder(Path(run))


def begin_notes(run: str) -> RunMarkers:
    """The same, for who begins the run."""
    if "://" not in run:
        Path(run).mkdir(parents=True, exist_ok=True)
    return open_notes(run)


def end_notes(run: str) -> None:
    """Take all of them away."""
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
        self._contact = ServiceRetry(BucketAway, away_patience(), "it is waited for")

    def put_new(self, name: str) -> bool:
        return self._contact.ask(lambda: self._objects.put_new(name, b"."))

    def has(self, name: str) -> bool:
        return self._contact.ask(lambda: self._objects.get(name)) is not None

    def remove(self, names: Iterable[str]) -> None:
        with suppress(BucketAway):
            self._objects.delete(names)
