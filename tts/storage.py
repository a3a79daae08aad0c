"""The one door to the files of a folder that somebody else may have made: a show, a site.

A name leads to a regular file inside of the folder or to an error: never through a link, a way up, a pipe or a device.
The folder itself may be reached by a link: it is the user who named it. Hard links can't be told from files, and
archives and clones bring none that lead out of what was unpacked.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from tts.model import LibraryError

_HINT = "put the file or folder itself there: what a show names has to be inside of its folder"
_FOLLOW_NOTHING = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""A pipe that nobody writes to is opened at once, and then refused."""
_FILE = os.O_RDONLY | _FOLLOW_NOTHING | getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | _FOLLOW_NOTHING | getattr(os, "O_DIRECTORY", 0)
_BY_DESCRIPTOR = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_LINKED = (errno.ELOOP, errno.EMLINK, errno.EFTYPE) if hasattr(errno, "EFTYPE") else (errno.ELOOP, errno.EMLINK)
"""What systems say of a link that is not to be followed: Linux and macOS, FreeBSD, NetBSD."""
_MOUNT_POINT = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT: a junction of Windows."""


class LeadsOut(LibraryError):
    """A name in a folder that leads out of it, or to what is no file."""


def is_linked(path: str | Path) -> bool:
    """Whether the path itself, not what is before it, is a symbolic link or a junction of Windows."""
    try:
        return _is_link(os.lstat(path))
    except (OSError, ValueError):
        return False


def _is_link(seen: os.stat_result) -> bool:
    junction = getattr(seen, "st_reparse_tag", 0) == _MOUNT_POINT  # other tags are files kept in a cloud, and the like
    return stat.S_ISLNK(seen.st_mode) or junction


class Folder:
    """A folder as a door. Names are relative, with `/`. Every method raises LeadsOut, and OSError as usual."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Where a name leads, for code that opens it itself; what is not there yet may be made there."""
        parts = self._parts(name)
        for depth in range(1, len(parts) + 1):
            place = self.root.joinpath(*parts[:depth])
            if is_linked(place):
                raise self._leads_out("/".join(parts[:depth]), "is a link")
        return self.root.joinpath(*parts)

    def open(self, name: str) -> BinaryIO:
        """A regular file, for reading."""
        handle = self._descriptor(self._parts(name), name)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise self._leads_out(name, "is no file")
        return os.fdopen(handle, "rb")

    def read_bytes(self, name: str) -> bytes:
        """All of a regular file."""
        with self.open(name) as f:
            return f.read()

    def is_file(self, name: str) -> bool:
        """Whether there is a regular file; what leads out is none."""
        try:
            return stat.S_ISREG(self.path(name).lstat().st_mode)
        except (LeadsOut, OSError):
            return False

    def _parts(self, name: str) -> list[str]:
        parts = re.split(r"[/\\]" if os.name == "nt" else "/", name)
        absolute = Path(name).is_absolute() or bool(Path(name).drive)
        if not name or absolute or "\x00" in name or ".." in parts:
            raise self._leads_out(name, "leads out of the folder")
        return [part for part in parts if part not in ("", ".")] or [""]

    def _descriptor(self, parts: list[str], name: str) -> int:
        if not _BY_DESCRIPTOR:
            return os.open(self.path(name), _FILE)
        place = os.open(self.root, os.O_RDONLY)
        for depth, part in enumerate(parts, 1):
            try:
                inner = os.open(part or ".", _FILE if depth == len(parts) else _FOLDER, dir_fd=place)
            except OSError as e:
                if is_linked(self.root.joinpath(*parts[:depth])) or e.errno in _LINKED:
                    raise self._leads_out("/".join(parts[:depth]), "is a link") from e
                if e.errno in (errno.ENXIO, errno.EOPNOTSUPP):  # a socket, a device without a driver
                    raise self._leads_out(name, "is no file") from e
                raise
            finally:
                os.close(place)
            place = inner
        return place

    def _leads_out(self, name: str, why: str) -> LeadsOut:
        return LeadsOut(f"{self.root}: {name or 'an empty name'} {why}, and is left alone", hint=_HINT)
