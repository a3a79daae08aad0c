"""An EPUB book -> one Article, or one a chapter."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import unquote

from tts.model import Article, Block, Change, Parts, Selection, Source, SourceError
from tts.sources.archive import Archive
from tts.sources.epub.chapters import Chapter, Piece, Survey, find_chapters
from tts.sources.epub.markup import page_of
from tts.sources.epub.nav import Contents, fragments_of, read_contents
from tts.sources.epub.notes import Key, find_notes
from tts.sources.epub.package import read_package, resolve
from tts.sources.epub.pages import PageText, read_page
from tts.sources.plain import WIDE, columns
from tts.sources.stated import squeezed

KIND = "an EPUB book"
LEFT_OUT = {
    "cover": "the cover",
    "titlepage": "the title page",
    "title-page": "the title page",
    "halftitlepage": "the title page",
    "copyright-page": "the copyright page",
    "copyright": "the copyright page",
    "imprint": "the copyright page",
    "toc": "the table of contents",
    "landmarks": "the table of contents",
    "page-list": "the table of contents",
    "loi": "a list of illustrations",
    "lot": "a list of tables",
    "index": "the index",
}
"""Pages that are not for the ear, by `epub:type` (EPUB 3 Structural Semantics 1.1), landmark or
guide."""
IMPRINT = re.compile(
    r"(?:copyright\b|©|\(c\)\s|all rights reserved|isbn\b|(?:first )?published (?:by|in)\b|printed in\b)"
    r"|(?:版[权權](?:信息|資訊|页|頁|所有)|[书書]名|作者|著者|[译譯]者|[图圖][书書]在版|出版(?:社|[发發]行|[时時][间間])?|ISBN|[书書][号號]"
    r"|[责責]任[编編][辑輯]|定[价價]|字[数數]|版次|印次|[开開]本|策[划劃])(?:\s*[:：]|$)|版[权權]所有|[侵翻]版必究",
    re.IGNORECASE,
)
"""How the lines of a copyright page begin."""
LONGEST_IMPRINT = 200
"""Columns of such a line."""
LISTS = frozenset({"toc", "landmarks", "page-list", "loi", "lot", "index"})
MOST_LEFT_OUT = 6000
"""Columns of a page that a mark has left out; more is text, whatever the mark says. Lists may be of
any length."""
HEAD = 4
"""Blocks at the beginning of a chapter in which its heading stands."""
LONGEST_TOLD = 300
"""Characters of a page that was left out, when it is told."""


def read_epub(source: Source) -> Article:
    """The whole book: a heading of level 1 a chapter. Raises SourceError."""
    book = Book(source)
    blocks: list[Block] = []
    changes: list[Change] = []
    for chapter in book.chapters:
        more, stated = book.read(chapter)
        blocks += more
        changes += stated
    return replace(
        book.article,
        blocks=tuple(blocks),
        changes=(*book.changes, *_numbers_as_one(changes)),
        picture=book.picture(),
    )


def chapters(source: Source, selection: Selection) -> Parts | None:
    """The chapters of a book as sources that read themselves; None where the book is wanted as one,
    or is one. Pages that belong to no chapter are told beside them."""
    if selection.split is False:
        return None
    book = Book(source)
    if len(book.chapters) < 2:
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
    """An EPUB that is open: its pages are read when they are asked for, and one is held at a
    time."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.archive = Archive(source.content, source.where, KIND)
        self.package = read_package(self.archive)
        self.contents = self._contents()
        self.fragments = fragments_of(self.contents.entries)
        self.marked = dict((*self.package.guide, *self.contents.landmarks))
        self.changes = [Change(address, "", MISSING) for address in self.package.missing]
        self._last: tuple[str, PageText] | None = None
        paths = [item.path for item in self.package.spine]
        beside = [item.path for item in self.package.aside]
        self.notes = find_notes([*paths, *beside], self._root, self._resolve)
        self.survey = [self._survey(path) for path in paths if not self._is_left_out(path)]
        for path in beside:
            self._tell(path, "a page outside the reading order")
        self.chapters = find_chapters(self.survey, self.contents.entries)
        if not self.chapters:
            hint = "its pages may be pictures: Pagecast does not read text in pictures"
            raise SourceError(f"{source.where} is an EPUB book without text", hint)
        self.article = self._about()

    def _contents(self) -> Contents:
        """The table of contents; a broken one costs the titles of chapters, not the book."""
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

    def _resolve(self, path: str, address: str) -> Key:
        page = (
            resolve(self.archive, posixpath.dirname(path), address)
            if address.partition("#")[0]
            else path
        )
        return page, unquote(address.partition("#")[2])

    def page(self, path: str) -> PageText:
        if self._last is None or self._last[0] != path:
            self._last = path, read_page(path, self._root(path), self.notes, self._resolve)
        return self._last[1]

    # --- what is left out --------------------------------------------------------------------------------------

    def _is_left_out(self, path: str) -> bool:
        """Whether a page is not for the ear, which is told."""
        page = self.page(path)
        if not page.blocks and not page.notes:
            return True
        headings = all(block.kind == "heading" for _, block in page.blocks)
        if headings and any(note[0] == path for note in self.notes.texts):
            self._tell(path, "the page of the notes, which are read where they belong")
            return True
        is_contents = path == self.package.nav
        reason = LEFT_OUT["toc"] if is_contents else self._reason(path, page)
        if reason:
            self._tell(path, reason)
        return bool(reason)

    def _reason(self, path: str, page: PageText) -> str:
        kinds = (self.marked.get(path, ""), *page.kinds)
        kind = next(filter(LEFT_OUT.get, kinds), "")
        about = {squeezed(self.package.title), squeezed(self.package.title + self.package.author)}
        if squeezed(_text_of(page)) in about:
            return LEFT_OUT["titlepage"]
        names = {self.package.title, *re.split("[,、]", self.package.author)}
        if _is_imprint([block.text for _, block in page.blocks], names):
            return LEFT_OUT["copyright"]
        if not kind:
            return ""
        is_list = kind in LISTS and page.links * 2 > len(page.blocks)
        short = is_list or page.size <= MOST_LEFT_OUT
        return LEFT_OUT[kind] if short else ""

    def _tell(self, path: str, reason: str) -> None:
        if text := _text_of(self.page(path)):
            self.changes.append(Change(_shortened(text), "", reason))

    # --- chapters ----------------------------------------------------------------------------------------------

    def _survey(self, path: str) -> Survey:
        page = self.page(path)
        heading = next(
            (block.text for _, block in page.blocks[:HEAD] if block.kind == "heading"), ""
        )
        known = {
            squeezed(self.package.title),
            squeezed(posixpath.basename(path).partition(".")[0]),
            "",
        }
        title = "" if squeezed(page.title) in known | UNTITLED else page.title
        sizes = tuple((place, columns(block.text)) for place, block in page.blocks)
        wanted = self.fragments.get(path, ())
        places = {name: page.places[name] for name in wanted if name in page.places}
        return Survey(path, sizes, places, heading or title)

    def read(self, chapter: Chapter) -> tuple[list[Block], list[Change]]:
        """The blocks of a chapter, its notes behind them, and what was left out of it."""
        blocks: list[Block] = []
        notes: list[Block] = []
        changes: list[Change] = []
        for piece in chapter.pieces:
            more, noted, stated = self._piece(piece)
            blocks += headed(more, piece.title if piece.titled else "")
            notes += noted
            changes += stated
        return blocks + notes, changes

    def _piece(self, piece: Piece) -> tuple[list[Block], list[Block], list[Change]]:
        blocks: list[Block] = []
        notes: list[Block] = []
        changes: list[Change] = []
        for one in piece.slices:
            page = self.page(self.survey[one.page].path)
            inside = _between(one.start, one.end)
            blocks += [block for place, block in page.blocks if inside(place)]
            notes += [Block("note", text) for place, text in page.notes if inside(place)]
            if not one.start:
                changes += page.changes
                changes += [Change(number, "", NUMBERS) for number in page.breaks]
        return blocks, notes, changes

    def chapter(self, chapter: Chapter, number: int) -> Article:
        """A chapter as an article of its own."""
        blocks, changes = self.read(chapter)
        title = chapter.main.title or str(number)
        return replace(
            self.article,
            blocks=tuple(without_title(blocks, title)),
            title=titled(self.package.title, title),
            publication=self.package.title,
            changes=_numbers_as_one(changes),
            picture=self.picture(),
        )

    def stamp(self, chapter: Chapter) -> bytes:
        """What a chapter comes from: what is stated about the book, and its pages; of a page with
        several chapters, its part alone."""
        about = self.article
        parts = [
            f"{about.title}\n{about.author}\n{about.language}\n{about.date}\n{chapter.main.title}".encode()
        ]
        for one in (one for piece in chapter.pieces for one in piece.slices):
            if one.start or one.end is not None:
                blocks, notes, _ = self._piece(replace(chapter.main, slices=(one,)))
                parts += [f"{block.kind} {block.text}".encode() for block in blocks + notes]
            else:
                parts.append(self.archive.read(self.survey[one.page].path))
        return b"\n".join(parts)

    # --- the book ----------------------------------------------------------------------------------------------

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
        """The cover's bytes; a cover that can't be unpacked is none."""
        try:
            return self.archive.read(self.package.cover) if self.package.cover else b""
        except SourceError:
            return b""


UNTITLED = frozenset(
    {"untitled", "unknown", "chapter", "page", "text", "index", "unbenannt", "无标题", "未知"}
)
NUMBERS = "page numbers of the printed book"
MISSING = "a page of the book that is missing from its file"


def _between(start: int, end: int | None) -> Callable[[int], bool]:
    return lambda place: start <= place and (end is None or place < end)


def _numbers_as_one(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Page numbers are told once."""
    numbers = [change.text for change in changes if change.reason == NUMBERS]
    others = [change for change in changes if change.reason != NUMBERS]
    if not numbers:
        return tuple(others)
    range_of = [numbers[0], numbers[-1]] if len(numbers) > 1 else numbers
    return (*others, Change(" … ".join(range_of), "", NUMBERS))


def _text_of(page: PageText) -> str:
    return " ".join(block.text for _, block in page.blocks)


def _is_imprint(texts: list[str], names: set[str]) -> bool:
    """Whether a page that nothing marks is all copyright lines, besides the book's title and its
    authors' names."""
    about = {squeezed(name) for name in names}
    lines = [text for text in texts if squeezed(text) not in about]
    return bool(lines) and all(
        IMPRINT.match(line) and columns(line) <= LONGEST_IMPRINT for line in lines
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"


def titled(book: str, chapter: str) -> str:
    """The title of a chapter that is an article of its own.

    >>> titled("The Ferry", "1. The River"), titled("渡船", "第一章")
    ('The Ferry: 1. The River', '渡船：第一章')
    """
    wide = WIDE.search(book + chapter) and not re.search("[A-Za-z]", book)
    joint = "：" if wide else ": "
    return f"{book}{joint}{chapter}" if book else chapter


def without_title(blocks: list[Block], title: str) -> list[Block]:
    """Without the heading in front that is the chapter's title, or the end of it."""
    is_title = (
        blocks
        and blocks[0].kind == "heading"
        and squeezed(title).endswith(squeezed(blocks[0].text))
    )
    return blocks[1:] if is_title else blocks


def headed(blocks: list[Block], title: str) -> list[Block]:
    """With one heading of level 1 in front: the book's own word for the chapter where there is one.

    Headings that only say parts of it (a number above a name) become one; all others are below it.
    """
    size = next(
        (n for n, block in enumerate(blocks[:HEAD]) if block.kind != "heading"),
        min(len(blocks), HEAD),
    )
    if title and not size:
        same = next(
            (n for n, b in enumerate(blocks[:HEAD]) if squeezed(b.text) == squeezed(title)), None
        )
        blocks = blocks if same is None else blocks[:same] + blocks[same + 1 :]
        return [Block("heading", title, 1), *map(_lowered, blocks)]
    texts = [block.text for block in blocks[:size]]
    if title and size > 1 and squeezed("".join(texts)) == squeezed(title):
        return [Block("heading", title, 1), *map(_lowered, blocks[size:])]
    first = [replace(block, level=1) for block in blocks[:1] if size]
    return [*first, *map(_lowered, blocks[len(first) :])]


def _lowered(block: Block) -> Block:
    return replace(block, level=max(block.level, 2)) if block.kind == "heading" else block
