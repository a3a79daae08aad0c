"""One process at a time: locks on work in a folder, which go with the process that holds them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tts.model import LibraryError
from tts.storage.cache_folder import cache_folder, elsewhere

if TYPE_CHECKING:
    from filelock import BaseFileLock

_HINT = "free some space or set PAGECAST_CACHE to another folder, then give the same command again"


@contextmanager
def held(
    folder: Path, work: str = "", waiting: Callable[[], None] | None = None, patience: float = -1
) -> Iterator[None]:
    """Hold the lock on some work in a folder. It lies in the user's cache: the folder may be read-only, or published.

    `waiting` is called once where another process holds the lock. With `patience`, in seconds, filelock's Timeout is
    raised after so long. Raises LibraryError where no lock can be written.
    """
    name = hashlib.sha256(str(folder.resolve()).encode(errors="replace")).hexdigest()[:16] + work
    lock = _acquired(cache_folder() / "locks" / f"{name}.lock", waiting, patience)
    try:
        yield
    finally:
        lock.release()


def _acquired(path: Path, waiting: Callable[[], None] | None, patience: float) -> BaseFileLock:
    """The lock, held. Where its place can't be written it is one of the temporary cache."""
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        _wait_for(lock, waiting, patience)
    except Timeout:  # an OSError too, and no fault of the disk
        raise
    except OSError as e:
        other = elsewhere(path, e)
        if other is None:
            raise LibraryError(f"{path.parent} can't be written: {e.strerror}", hint=_HINT) from e
        return _acquired(other, waiting, patience)
    return lock


def _wait_for(lock: BaseFileLock, waiting: Callable[[], None] | None, patience: float) -> None:
    from filelock import Timeout

    if waiting is None:
        lock.acquire(timeout=patience)
        return
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        lock.acquire()
