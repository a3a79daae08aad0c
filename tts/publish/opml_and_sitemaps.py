"""Short files next to the pages, for apps that import and for search engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

import tts
from tts.publish import catalog, escape
from tts.publish.catalog import Entry
from tts.publish.feed.channel import NAME
from tts.publish.feed.item import FeedLocation, escaped
from tts.show.library import Show

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = 40_000
"""Addresses in a sitemap; the protocol allows 50,000."""


def files(show: Show, entries: Sequence[Entry], base_url: str) -> Iterator[tuple[str, bytes]]:
    """shows.opml and sitemap.xml if there are addresses to list; robots.txt if robots should stay
    away and would find it, at the root of a host."""
    if base_url:
        yield "shows.opml", opml(show, entries, base_url)
    if show.settings.private:
        if is_root(base_url):
            yield "robots.txt", b"# Pagecast: a private show\nUser-agent: *\nDisallow: /\n"
    elif base_url:
        yield from sitemaps(show, entries, base_url)


def is_root(address: str) -> bool:
    """
    >>> is_root("https://listen.example.org/"), is_root("https://example.org/listen/"), is_root("")
    (True, False, False)
    """
    if not address:
        return False
    path = urlsplit(address).path
    return path in ("", "/")


def opml(show: Show, entries: Sequence[Entry], base_url: str) -> bytes:
    """The show as a list with one subscription, which every podcast app imports."""
    place = FeedLocation(base_url, show.settings)
    title = escaped(escape.line(show.title))
    language = escaped(catalog.language(show, entries))
    feed = escaped(place.of(NAME))
    site = escaped(show.settings.link or base_url)
    about = f'text="{title}" title="{title}" language="{language}"'
    addresses = f'xmlUrl="{feed}" htmlUrl="{site}"'
    head = f'<opml version="2.0">\n<head>\n<title>{title}</title>\n</head>\n<body>\n'
    outline = f'<outline type="rss" {about} {addresses}/>\n'
    end = f"</body>\n</opml>\n<!-- Pagecast {tts.__version__} -->\n"
    return f"{_XML}{head}{outline}{end}".encode()


def sitemaps(show: Show, entries: Sequence[Entry], base_url: str) -> Iterator[tuple[str, bytes]]:
    """The pages of the episodes, oldest first; in several files and an index if there are too
    many."""
    location = FeedLocation(base_url, show.settings)
    home = _row("url", base_url, entries[0].published) if entries else ""
    oldest_first = entries[::-1]
    rows = []
    for entry in oldest_first:
        page = location.of(entry.page)
        rows.append(_row("url", page, entry.published))
    if len(rows) <= SITEMAP:
        yield "sitemap.xml", _sitemap("urlset", [home, *rows])
        return
    listed = []
    for first in range(0, len(rows), SITEMAP):
        end = min(first + SITEMAP, len(rows))
        name = f"sitemap-{first // SITEMAP + 1}.xml"
        part = rows[first:end]
        if end == len(rows):
            part = [home, *part]
        yield name, _sitemap("urlset", part)
        newest = oldest_first[end - 1].published
        listed.append(_row("sitemap", location.of(name), newest))
    yield "sitemap.xml", _sitemap("sitemapindex", listed)


def _row(kind: str, address: str, moment: datetime) -> str:
    day = _day(moment.date())
    return f"<{kind}><loc>{escaped(address)}</loc><lastmod>{day}</lastmod></{kind}>\n"


@lru_cache(10_000)
def _day(date: date) -> str:
    """The date, cached because an archive has many episodes of the same day."""
    return f"{date:%Y-%m-%d}"


def _sitemap(kind: str, rows: Sequence[str]) -> bytes:
    head = f'{_XML}<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    body = "".join(rows)
    end = f"</{kind}>\n<!-- Pagecast {tts.__version__} -->\n"
    return f"{head}{body}{end}".encode()
