"""The only access to the files of an untrusted folder: a show, a site.

A name leads to a regular file inside the folder or raises an error; it never leads through a link,
`..`, a pipe or a device. The folder itself may be reached through a link, because the user named
it. Hard links look like any other file, but archives and clones bring none that lead out of them.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from tts.model import LibraryError

_HINT = "use the file or folder itself: what a show names has to be inside its folder"


def _flags(*names: str) -> int:
    """Those of the flags of `os.open` that this system has."""
    flags = os.O_RDONLY
    for name in names:
        flags |= getattr(os, name, 0)
    return flags


_FOLLOW_NOTHING = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC")
"""Opens a pipe without a writer immediately, so that it can be refused."""
_FILE = _flags(*_FOLLOW_NOTHING, "O_BINARY")
_FOLDER = _flags(*_FOLLOW_NOTHING, "O_DIRECTORY")
_BY_DESCRIPTOR = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_EFTYPE = getattr(errno, "EFTYPE", errno.ELOOP)
_LINKED = (errno.ELOOP, errno.EMLINK, _EFTYPE)
"""The errors for a link that must not be followed: Linux and macOS, FreeBSD, NetBSD."""
_NO_FILE = (errno.ENXIO, errno.EOPNOTSUPP)
"""The errors for a socket, and for a device without a driver."""
_BETWEEN = r"[/\\]" if os.name == "nt" else "/"
"""The separators between the parts of a name."""
_MOUNT_POINT = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT: a junction on Windows."""


class LeadsOut(LibraryError):
    """A name that leads out of its folder, or to something other than a regular file."""


def is_linked(path: str | Path) -> bool:
    """Whether the path itself, not one of its parents, is a symbolic link or a Windows junction."""
    try:
        seen = os.lstat(path)
    except (OSError, ValueError):
        return False
    return _is_link(seen)


def _is_link(seen: os.stat_result) -> bool:
    junction = (
        getattr(seen, "st_reparse_tag", 0) == _MOUNT_POINT
    )  # other tags are files kept in a cloud, and the like
    return stat.S_ISLNK(seen.st_mode) or junction


class Folder:
    """Safe access to a folder. Names are relative, with `/`. Every method raises LeadsOut, and
    OSError as usual."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """The path of a name, for code that opens it itself; the file may not exist yet."""
        place = str(self.root)
        parts = self._parts(name)
        for depth, part in enumerate(parts, 1):
            if part:
                place = os.path.join(place, part)  # noqa: PTH118  # an upload asks 20,000 times
            if is_linked(place):
                raise self._linked(parts[:depth])
        return Path(place)

    def open(self, name: str) -> BinaryIO:
        """Open a regular file for reading."""
        parts = self._parts(name)
        handle = self._descriptor(parts, name)
        seen = os.fstat(handle)
        if not stat.S_ISREG(seen.st_mode):
            os.close(handle)
            raise self._leads_out(name, "is not a file")
        return os.fdopen(handle, "rb")

    def read_bytes(self, name: str) -> bytes:
        """The content of a regular file."""
        with self.open(name) as f:
            return f.read()

    def is_file(self, name: str) -> bool:
        """Whether there is a regular file of that name; False for names that lead out."""
        try:
            path = self.path(name)
            seen = path.lstat()
        except (LeadsOut, OSError):
            return False
        return stat.S_ISREG(seen.st_mode)

    def _parts(self, name: str) -> list[str]:
        parts = re.split(_BETWEEN, name)
        path = Path(name)
        is_absolute = path.is_absolute() or path.drive != ""
        is_wrong = not name or "\x00" in name
        if is_absolute or is_wrong or ".." in parts:
            raise self._leads_out(name, "leads out of the folder")
        inside = [part for part in parts if part not in ("", ".")]
        return inside or [""]

    def _descriptor(self, parts: list[str], name: str) -> int:
        if not _BY_DESCRIPTOR:
            path = self.path(name)
            return os.open(path, _FILE)
        descriptor = os.open(self.root, os.O_RDONLY)
        for depth, part in enumerate(parts, 1):
            flags = _FILE if depth == len(parts) else _FOLDER
            try:
                inner = os.open(part or ".", flags, dir_fd=descriptor)
            except OSError as e:
                passed = parts[:depth]
                at = self.root.joinpath(*passed)
                if is_linked(at) or e.errno in _LINKED:
                    raise self._linked(passed) from e
                if e.errno in _NO_FILE:
                    raise self._leads_out(name, "is not a file") from e
                raise
            finally:
                os.close(descriptor)
            descriptor = inner
        return descriptor

    def _linked(self, parts: list[str]) -> LeadsOut:
        name = "/".join(parts)
        return self._leads_out(name, "is a link")

    def _leads_out(self, name: str, why: str) -> LeadsOut:
        what = name or "an empty name"
        message = f"{self.root}: {what} {why} and was ignored"
        return LeadsOut(message, hint=_HINT)
