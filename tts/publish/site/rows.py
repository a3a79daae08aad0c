"""The rows of a show's pages: what readers see of an episode before they open it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from markupsafe import Markup

from tts.locale.date_format import day
from tts.locale.duration_format import clock
from tts.locale.pages import Pages
from tts.publish import thumbnails
from tts.publish.catalog import Entry
from tts.publish.escape import quoted
from tts.publish.site import structured_data
from tts.publish.site.frame import isolated, joined, language_attribute
from tts.publish.site.text import one_line, page_text, shortened
from tts.show.library import Show
from tts.show.manifest import Manifest

SUMMARY: Final = 240
"""Maximum characters of a summary that are shown and searched."""


def excerpt(manifest: Manifest) -> str:
    """What an episode is about: its summary, otherwise the beginning of its text."""
    return shortened(one_line(manifest.summary or manifest.excerpt), SUMMARY)


def rows(show: Show, entries: Sequence[Entry], labels: Pages) -> Iterator[dict[str, Any]]:
    """The rows, in the order of the feed. If that is the order of adding rather than the articles'
    dates, each day is shown once above its episodes."""
    by_own_date = show.settings.dates == "article"
    before = ""
    for entry in entries:
        added = "" if _is_dated(entry) and by_own_date else _added(entry, labels)
        yield _row(entry, labels, "" if added == before else added)
        before = added


def _is_dated(entry: Entry) -> bool:
    """Whether its time in the feed is the date that the article states."""
    return entry.manifest.stated_date[:10] == f"{entry.published:%Y-%m-%d}"


def _added(entry: Entry, labels: Pages) -> str:
    return labels.added.replace("{date}", day(f"{entry.published:%Y-%m-%d}", labels.tag))


def _row(entry: Entry, labels: Pages, added: str) -> dict[str, Any]:
    """A row; `added` is the day shown above it, empty if it is the same as for the row before."""
    manifest = entry.manifest
    return {
        "added": added,
        "page": entry.page,
        "title": page_text(entry.title),
        "lang": language_attribute(manifest.language, labels.tag),
        "byline": _byline(manifest, labels),
        "summary": excerpt(manifest),
        "guid": entry.guid,
        "audio": quoted(entry.audio),
        "length": manifest.audio.duration,
        "clock": clock(manifest.audio.duration),
        "moment": int(entry.published.timestamp()),
        "thumb": quoted(entry.path(thumbnails.NAME)) if thumbnails.wanted(manifest) else "",
    }


def _byline(manifest: Manifest, labels: Pages) -> Markup:
    date = manifest.stated_date
    names = (page_text(manifest.author), page_text(structured_data.publication(manifest)))
    parts = [isolated(name) for name in names if name]
    if date:
        parts.append(Markup('<time datetime="{}">{}</time>').format(date, day(date, labels.tag)))
    return joined(parts)
