"""Locks on work in a folder, released when the process that holds them ends.

    FOLDER/.pagecast/locks/show.lock     exists while a process holds it

Locks are in the folder itself, so that runs with other homes, caches or users find each other's. If
it can't be written, or `.pagecast` is a link, they are in the user's cache; on Windows always.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tts.model import LibraryError
from tts.storage import durable
from tts.storage.cache_folder import cache_folder, elsewhere
from tts.storage.confined_folder import Folder, LeadsOut

if TYPE_CHECKING:
    from filelock import BaseFileLock

_HINT = "free some space or set PAGECAST_CACHE to another folder, then run the same command again"
PLACE = ".pagecast/locks"
_PAUSE = 0.05
"""Seconds between two attempts."""
_TRIES_OF_FOLDERS = 1000
"""Attempts to create the lock's folders, a few hundredths of a second in all; nobody removes them
that often in a row."""

Release = Callable[[], None]


@contextmanager
def held(
    folder: Path, work: str = "", waiting: Callable[[], None] | None = None, patience: float = -1
) -> Iterator[None]:
    """A context that holds the lock for some work in a folder.

    A missing folder is created, and removed again if it stays empty. `waiting` is called once if
    another process holds the lock. Raises LibraryError if the lock can't be written and, with
    `patience` in seconds, filelock's Timeout after that time.
    """
    release = _held_inside(folder, work, waiting, patience) or _held_in_cache(
        folder, work, waiting, patience
    )
    try:
        yield
    finally:
        release()


def is_held(folder: Path, work: str = "") -> bool:
    """Whether a process holds that lock now. The check takes the lock briefly, so whoever acquires
    it at this moment should wait up to a second."""
    if not folder.is_dir():
        return False
    try:
        with held(folder, work, patience=0):
            return False
    except TimeoutError:
        return True
    except LibraryError:  # where no lock can be written, nobody has one
        return False


# --- in the folder --------------------------------------------------------------------------------


def _held_inside(
    folder: Path, work: str, waiting: Callable[[], None] | None, patience: float
) -> Release | None:
    """Hold the lock inside the folder. Yields None if there can be none."""
    if sys.platform == "win32":
        return None
    new = _missing(folder)
    try:
        path = Folder(folder).path(f"{PLACE}/{work.strip('-') or 'show'}.lock")
        handle = _wait_inside(path, waiting, patience)
    except TimeoutError:
        raise
    except (LeadsOut, OSError):
        _remove_empty(new)
        return None
    if new:
        durable.sync_folder(folder.parent)
    return lambda: _release(path, handle, new)


def _missing(folder: Path) -> list[Path]:
    """The folders that have to be created for it, the innermost first."""
    return [each for each in (folder, *folder.parents) if not each.exists()]


def _wait_inside(path: Path, waiting: Callable[[], None] | None, patience: float) -> int:
    """Wait for the lock in the folder. Raises OSError, and filelock's Timeout, which is a
    TimeoutError."""
    until = time.monotonic() + patience
    while True:
        handle = _try(path)
        if handle is not None:
            return handle
        if patience >= 0 and until <= time.monotonic():
            from filelock import Timeout

            raise Timeout(str(path))
        if waiting:
            waiting()
            waiting = None
        time.sleep(_PAUSE)


def _try(path: Path) -> int | None:
    """The open lock; None if another process holds it or has just removed it. Raises OSError."""
    import fcntl

    _make_folder(path.parent)
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, 0o666)  # the user's umask says who else may hold it
    except FileNotFoundError:  # its folder was empty a moment ago, and went
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{path} is not a file")
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_nlink:
            return handle
    except BlockingIOError:
        pass
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _make_folder(folder: Path) -> None:
    """Create the lock's folder while others may remove empty ones. If that counted as a failure,
    the lock would be elsewhere than theirs. Raises OSError."""
    for _ in range(_TRIES_OF_FOLDERS - 1):
        with suppress(FileNotFoundError, FileExistsError):
            return folder.mkdir(parents=True, exist_ok=True)
    return folder.mkdir(parents=True, exist_ok=True)


def _release(path: Path, handle: int, new: list[Path]) -> None:
    """Remove the file while it is held: a waiting process notices that its name is gone, and
    creates another."""
    with suppress(OSError):
        path.unlink()
    os.close(handle)
    _remove_empty([path.parent, path.parent.parent, *new])


def _remove_empty(folders: list[Path]) -> None:
    with suppress(OSError):  # the first that is not empty, or not there
        for folder in folders:
            folder.rmdir()


# --- in the cache ---------------------------------------------------------------------------------


def _held_in_cache(
    folder: Path, work: str, waiting: Callable[[], None] | None, patience: float
) -> Release:
    name = hashlib.sha256(str(folder.resolve()).encode(errors="replace")).hexdigest()[:16] + work
    return _acquired(cache_folder() / "locks" / f"{name}.lock", waiting, patience).release


def _acquired(path: Path, waiting: Callable[[], None] | None, patience: float) -> BaseFileLock:
    """Acquire the lock, in the temporary cache if its folder can't be written."""
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
