"""The episodes on a page of the show: what a reader sees of each before opening it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from tts.locale.dates import day
from tts.locale.lengths import clock, iso_duration
from tts.locale.pages import Pages
from tts.publish.catalog import Entry
from tts.publish.site import metadata
from tts.publish.site.frame import isolated, joined, language_attribute
from tts.publish.site.text import flat, shortened, whole
from tts.show.library import Show
from tts.show.manifest import Manifest

if TYPE_CHECKING:
    from markupsafe import Markup

SUMMARY: Final = 240
"""Characters of a summary that are shown."""


def rows(show: Show, entries: Sequence[Entry], w: Pages) -> Iterator[dict[str, Any]]:
    """In the order of the feed. Where that is when they were added, and not the articles' own
    dates, each day stands once over its episodes."""
    by_own_date = show.settings.dates == "article"
    before = ""
    for entry in entries:
        added = "" if _is_dated(entry) and by_own_date else _added(entry, w)
        yield _row(entry, w, "" if added == before else added)
        before = added


def _is_dated(entry: Entry) -> bool:
    """Whether its moment in the feed is the day that the article states."""
    return entry.manifest.stated_date[:10] == f"{entry.published:%Y-%m-%d}"


def _added(entry: Entry, w: Pages) -> str:
    return w.added.replace("{date}", day(f"{entry.published:%Y-%m-%d}", w.tag))


def _row(entry: Entry, w: Pages, added: str) -> dict[str, Any]:
    """`added` is the day that stands over it; empty where the one over those before it holds."""
    manifest = entry.manifest
    return {
        "added": added,
        "page": entry.page,
        "title": whole(entry.title),
        "lang": language_attribute(manifest.language, w.tag),
        "byline": _byline(manifest, w),
        "summary": shortened(flat(manifest.summary), SUMMARY),
    }


def _byline(manifest: Manifest, w: Pages) -> Markup:
    from markupsafe import Markup

    date, length = manifest.stated_date, manifest.audio.duration
    when = Markup('<time datetime="{}">{}</time>').format(date, day(date, w.tag))
    long = Markup(f'<time datetime="{iso_duration(length)}">{clock(length)}</time>')
    by = whole(manifest.author) or whole(metadata.publication(manifest))
    parts = [when] if date else []
    parts.append(long)
    if by:
        parts.append(isolated(by))
    return joined(parts)
