"""Anything that can be read aloud -> an article.

What a user named goes in: a path, `-` or a URL. An article comes out: what the page says, in
blocks, and what it states about itself; or the several articles in a feed or a book. Start with
`registry`: the table of formats, one row each, in the order in which they are tried. A format of
several files has its own folder; `fetch` gets the bytes.

Importing this package, and fetching a local file, loads only the standard library.
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
