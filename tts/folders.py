"""Where Pagecast keeps what can be made again, and how any of its files is written."""

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


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """A file, whole or not at all: written under a temporary name beside it, then renamed. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as f:
            write(f)
        Path(name).chmod(0o644)  # mkstemp's 0600 would keep a web server out
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
