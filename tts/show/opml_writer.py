"""Addresses of feeds -> OPML 2.0 (opml.org/spec2.opml), which podcast programs import."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr


def of_feeds(urls: Iterable[str], title: str = "") -> str:
    """A list of subscriptions, each titled with its address."""
    outlines = [_outline(quoteattr(url)) for url in urls]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<opml version="2.0">',
            f"  <head><title>{escape(title)}</title></head>",
            "  <body>",
            *outlines,
            "  </body>",
            "</opml>",
            "",
        ]
    )


def _outline(url: str) -> str:
    return f'    <outline type="rss" text={url} xmlUrl={url}/>'
