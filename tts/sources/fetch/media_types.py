"""The media types of file suffixes, and how much of a file is read."""

from __future__ import annotations

MOST_BYTES = 200_000_000
"""A larger file is refused before it is read."""

MEDIA_TYPES = {
    ".atom": "application/xml",
    ".htm": "text/html",
    ".html": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
    ".markdown": "text/markdown",
    ".md": "text/markdown",
    ".mdown": "text/markdown",
    ".mdx": "text/markdown",
    ".mkd": "text/markdown",
    ".qmd": "text/markdown",
    ".rmd": "text/markdown",
    ".opml": "text/x-opml",
    ".rss": "application/xml",
    ".text": "text/plain",
    ".txt": "text/plain",
    ".xml": "application/xml",
}
