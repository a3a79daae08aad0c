"""The size of the cache and its limit: the least recently used clips are removed first.

Clips used within a day are kept, because a run may need them at any moment; so are those used
within a week that belong to no episode yet, as an unfinished run has spoken them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tts.model import TtsError
from tts.storage import clip_uses as uses
from tts.storage.cache_folder import cache_folder
from tts.storage.sizes import bytes_of

VARIABLE: Final = "PAGECAST_CACHE_SIZE"
"""Environment variable with the limit: `5GB`."""
RECENT: Final = 86_400.0
UNFINISHED: Final = 7 * 86_400.0
"""Seconds for which unfinished clips are kept after their last use."""
_EVERY: Final = 3_600.0
"""Seconds between two automatic checks."""
_STAMP: Final = "trimmed"


@dataclass(frozen=True, slots=True)
class Size:
    """The size of the cache."""

    clips: int
    bytes: int
    episodes: int
    """Episodes known to use its clips."""


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The removed clips, and what is left."""

    clips: int = 0
    bytes: int = 0
    left: int = 0
    """Bytes."""


@dataclass(frozen=True, slots=True)
class _Stored:
    used: float
    """Seconds since 1970."""
    bytes: int
    path: Path

    @property
    def key(self) -> str:
        return self.path.stem


def touch(path: Path) -> None:
    """Record the use of a clip in the modification time of its file, accurate to about an hour."""
    now = time.time()
    with suppress(OSError):  # of a cache that can only be read
        if now - path.stat().st_mtime > _EVERY:
            os.utime(path, (now, now))


def size() -> Size:
    """The size of all clips."""
    stored = list(_stored())
    total = sum(each.bytes for each in stored)
    return Size(len(stored), total, uses.count())


def bound() -> int | None:
    """The limit in bytes, from the environment; None if there is none. Raises TtsError for an
    invalid size."""
    said = os.environ.get(VARIABLE, "").strip()
    try:
        return bytes_of(said) if said else None
    except ValueError as error:
        raise TtsError(f"{VARIABLE}: {error}", f"write it like {VARIABLE}=5GB") from error


def trim(most: int, *, dry_run: bool = False, now: float | None = None) -> Trimmed:
    """Remove the least recently used clips until at most `most` bytes are left."""
    now = time.time() if now is None else now
    stored = sorted(_stored(), key=lambda each: (each.used, each.key))
    left = sum(each.bytes for each in stored)
    clips = taken = 0
    for each in _may_go(stored, now):
        if left <= most:
            break
        if not dry_run and not _remove(each.path):
            continue
        clips, taken, left = clips + 1, taken + each.bytes, left - each.bytes
    return Trimmed(clips, taken, left)


def trim_by_itself() -> Trimmed:
    """Trim the cache at the end of a run if a limit is set, at most once an hour. Raises TtsError
    for an invalid limit."""
    most = bound()
    stamp = cache_folder() / _STAMP
    with suppress(OSError):
        if 0 <= time.time() - stamp.stat().st_mtime < _EVERY:
            return Trimmed()
    if most is None:
        return Trimmed()
    with suppress(OSError):
        stamp.touch()
    return trim(most)


def forget(show: Path, sources: Iterable[str]) -> Trimmed:
    """Remove the clips of permanently deleted episodes, except those that another episode uses or
    that were used within a day."""
    gone = list(sources)
    keys = frozenset[str]().union(*(uses.keys_of(show, source) for source in gone))
    for source in gone:
        uses.drop(show, source)
    clips = taken = 0
    for key in sorted(keys - uses.used(keys)):
        for path in (place / key[:2] / f"{key}.clip" for place in _places()):
            with suppress(OSError):
                seen = path.stat()
                if time.time() - seen.st_mtime > RECENT and _remove(path):
                    clips, taken = clips + 1, taken + seen.st_size
    return Trimmed(clips, taken)


def _may_go(stored: Iterable[_Stored], now: float) -> Iterator[_Stored]:
    old = [each for each in stored if now - each.used > RECENT]
    young = [each.key for each in old if now - each.used <= UNFINISHED]
    finished = uses.used(young)
    unfinished = {*young} - finished
    return (each for each in old if each.key not in unfinished)


def _stored() -> Iterator[_Stored]:
    for place in _places():
        for path in place.glob("??/*.clip"):
            with suppress(OSError):
                seen = path.stat()
                yield _Stored(seen.st_mtime, seen.st_size, path)


def _places() -> list[Path]:
    """Folders of clips: this machine's, and local copies of a bucket's."""
    folder = cache_folder()
    return [folder / "clips", *sorted(folder.glob("copies/*"))]


def _remove(path: Path) -> bool:
    with suppress(OSError):
        path.unlink()
        return True
    return False
