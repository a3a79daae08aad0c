"""Where Pagecast keeps what can be made again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """The user's cache folder; the environment variable PAGECAST_CACHE names another. It can be deleted at any time."""
    if chosen := os.environ.get("PAGECAST_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("pagecast", appauthor=False)
