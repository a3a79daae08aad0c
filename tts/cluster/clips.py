"""Clips moved between the cache of this machine and one that others share: a bucket, or a folder.

A clip is sent only where there is none: of two machines that speak the same clip at once the first
one's stays (a bucket takes it on the condition that there is none). What comes is checked before it
is kept. The keys are those of the cache, and nothing else is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tts.cache import Cache
from tts.model import LibraryError, TtsError
from tts.parallel import threads

_AT_ONCE = 16
_NAME = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})\.clip")


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of moving clips."""

    moved: int = 0
    there: int = 0
    """Clips that were there already."""
    damaged: int = 0
    """Clips that were not what they should be, and were left where they are."""
    bytes: int = 0
    """Of those that were moved."""


class Place(Protocol):
    """Where clips are shared."""

    def keys(self) -> Iterator[str]:
        """Of the clips that it has."""

    def get(self, key: str) -> bytes | None:
        """A clip as it is stored; None where there is none."""

    def put_new(self, key: str, stored: bytes) -> bool:
        """Keep a clip where there is none; whether it was kept."""


def push(cache: Cache, where: str) -> Moved:
    """Send what that place lacks. Raises LibraryError where it takes nothing."""
    place = open_place(where)
    return _move(cache.keys(), set(place.keys()), cache.stored, place.put_new)


def pull(cache: Cache, where: str) -> Moved:
    """Fetch what this cache lacks. Raises LibraryError where that place gives nothing."""
    place = open_place(where)
    if isinstance(place, _Folder) and not Path(where).is_dir():
        raise LibraryError(
            f"there is no folder {where}", hint="name s3://bucket/prefix, or a folder"
        )
    return _move(place.keys(), set(cache.keys()), place.get, cache.put_stored)


def open_place(where: str) -> Place:
    """`s3://bucket/prefix` or a folder. Raises LibraryError."""
    if where.startswith("s3://"):
        return _Bucket(where)
    if "://" in where or where.lower().startswith("s3:"):
        raise LibraryError(
            f"{where} is no place for clips", hint="name s3://bucket/prefix, or a folder"
        )
    return _Folder(Cache(Path(where)))


def _move(
    offered: Iterator[str],
    known: set[str],
    get: Callable[[str], bytes | None],
    put: Callable[[str, bytes], bool],
) -> Moved:
    keys = sorted(offered)
    missing = [key for key in keys if key not in known]
    moved = damaged = size = 0

    def move(key: str) -> int | None:
        """Bytes that were moved; None where the clip is damaged or gone."""
        stored = get(key)
        if stored is None or not is_whole(stored):
            return None
        return len(stored) if put(key, stored) else 0

    for _, result in threads(move, missing, _AT_ONCE):
        if isinstance(result, TtsError):
            raise result
        damaged += result is None
        moved += bool(result)
        size += result or 0
    return Moved(moved, len(keys) - moved - damaged, damaged, size)


def is_whole(stored: bytes) -> bool:
    """Whether the bytes of a clip are what they were when it was spoken."""
    from tts import cache

    return cache.unpacked(stored) is not None


class _Folder:
    """Another cache."""

    def __init__(self, cache: Cache) -> None:
        self.keys = cache.keys
        self.get = cache.stored
        self.put_new = cache.put_stored


class _Bucket:
    """A bucket, by its address."""

    def __init__(self, where: str) -> None:
        from tts.publish.targets.s3 import open_bucket

        self._bucket = open_bucket(where)

    def keys(self) -> Iterator[str]:
        for name in self._bucket.names():
            if found := _NAME.fullmatch(name):
                yield found[1]

    def get(self, key: str) -> bytes | None:
        return self._bucket.get(_name(key))

    def put_new(self, key: str, stored: bytes) -> bool:
        return self._bucket.put_new(_name(key), stored)


def _name(key: str) -> str:
    return f"{key[:2]}/{key}.clip"
