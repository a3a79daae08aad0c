"""A page of an EPUB -> blocks, each with its place on the page, and the notes that are referred
to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from tts.model import Block, Change
from tts.sources.epub.markup import body_of, flat, kinds_of
from tts.sources.epub.notes import (
    HEADS,
    Key,
    Notes,
    Resolve,
    elements_of,
    ids_of,
    is_declared,
    marks_in,
    place_of,
)
from tts.sources.html.blocks import SILENT, placed_blocks
from tts.sources.html.boilerplate import REASONS, SILENT_KINDS, is_hidden
from tts.sources.html.book_page import dress
from tts.sources.html.math import write_formulas
from tts.sources.plain import columns

BRACKETS = "[]()（）【】〔〕"


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says. Places are the order of its elements, from 0."""

    blocks: tuple[tuple[int, Block], ...]
    notes: tuple[tuple[int, str], ...]
    """Notes by the place of their mark, or their own."""
    places: dict[str, int]
    """Where ids are."""
    changes: tuple[Change, ...]
    breaks: tuple[str, ...]
    """Numbers of printed pages that were marked."""
    title: str = ""
    """What its head calls it."""
    kinds: tuple[str, ...] = ()
    """What the whole of it says it is."""
    links: int = 0

    @property
    def size(self) -> int:
        return sum(columns(block.text) for _, block in self.blocks)


def read_page(path: str, root: Any, notes: Notes, resolve: Resolve) -> PageText:
    """The blocks of a page; what is not read of it is told."""
    body = body_of(root)
    order = {element: place for place, element in enumerate(root.iter())}
    places = {name: _place(element, order) for name, element in ids_of(root).items()}
    title = next((flat(element) for element in root.iter("title")), "")
    kinds = tuple(
        kind for element in (body, *(body if len(body) == 1 else ())) for kind in kinds_of(element)
    )
    links = sum(1 for _ in body.iter("a"))
    breaks = tuple(_page_breaks(body))
    write_formulas(body)
    notes_found = list(_notes(path, body, notes, resolve, order))
    changes = [*_hidden(body), *_silent(body)]
    dress(body)
    blocks, last = [], 0
    for placed in placed_blocks(body):
        last = max(last, order.get(placed.element, last))
        blocks.append((last, placed.block))
    return PageText(
        tuple(blocks), tuple(notes_found), places, tuple(changes), breaks, title, kinds, links
    )


def _place(element: Any, order: dict[Any, int]) -> int:
    """Where an id is: an anchor in front of a block's text stands for the block."""
    while element.tag in ("a", "span") and (parent := element.getparent()) is not None:
        before = [*element.itersiblings(preceding=True)]
        leading = not before and not (parent.text or "").strip()
        if not leading or parent.tag not in (*HEADS, "p", "span", "a", "div"):
            break
        element = parent
    return order[element]


def _page_breaks(body: Any) -> Iterator[str]:
    for element in list(body.iter(etree.Element)):
        if "pagebreak" in kinds_of(element) and element.getparent() is not None:
            if number := flat(element) or element.get("title") or element.get("aria-label") or "":
                yield number
            element.drop_tree()


def _notes(
    path: str, body: Any, notes: Notes, resolve: Resolve, order: dict[Any, int]
) -> Iterator[tuple[int, str]]:
    """Take the marks and the notes out; what the marks refer to is told where they stand."""
    seen: set[Key] = set()
    for link, key in list(marks_in(path, body, resolve)):
        if key not in notes or link.getparent() is None:
            continue
        if key not in seen and notes.texts[key]:
            seen.add(key)
            yield order[link], notes.texts[key]
        _drop_mark(link)
    here = frozenset(name for page, name in notes.texts if page == path)
    ids = ids_of(body)
    noted = [
        element for name in here & ids.keys() for element in elements_of(place_of(ids[name]), here)
    ]
    for element in noted:
        if element.getparent() is not None:
            element.drop_tree()
    for element in [
        element
        for element in body.iter("aside", "div", "li", "p", "section")
        if is_declared(element)
    ]:
        if any(one is body for one in element.iterancestors()) and (text := flat(element)):
            yield order[element], text
            element.drop_tree()


def _drop_mark(link: Any) -> None:
    """With the element that raises it, and the brackets around it."""
    parent = link.getparent()
    if (
        parent is not None
        and parent.tag in ("sup", "span")
        and flat(parent).strip("[]()（）【】〔〕") in ("", flat(link))
    ):
        link = parent
    link.drop_tree()


def _hidden(body: Any) -> Iterator[Change]:
    for element in list(body.iter(etree.Element)):
        if element is not body and element.getparent() is not None and is_hidden(element):
            if text := flat(element):
                yield Change(text, "", "hidden on the page")
            element.drop_tree()


def _silent(body: Any) -> Iterator[Change]:
    """What is not read as text: menus, formulas in markup, players."""
    for element in list(body.iter(*(tag for tag in SILENT_KINDS if tag in SILENT))):
        text = flat(element)
        if text and not any(one.tag in SILENT for one in element.iterancestors()):
            yield Change(text, "", REASONS[SILENT_KINDS[element.tag]])
