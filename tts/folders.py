"""Where Pagecast keeps what can be made again, how any of its files is written, and what names a part of a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from tts.cache_place import elsewhere


def write_whole(path: Path, write: Callable[[BinaryIO], object], mode: int = 0o644) -> None:
    """A file, whole or not at all: written under a temporary name beside it, then renamed. Raises OSError, and whatever
    `write` raises; while it is written nobody else may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as f:
            write(f)
        Path(name).chmod(mode)  # mkstemp's 0600 would keep a web server out
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def write_cached(path: Path, write: Callable[[BinaryIO], object]) -> Path:
    """A file of the cache, whole or not at all; where its place fails, in the temporary cache. Returns where it is.

    `write` may be called twice. Raises OSError where neither takes it, and whatever `write` raises.
    """
    try:
        write_whole(path, write)
    except OSError as error:
        other = elsewhere(path, error)
        if other is None:
            raise
        write_whole(other, write)
        return other
    return path


def at_home(path: str) -> Path:
    """A path whose `~` stands for the user's home; as it is where nobody knows a home."""
    return Path(os.path.expanduser(path))  # noqa: PTH111  # pathlib raises RuntimeError there


def split_part(where: str) -> tuple[str, str]:
    """A file, and what names a part of it: `book.epub#chapter2`. A `#` in the name of a file that is there is its own;
    in an address it always begins the part."""
    if "://" not in where and os.path.exists(where):  # noqa: PTH110  # says no where pathlib raises
        return where, ""
    places = [place for place, char in enumerate(where) if char == "#" and place]
    for place in places:
        if "://" in where[:place] or os.path.isfile(where[:place]):  # noqa: PTH113  # the same
            return where[:place], where[place + 1 :]
    return where, ""
