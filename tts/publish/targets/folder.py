"""A folder as a target: a web server's, a mounted disk, one that something else synchronizes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from tts.model import LibraryError
from tts.publish.public_files import Item, masked
from tts.publish.targets.target import Stored
from tts.storage import confined_folder
from tts.storage.batch_write import BatchWrite
from tts.storage.durable import write_whole
from tts.storage.paths import expand_home

_PIECE = 1 << 30
"""Number of bytes that the kernel is asked to copy at a time."""


class Folder:
    """Files appear completely or not at all, with their original modification times. A link in the
    folder, which somebody else may have made, is not followed but raises an error."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._door = confined_folder.Folder(root)
        self._together = BatchWrite()

    def stands(self, names: Iterable[str]) -> Mapping[str, Stored]:
        found: dict[str, Stored] = {}
        for name in names:
            with suppress(FileNotFoundError, NotADirectoryError):
                seen = self._door.path(name).stat()
                found[name] = Stored(seen.st_size, str(seen.st_mtime_ns))
        return found

    def get(self, name: str) -> bytes | None:
        path = self._door.path(name)
        try:
            return path.read_bytes() if path.is_file() else None
        except OSError as e:
            raise _failed(path, e) from e

    def put(self, item: Item) -> str:
        path = self._door.path(item.name)
        try:
            with item.path.open("rb") as f:
                modified = os.fstat(f.fileno()).st_mtime_ns
                copy = partial(_copy, f)
                return str(self._together.add(path, copy, modified=modified))
        except OSError as e:
            raise _failed(path, e) from e

    def settle(self) -> None:
        try:
            self._together.settle()
        except OSError as e:
            raise _failed(self._root, e) from e

    def drop(self) -> None:
        self._together.drop()

    def write(self, name: str, content: bytes) -> None:
        try:
            write_whole(self._door.path(name), lambda out: out.write(content))
        except OSError as e:
            raise _failed(self._root / name, e) from e

    def delete(self, names: Iterable[str]) -> None:
        for name in names:
            path = self._door.path(name)
            try:
                path.unlink(missing_ok=True)
            except OSError as e:
                raise _failed(path, e) from e
            for parent in list(Path(name).parents)[:-1]:
                with suppress(OSError):  # the last of an episode takes its folder with it
                    (self._root / parent).rmdir()

    def same(self, item: Item, stored: Stored, _digest: Callable[[], str]) -> bool:
        """Files of the same size are equal if their times are; otherwise both are read."""
        if stored.mark == str(item.path.stat().st_mtime_ns):
            return True
        return (self._root / item.name).read_bytes() == item.path.read_bytes()


def _copy(source: BinaryIO, out: BinaryIO) -> None:
    """Copy a file that was just opened. The kernel does it where it can, in half the time, and on
    some file systems (Btrfs, XFS) without using space."""
    if hasattr(os, "copy_file_range"):
        with suppress(OSError):  # not between these file systems
            while os.copy_file_range(source.fileno(), out.fileno(), _PIECE):
                pass
    shutil.copyfileobj(source, out)  # the rest: all of it, or nothing


def open_folder(target: str, show: Path) -> Folder:
    """Open the folder. Raises LibraryError if it can't be a target: inside the show itself, or a
    file."""
    root = (
        Path(url2pathname(unquote(urlsplit(target).path)))
        if "://" in target
        else expand_home(target)
    )
    if (
        not str(target).strip()
        or root.resolve() == show.resolve()
        or show.resolve() in root.resolve().parents
    ):
        raise LibraryError(
            f"{target or 'the target'} is inside the show's own folder",
            hint="use another folder, such as /srv/www/listen",
        )
    if root.exists() and not root.is_dir():
        raise LibraryError(f"{root} is a file, not a folder", hint="name a folder")
    return Folder(root)


def _failed(path: Path, error: OSError) -> LibraryError:
    hint = (
        "check the folder's permissions and the free space, then run the same command again: it "
        "continues from there"
    )
    return LibraryError(f"{masked(str(path))} can't be written: {error.strerror}", hint)
