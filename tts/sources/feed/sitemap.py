"""XML sitemaps and their indexes (sitemaps.org/protocol.html) -> addresses of pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tts.model import Change, Parts, Selection, SourceError, Stated
from tts.sources.feed.entry import WEB, line
from tts.sources.metadata_values import iso_date
from tts.sources.selection import chosen
from tts.sources.xml import tree_of

MOST_ADDRESSES = 50_000
"""The protocol's own limit for sitemaps and indexes."""
TITLE = "{http://www.google.com/schemas/sitemap-news/0.9}title"
PUBLISHED = "{http://www.google.com/schemas/sitemap-news/0.9}publication_date"


def parse_sitemap(text: str, where: str, selection: Selection) -> Parts:
    """The selected pages of a sitemap, oldest first; of an index, the sitemaps that may contain
    them, the newest last. Raises SourceError if there are none."""
    root, changes = tree_of(text, where)
    index = root.tag.rpartition("}")[2] == "sitemapindex"
    dated: dict[str, tuple[str, Stated]] = {}
    for address, moment, stated in _listed(root, index):
        if reason := _reason(address, index):
            changes += (Change(address, "", reason),)
        else:
            dated.setdefault(address, (moment, stated))
        if len(dated) > MOST_ADDRESSES:
            raise SourceError(
                f"{where} is a sitemap of more than {MOST_ADDRESSES:,} addresses", "name its parts"
            )
    if not dated:
        raise SourceError(f"{where} is a sitemap without pages", "give the address of an article")
    wanted = Selection(since=selection.since) if index else selection
    kept = chosen([(moment, address) for address, (moment, _) in dated.items()], wanted)
    return Parts(
        tuple(kept),
        changes,
        {address: dated[address][1] for address in kept},
        each="sitemap" if index else "article",
    )


def _listed(root: Any, index: bool) -> Iterator[tuple[str, str, Stated]]:
    """Address and date of each entry, and its metadata."""
    for element in root.iter("{*}sitemap" if index else "{*}url"):
        address = _text(element.find("{*}loc"))
        published, changed = (
            iso_date(_text(element.find(path))) for path in (f".//{PUBLISHED}", "{*}lastmod")
        )
        if address:
            title = line(_text(element.find(f".//{TITLE}")))
            yield address, published or changed, Stated(title, date=published, changed=changed)


def _text(element: Any) -> str:
    return "" if element is None else "".join("".join(element.itertext()).split("\n")).strip()


def _reason(address: str, index: bool) -> str:
    """Why an address is no article; empty if it may be one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "not an address on the web"
    if not address.lower().startswith(WEB):
        return "not an address on the web"
    front = parts.path in ("", "/") and not parts.query and not index
    return "the front page of a site" if front else ""
