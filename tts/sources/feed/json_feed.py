"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) -> Feed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tts.model import SourceError
from tts.sources.feed.entry import Entry, Feed, address, line
from tts.sources.feed.rss import MOST_CHARACTERS, MOST_ENTRIES, PLAYED
from tts.sources.metadata_values import iso_date, language_tag, people
from tts.storage.parsing import parsed_json


def parse_json_feed(text: str, where: str, url: str) -> Feed:
    """Parse a JSON Feed. Raises SourceError if it is damaged, or beyond the limits."""
    if len(text) > MOST_CHARACTERS:
        hint = "use a shorter feed, or give the articles' addresses"
        raise SourceError(f"{where} is a feed of more than {MOST_CHARACTERS // 1_000_000} MB", hint)
    try:
        data = parsed_json(text, strict=False)
    except (ValueError, RecursionError) as e:
        raise SourceError(
            f"{where} is a damaged JSON Feed: {e}",
            "download it again, or give its articles' addresses",
        ) from e
    if not isinstance(data, dict):
        raise SourceError(f"{where} is not a JSON Feed", "check the address")
    items = [item for item in _list(data.get("items")) if isinstance(item, dict)]
    if len(items) > MOST_ENTRIES:
        raise SourceError(
            f"{where} is a feed of more than {MOST_ENTRIES:,} entries",
            "give the articles' addresses",
        )
    base = url or address(_text(data, "feed_url"))
    return Feed(
        line(_text(data, "title")),
        address(_text(data, "home_page_url"), base),
        tuple(_entry(item, data, base) for item in items),
    )


def _entry(item: Mapping[str, Any], feed: Mapping[str, Any], base: str) -> Entry:
    published = _text(item, "date_published") or _text(item, "date_modified")
    own_link = address(_text(item, "url"), base)
    language = _text(item, "language") or _text(feed, "language")
    attachments = _list(item.get("attachments"))
    media_types = [_text(attachment, "mime_type") for attachment in attachments]
    image = _text(item, "image") or _text(item, "banner_image")
    return Entry(
        guid=_text(item, "id"),
        link=own_link or address(_text(item, "external_url"), base),
        title=line(_text(item, "title")),
        author=_authors(item) or _authors(feed),
        date=iso_date(published),
        moment=_moment(published),
        html=_text(item, "content_html"),
        text=_text(item, "content_text"),
        summary=_text(item, "summary"),
        base=base,
        site=line(_text(feed, "title")),
        language=language_tag(language),
        image=image,
        audio=any(media_type.startswith(PLAYED) for media_type in media_types),
    )


def _text(item: Any, name: str) -> str:
    """A text field; an id may be a number."""
    value = item.get(name, "") if isinstance(item, dict) else ""
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _authors(item: Mapping[str, Any]) -> str:
    """`authors` of version 1.1, otherwise `author` of 1.0."""
    authors = _list(item.get("authors")) or [item.get("author")]
    names = [_text(author, "name") for author in authors[:5]]
    return people(map(line, names))


def _moment(written: str) -> str:
    """
    >>> _moment("2026-03-05T08:00:00+08:00"), _moment("soon")
    ('2026-03-05T00:00:00', '')
    """
    try:
        moment = datetime.fromisoformat(written)
        utc = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return iso_date(written)
    return utc.replace(tzinfo=None, microsecond=0).isoformat()
