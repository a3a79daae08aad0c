"""The rows of a show's pages: what readers see of an episode before they open it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from tts.locale.date_format import day
from tts.locale.duration_format import clock
from tts.locale.pages import Pages
from tts.publish.catalog import Entry
from tts.publish.escape import quoted
from tts.publish.site import listing, structured_data
from tts.publish.site.frame import isolated, joined, language_attribute
from tts.publish.site.listing import Listing, Listings
from tts.publish.site.text import page_text
from tts.show.library import Show
from tts.show.manifest import Manifest


def rows(
    show: Show, entries: Sequence[Entry], labels: Pages, listings: Listings = listing.NONE
) -> Iterator[dict[str, Any]]:
    """The rows, in the order of the feed. If that is the order of adding rather than the articles'
    dates, each day is shown once above its episodes."""
    by_own_date = show.settings.dates == "article"
    before = ""
    for entry in entries:
        added = "" if _is_dated(entry) and by_own_date else _added(entry, labels)
        shown = "" if added == before else added
        yield _row(entry, listing.of(entry, listings), labels, shown)
        before = added


def _is_dated(entry: Entry) -> bool:
    """Whether its time in the feed is the date that the article states."""
    return entry.manifest.stated_date[:10] == f"{entry.published:%Y-%m-%d}"


def _added(entry: Entry, labels: Pages) -> str:
    return labels.added.replace("{date}", day(f"{entry.published:%Y-%m-%d}", labels.tag))


def _row(entry: Entry, listed: Listing, labels: Pages, added: str) -> dict[str, Any]:
    """A row; `added` is the day shown above it, empty if it is the same as for the row before."""
    manifest = entry.manifest
    return {
        "added": added,
        "page": entry.page,
        "title": page_text(entry.title),
        "lang": language_attribute(manifest.language, labels.tag),
        "byline": _byline(manifest, labels),
        "summary": listed.excerpt,
        "guid": entry.guid,
        "audio": quoted(entry.path(listed.audio)),
        "length": listed.duration,
        "clock": clock(listed.duration),
        "moment": int(entry.published.timestamp()),
        "thumb": quoted(entry.path(listed.picture)) if listed.picture else "",
    }


def _byline(manifest: Manifest, labels: Pages) -> Markup:
    date = manifest.stated_date
    names = (page_text(manifest.author), page_text(structured_data.publication(manifest)))
    parts = [isolated(name) for name in names if name]
    if date:
        parts.append(Markup('<time datetime="{}">{}</time>').format(date, day(date, labels.tag)))
    return joined(parts)
