"""Anything that can be read aloud -> Article.

    fetch        a path, `-` or a URL -> Source        the bytes as they came
    read         Source -> Article                     what the page says
    parts        Source -> Parts                       the articles in a feed, a sitemap, a book
    listed       Source -> paths and addresses         a list of sources, one a line
    fetch_image  an address -> bytes                   for covers

Importing this, and fetching a local file, loads nothing but the standard library.
"""

from __future__ import annotations

from tts.sources.fetch import fetch, fetch_image
from tts.sources.kinds import parts, read
from tts.sources.listing import listed

__all__ = ["fetch", "fetch_image", "listed", "parts", "read"]
