"""Writes files so that they survive a crash, and cleans up after killed runs.

A file counts as written when its content is on the disk, then its name, then the folder that
contains the name; they are synced in that order. Unfinished files have names that identify their
process, so that later runs can remove those of processes that are gone.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from threading import Event, Thread
from typing import Any, BinaryIO

TEMPORARY = ".tmp-"
"""Prefix of the names of unfinished files and folders."""
BY = "by-"
"""Stands before the process number in such a name."""
_OWNER = re.compile(
    rf"{BY}(?P<process>\d+)"
    r"(?:\.(?P<began>\d+)\.(?P<host>\w{4})(?P<boot>\w{4})(?P<space>\w{4}))?-[^-]*$"
)
"""The process number, its start (in clock ticks since boot), and short digests of the machine, its
boot and the process namespace. Pagecast 0.1 wrote only the number."""
_ABANDONED = 3600.0
"""Seconds without a write after which an unfinished file is abandoned, if its process can't be
checked."""
_MANY = 200
"""From this many files on, the whole disk is synced at once, which is faster than one by one."""
_PAUSE = 1.0
"""Seconds between two such syncs while much is written."""
_NOT_TAKEN = (errno.EIO, errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
"""The errors of a disk that lost a write or is full; some full disks report it only when synced."""
OF_THE_DISK = (*_NOT_TAKEN, errno.EROFS)
"""The errors that every other write to the same disk would meet, too."""
_SYNCED_AT_ONCE = 8
"""Number of files synced at the same time: most of a sync is waiting, and the disk combines waiting
syncs (a third of the time of one after the other)."""

_swept: set[str] = set()
"""Folders that this process has already cleaned up."""


def temporary_prefix(name: str = "") -> str:
    """The prefix of this process's temporary names; `name` is the final name."""
    process = os.getpid()
    owner = f"{process}.{_began_ourselves(process)}.{''.join(_place())}"
    return f"{TEMPORARY}{name}{'-' * bool(name)}{BY}{owner}-"


# --- writing --------------------------------------------------------------------------------------


def write_whole(
    path: Path, write: Callable[[BinaryIO], object], mode: int = 0o644, *, durable: bool = True
) -> None:
    """Write a file completely or not at all: under a temporary name next to it, then renamed.

    Raises OSError, and whatever `write` raises. Until then nobody else may read the file. With
    `durable` off, the file may be missing or empty after a power failure.
    """
    name = _written_aside(path, write, mode, durable=durable)
    try:
        name.replace(path)
    except BaseException:
        with suppress(OSError):
            name.unlink()
        raise
    if durable:
        sync_folder(path.parent)


def write_together(contents: Mapping[Path, bytes], after: Iterable[Path] = ()) -> None:
    """Write several files, each completely or not at all like `write_whole`, with one wait for the
    disk. The files named in `after`, written earlier, reach the disk before any of the new names.
    Raises OSError."""
    aside: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            write = partial(_put, content)
            aside[path] = _written_aside(path, write, 0o644, durable=False)
        sync_all([*after, *aside.values()])
        for path in tuple(aside):
            aside.pop(path).replace(path)
    finally:
        for name in aside.values():
            with suppress(OSError):
                name.unlink()
    sync_folders(path.parent for path in contents)


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)


def _written_aside(
    path: Path, write: Callable[[BinaryIO], object], mode: int, *, durable: bool
) -> Path:
    """Write the temporary file that is then moved to the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=temporary_prefix())
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as f:
            write(f)
            f.flush()
            if durable:
                sync_handle(f.fileno())
        aside.chmod(mode)  # mkstemp's 0600 would keep a web server out
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    return aside


def sync_handle(handle: int) -> None:
    """Flush an open file to the disk: on macOS `fsync` alone leaves the data in the drive's own
    cache."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # not every file system knows it
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def sync_folder(folder: str | Path) -> None:
    """Flush the names in a folder to the disk, if the system supports it."""
    if sys.platform == "win32":  # a folder can't be opened there
        return
    with suppress(OSError):  # some network disks refuse it
        handle = os.open(folder, os.O_RDONLY)
        try:
            sync_handle(handle)
        finally:
            os.close(handle)


def sync_file(path: str | Path) -> None:
    """Flush a file's content to the disk. Raises OSError if the disk did not accept it; files that
    can't be opened or synced are left to the system."""
    try:
        with Path(path).open("rb+") as f:
            sync_handle(f.fileno())
    except OSError as e:
        if e.errno in _NOT_TAKEN:
            raise


def sync_all(files: Iterable[str | Path]) -> None:
    """Flush the content of several files at the same time. Raises OSError like `sync_file`; if
    there are many, also if the disk lost a write to any other file."""
    _sync_each(sync_file, list(files))


def sync_folders(folders: Iterable[str | Path]) -> None:
    """Flush the names in several folders, like `sync_all`."""
    _sync_each(sync_folder, list(dict.fromkeys(folders)))


def _sync_each(sync: Callable[[str | Path], None], paths: Sequence[str | Path]) -> None:
    if len(paths) > _MANY and hasattr(os, "sync"):
        _sync_disks(paths)
    elif len(paths) > 1:
        pool = _syncing_threads(os.getpid())
        under_way = [pool.submit(sync, path) for path in paths]
        wait(under_way)
        for each in under_way:
            each.result()
    else:
        for path in paths:
            sync(path)


def _sync_disks(paths: Iterable[str | Path]) -> None:
    """Flush the disks that hold these files or folders, whole: 10,000 new files of 6 kB take 0.2 s,
    and one by one 1.6 to 2.5 s. On Linux from 5.8 on, it raises OSError if a disk did not accept
    something; elsewhere systems do not report that."""
    on_disks: dict[int, str | Path] = {}
    for path in paths:
        with suppress(OSError):
            on_disks.setdefault(os.stat(path).st_dev, path)  # noqa: PTH116  # there are many
    try:
        for path in on_disks.values():
            _sync_disk(path)
    except OSError as e:
        if e.errno in _NOT_TAKEN:
            raise
        os.sync()


def _sync_disk(path: str | Path) -> None:
    """Flush the disk that holds a file. Raises OSError, also where that can't be done."""
    import ctypes

    syncfs = _syncfs()
    handle = os.open(path, os.O_RDONLY)
    try:
        if syncfs is None or syncfs(handle):
            number = ctypes.get_errno() if syncfs else errno.ENOSYS
            raise OSError(number, os.strerror(number))
    finally:
        os.close(handle)


@cache
def _syncfs() -> Callable[[int], int] | None:
    """The system's function for flushing the disk of an open file; only Linux has it."""
    if sys.platform != "linux":
        return None
    import ctypes

    library: Any = ctypes.CDLL(None, use_errno=True)
    return getattr(library, "syncfs", None)


@lru_cache(maxsize=1)
def _syncing_threads(_process: int) -> ThreadPoolExecutor:
    """Kept, because an episode is synced in less time than eight threads take to start. A fork has
    none of the threads of the process that it came from, but a number of its own."""
    return ThreadPoolExecutor(_SYNCED_AT_ONCE, thread_name_prefix="pagecast-sync")


@contextmanager
def written_meanwhile() -> Iterator[None]:
    """A context for writing many files: the disk starts at once, so that little is left to sync at
    the end."""
    done = Event()

    def write() -> None:
        while not done.wait(_PAUSE):
            os.sync()

    if hasattr(os, "sync"):
        Thread(target=write, daemon=True).start()
    try:
        yield
    finally:
        done.set()


# --- what was left behind -------------------------------------------------------------------------


def sweep(folder: Path) -> None:
    """Remove files that killed processes left in a folder; checks each folder once per process."""
    key = os.path.abspath(folder)  # noqa: PTH100  # a link to it counts as another
    if key in _swept:
        return
    _swept.add(key)
    for name in temporary_names(folder):
        path = folder / name
        with suppress(OSError):
            if stat.S_ISREG(path.lstat().st_mode) and is_abandoned(path):
                path.unlink()


def temporary_names(folder: Path) -> list[str]:
    """The temporary names in a folder; most folders have none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  # an archive has a hundred thousand in it
    except OSError:
        return []
    if TEMPORARY not in "\n".join(names):
        return []
    return [name for name in names if name.startswith(TEMPORARY)]


def is_abandoned(path: Path) -> bool:
    """Whether the process that wrote the file has ended.

    One on another machine or in another container can't be checked: its files are left alone until
    an hour after their last write.
    """
    owner = _OWNER.search(path.name)
    if owner is None or owner["host"] is None:  # not ours, or of Pagecast 0.1
        dead = owner is not None and not _is_running(int(owner["process"]))
        return dead or _idle(path) > _ABANDONED
    host, boot, space = _place()
    if owner["host"] == host and owner["boot"] != boot:  # the machine has started anew since
        return True
    if (owner["host"], owner["space"]) != (host, space):
        return _idle(path) > _ABANDONED
    process = int(owner["process"])
    return not _is_running(process) or _began(process) != int(owner["began"])


def _idle(path: Path) -> float:
    """Seconds since the last write to a file, or to anything in a folder."""
    latest = 0.0
    with suppress(OSError):
        inside = path.iterdir() if path.is_dir() and not path.is_symlink() else ()
        latest = max(each.lstat().st_mtime for each in (path, *inside))
    return time.time() - latest


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _is_running_on_windows(process: int) -> bool:
    """Waits on a handle: on Windows `os.kill` would end the process."""
    import ctypes

    windows: Any = ctypes  # elsewhere it has nothing of this
    kernel = windows.WinDLL("kernel32", use_last_error=True)
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, process)
    if not handle:
        return bool(windows.get_last_error() == _ACCESS_DENIED)
    running = kernel.WaitForSingleObject(handle, 0) == _STILL_RUNNING
    kernel.CloseHandle(handle)
    return bool(running)


_SYNCHRONIZE, _ACCESS_DENIED, _STILL_RUNNING = 0x00100000, 5, 0x102


def _began(process: int) -> int:
    """When a process began, in clock ticks since boot (proc(5)); 0 if the system does not tell. A
    reused process number has another start, and setting the clock does not change it."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        return int(fields.split()[19])
    except (OSError, ValueError, IndexError):
        return 0


@lru_cache(maxsize=1)
def _began_ourselves(process: int) -> int:
    """The start of this process, determined once; a fork has another number."""
    return _began(process)


@cache
def _place() -> tuple[str, str, str]:
    """Short digests of this machine, its last boot, and the namespace of its process numbers."""
    host = platform.node()
    boot = space = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    with suppress(OSError):
        space = os.readlink("/proc/self/ns/pid")  # noqa: PTH115  # it leads to no path
    return _short(host), _short(boot), _short(space)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:4]
