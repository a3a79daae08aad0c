"""A FictionBook (FB2, zipped or not) -> one Article, or one per chapter.

A FictionBook is XML: a description, bodies of nested sections, and pictures. Its elements are
written as HTML and read as every other page is; where chapters begin is decided as for an EPUB,
with its sections as the table of contents.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from itertools import filterfalse
from statistics import median
from typing import Any

from lxml import html as lxml_html

from tts.model import Article, Block, Change, Parts, Selection, Source, SourceError
from tts.sources.encoding import decoded
from tts.sources.epub.book import headed, titled, without_title
from tts.sources.epub.chapters import Chapter, Survey, find_chapters
from tts.sources.epub.nav import Entry
from tts.sources.epub.xml_trees import flat
from tts.sources.html.blocks import blocks_of
from tts.sources.html.book_markup import write_out_markup
from tts.sources.metadata_values import iso_date, language_tag, people, squeezed
from tts.sources.plain import WIDE, columns, join_lines
from tts.sources.xml import tree_of
from tts.sources.zip_archive import Archive

KIND = "a FictionBook"
ZIP = b"PK\x03\x04"
BINARY = re.compile(
    r"<(?:[\w.-]+:)?binary\b([^<>]*)>([^<]*)</(?:[\w.-]+:)?binary\s*>", re.IGNORECASE
)
ID = re.compile(r"\bid\s*=\s*[\"']([^\"']*)[\"']")
NOTE_BODIES = frozenset({"notes", "footnotes", "comments", "note", "comment"})
HTML = {
    "emphasis": "em",
    "strong": "strong",
    "strikethrough": "s",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "a": "a",
    "p": "p",
    "v": "p",
    "date": "p",
    "text-author": "p",
    "cite": "blockquote",
    "epigraph": "blockquote",
    "poem": "div",
    "stanza": "div",
    "annotation": "div",
    "history": "div",
    "table": "table",
    "tr": "tr",
    "td": "td",
    "th": "th",
}
"""The elements of FictionBook 2.1 as HTML; any others become part of their line."""
NO_TEXT = frozenset({"body", "binary", "stylesheet", "empty-line"})
ENDED = re.compile(r"[.:!?…。：！？]$")
MARKUP = re.compile(
    r"<\?[^<>]*\?>|<(?P<end>/?)(?P<name>[A-Za-z_][\w:.-]*)(?:\s[^<>]*?)?(?P<alone>/?)>"
)
LINES = frozenset({"p", "v", "subtitle", "text-author"})
"""Elements that contain text, but not each other."""
CONTAINERS = frozenset(
    {"body", "section", "title", "epigraph", "annotation", "poem", "stanza", "cite", "table"}
    | {"tr", "td", "th", "description", "title-info", "FictionBook"}
)
LEAST_CHAPTER = 4000
"""Minimum columns of at least half of the sections below one, for them to be chapters: about six
minutes. Sections of a chapter are shorter; nothing else distinguishes them."""
LONGEST_TOLD = 300
DEEPEST = 256
"""Maximum depth of elements, as in the parser."""
TITLE_PAGE = "the title page"
LOST_NOTE = "the mark of a note that is missing from the book"
LONE_NOTE = "a note that nothing in the text refers to"


def read_fb2(source: Source) -> Article:
    """The whole book, with a heading of level 1 per chapter. Raises SourceError."""
    book = _Book(source)
    blocks = [block for chapter in book.chapters for block in book.read(chapter)]
    return replace(book.article, blocks=tuple(blocks), changes=book.changes, picture=book.picture)


def split_fb2(source: Source, selection: Selection) -> Parts | None:
    """The chapters as sources read on demand; None if the book is one, or wanted as one."""
    if selection.split is False:
        return None
    book = _Book(source)
    if len(book.chapters) < 2:
        return None
    chapters = (
        Source(
            f"{source.where}#{chapter.main.name}",
            book.stamp(chapter),
            modified=source.modified,
            article=partial(book.chapter, chapter, number),
        )
        for number, chapter in enumerate(book.chapters, 1)
    )
    return Parts(tuple(chapters), changes=book.changes, each="chapter")


@dataclass(frozen=True, slots=True)
class _Page:
    """A section without the sections inside it."""

    name: str
    """Identifies it, whatever is added before it: its id, otherwise its title."""
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[Block, ...]

    @property
    def size(self) -> int:
        return sum(columns(block.text) for block in self.blocks)


class _Book:
    """An open and parsed FictionBook."""

    def __init__(self, source: Source) -> None:
        source = _unzipped(source)
        text, changes = decoded(source)
        self._pictures: dict[str, str] = {}
        text = BINARY.sub(self._take_picture, text)
        self._root, damage = _parsed(text, source.where)
        _drop_namespaces(self._root)
        self._changes = [*changes, *damage]
        self.article = self._described()
        bodies = list(self._root.iter("body"))  # in a damaged book one may stand in another
        self._notes: dict[str, str] = {}
        for body in filter(_is_notes, bodies):
            self._notes.update(_notes_in(body))
        self._referred: set[str] = set()
        self._names: set[str] = set()
        self._pages: list[_Page] = []
        entries: list[Entry] = []
        for body in filterfalse(_is_notes, bodies):
            entries += self._body(body)
        surveys = list(map(_survey, self._pages))
        self.chapters = find_chapters(surveys, entries)
        if not self.chapters:
            hint = "its pages may be pictures: Pagecast can't read text in pictures"
            raise SourceError(f"{source.where} is {KIND} without text", hint)
        self.changes = (*self._changes, *self._lone_notes())

    def read(self, chapter: Chapter) -> list[Block]:
        """The blocks of a chapter, followed by its notes."""
        blocks: list[Block] = []
        notes: list[Block] = []
        for piece in chapter.pieces:
            pages = [self._pages[one.page] for one in piece.slices]
            text = [block for page in pages for block in page.blocks]
            blocks += headed(text, piece.title if piece.titled else "")
            notes += [note for page in pages for note in page.notes]
        return blocks + notes

    def chapter(self, chapter: Chapter, number: int) -> Article:
        """A chapter as a separate article."""
        title = chapter.main.title or str(number)
        return replace(
            self.article,
            blocks=tuple(without_title(self.read(chapter), title)),
            title=titled(self.article.title, title),
            publication=self.article.title,
            picture=self.picture,
        )

    def stamp(self, chapter: Chapter) -> bytes:
        """What a chapter depends on: the book's metadata, and its text."""
        about = self.article
        stated = (about.title, about.author, about.language, about.date, chapter.main.title)
        lines = [*stated]
        lines += [f"{block.kind} {block.text}" for block in self.read(chapter)]
        return "\n".join(lines).encode()

    # --- what the book states ----------------------------------------------------------

    def _described(self) -> Article:
        """The metadata from its description; those of a translation's original are ignored."""
        info = self._root.find("description/title-info")
        if info is None:
            return Article(())
        authors = map(_name, info.iterchildren("author"))
        annotation = info.find("annotation")
        paragraphs = [] if annotation is None else list(annotation)
        return Article(
            (),
            title=_text_at(info, "book-title"),
            author=people(authors),
            date=_date(info.find("date")),
            language=language_tag(_text_at(info, "lang")),
            publication=_text_at(self._root, "description/publish-info/publisher"),
            summary=" ".join(map(flat, paragraphs)),
        )

    @property
    def picture(self) -> bytes:
        """The cover's bytes; empty if they can't be decoded."""
        image = self._root.find("description/title-info/coverpage/image")
        name = "" if image is None else (image.get("href") or "").lstrip("#")
        try:
            return base64.b64decode(self._pictures.get(name, ""))
        except (binascii.Error, ValueError):
            return b""

    def _take_picture(self, found: re.Match[str]) -> str:
        """Remove pictures before parsing: they may be larger than all the text."""
        if name := ID.search(found[1]):
            self._pictures[name[1]] = found[2]
        return ""

    # --- the text ----------------------------------------------------------------------

    def _body(self, body: Any) -> Iterator[Entry]:
        """Read a body; returns the table of contents of its sections."""
        title = body.find("title")
        if title is not None and self._is_title_page(title):
            self._changes.append(Change(_heading_of(title), "", TITLE_PAGE))
            body.remove(title)
        self._read_page(body, 1)
        if not self._pages[-1].blocks:
            self._names.discard(self._pages.pop().name)
        yield from self._sections(body, 1)

    def _is_title_page(self, title: Any) -> bool:
        """Whether the title of a body only repeats the description."""
        book = squeezed(self.article.title)
        author = squeezed(self.article.author)
        return squeezed(flat(title)) in (book, book + author, author + book)

    def _sections(self, parent: Any, depth: int) -> Iterator[Entry]:
        for section in parent.iterchildren("section"):
            page = self._read_page(section, depth)
            first = len(self._pages)
            children = tuple(self._sections(section, depth + 1))
            entry = Entry(page.title, page.name, children=children)
            sizes = [below.size for below in self._pages[first:]]
            chapters = sizes and (entry.is_part or median(sizes) >= LEAST_CHAPTER)
            if page.title:
                yield entry if chapters else replace(entry, children=())
            elif chapters:
                yield from children

    def _read_page(self, section: Any, depth: int) -> _Page:
        notes: list[str] = []
        title = section.find("title")
        heading = "" if title is None else self._heading(title, notes)
        markup = ""
        for child in section:
            if child.tag not in ("section", "title"):
                markup += self._html(child, depth, notes)
        root = lxml_html.fragment_fromstring(markup, create_parent="div")
        write_out_markup(root)
        blocks = blocks_of(root)
        if heading:
            blocks.insert(0, Block("heading", heading, min(depth, 6)))
        page = _Page(
            self._name(section, heading),
            heading,
            tuple(blocks),
            tuple(Block("note", text) for text in notes),
        )
        self._pages.append(page)
        return page

    def _name(self, section: Any, heading: str) -> str:
        number = len(self._pages) + 1
        name = section.get("id") or heading[:80] or str(number)
        name = f"{name}-{number}" if name in self._names else name
        self._names.add(name)
        return name

    def _heading(self, title: Any, notes: list[str]) -> str:
        """A title on one line, without note marks."""
        for link in list(title.iter("a")):
            self._html(link, 1, notes)
            if self._noted(link) is not None:
                _drop(link)
        return _heading_of(title)

    def _html(self, element: Any, depth: int, notes: list[str]) -> str:
        """An element as HTML; the notes that its marks refer to are appended to `notes`."""
        tag = element.tag
        if tag in NO_TEXT:
            return ""
        if tag == "a" and (note := self._noted(element)) is not None:
            if note and note not in notes:
                notes.append(note)
            return ""
        if tag == "image":
            caption = element.get("alt") or element.get("title") or ""
            return f'<img alt="{escape(caption)}">'
        inner = escape(element.text or "")
        for child in element:
            inner += self._html(child, depth, notes) + escape(child.tail or "")
        name = _html_name(element, depth)
        return f"<{name}>{inner}</{name}>"

    # --- notes -------------------------------------------------------------------------

    def _noted(self, link: Any) -> str | None:
        """The note of a mark; None for another link. A mark without a note is listed."""
        name = (link.get("href") or "").lstrip("#")
        if name in self._notes:
            self._referred.add(name)
            return self._notes[name]
        if link.get("type") != "note":
            return None
        self._changes.append(Change(flat(link), "", LOST_NOTE))
        return ""

    def _lone_notes(self) -> Iterator[Change]:
        for name, text in self._notes.items():
            if name not in self._referred:
                yield Change(text[:LONGEST_TOLD], "", LONE_NOTE)


def _closed(text: str) -> str:
    """The markup with unclosed elements closed: a line ends where the next one begins."""
    closed: list[str] = []
    opened: list[str] = []
    last = 0
    text = _without_comments(text)
    for tag in MARKUP.finditer(text):
        closed.append(text[last : tag.start()])
        last = tag.end()
        name = tag["name"]
        if name is None or tag["alone"]:
            closed.append(tag[0])
        elif tag["end"]:
            if _is_open(opened, name):
                closed += _closings(opened, _place(opened, name))
        elif len(opened) > DEEPEST:
            return text
        else:
            begins_anew = _local(name) in LINES | CONTAINERS
            line = _open_line(opened)
            if begins_anew and line is not None:
                closed += _closings(opened, line)
            closed.append(tag[0])
            opened.append(name)
    return "".join([*closed, text[last:], *_closings(opened, 0)])


def _open_line(opened: list[str]) -> int | None:
    """Index of the unclosed line, if there is one."""
    for place, name in enumerate(opened):
        if _local(name) in LINES:
            return place
    return None


def _without_comments(text: str) -> str:
    """Without comments, stray signs escaped, in one pass: an open comment is tried once."""
    first, *pieces = text.split("<!--")
    texts = [piece.partition("-->")[2] for piece in pieces]
    text = first + "".join(texts)
    first, *pieces = text.split("<![CDATA[")
    kept = [first]
    for piece in pieces:
        inside, _, behind = piece.partition("]]>")
        kept += [escape(inside, quote=False), behind]
    return "".join(kept)


def _is_open(opened: list[str], name: str) -> bool:
    """Whether an end tag closes something: one in a line can't close an element around it."""
    if name not in opened:
        return False
    first = _place(opened, name) + 1
    inside = set(map(_local, opened[first:]))
    return _local(name) in CONTAINERS or not inside & CONTAINERS


def _place(opened: list[str], name: str) -> int:
    """Index of the innermost element of that name."""
    return len(opened) - 1 - opened[::-1].index(name)


def _closings(opened: list[str], place: int) -> list[str]:
    """End tags for everything open from an index on, which is removed from the list."""
    names = opened[place:]
    del opened[place:]
    return [f"</{name}>" for name in reversed(names)]


def _parsed(text: str, where: str) -> tuple[Any, tuple[Change, ...]]:
    """The root element, and whether the text is damaged.

    The parser repairs an unclosed element by nesting everything after it, perhaps too deeply, so a
    damaged text is parsed with its elements closed.
    """
    try:
        root, damage = tree_of(text, where)
    except SourceError as error:
        root, _ = tree_of(_closed(text), where)
        return root, (Change(error.message, "", "its elements are closed where their lines end"),)
    return (tree_of(_closed(text), where)[0] if damage else root), damage


def _is_notes(body: Any) -> bool:
    return (body.get("name") or "").strip().lower() in NOTE_BODIES


def _notes_in(body: Any) -> Iterator[tuple[str, str]]:
    """The notes by id, without the number that is their title."""
    for section in body.iter("section"):
        if name := section.get("id"):
            text = " ".join(flat(child) for child in section if child.tag != "title")
            yield name, " ".join(text.split())


def _survey(page: _Page) -> Survey:
    return Survey(page.name, ((0, page.size),), {}, page.title)


def _html_name(element: Any, depth: int) -> str:
    """An element's name in HTML; a line of signs between two scenes is no heading."""
    if element.tag in ("title", "subtitle"):
        has_words = re.search(r"\w", flat(element)) is not None
        heading = element.tag == "subtitle" and has_words
        return f"h{min(depth + 1, 6)}" if heading else "p"
    return HTML.get(element.tag, "span")


def _heading_of(title: Any) -> str:
    """The lines of a title joined: a number above a name gets a full stop."""
    heading = ""
    for line in filter(None, (flat(paragraph) for paragraph in title)):
        wide = WIDE.search(heading[-1:]) is not None
        joint = " " if wide or ENDED.search(heading) else ". "
        heading = f"{heading}{joint}{line}" if heading else line
    return heading or flat(title)


def _drop(element: Any) -> None:
    """Remove an element, but keep the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _text_at(info: Any, name: str) -> str:
    found = info.find(name)
    return "" if found is None else flat(found)


def _name(author: Any) -> str:
    """A name in the order in which it is said; the nickname if there is nothing else."""
    parts = [_text_at(author, part) for part in ("first-name", "middle-name", "last-name")]
    return join_lines(parts) or _text_at(author, "nickname")


def _date(element: Any) -> str:
    if element is None:
        return ""
    value = iso_date(element.get("value") or "")
    return value or iso_date(flat(element))


def _unzipped(source: Source) -> Source:
    """The book in a ZIP archive. Raises SourceError if there are several."""
    if not source.content.startswith(ZIP):
        return source
    archive = Archive(source.content, source.where, KIND)
    books = [name for name in archive.names() if name.lower().endswith(".fb2")]
    if len(books) != 1:
        what = f"holds {len(books)} FictionBooks" if books else "holds no FictionBook"
        raise SourceError(f"{source.where} {what}", "unpack it, and use the files in it")
    return replace(source, content=archive.read(books[0]))


def _drop_namespaces(root: Any) -> None:
    """Remove namespaces from names: books declare them wrongly, or not at all."""
    for element in root.iter():
        element.tag = _local(element.tag)
        for name in [name for name in element.attrib if _local(name) != name]:
            value = element.attrib.pop(name)
            if element.get(_local(name)) is None:
                element.set(_local(name), value)


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]
