"""Anything that can be read aloud -> an article.

In comes what a user named: a path, `-` or a URL. Out comes an article: what the page says, in
blocks, and what it states about itself; or the several articles that a feed or a book holds. Start
with `registry`: the table of formats, a row each, in the order in which they are tried. A folder a
format of several files; `fetch` gets the bytes.

Importing this, and fetching a local file, loads nothing but the standard library.
"""

from __future__ import annotations

from tts.sources.feed.entry import without_tracking
from tts.sources.fetch.fetch import fetch, fetch_image
from tts.sources.format import Format, Sample
from tts.sources.html.access import TEASER
from tts.sources.registry import parts, read
from tts.sources.source_list import listed

__all__ = [
    "TEASER",
    "Format",
    "Sample",
    "fetch",
    "fetch_image",
    "listed",
    "parts",
    "read",
    "without_tracking",
]
