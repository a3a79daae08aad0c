"""Names of folders and files: where cached files are written, and how a part of a file is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from tts.storage.cache_folder import elsewhere
from tts.storage.durable import write_whole


def write_cached(path: Path, write: Callable[[BinaryIO], object]) -> Path:
    """Write a cache file completely or not at all; in the temporary cache if its own folder fails.
    Returns its path.

    `write` may be called twice. Raises OSError if both folders fail, and whatever `write` raises.
    """
    try:
        write_whole(path, write, durable=False)
    except OSError as error:
        other = elsewhere(path, error)
        if other is None:
            raise
        write_whole(other, write, durable=False)
        return other
    return path


def expand_home(path: str) -> Path:
    """The path with `~` replaced by the user's home; unchanged if there is no home."""
    return Path(os.path.expanduser(path))  # noqa: PTH111  # pathlib raises RuntimeError there


def split_part(where: str) -> tuple[str, str]:
    """Split off the name of a part of a file: `book.epub#chapter2`.

    A `#` in the name of an existing file belongs to the name; in an address it always begins the
    part.
    """
    if "://" not in where and os.path.exists(where):  # noqa: PTH110  # says no where pathlib raises
        return where, ""
    places = [place for place, char in enumerate(where) if char == "#" and place]
    for place in places:
        if "://" in where[:place] or os.path.isfile(where[:place]):  # noqa: PTH113  # the same
            return where[:place], where[place + 1 :]
    return where, ""
