"""RSS 0.9x, 1.0, 2.0 and Atom -> Feed, by feedparser. It is given bytes that `xml` has put in order, and no address:
it opens nothing. Its sanitizer is off: what it would take out, `feed_text` tells."""

from __future__ import annotations

import io
import re
from typing import Any

from tts.model import Change, SourceError
from tts.sources.facts import iso_date, language_tag, people
from tts.sources.feed_entry import Entry, Feed, address, line
from tts.sources.xml import tree_of

MOST_CHARACTERS = 20_000_000
MOST_ENTRIES = 20_000
ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)\b", re.IGNORECASE)
UTF_8 = {"content-type": "application/xml; charset=utf-8"}
HTML = ("text/html", "application/xhtml+xml")
PLAYED = ("audio/", "video/")
FEED_WORD = re.compile(r"\s*[-–—|:»]\s*(?:RSS|Atom|RSS Feed|All Posts|最新文章)\s*$", re.IGNORECASE)


def parse_feed(text: str, where: str, url: str) -> tuple[Feed, tuple[Change, ...]]:
    """What a feed says, and what is damaged in it. Raises SourceError when it is none, or beyond all bounds."""
    import feedparser
    from lxml import etree

    if len(text) > MOST_CHARACTERS:
        hint = "ask the site for a shorter feed, or name the articles"
        raise SourceError(f"{where} is a feed of more than {MOST_CHARACTERS // 1_000_000} MB", hint)
    if sum(1 for _ in ENTRY.finditer(text)) > MOST_ENTRIES:
        raise SourceError(f"{where} is a feed of more than {MOST_ENTRIES:,} entries", "name the articles")
    root, changes = tree_of(text, where)
    headers = UTF_8 | ({"content-location": url} if url else {})
    told = feedparser.parse(
        io.BytesIO(etree.tostring(root, encoding="utf-8")),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    title = FEED_WORD.sub("", line(told.feed.get("title", "")))
    site = address(told.feed.get("link", ""), url)
    shared = _Shared(title, url, told.feed.get("language", ""), _feed_author(told))
    return Feed(title, site, tuple(shared.entry(entry) for entry in told.entries)), changes


def _feed_author(told: Any) -> str:
    """Whom entries without an author are by. Atom says so (RFC 4287, 4.2.1); RSS names its editor there."""
    return _names(told.feed) if told.version.startswith("atom") else ""


def _names(told: Any) -> str:
    names = [line(author.get("name", "")) for author in told.get("authors", ()) if author]
    return people(names[:5])


class _Shared:
    """What the entries of one feed have in common."""

    def __init__(self, title: str, url: str, language: str, author: str) -> None:
        self.title, self.url, self.language, self.author = title, url, language, author

    def entry(self, told: Any) -> Entry:
        content: Any = max(told.get("content", ()), key=lambda part: len(part.get("value", "")), default={})
        detail = content if content.get("value") else told.get("summary_detail", {})
        base = detail.get("base") or self.url
        plain = content.get("type", "") not in HTML
        value = content.get("value", "")
        date, moment = _when(told)
        return Entry(
            guid=told.get("id", ""),
            link=_link(told, base),
            title=line(told.get("title", "")),
            author=_names(told) or _names(told.get("source", {})) or self.author,
            date=date,
            moment=moment,
            html="" if plain else value,
            text=value if plain else "",
            summary=told.get("summary", ""),
            base=base,
            site=line(told.get("source", {}).get("title", "")) or self.title,
            language=language_tag(told.get("language") or detail.get("language") or self.language or ""),
            image=_image(told),
            audio=any(link.get("type", "").startswith(PLAYED) for link in _enclosures(told)),
        )


def _link(told: Any, base: str) -> str:
    """The entry's own address; a feed made by a proxy keeps it beside its own."""
    return address(told.get("feedburner_origlink", ""), base) or address(told.get("link", ""), base)


def _when(told: Any) -> tuple[str, str]:
    """The date as it is written, and the moment. What is written is read first: feedparser knows no Chinese dates."""
    for name in ("published", "updated", "created"):
        # dict's own `get`: feedparser's takes one of them for another
        written, parsed = dict.get(told, name, ""), dict.get(told, f"{name}_parsed")
        if date := iso_date(written):
            near = parsed and abs(_days(date) - _days(_iso(parsed)[:10])) <= 1
            return date, _iso(parsed) if near else date
        if parsed:
            return _iso(parsed)[:10], _iso(parsed)
    return "", ""


def _iso(parsed: Any) -> str:
    year, month, day, hour, minute, second = parsed[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


def _days(iso: str) -> int:
    from datetime import date

    try:
        return date.fromisoformat(iso).toordinal()
    except ValueError:
        return 0


def _enclosures(told: Any) -> list[Any]:
    return [link for link in told.get("links", ()) if link.get("rel") == "enclosure"]


def _image(told: Any) -> str:
    """Address of the picture that the entry names beside its text."""
    pictures = [link.get("href", "") for link in _enclosures(told) if link.get("type", "").startswith("image/")]
    media = told.get("media_content", ())
    pictures += [m.get("url", "") for m in media if (m.get("medium") or m.get("type", "")).startswith("image")]
    pictures += [thumbnail.get("url", "") for thumbnail in told.get("media_thumbnail", ())]
    pictures += [(told.get("image") or {}).get("href", "")]
    return next(filter(None, pictures), "")
