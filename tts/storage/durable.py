"""Writes files so that they survive a crash, and cleans up after killed runs.

A file counts as written when its content is on the disk, then its name, then the folder that has
the name: synced in that order. What is under way has a name that tells whose it is, so that whoever
comes next can take away what belongs to no running process.
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
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from threading import Event, Thread
from typing import Any, BinaryIO

TEMPORARY = ".tmp-"
"""How the names of files and folders begin that are being written."""
BY = "by-"
"""Stands before the process number in such a name."""
_OWNER = re.compile(
    rf"{BY}(?P<process>\d+)"
    r"(?:\.(?P<began>\d+)\.(?P<host>\w{4})(?P<boot>\w{4})(?P<space>\w{4}))?-[^-]*$"
)
"""Its number, when it began (in ticks since the machine did), and short digests of the machine, of
its start and of the namespace in which the number is its own. Pagecast 0.1 wrote the number
alone."""
_ABANDONED = 3600.0
"""Seconds without a write after which something is nobody's, where its process can't be asked
for."""
_MANY = 200
"""Files from which on the whole disk is synced at once: each by itself would take longer."""
_PAUSE = 1.0
"""Seconds between two such syncs, while much is written."""
_NOT_TAKEN = (errno.EIO, errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
"""What a disk says that lost a write, or is full; some full ones say so when they are synced."""
_SYNCED_AT_ONCE = 8
"""Files, where they are fewer: most of what a sync takes is to wait, and the disk puts those that
wait together (a third of the time of one after the other)."""

_swept: set[str] = set()
"""Folders that this process has looked through."""


def temporary_prefix(name: str = "") -> str:
    """How a temporary name of this process begins; `name` is what it is to become."""
    process = os.getpid()
    owner = f"{process}.{_began_ourselves(process)}.{''.join(_place())}"
    return f"{TEMPORARY}{name}{'-' * bool(name)}{BY}{owner}-"


# --- writing --------------------------------------------------------------------------------------


def write_whole(
    path: Path, write: Callable[[BinaryIO], object], mode: int = 0o644, *, durable: bool = True
) -> None:
    """A file, whole or not at all: written under a temporary name beside it, then renamed. Raises
    OSError, and whatever `write` raises; while it is written nobody else may read it.

    With `durable` off it may be gone, or empty, after a loss of power.
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
    """Files, each whole or not at all, as `write_whole` does it, and all of them waited for
    together, and with them those written before that they come `after`: these are on the disk
    before a name of the others is. Raises OSError."""
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
    """The temporary file beside a place that is to be moved there."""
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
    """What was written to an open file, on the disk: macOS leaves it in the drive's own memory
    after `fsync` alone."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # not every file system knows it
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def sync_folder(folder: str | Path) -> None:
    """The names in a folder, on the disk. Where a system has no such thing, it is left to it."""
    if sys.platform == "win32":  # a folder can't be opened there
        return
    with suppress(OSError):  # some network disks refuse it
        handle = os.open(folder, os.O_RDONLY)
        try:
            sync_handle(handle)
        finally:
            os.close(handle)


def sync_file(path: str | Path) -> None:
    """A file's content, on the disk. Raises OSError where the disk did not take it; what can't be
    opened for that, or has no such thing, is left to the system."""
    try:
        with Path(path).open("rb+") as f:
            sync_handle(f.fileno())
    except OSError as e:
        if e.errno in _NOT_TAKEN:
            raise


def sync_all(files: Iterable[str | Path]) -> None:
    """The content of files, on the disk: several at once, or all of the disk where they are
    many. Raises OSError, as `sync_file` does."""
    _sync_each(sync_file, list(files))


def sync_folders(folders: Iterable[str | Path]) -> None:
    """The names in folders, as `sync_all` does it."""
    _sync_each(sync_folder, list(dict.fromkeys(folders)))


def _sync_each(sync: Callable[[str | Path], None], paths: Sequence[str | Path]) -> None:
    if len(paths) > _MANY and hasattr(os, "sync"):
        os.sync()
    elif len(paths) > 1:
        with ThreadPoolExecutor(min(len(paths), _SYNCED_AT_ONCE)) as pool:
            list(pool.map(sync, paths))
    else:
        for path in paths:
            sync(path)


@contextmanager
def written_meanwhile() -> Iterator[None]:
    """Much is written inside: the disk takes it at once, so that little is left to sync at the
    end."""
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
    """Take away files that killed processes left in a folder; looks through it once a process."""
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
    """What stands in a folder under a temporary name; in most folders nothing does."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  # an archive has a hundred thousand in it
    except OSError:
        return []
    if TEMPORARY not in "\n".join(names):
        return []
    return [name for name in names if name.startswith(TEMPORARY)]


def is_abandoned(path: Path) -> bool:
    """Whether the process that wrote there runs no more.

    One on another machine, or in another container, can't be asked for: what it writes is left
    alone for an hour after its last write.
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
    """By a handle that is only waited for: `os.kill` would end the process there."""
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
    """When a process began, in ticks since the machine did (proc(5)); 0 where the system does not
    tell. A number that is given again is given at another moment, and no clock that is set changes
    this one."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        return int(fields.split()[19])
    except (OSError, ValueError, IndexError):
        return 0


@lru_cache(maxsize=1)
def _began_ourselves(process: int) -> int:
    """The same of this process, asked once; a fork has another number."""
    return _began(process)


@cache
def _place() -> tuple[str, str, str]:
    """Short digests of this machine, of its last start, and of the namespace that process numbers
    belong to."""
    host = platform.node()
    boot = space = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    with suppress(OSError):
        space = os.readlink("/proc/self/ns/pid")  # noqa: PTH115  # it leads to no path
    return _short(host), _short(boot), _short(space)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:4]
