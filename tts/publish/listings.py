"""Short files beside the pages: what apps import, what search engines read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

import tts
from tts.publish import catalog, escape
from tts.publish.catalog import Entry
from tts.publish.feed.channel import NAME
from tts.publish.feed.item import Place, escaped
from tts.show.library import Show

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = 40_000
"""Addresses a sitemap holds; the protocol allows 50,000."""


def files(show: Show, entries: Sequence[Entry], base_url: str) -> Iterator[tuple[str, bytes]]:
    """shows.opml and sitemap.xml where there are addresses to put in; robots.txt where nobody
    should look, if it is read there: at the root of a host."""
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
    return bool(address) and urlsplit(address).path in ("", "/")


def opml(show: Show, entries: Sequence[Entry], base_url: str) -> bytes:
    """The show as a list of one subscription, which every podcast app imports."""
    place, title = Place(base_url, show.settings), escaped(escape.line(show.title))
    about = f'text="{title}" title="{title}" language="{escaped(catalog.language(show, entries))}"'
    addresses = (
        f'xmlUrl="{escaped(place.of(NAME))}" htmlUrl="{escaped(show.settings.link or base_url)}"'
    )
    head = f'<opml version="2.0">\n<head>\n<title>{title}</title>\n</head>\n<body>\n'
    end = f"</body>\n</opml>\n<!-- Pagecast {tts.__version__} -->\n"
    return f'{_XML}{head}<outline type="rss" {about} {addresses}/>\n{end}'.encode()


def sitemaps(show: Show, entries: Sequence[Entry], base_url: str) -> Iterator[tuple[str, bytes]]:
    """The pages of the episodes, oldest first; in several files and a list of these where there are
    too many."""
    place = Place(base_url, show.settings)
    rows = [_row("url", place.of(entry.page), entry.published) for entry in reversed(entries)]
    parts = [rows[n : n + SITEMAP] for n in range(0, len(rows), SITEMAP)]
    home = _row("url", base_url, entries[0].published) if entries else ""
    if len(parts) <= 1:
        yield "sitemap.xml", _sitemap("urlset", [home, *rows])
        return
    for n, part in enumerate(parts, 1):
        yield f"sitemap-{n}.xml", _sitemap("urlset", [*([home] if n == len(parts) else []), *part])
    ends = [
        entries[len(entries) - min(len(entries), (n + 1) * SITEMAP)].published
        for n in range(len(parts))
    ]
    names = [place.of(f"sitemap-{n}.xml") for n in range(1, len(parts) + 1)]
    yield (
        "sitemap.xml",
        _sitemap("sitemapindex", [_row("sitemap", *row) for row in zip(names, ends, strict=True)]),
    )


def _row(kind: str, address: str, moment: datetime) -> str:
    return (
        f"<{kind}><loc>{escaped(address)}</loc><lastmod>{_day(moment.date())}</lastmod></{kind}>\n"
    )


@lru_cache(10_000)
def _day(date: date) -> str:
    """An archive has many episodes of a day."""
    return f"{date:%Y-%m-%d}"


def _sitemap(kind: str, rows: Sequence[str]) -> bytes:
    head = f'{_XML}<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return (head + "".join(rows) + f"</{kind}>\n<!-- Pagecast {tts.__version__} -->\n").encode()
