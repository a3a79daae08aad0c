"""Saved articles of any service -> the articles to be made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tts.model import Change, Parts, Selection, Source, SourceError
from tts.sources.feed.articles import parts_of_entries
from tts.sources.feed.entry import WEB, Entry, Feed, address, line
from tts.sources.metadata_values import iso_date, language_tag, people

MOST_SAVED = 100_000
MICROSECONDS_TO_1970 = 11_644_473_600_000_000
"""From 1601, where Chrome's time begins."""
NO_ADDRESS = "not an address on the web"
READ_ALREADY = "read already, or put into the archive"
NAMES = re.compile(r"\s*[;,、]\s*")


@dataclass(frozen=True, slots=True)
class Saved:
    """An article as stored by a service, unparsed; missing fields are empty."""

    url: str
    title: str = ""
    authors: Sequence[str] = ()
    date: str = ""
    """Date of publication."""
    moment: str = ""
    """When it was saved: ISO, or seconds, milliseconds or microseconds since 1970."""
    html: str = ""
    """Its text, if the service stores it."""
    text: str = ""
    """The same as plain text."""
    summary: str = ""
    site: str = ""
    language: str = ""
    image: str = ""
    identity: str = ""
    is_read: bool = False
    is_kept: bool = False
    """Its text is the complete article."""
    changes: tuple[Change, ...] = ()
    """What was left out of its text."""


def parts_of(
    saved: Sequence[Saved],
    kind: str,
    source: Source,
    selection: Selection,
    changes: Sequence[Change] = (),
) -> Parts:
    """The unread articles, the one saved first at the beginning; all, if all were read. Raises
    SourceError if there are none. `kind` is the export in messages: `a Wallabag export`."""
    if not saved:
        raise SourceError(f"{source.where} is {kind} with nothing in it", "save an article first")
    if len(saved) > MOST_SAVED:
        raise SourceError(f"{source.where} contains more than {MOST_SAVED:,} articles", "split it")
    usable = [one for one in saved if _leads_somewhere(one)]
    if not usable:
        hint = "check its content: it has neither texts nor addresses that begin with https://"
        raise SourceError(f"{source.where} is {kind} without an article", hint)
    unread = [one for one in usable if not one.is_read] or usable
    left_out = [*changes, *_left_out(saved, usable, unread)]
    entries = tuple(_entry(one) for one in unread)
    return parts_of_entries(source, Feed("", "", entries, kind), left_out, selection)


def _leads_somewhere(one: Saved) -> bool:
    return bool(one.html or one.text or one.url.lower().startswith(WEB))


def _left_out(
    saved: Sequence[Saved], usable: Sequence[Saved], unread: Sequence[Saved]
) -> Iterator[Change]:
    """The other articles, each with the reason, in order."""
    some_are_read = len(unread) < len(usable)
    for one in saved:
        if not _leads_somewhere(one):
            yield Change(line(one.title) or one.url, "", NO_ADDRESS)
        elif one.is_read and some_are_read:
            yield Change(line(one.title) or one.url, "", READ_ALREADY)


def _entry(saved: Saved) -> Entry:
    link = address(saved.url)
    return Entry(
        guid=saved.identity or saved.url,
        link=link,
        title="" if saved.title.strip() == saved.url.strip() else line(saved.title),
        author=people(line(name) for names in saved.authors for name in NAMES.split(names)),
        date=_day(saved.date),
        moment=moment_of(saved.moment),
        html=saved.html,
        text=saved.text,
        summary=saved.summary,
        base=link,
        site=line(saved.site),
        language=language_tag(saved.language),
        image=saved.image,
        audio=False,
        is_kept=saved.is_kept and bool(saved.html or saved.text),
        changes=saved.changes,
    )


def _day(written: str) -> str:
    return moment_of(written)[:10]


def moment_of(written: str) -> str:
    """ISO time in UTC; empty if invalid. Numbers are seconds or fractions of them since 1970, or
    since 1601 in Chrome.

    >>> moment_of("1400000000"), moment_of("1400000000000")
    ('2014-05-13T16:53:20', '2014-05-13T16:53:20')
    >>> moment_of("2026-01-02T03:04:05+0100"), moment_of("13044473600000000"), moment_of("soon")
    ('2026-01-02T02:04:05', '2014-05-13T16:53:20', '')
    """
    written = written.strip()
    try:
        if written.removesuffix(".0").isdigit():
            return _iso(datetime.fromtimestamp(_seconds(float(written)), UTC))
        moment = datetime.fromisoformat(written)
    except (ValueError, OverflowError, OSError):
        return iso_date(written)
    return _iso(moment.astimezone(UTC) if moment.tzinfo else moment)


def _seconds(number: float) -> float:
    if number > MICROSECONDS_TO_1970:
        return (number - MICROSECONDS_TO_1970) / 1e6
    if number > 1e14:
        return number / 1e6
    return number / 1e3 if number > 1e11 else number


def _iso(moment: datetime) -> str:
    return moment.replace(tzinfo=None, microsecond=0).isoformat()
