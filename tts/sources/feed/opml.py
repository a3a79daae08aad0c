"""OPML (opml.org/spec2.opml), a list of feeds -> their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tts.model import Change, Parts, SourceError, Stated
from tts.sources.feed.entry import WEB, line
from tts.sources.xml import tree_of

MOST_FEEDS = 10_000
FEED = re.compile(r"feed:(?://)?(?=https?://)|feed:(?=//)", re.IGNORECASE)
"""`feed:https://…` and `feed://…`, as some programs write."""


def parse_opml(text: str, where: str) -> Parts:
    """The feeds of all outlines, however nested, each once. Raises SourceError if there are
    none."""
    root, changes = tree_of(text, where)
    stated: dict[str, Stated] = {}
    for title, written in _outlines(root):
        address = _address(written)
        if not address.lower().startswith(WEB):
            changes += (Change(written, "", "not an address on the web"),)
        elif address not in stated:
            stated[address] = Stated(title)
        if len(stated) > MOST_FEEDS:
            raise SourceError(f"{where} lists more than {MOST_FEEDS:,} feeds", "split it")
    if not stated:
        raise SourceError(
            f"{where} lists no feeds",
            "check that it has outlines with xmlUrl, or give the feeds' addresses",
        )
    return Parts(tuple(stated), changes, stated, "feed")


def _outlines(root: Any) -> Iterator[tuple[str, str]]:
    """Title and address of each outline with an address. Attribute names vary between programs."""
    for outline in root.iter("{*}outline"):
        attributes = {name.lower(): value for name, value in outline.attrib.items()}
        url = attributes.get("xmlurl", "")
        if not url and attributes.get("type") in ("link", "rss", "include"):
            url = attributes.get("url", "")
        address = url.strip()
        title = attributes.get("title") or attributes.get("text") or ""
        if address:
            yield line(title), address


def _address(written: str) -> str:
    """
    >>> _address("feed://example.org/a"), _address("feed:https://example.org/b")
    ('http://example.org/a', 'https://example.org/b')
    """
    address = FEED.sub("", written)
    return f"http:{address}" if address.startswith("//") else address
