"""Evernote's exports (ENEX) -> the notes in them, each an article.

A note is an XML document in a CDATA section of another: XHTML with four additional elements (ENML).
Attached files are removed before decoding, because they may be most of an export.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import filterfalse
from typing import Any

from tts.model import Change, Parts, Selection, Source, SourceError
from tts.sources.encoding import decoded
from tts.sources.readlater.saved_articles import Saved, parts_of
from tts.sources.xml import tree_of

KIND = "an Evernote export"
CODE = "//*[contains(translate(@style, ' ', ''), 'en-codeblock:true')]"
"""Code blocks in Evernote, with a child element for each line."""
ENCRYPTED = "text that Evernote encrypted"
LOCKED = "a note that Evernote encrypted"
EMPTY = "a note without text"
BROKEN = "a damaged note"
ATTACHED = "a file attached to a note"
TASK = "a task next to a note"


def split_evernote(source: Source, selection: Selection) -> Parts:
    """The selected notes, oldest first. Raises SourceError if there are none."""
    source = replace(source, content=_without_files(source.content))
    text, changes = decoded(source)
    root, damage = tree_of(text, source.where)
    notes = _Notes()
    saved = list(map(notes.saved, root.iter("note")))
    readable = list(filter(_leads_somewhere, saved))
    unread = list(filterfalse(_leads_somewhere, saved))
    left_out = [_as_a_whole(one) for one in unread]
    if left_out and not readable:
        reasons = sorted({change.reason for change in left_out})
        raise SourceError(
            f"{source.where} is {KIND} without any text: {', '.join(reasons)}",
            "decrypt its notes in Evernote, and export them again",
        )
    readable.reverse()  # newest first, as in a feed
    noted = [*changes, *damage, *left_out]
    return parts_of(readable, KIND, source, selection, noted)


def _leads_somewhere(note: Saved) -> bool:
    return bool(note.html or note.url)


def _as_a_whole(note: Saved) -> Change:
    """The change for a note in which nothing can be read."""
    reason = note.changes[0].reason
    return Change(note.title, "", reason)


def _without_files(content: bytes) -> bytes:
    """Remove attached files in one pass; an unterminated one, in a truncated export, extends to the
    end."""
    first, *pieces = content.split(b"<resource>")
    ends = [piece.partition(b"</resource>") for piece in pieces]
    texts = [behind for _, _, behind in ends]
    return first + b"".join(texts)


@dataclass
class _Notes:
    """What is known of the notes read so far."""

    names: Counter[str] = field(default_factory=Counter)
    pages: set[str] = field(default_factory=set)

    def saved(self, note: Any) -> Saved:
        """A user's own note states when it was written, a web clip only when it was saved."""
        title = _stated(note, "title")
        page = _stated(note, "note-attributes/source-url")
        author = _stated(note, "note-attributes/author")
        created = _stated(note, "created")
        content = note.find("content")
        html, changes = _text_of(content)
        tasks = tuple(_tasks(note))
        identity = self.name(f"{title} {created}".strip())
        return Saved(
            url=self.once(page),
            title=title,
            authors=(author,),
            date="" if page else created,
            moment=created,
            html=html,
            identity=identity,
            is_kept=True,
            changes=changes + tasks,
        )

    def once(self, page: str) -> str:
        """The address of a clip's page; empty for another clip of the same page, so that both are
        read."""
        known = page in self.pages
        self.pages.add(page)
        return "" if known else page

    def name(self, wanted: str) -> str:
        """A unique name, because many notes have no title."""
        self.names[wanted] += 1
        number = self.names[wanted]
        return f"{wanted} {number}" if number > 1 else wanted


def _tasks(note: Any) -> Iterator[Change]:
    for task in note.iter("task"):
        yield Change(_stated(task, "title"), "", TASK)


def _text_of(content: Any) -> tuple[str, tuple[Change, ...]]:
    """A note as HTML, and what is left out; if nothing can be read, empty with the reason."""
    if content is None or not content.text:
        return _nothing(EMPTY)
    if content.get("encoding"):
        return _nothing(LOCKED)
    try:
        root, damage = tree_of(content.text, "a note")
    except SourceError:
        return _nothing(BROKEN)
    changes = (*damage, *_unread(root))
    return _html(root), changes


def _nothing(reason: str) -> tuple[str, tuple[Change, ...]]:
    change = Change("", "", reason)
    return "", (change,)


def _unread(root: Any) -> Iterator[Change]:
    for element in root.iter("en-crypt"):
        yield Change(element.get("hint") or "…", "", ENCRYPTED)
    for element in root.iter("en-media"):
        kind = element.get("type", "")
        if not kind.startswith("image/"):
            yield Change(kind, "", ATTACHED)


def _html(root: Any) -> str:
    from lxml import etree

    for element in root.xpath(CODE):
        _make_code(element)
    etree.strip_elements(root, "en-todo", "en-crypt", "en-media", with_tail=False)
    root.tag = "div"
    return str(etree.tostring(root, encoding="unicode", method="html"))


def _make_code(element: Any) -> None:
    """Convert Evernote's code blocks, whose lines are elements, to `pre`."""
    lines = ["".join(line.itertext()) for line in element] or [element.text or ""]
    element.attrib.clear()
    del element[:]
    element.tag, element.text = "pre", "\n".join(lines)


def _stated(element: Any, path: str) -> str:
    found = element.findtext(path)
    return " ".join(found.split()) if found else ""
