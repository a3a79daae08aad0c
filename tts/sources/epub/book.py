"""An EPUB book -> one Article, or one per chapter."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import Any
from urllib.parse import unquote

from tts.model import Article, Block, Change, Parts, Selection, Source, SourceError
from tts.sources.epub import front_and_back_matter
from tts.sources.epub.chapters import Chapter, ContentsEntry, PageSlice, Survey, find_chapters
from tts.sources.epub.footnotes import Key, find_notes
from tts.sources.epub.nav import Contents, fragments_of, read_contents, titles_of
from tts.sources.epub.package import read_package, resolve
from tts.sources.epub.page_blocks import ICONS, PageText, read_page
from tts.sources.epub.xml_trees import page_of
from tts.sources.html.book_markup import alt_texts
from tts.sources.html.page_numbers import NUMBERS, range_of
from tts.sources.metadata_values import squeezed
from tts.sources.plain import WIDE, columns
from tts.sources.zip_archive import Archive

KIND = "an EPUB book"
HEAD = 4
"""Blocks at the beginning of a chapter that are searched for its heading."""
LONGEST_TOLD = 300
"""Maximum characters of an omitted page in the list of changes."""


def read_epub(source: Source) -> Article:
    """The whole book, with a heading of level 1 per chapter. Raises SourceError."""
    book = Book(source)
    if book.package.is_article:
        return book.as_article()
    blocks: list[Block] = []
    changes: list[Change] = []
    for chapter in book.chapters:
        more, stated = book.read(chapter)
        blocks += more
        changes += stated
    return replace(
        book.article,
        blocks=tuple(blocks),
        changes=(*book.changes, *_as_one(changes)),
        picture=book.picture(),
    )


def chapters(source: Source, selection: Selection) -> Parts | None:
    """The chapters of a book as sources that are read on demand; None if the book is wanted as one,
    or is one.

    Pages that belong to no chapter are listed as changes.
    """
    if selection.split is False:
        return None
    book = Book(source)
    as_one = book.package.is_article and not selection.split
    if len(book.chapters) < 2 or as_one:
        return None
    found = (
        Source(
            f"{source.where}#{chapter.main.name}",
            book.stamp(chapter),
            modified=source.modified,
            article=partial(book.chapter, chapter, number),
        )
        for number, chapter in enumerate(book.chapters, 1)
    )
    return Parts(tuple(found), changes=tuple(book.changes), each="chapter")


class Book:
    """An open EPUB: pages are read on demand, and only one is held at a time."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.archive = Archive(source.content, source.where, KIND)
        self.package = read_package(self.archive)
        self.contents = self._contents()
        self.fragments = fragments_of(self.contents.entries)
        self.titles = titles_of(self.contents.entries)
        self.marked = dict((*self.package.guide, *self.contents.landmarks))
        self.changes = [Change(address, "", MISSING) for address in self.package.missing]
        self.changes += [Change(path, "", TEXTLESS) for path in self.package.textless]
        self._last: tuple[str, PageText] | None = None
        self.alts: Counter[str] = Counter()
        self._looked_at: set[str] = set()
        paths = [item.path for item in self.package.spine]
        beside = [item.path for item in self.package.aside]
        self.notes = find_notes([*paths, *beside], self._first_look, self._resolve)
        self.survey: list[Survey] = []
        self.chapters = self._chapters(paths)
        for path in beside:
            self._tell(path, "a page outside the reading order")
        if not self.chapters:
            hint = "its pages may be pictures: Pagecast can't read text in pictures"
            raise SourceError(f"{source.where} is an EPUB book without text", hint)
        self.article = self._about()

    def _chapters(self, paths: list[str]) -> list[Chapter]:
        """The chapters; if nothing would be left of a book, all of its pages count as text."""
        before = len(self.changes)
        kept = [path for path in paths if not self._is_left_out(path)]
        self.survey = list(map(self._survey, kept))
        entries = self.contents.entries
        found = find_chapters(self.survey, entries, self._is_passed)
        if found:
            return found
        del self.changes[before:]
        self.survey = list(map(self._survey, paths))
        return find_chapters(self.survey, entries)

    def _contents(self) -> Contents:
        """The table of contents; a broken one only loses the titles of chapters."""
        try:
            return read_contents(self.archive, self.package)
        except SourceError:
            return Contents()

    def _root(self, path: str) -> Any:
        content = self.archive.read(path)
        try:
            return page_of(content)
        except SourceError as error:
            raise SourceError(
                f"{self.source.where}, {path}: {error.message}", error.hint
            ) from error

    def _first_look(self, path: str) -> Any:
        """The root of a page; the alternative texts of its pictures are counted once."""
        root = self._root(path)
        if path not in self._looked_at:
            self._looked_at.add(path)
            self.alts.update(alt_texts(root))
        return root

    def _resolve(self, path: str, address: str) -> Key:
        page, _, fragment = address.partition("#")
        name = unquote(fragment)
        if not page:
            return path, name
        folder = posixpath.dirname(path)
        return resolve(self.archive, folder, address), name

    def page(self, path: str) -> PageText:
        if self._last is not None:
            last, page = self._last
            if last == path:
                return page
        root = self._root(path)
        page = read_page(path, root, self.notes, self._resolve, self.alts)
        self._last = path, page
        return page

    # --- what is left out ---

    def _is_left_out(self, path: str) -> bool:
        """Whether a page is not read aloud, which is listed."""
        page = self.page(path)
        if not page.blocks and not page.notes:
            self.changes += page.changes
            if not self.archive.read(path).strip():
                self.changes.append(Change(path, "", EMPTY))
            return True
        headings = all(block.kind == "heading" for _, block in page.blocks)
        if headings and any(note[0] == path for note in self.notes.texts):
            self._tell(path, "the page of notes, which are moved to their chapters")
            return True
        reason = (
            front_and_back_matter.CONTENTS if path == self.package.nav else self._reason(path, page)
        )
        if reason:
            self._tell(path, reason)
        return bool(reason)

    def _reason(self, path: str, page: PageText) -> str:
        """Why a page is left out; empty if it is read."""
        if self.package.is_article:  # its sections may be called as they like
            return front_and_back_matter.reason_by_kind(page.kinds, page.size, linked=False)
        named = self.titles.get(path, [])
        if len(named) > 1:
            named = []  # they call parts of it
        marked = self.marked.get(path, "")
        return front_and_back_matter.reason_of(page, self.package, marked, named)

    def _is_passed(self, piece: ContentsEntry) -> bool:
        """Whether an entry of the table of contents is not read aloud, which is listed."""
        if not piece.titled or len(piece.slices) > 1 or self.package.is_article:
            return False
        reason = front_and_back_matter.reason_by_title([piece.title], piece.size)
        if not reason:
            return False
        blocks, _, _ = self._piece(piece)
        texts = (block.text for block in blocks)
        text = _shortened(" ".join(texts))
        change = Change(text, "", reason)
        self.changes.append(change)
        return True

    def _tell(self, path: str, reason: str) -> None:
        page = self.page(path)
        text = _text_of(page)
        if text:
            shown = _shortened(text)
            change = Change(shown, "", reason)
            self.changes.append(change)

    # --- chapters ---

    def _survey(self, path: str) -> Survey:
        page = self.page(path)
        sizes: list[tuple[int, int]] = []
        for place, block in page.blocks:
            size = columns(block.text)
            sizes.append((place, size))
        places: dict[str, int] = {}
        for name in self.fragments.get(path, ()):
            if name in page.places:
                places[name] = page.places[name]
        heading = _first_heading(page) or self._own_title(path, page)
        return Survey(path, tuple(sizes), places, heading)

    def _own_title(self, path: str, page: PageText) -> str:
        """A page's own title; empty if that is the book's, the file's name, or missing."""
        name, _, _ = posixpath.basename(path).partition(".")
        title = squeezed(page.title)
        known = {"", squeezed(self.package.title), squeezed(name), *UNTITLED}
        return "" if title in known else page.title

    def read(self, chapter: Chapter) -> tuple[list[Block], list[Change]]:
        """The blocks of a chapter, followed by its notes, and what was left out."""
        blocks: list[Block] = []
        notes: list[Block] = []
        changes: list[Change] = []
        for piece in chapter.pieces:
            more, noted, stated = self._piece(piece)
            blocks += headed(more, piece.title if piece.titled else "")
            notes += noted
            changes += stated
        return blocks + notes, changes

    def _piece(self, piece: ContentsEntry) -> tuple[list[Block], list[Block], list[Change]]:
        blocks: list[Block] = []
        notes: list[Block] = []
        changes: list[Change] = []
        for one in piece.slices:
            page = self.page(self.survey[one.page].path)
            inside = _between(one.start, one.end)
            for place, block in page.blocks:
                if inside(place):
                    blocks.append(block)
            for place, text in page.notes:
                if inside(place):
                    notes.append(Block("note", text))
            if one.start == 0:
                changes += page.changes
                changes += [Change(number, "", NUMBERS) for number in page.breaks]
        return blocks, notes, changes

    def chapter(self, chapter: Chapter, number: int) -> Article:
        """A chapter as a separate article."""
        blocks, changes = self.read(chapter)
        title = chapter.main.title or str(number)
        return replace(
            self.article,
            blocks=tuple(without_title(blocks, title)),
            title=titled(self.package.title, title),
            publication=self.package.title,
            changes=_as_one(changes),
            picture=self.picture(),
        )

    def as_article(self) -> Article:
        """A book that declares itself a single article, in the order and with the heading levels of
        its pages."""
        blocks: list[Block] = []
        changes = list(self.changes)
        for one in self.survey:
            page = self.page(one.path)
            notes = [(place, Block("note", text)) for place, text in page.notes]
            placed = sorted([*page.blocks, *notes], key=lambda each: each[0])
            blocks += [block for _, block in placed]
            changes += page.changes
        return replace(
            self.article,
            blocks=tuple(blocks),
            url=self.package.url,
            changes=_as_one(changes),
            picture=self.picture(),
        )

    def stamp(self, chapter: Chapter) -> bytes:
        """What a chapter depends on: the book's metadata, and its pages; of a page with several
        chapters, only its part."""
        about = self.article
        stated = [about.title, about.author, about.language, about.date, chapter.main.title]
        lines = ["\n".join(stated).encode()]
        for piece in chapter.pieces:
            for one in piece.slices:
                lines += self._stamp_of(one, chapter.main)
        return b"\n".join(lines)

    def _stamp_of(self, one: PageSlice, main: ContentsEntry) -> list[bytes]:
        is_page = not one.start and one.end is None
        if is_page:
            path = self.survey[one.page].path
            return [self.archive.read(path)]
        alone = replace(main, slices=(one,))
        blocks, notes, _ = self._piece(alone)
        lines: list[bytes] = []
        for block in blocks + notes:
            line = f"{block.kind} {block.text}"
            lines.append(line.encode())
        return lines

    # --- the book ---

    def _about(self) -> Article:
        package = self.package
        return Article(
            (),
            title=package.title,
            author=package.author,
            language=package.language,
            date=package.date,
            publication=package.publisher,
            summary=package.summary,
        )

    def picture(self) -> bytes:
        """The cover's bytes; empty if it can't be unpacked."""
        try:
            return self.archive.read(self.package.cover) if self.package.cover else b""
        except SourceError:
            return b""


UNTITLED = frozenset(
    {"untitled", "unknown", "chapter", "page", "text", "index", "unbenannt", "无标题", "未知"}
)
TEXTLESS = "a page of the book without text"
EMPTY = "a page of the book that is empty in its file"
MISSING = "a page of the book that is missing from its file"


def _between(start: int, end: int | None) -> Callable[[int], bool]:
    def inside(place: int) -> bool:
        is_before_end = end is None or place < end
        return start <= place and is_before_end

    return inside


def _as_one(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Page numbers, and names of icons, combined into one change each."""
    kept: list[Change] = []
    together: dict[str, list[str]] = {NUMBERS: [], ICONS: []}
    for change in changes:
        texts = together.get(change.reason)
        if texts is None:
            kept.append(change)
        else:
            texts.append(change.text)
    numbers = together[NUMBERS]
    names = dict.fromkeys(together[ICONS])
    if numbers:
        kept.append(Change(range_of(numbers), "", NUMBERS))
    if names:
        kept.append(Change(", ".join(names), "", ICONS))
    return tuple(kept)


def _text_of(page: PageText) -> str:
    texts = [block.text for _, block in page.blocks]
    return " ".join(texts)


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_TOLD:
        return text
    return f"{text[:LONGEST_TOLD]}…"


def titled(book: str, chapter: str) -> str:
    """The title of a chapter as a separate article.

    >>> titled("The Ferry", "1. The River"), titled("渡船", "第一章")
    ('The Ferry: 1. The River', '渡船：第一章')
    """
    wide = WIDE.search(book + chapter) and not re.search("[A-Za-z]", book)
    joint = "：" if wide else ": "
    return f"{book}{joint}{chapter}" if book else chapter


def without_title(blocks: list[Block], title: str) -> list[Block]:
    """Without the first heading if it is the chapter's title, or the end of it."""
    is_title = (
        blocks
        and blocks[0].kind == "heading"
        and squeezed(title).endswith(squeezed(blocks[0].text))
    )
    return blocks[1:] if is_title else blocks


def headed(blocks: list[Block], title: str) -> list[Block]:
    """The blocks, with one heading of level 1 first: the book's own heading of the chapter, if it
    has one.

    Headings that are parts of it (a number above a name) are joined; all others become lower
    levels.
    """
    head = list(takewhile(_is_heading, blocks[:HEAD]))
    size = len(head)
    if title and not size:
        rest = _without_line(blocks, title)
        return _below(Block("heading", title, 1), rest)
    together = "".join(block.text for block in head)
    if title and size > 1 and squeezed(together) == squeezed(title):
        return _below(Block("heading", title, 1), blocks[size:])
    if not head:
        return list(map(_lowered, blocks))
    first = replace(blocks[0], level=1)
    return _below(first, blocks[1:])


def _below(first: Block, blocks: list[Block]) -> list[Block]:
    """One heading, and the others below it."""
    others = map(_lowered, blocks)
    return [first, *others]


def _without_line(blocks: list[Block], title: str) -> list[Block]:
    """Without the first line that repeats the title."""
    letters = squeezed(title)
    for place, block in enumerate(blocks[:HEAD]):
        if squeezed(block.text) == letters:
            return blocks[:place] + blocks[place + 1 :]
    return blocks


def _is_heading(block: Block) -> bool:
    return block.kind == "heading"


def _first_heading(page: PageText) -> str:
    """The first heading at the beginning of a page; empty if there is none."""
    for _, block in page.blocks[:HEAD]:
        if _is_heading(block):
            return block.text
    return ""


def _lowered(block: Block) -> Block:
    if not _is_heading(block):
        return block
    level = max(block.level, 2)
    return replace(block, level=level)
