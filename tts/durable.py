"""Files written so that they are there after a crash, and what killed runs left behind.

A file counts as written when its content is on the disk, then its name, then the folder that has
the name: synced in that order. What is under way has a name that tells whose it is, so that whoever
comes next can take away what belongs to no running process.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

TEMPORARY = ".tmp-"
"""How the names of files and folders begin that are being written."""
BY = "by-"
"""Stands before the process number in such a name."""
_OWNER = re.compile(rf"{BY}(\d+)-[^-]*$")
_ABANDONED = 3600.0
"""Seconds after which a file is nobody's, where no process can be asked for."""
_MANY = 200
"""Files from which on the whole disk is synced at once: each by itself would take longer."""

_swept: set[str] = set()
"""Folders that this process has looked through."""


def temporary_prefix(name: str = "") -> str:
    """How a temporary name of this process begins; `name` is what it is to become."""
    return f"{TEMPORARY}{name}{'-' * bool(name)}{BY}{os.getpid()}-"


# --- writing --------------------------------------------------------------------------------------


def write_whole(path: Path, write: Callable[[BinaryIO], object], mode: int = 0o644, *, durable: bool = True) -> None:
    """A file, whole or not at all: written under a temporary name beside it, then renamed. Raises
    OSError, and whatever `write` raises; while it is written nobody else may read it.

    With `durable` off it may be gone, or empty, after a loss of power.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=temporary_prefix())
    try:
        with os.fdopen(handle, "wb") as f:
            write(f)
            f.flush()
            if durable:
                sync_handle(f.fileno())
        Path(name).chmod(mode)  # mkstemp's 0600 would keep a web server out
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    if durable:
        sync_folder(path.parent)


def sync_handle(handle: int) -> None:
    """What was written to an open file, on the disk: macOS leaves it in the drive's own memory after `fsync` alone."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # not every file system knows it
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """The names in a folder, on the disk. Where a system has no such thing, it is left to it."""
    if sys.platform == "win32":  # a folder can't be opened there
        return
    with suppress(OSError):  # some network disks refuse it
        handle = os.open(folder, os.O_RDONLY)
        try:
            sync_handle(handle)
        finally:
            os.close(handle)


def sync_file(path: Path) -> None:
    """A file's content, on the disk."""
    with suppress(OSError), path.open("rb+") as f:
        sync_handle(f.fileno())


def sync_all(files: Iterable[Path]) -> None:
    """The content of files, on the disk: one by one, or all of the disk where they are many."""
    paths = list(files)
    if len(paths) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        sync_file(path)


def sync_folders(folders: Iterable[Path]) -> None:
    """The names in folders, as `sync_all` does it."""
    paths = list(dict.fromkeys(folders))
    if len(paths) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        sync_folder(path)


# --- what was left behind -------------------------------------------------------------------------


def sweep(folder: Path) -> None:
    """Take away files that killed processes left in a folder; looks through it once a process."""
    key = os.path.abspath(folder)  # noqa: PTH100  # a link to it counts as another
    if key in _swept:
        return
    _swept.add(key)
    with suppress(OSError), os.scandir(folder) as entries:
        left = [Path(e.path) for e in entries if e.name.startswith(TEMPORARY) and _is_file(e)]
        for path in left:
            if is_abandoned(path):
                with suppress(OSError):
                    path.unlink()


def _is_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def is_abandoned(path: Path) -> bool:
    """Whether the process that wrote there runs no more. One with its number that began after the
    last write is another: numbers come again, in a container at once."""
    try:
        written = path.lstat().st_mtime
    except OSError:
        return False
    owner = _OWNER.search(path.name)
    if owner is None or sys.platform == "win32":  # os.kill would end the process there
        return time.time() - written > _ABANDONED
    process = int(owner[1])
    return not _is_running(process) or _start_of(process) > written + 1


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _start_of(process: int) -> float:
    """When a process began, in seconds since 1970; 0 where the system does not tell (proc(5))."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        ticks = int(fields.split()[19]) / os.sysconf("SC_CLK_TCK")
        lines = Path("/proc/stat").read_text(encoding="utf-8").splitlines()
        booted = next(int(line.split()[1]) for line in lines if line.startswith("btime"))
    except (OSError, ValueError, IndexError, StopIteration, AttributeError):
        return 0.0
    return booted + ticks
