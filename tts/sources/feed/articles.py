"""Feeds, sitemaps and OPML -> the articles in them.

An entry with its full text is an article; one with a teaser is the address of its page. Entries
that are already audio, or say nothing, are left out and listed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from tts.model import Article, Change, Parts, Selection, Source, SourceError, Stated
from tts.sources.encoding import decoded
from tts.sources.feed.entry import Entry, Feed
from tts.sources.feed.entry_text import Text, picture, plain, text_of_entry
from tts.sources.metadata_values import squeezed
from tts.sources.plain import columns
from tts.sources.selection import NothingYet, chosen

WHOLE = 1200
"""Columns of text (a Han character counts two) that make a summary a full article: about 200
words."""
SCANT = 280
"""Minimum columns of content below a title; a post without a title may be shorter."""
LONG = 3 * WHOLE
"""Columns from which on an ending in dots is considered the article's own."""
LONGEST_SUMMARY = 500
LONGEST_NAME = 200
"""Maximum characters of the name of an entry without an address."""


def split_feed(source: Source, selection: Selection) -> Parts:
    """The selected articles of an RSS or Atom feed, oldest first. Raises SourceError if there are
    none."""
    from tts.sources.feed.rss import parse_feed

    text, changes = decoded(source)
    feed, damage = parse_feed(text, source.where, source.url)
    return parts_of_entries(source, feed, [*changes, *damage], selection)


def split_json_feed(source: Source, selection: Selection) -> Parts:
    """The same for a JSON Feed."""
    from tts.sources.feed.json_feed import parse_json_feed

    text, changes = decoded(source)
    feed = parse_json_feed(text, source.where, source.url)
    return parts_of_entries(source, feed, list(changes), selection)


def split_opml(source: Source, selection: Selection) -> Parts:
    """The addresses of the feeds in an OPML file."""
    from tts.sources.feed.opml import parse_opml

    text, changes = decoded(source)
    return _with_changes(parse_opml(text, source.where), changes)


def split_sitemap(source: Source, selection: Selection) -> Parts:
    """The selected addresses of a sitemap."""
    from tts.sources.feed.sitemap import parse_sitemap

    text, changes = decoded(source)
    return _with_changes(parse_sitemap(text, source.where, selection), changes)


def parts_of_entries(
    source: Source, feed: Feed, changes: list[Change], selection: Selection
) -> Parts:
    """The selected articles of parsed entries. Raises SourceError if there are none."""
    return _Reader(source, feed, changes).parts(selection)


def _with_changes(parts: Parts, changes: tuple[Change, ...]) -> Parts:
    return Parts(parts.articles, changes + parts.changes, parts.stated, parts.each)


@dataclass
class _Reader:
    """Converts a feed's entries to articles, each once."""

    source: Source
    feed: Feed
    changes: list[Change]
    seen: set[str] = field(default_factory=set)

    def parts(self, selection: Selection) -> Parts:
        entries = self.feed.entries
        if not entries:
            raise NothingYet(
                f"{self.source.where} is {self.feed.kind} without entries",
                "try again when it has some",
            )
        wanted = chosen(
            [(entry.moment, entry) for entry in entries], Selection(since=selection.since)
        )
        articles: list[tuple[Source | str, Entry]] = []
        for entry in reversed(wanted):
            if selection.latest and len(articles) == selection.latest:
                break
            articles += [(part, entry) for part in self.articles(entry)]
        if not articles and not selection.since:
            raise self.nothing()
        articles.reverse()
        stated = {
            p if isinstance(p, str) else p.where: Stated(e.title, e.author, e.date, guid=e.guid)
            for p, e in articles
        }
        return Parts(tuple(part for part, _ in articles), tuple(self.changes), stated)

    def nothing(self) -> SourceError:
        reasons = dict.fromkeys(change.reason for change in self.changes)
        why = ", ".join(reasons)
        return SourceError(
            f"{self.source.where} is {self.feed.kind} without articles: {why}",
            "use a feed of articles, or the address of an article",
        )

    def articles(self, entry: Entry) -> Iterator[Source | str]:
        """The article of an entry, if it has one and is new."""
        link = entry.link
        if self.is_front(link):
            link = ""
        where = link or self.name(entry)
        names = {where, f"guid {entry.guid}" if entry.guid else where}
        if names & self.seen:
            self.changes.append(Change(entry.title or where, "", "the same entry again"))
            return
        self.seen |= names
        text = text_of_entry(entry)
        if entry.audio and size(text) < WHOLE:
            self.changes.append(Change(entry.title or where, "", "a recording, not a text"))
        elif link and not is_whole(entry, text):
            yield link
        elif entry.is_cut:
            self.changes.append(Change(entry.title or where, "", "the feed breaks off in it"))
        elif text.blocks:
            yield self.at_hand(entry, text, link, where)
        else:
            self.changes.append(
                Change(entry.title or where, "", "neither a text nor an address of its own")
            )

    def is_front(self, link: str) -> bool:
        """Whether a link leads to the site's front page instead of the entry, as in some feeds."""
        return not link or link.rstrip("/") == self.feed.link.rstrip("/") or _is_bare(link)

    def name(self, entry: Entry) -> str:
        """A substitute for an address: the names of feed and entry, otherwise its title, otherwise
        its text."""
        own_name = " ".join((entry.guid or entry.title).split())
        if not own_name or len(own_name) > LONGEST_NAME:
            own_name = hashlib.sha256(
                (own_name or entry.html or entry.text or entry.summary).encode()
            ).hexdigest()[:16]
        base = self.feed.link if self.source.where == "-" else self.source.where
        return f"{base or '-'}#{own_name}"

    def at_hand(self, entry: Entry, text: Text, link: str, where: str) -> Source:
        """The parsed article. Its content is its text, so that it stays the same if the feed is
        only formatted differently."""
        changes = entry.changes + text.changes
        article = Article(
            blocks=text.blocks,
            title=entry.title,
            author=entry.author,
            date=entry.date,
            site=entry.site,
            url=link,
            image=picture(entry, text, self.source.where),
            language=entry.language,
            summary=_summary(entry, text),
            changes=changes,
        )
        content = json.dumps(asdict(article) | {"picture": ""}, ensure_ascii=False, sort_keys=True)
        return Source(where, content.encode("utf-8", "replace"), url=link, article=lambda: article)


def _is_bare(link: str) -> bool:
    parts = urlsplit(link)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def size(text: Text) -> int:
    """Columns of text."""
    return sum(columns(block.text) for block in text.blocks)


def is_whole(entry: Entry, text: Text) -> bool:
    """Whether an entry has its full text. If in doubt, no: its page has it in any case."""
    much = size(text)
    if entry.is_cut:
        return False
    if entry.is_kept and much:
        return True
    if text.cut or (text.dotted and much < LONG):
        return False
    if not (entry.html or entry.text):
        return much >= WHOLE
    said = squeezed(" ".join(block.text for block in text.blocks))
    untitled = not entry.title or said.startswith(squeezed(entry.title.rstrip("…. "))[:40])
    return bool(said) and (much >= SCANT or untitled)


def _summary(entry: Entry, text: Text) -> str:
    """The feed's summary of the entry, on one line, unless it is the text itself."""
    summary = plain(entry.summary)
    said = squeezed(" ".join(block.text for block in text.blocks))
    if not summary or (said and said in squeezed(summary)):
        return ""
    if len(summary) <= LONGEST_SUMMARY:
        return summary
    return f"{summary[:LONGEST_SUMMARY].rsplit(' ', 1)[0]}…"
