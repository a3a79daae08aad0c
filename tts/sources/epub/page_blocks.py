"""A page of an EPUB -> blocks, each with its place on the page, and the notes that are referred
to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from tts.model import Block, Change
from tts.sources.epub.footnotes import (
    HEADS,
    Key,
    Notes,
    Resolve,
    elements_of,
    ids_of,
    is_declared,
    is_surely_mark,
    marks_in,
    place_of,
)
from tts.sources.epub.xml_trees import body_of, flat, kinds_of
from tts.sources.html.blocks import SILENT, placed_blocks
from tts.sources.html.boilerplate import REASONS, SILENT_KINDS, is_hidden
from tts.sources.html.book_markup import write_out_markup
from tts.sources.html.math import TAG as FORMULA
from tts.sources.html.math import write_formulas
from tts.sources.html.page_numbers import drop_page_numbers
from tts.sources.plain import columns

ICONS = "names of icons and ornaments"
LICENCE = "the head and the licence of Project Gutenberg"
LONGEST_TOLD = 300
"""Maximum characters of an omission in the list of changes."""
BRACKETS = "[]()（）【】〔〕"


@dataclass(frozen=True, slots=True)
class PageText:
    """The content of a page. Positions are the order of its elements, from 0."""

    blocks: tuple[tuple[int, Block], ...]
    notes: tuple[tuple[int, str], ...]
    """Notes by the position of their mark, or their own."""
    places: dict[str, int]
    """Positions of ids."""
    changes: tuple[Change, ...]
    breaks: tuple[str, ...]
    """Numbers of marked printed pages."""
    title: str = ""
    """Title in its head."""
    kinds: tuple[str, ...] = ()
    """Declared kinds of the whole page."""
    links: int = 0

    @property
    def size(self) -> int:
        return sum(columns(block.text) for _, block in self.blocks)


def read_page(
    path: str, root: Any, notes: Notes, resolve: Resolve, alts: Mapping[str, int]
) -> PageText:
    """The blocks of a page, and a list of what is not read. `alts` counts the alternative texts in
    the book."""
    body = body_of(root)
    order = {element: place for place, element in enumerate(root.iter())}
    places = {}
    for name, element in ids_of(root).items():
        places[name] = _place(element, order)
    title = next(map(flat, root.iter("title")), "")
    kinds = list(kinds_of(body))
    if len(body) == 1:
        kinds += kinds_of(body[0])
    links = sum(1 for _ in body.iter("a"))
    breaks = tuple(drop_page_numbers(body))
    write_formulas(body)
    _mark_formulas(body)
    lost = list(_lost_marks(path, body, notes, resolve))
    notes_found = list(_notes(path, body, notes, resolve, order))
    changes = [*lost, *_hidden(body), *_licence(body), *_silent(body)]
    changes += [Change(name, "", ICONS) for name in write_out_markup(body, alts)]
    blocks, last = [], 0
    for placed in placed_blocks(body):
        last = max(last, order.get(placed.element, last))
        blocks.append((last, placed.block))
    return PageText(
        tuple(blocks),
        tuple(notes_found),
        places,
        tuple(changes),
        breaks,
        title,
        tuple(kinds),
        links,
    )


def _mark_formulas(body: Any) -> None:
    """Mark paragraphs that are declared as formulas."""
    for element in body.iter("p"):
        if element.get("role") == "math":
            element.tag = FORMULA


def _place(element: Any, order: dict[Any, int]) -> int:
    """The position of an id: an anchor before a block's text stands for the block."""
    while element.tag in ("a", "span") and (parent := element.getparent()) is not None:
        before = [*element.itersiblings(preceding=True)]
        leading = not before and not (parent.text or "").strip()
        if not leading or parent.tag not in (*HEADS, "p", "span", "a", "div"):
            break
        element = parent
    return order[element]


def _lost_marks(path: str, body: Any, notes: Notes, resolve: Resolve) -> Iterator[Change]:
    """Remove marks of notes that are missing in the book; they are listed as one."""
    lost = []
    for link, key in marks_in(path, body, resolve):
        if key in notes:
            continue
        if is_surely_mark(link, lost=key in notes.lost):
            lost.append(link)
    text = " ".join(map(flat, lost)).strip()
    if text:
        yield Change(text, "", "marks of notes that are missing from the book")
    for link in lost:
        _drop_mark(link)


def _notes(
    path: str, body: Any, notes: Notes, resolve: Resolve, order: dict[Any, int]
) -> Iterator[tuple[int, str]]:
    """Remove the marks and the notes; the notes are inserted at the position of their mark."""
    seen: set[Key] = set()
    for link, key in list(marks_in(path, body, resolve)):
        if key not in notes or link.getparent() is None:
            continue
        if key not in seen and notes.texts[key]:
            seen.add(key)
            yield order[link], notes.texts[key]
        _drop_mark(link)
    _drop_notes(path, body, notes)
    yield from _unmarked(body, order)


def _drop_notes(path: str, body: Any, notes: Notes) -> None:
    """Remove the notes that marks refer to."""
    here = frozenset(name for page, name in notes.texts if page == path)
    ids = ids_of(body)
    noted = []
    for name in here & ids.keys():
        place = place_of(ids[name])
        noted += elements_of(place, here)
    for element in noted:
        if element.getparent() is not None:
            element.drop_tree()


def _unmarked(body: Any, order: dict[Any, int]) -> Iterator[tuple[int, str]]:
    """Remove declared notes without a mark."""
    elements = body.iter("aside", "div", "li", "p", "section")
    for element in list(filter(is_declared, elements)):
        inside = any(one is body for one in element.iterancestors())
        text = flat(element)
        if inside and text:
            yield order[element], text
            element.drop_tree()


def _drop_mark(link: Any) -> None:
    """Remove a mark with its superscript element, and the brackets around it."""
    parent = link.getparent()
    if parent is not None and parent.tag in ("sup", "span"):
        inside = flat(parent).strip(BRACKETS)
        if inside in ("", flat(link)):
            link = parent
    link.drop_tree()


def _hidden(body: Any) -> Iterator[Change]:
    for element in list(body.iter(etree.Element)):
        if element is not body and element.getparent() is not None and is_hidden(element):
            if text := flat(element):
                yield Change(text, "", "hidden on the page")
            element.drop_tree()


def _licence(body: Any) -> Iterator[Change]:
    """Project Gutenberg's header and licence, which its books mark."""
    for element in list(body.iter("section", "div")):
        names = (element.get("class") or "").split()
        is_marked = "pg-boilerplate" in names or element.get("id") in ("pg-header", "pg-footer")
        if is_marked and element.getparent() is not None:
            text = " ".join(" ".join(element.itertext()).split())
            yield Change(text[:LONGEST_TOLD], "", LICENCE)
            element.drop_tree()


def _silent(body: Any) -> Iterator[Change]:
    """Elements that are not read as text: menus, formulas in markup, players."""
    tags = SILENT_KINDS.keys() & SILENT
    for element in list(body.iter(*sorted(tags))):
        inside = any(one.tag in SILENT for one in element.iterancestors())
        text = flat(element)
        if text and not inside:
            kind = SILENT_KINDS[element.tag]
            yield Change(text, "", REASONS[kind])
