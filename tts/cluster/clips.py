"""Copies clips between this machine's cache and a shared one: a bucket or a folder.

A clip is sent only if there is none: if two machines speak the same clip at once, the first one's
is kept (in a bucket by a conditional write). Received clips are verified before they are stored.
Keys are those of the cache, and nothing else is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tts.cache import Cache, NotKept
from tts.model import LibraryError, TtsError
from tts.parallel import threads
from tts.storage.buckets import FORMS, Objects, is_address, open_objects

_AT_ONCE = 16
_PLACES = f"{FORMS}, or a folder"
_ALMOST = re.compile(r"(s3|gs|az):", re.IGNORECASE)
_NAME = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})\.clip")


@dataclass(frozen=True, slots=True)
class Transfer:
    """The result of copying clips."""

    moved: int = 0
    there: int = 0
    """Number of clips that already existed."""
    damaged: int = 0
    """Number of damaged clips, which were not copied."""
    bytes: int = 0
    """Total size of the copied clips."""


class ClipStore(Protocol):
    """A place where clips are shared."""

    def keys(self) -> Iterator[str]:
        """The keys of its clips."""

    def get(self, key: str) -> bytes | None:
        """The stored bytes of a clip; None if there are none."""

    def put_new(self, key: str, stored: bytes) -> bool:
        """Store a clip unless there is one; returns whether it was stored."""

    def mend(self, key: str, stored: bytes) -> bool:
        """Replace a damaged clip; returns whether there was one."""


def push(cache: Cache, where: str, *, repair: bool = False) -> Transfer:
    """Send the clips missing there; with `repair` also those damaged there, for which all of them
    are read. Raises LibraryError if nothing can be written."""
    place = open_place(where)
    known = set(place.keys())
    if not repair:
        return _move(cache.keys(), known, cache.stored, place.put_new)

    def put(key: str, stored: bytes) -> bool:
        return place.put_new(key, stored) or place.mend(key, stored)

    return _move(cache.keys(), set(), cache.stored, put)


def pull(cache: Cache, where: str) -> Transfer:
    """Fetch the clips missing from this cache. Raises LibraryError if nothing can be read."""
    place = open_place(where)
    if isinstance(place, _Folder) and not Path(where).is_dir():
        raise LibraryError(f"there is no folder {where}", hint=f"name {_PLACES}")
    return _move(place.keys(), set(cache.keys()), place.get, cache.put_stored)


def open_place(where: str) -> ClipStore:
    """A bucket or a folder with clips. Raises LibraryError."""
    if not where.strip():
        raise LibraryError("no place is named", hint=f"name {_PLACES}")
    if is_address(where):
        return _Bucket(open_objects(where))
    if "://" in where or _ALMOST.match(where):
        raise LibraryError(f"clips can't be kept in {where}", hint=f"name {_PLACES}")
    return _Folder(Cache(Path(where)))


def _move(
    offered: Iterator[str],
    known: set[str],
    get: Callable[[str], bytes | None],
    put: Callable[[str, bytes], bool],
) -> Transfer:
    keys = sorted(offered)
    missing = [key for key in keys if key not in known]
    moved = damaged = size = 0

    def move(key: str) -> int | None:
        """The bytes copied; None if the clip is damaged or gone."""
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
    return Transfer(moved, len(keys) - moved - damaged, damaged, size)


def is_whole(stored: bytes) -> bool:
    """Whether the stored bytes of a clip are undamaged."""
    from tts import cache

    return cache.unpacked(stored) is not None


class _Folder:
    """Another cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self.keys = cache.keys
        self.get = cache.stored

    def put_new(self, key: str, stored: bytes) -> bool:
        try:
            return self._cache.put_stored(key, stored)
        except NotKept as error:
            # It is not this machine's cache, which that error's hint is about.
            reason = getattr(error.__cause__, "strerror", "")
            why = f": {reason}" if reason else ""
            raise LibraryError(
                f"{self._cache.folder} can't be written{why}",
                hint=f"free some space there, or name another place: {_PLACES}",
            ) from error

    def mend(self, key: str, stored: bytes) -> bool:
        # Reading a damaged clip removes it.
        return self._cache.get(key) is None and self.put_new(key, stored)


class _Bucket:
    """A bucket."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def keys(self) -> Iterator[str]:
        for name in self._objects.names():
            if found := _NAME.fullmatch(name):
                yield found[1]

    def get(self, key: str) -> bytes | None:
        found = self._objects.get(_name(key))
        return found.content if found else None

    def put_new(self, key: str, stored: bytes) -> bool:
        return self._objects.put_new(_name(key), stored)

    def mend(self, key: str, stored: bytes) -> bool:
        there = self._objects.get(_name(key))
        if there is None or is_whole(there.content):
            return False
        return self._objects.replace(_name(key), stored, there)


def _name(key: str) -> str:
    return f"{key[:2]}/{key}.clip"
