"""RSS 0.9x, 1.0, 2.0 and Atom -> Feed, by feedparser.

feedparser gets bytes that `xml` has repaired, and no address, so that it opens nothing. Its
sanitizer is off, because `entry_text` removes the same and lists it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tts.model import Change, SourceError
from tts.sources.feed.entry import WEB, Entry, Feed, address, line
from tts.sources.metadata_values import iso_date, language_tag, people
from tts.sources.xml import tree_of

MOST_CHARACTERS = 20_000_000
MOST_ENTRIES = 20_000
ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)\b", re.IGNORECASE)
END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
UTF_8 = {"content-type": "application/xml; charset=utf-8"}
HTML = ("text/html", "application/xhtml+xml")
PLAYED = ("audio/", "video/")
FEED_WORD = re.compile(r"\s*[-–—|:»]\s*(?:RSS|Atom|RSS Feed|All Posts|最新文章)\s*$", re.IGNORECASE)


def parse_feed(text: str, where: str, url: str) -> tuple[Feed, tuple[Change, ...]]:
    """Parse a feed; also returns what is damaged. Raises SourceError if it is none, or beyond the
    limits."""
    from lxml import etree

    if len(text) > MOST_CHARACTERS:
        megabytes = MOST_CHARACTERS // 1_000_000
        hint = "use a shorter feed, or give the articles' addresses"
        raise SourceError(f"{where} is a feed of more than {megabytes} MB", hint)
    starts = [found.start() for found in ENTRY.finditer(text)]
    if len(starts) > MOST_ENTRIES:
        raise SourceError(
            f"{where} is a feed of more than {MOST_ENTRIES:,} entries",
            "give the articles' addresses",
        )
    root, changes = tree_of(text, where)
    _tell_names_from_addresses(root)
    parsed = _parsed(etree.tostring(root, encoding="utf-8"), where, url)
    stated = line(_text(parsed.feed, "title"))
    title = FEED_WORD.sub("", stated)
    language = _text(parsed.feed, "language")
    author = _feed_author(parsed)
    shared = _Shared(title, url, language, author)
    entries = list(map(shared.entry, parsed.entries))
    if entries and changes and _breaks_off(text, starts):
        entries[-1] = replace(entries[-1], is_cut=True)
    link = address(_text(parsed.feed, "link"), url)
    return Feed(title, link, tuple(entries)), changes


def _tell_names_from_addresses(root: Any) -> None:
    """Distinguish guids that are names from addresses, which many feeds do not declare."""
    for guid in root.iter("{*}guid"):
        name = (guid.text or "").strip()
        is_address = name.lower().startswith(WEB)
        if not is_address:
            guid.set("isPermaLink", "false")


def _breaks_off(text: str, starts: Sequence[int]) -> bool:
    """Whether the last entry of a damaged feed is cut off."""
    last = starts[-1] if starts else len(text)
    return ">" in text[last:] and not END.search(text, last)


def _parsed(content: bytes, where: str, url: str) -> Any:
    import feedparser

    headers = UTF_8 | ({"content-location": url} if url else {})
    try:
        return feedparser.parse(
            io.BytesIO(content),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as e:  # feedparser lets through what its parts raise on invalid addresses
        raise SourceError(
            f"{where} is a damaged feed: {e}", "download it again, or give its articles' addresses"
        ) from e


def _text(item: Any, name: str) -> str:
    """A text field: an empty or misplaced one may be None, or anything."""
    value = item.get(name) if isinstance(item, dict) else None
    return value if isinstance(value, str) else ""


def _list(item: Any, name: str) -> list[Any]:
    value = item.get(name) if isinstance(item, dict) else None
    if not isinstance(value, list):
        return []
    return [part for part in value if isinstance(part, dict)]


def _feed_author(parsed_feed: Any) -> str:
    """The author of entries without their own. Atom defines this (RFC 4287, 4.2.1); RSS names the
    feed's editor."""
    return _names(parsed_feed.feed) if parsed_feed.version.startswith("atom") else ""


def _names(item: Any) -> str:
    names: list[str] = []
    for author in _list(item, "authors"):
        name = _text(author, "name")
        shown = line(name)
        names.append(shown)
    return people(names[:5])


class _Shared:
    """What the entries of a feed have in common."""

    def __init__(self, title: str, url: str, language: str, author: str) -> None:
        self.title = title
        self.url = url
        self.language = language
        self.author = author

    def entry(self, item: Any) -> Entry:
        contents = _list(item, "content")
        content: Any = max(contents, key=lambda part: len(_text(part, "value")), default={})
        value = _text(content, "value")
        plain = _text(content, "type") not in HTML
        detail = content if value else item.get("summary_detail") or {}
        base = _text(detail, "base") or self.url
        origin = item.get("source") or {}
        language = _text(item, "language") or _text(detail, "language") or self.language
        kinds = [_text(link, "type") for link in _enclosures(item)]
        date, moment = _when(item)
        return Entry(
            guid=_text(item, "id"),
            link=_link(item, base),
            title=line(_text(item, "title")),
            author=_names(item) or _names(origin) or self.author,
            date=date,
            moment=moment,
            html="" if plain else value,
            text=value if plain else "",
            summary=_text(item, "summary"),
            base=base,
            site=line(_text(origin, "title")) or self.title,
            language=language_tag(language),
            image=_image(item),
            audio=any(kind.startswith(PLAYED) for kind in kinds),
        )


def _link(item: Any, base: str) -> str:
    """The entry's own address; a feed made by a proxy has it in another field."""
    own = _text(item, "feedburner_origlink")
    return address(own, base) or address(_text(item, "link"), base)


def _when(item: Any) -> tuple[str, str]:
    """The date as written, and the time. The text is parsed here first, because feedparser does not
    support Chinese dates."""
    for name in ("published", "updated", "created"):
        # dict's own `get`: feedparser's takes one of them for another
        parsed = dict.get(item, f"{name}_parsed")
        written = dict.get(item, name, "")
        moment = _iso(parsed) if parsed else ""
        day = moment[:10]
        date = iso_date(str(written))
        if date:
            is_near = moment and abs(_days(date) - _days(day)) <= 1
            return date, moment if is_near else date
        if moment:
            return day, moment
    return "", ""


def _iso(parsed: Any) -> str:
    numbers = [f"{number:02}" for number in parsed[:6]]
    year, month, day, *time = numbers
    moment = ":".join(time)
    return f"{year:0>4}-{month}-{day}T{moment}"


def _days(iso: str) -> int:
    from datetime import date

    try:
        return date.fromisoformat(iso).toordinal()
    except ValueError:
        return 0


def _enclosures(item: Any) -> list[Any]:
    links = _list(item, "links")
    return [link for link in links if _text(link, "rel") == "enclosure"]


def _image(item: Any) -> str:
    """Address of the picture that the entry names besides those in its text."""
    pictures: list[str] = []
    for link in _enclosures(item):
        if _text(link, "type").startswith("image/"):
            pictures.append(_text(link, "href"))
    for media in _list(item, "media_content"):
        kind = _text(media, "medium") or _text(media, "type")
        if kind.startswith("image"):
            pictures.append(_text(media, "url"))
    for thumbnail in _list(item, "media_thumbnail"):
        pictures.append(_text(thumbnail, "url"))
    pictures.append(_text(item.get("image"), "href"))
    return next(filter(None, pictures), "")
