"""Anything that can be read aloud -> Article.

    fetch        a path, `-` or a URL -> Source        the bytes as they came
    read         Source -> Article                     what the page says
    fetch_image  an address -> bytes                   for covers

Importing this, and fetching a local file, loads nothing but the standard library.
"""

from __future__ import annotations

from tts.sources.fetch import fetch, fetch_image
from tts.sources.kinds import read

__all__ = ["fetch", "fetch_image", "read"]
