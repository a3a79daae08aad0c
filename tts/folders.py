"""Where Pagecast keeps what can be made again, how any of its files is written, and what names a part of a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def cache_folder() -> Path:
    """The user's cache folder; the environment variable PAGECAST_CACHE names another. It can be deleted at any time."""
    if chosen := os.environ.get("PAGECAST_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("pagecast", appauthor=False)


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
