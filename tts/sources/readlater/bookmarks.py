"""Bookmarks in HTML -> saved articles: Netscape's format, written by browsers, Pinboard, Raindrop
and linkding, and the lists of Pocket and Instapaper.

Netscape's format was never well-formed HTML: no element is closed, and its tree would be as deep as
the file is long. Only its links and headings are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from tts.model import Parts, Selection, Source
from tts.sources.encoding import decoded
from tts.sources.readlater.saved_articles import Saved, parts_of

KIND = "a file of bookmarks"
HEADINGS = ("h1", "h2", "h3")
ARCHIVE = re.compile(r"\s*(?:read )?archived?\s*", re.IGNORECASE)
"""The heading above articles that were read."""
TO_READ = "1"
"""The attribute of unread articles; if some have it, the others were read."""
LONGEST = 2000
"""Maximum characters of a title."""


def split_bookmarks(source: Source, selection: Selection) -> Parts:
    """The selected addresses. Raises SourceError if there are none."""
    text, changes = decoded(source)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    flagged = any(link.flag == TO_READ for link in reader.links)
    saved = [_saved(link, flagged) for link in reader.links]
    return parts_of(saved, KIND, source, selection, changes)


@dataclass(slots=True)
class _Link:
    url: str
    moment: str
    flag: str
    heading: str
    title: str = ""


class _Reader(HTMLParser):
    """Collects links, each with the heading above it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[_Link] = []
        self._heading = ""
        self._open = ""
        """The heading or link whose text is being read."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        url = attributes.get("href", "").strip()
        if tag in HEADINGS:
            self._open, self._heading = tag, ""
        elif tag == "a" and url:
            moment = attributes.get("add_date") or attributes.get("time_added") or ""
            flag = attributes.get("toread", "")
            link = _Link(url, moment, flag, self._heading)
            self.links.append(link)
            self._open = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "a" and len(self.links[-1].title) < LONGEST:
            self.links[-1].title += data
        elif self._open in HEADINGS and len(self._heading) < LONGEST:
            self._heading += data


def _saved(link: _Link, flagged: bool) -> Saved:
    in_archive = ARCHIVE.fullmatch(link.heading) is not None
    saved = Saved(url=link.url, title=link.title.strip(), moment=link.moment, is_read=in_archive)
    return replace(saved, is_read=link.flag != TO_READ) if flagged else saved
