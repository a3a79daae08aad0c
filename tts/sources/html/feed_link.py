"""The feed that a page links to."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from tts.sources.feed.entry import WEB

LINK = re.compile(r"<link\b[^<>]{1,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
COMMENTS = re.compile(r"comments?\b|评论|評論", re.IGNORECASE)
SEARCHED = 200_000
"""Characters of a page that include its head."""


def feed_of(page: str, url: str) -> str:
    """The address of the first feed that a page links to (RSS Advisory Board, RSS Autodiscovery),
    except one of comments.

    >>> link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    >>> feed_of(link, "https://example.org/a")
    'https://example.org/feed'
    """
    from html import unescape

    for link in LINK.finditer(page[:SEARCHED]):
        attributes = {
            found[1].lower(): unescape("".join(filter(None, found.groups()[1:])))
            for found in ATTRIBUTE.finditer(link[0])
        }
        alternate = (
            "alternate" in attributes.get("rel", "").lower().split()
            and attributes.get("type", "").lower() in TYPES
        )
        if not alternate or COMMENTS.search(attributes.get("title", "")):
            continue
        try:
            address = urljoin(url, attributes.get("href", "").strip())
        except ValueError:
            continue
        if address.lower().startswith(WEB):
            return address
    return ""
