"""Tables: of figures, with rows and cells, or a frame that a page lays out its text in."""

from __future__ import annotations

from typing import Any

from tts.sources.html.inline_elements import CELLS, HEADINGS, INLINE

LONGEST = 1000
"""Characters of a cell in a table of figures."""
PARAGRAPHS = 2
"""Paragraphs of a cell that make it a place for text."""
ROOM = 200
"""Characters of text that those have at least."""


def rows_of(table: Any) -> list[list[str]]:
    """The texts of its cells, row by row."""
    rows = table.iter("tr", "row")
    return [[_spaced(cell) for cell in row if cell.tag in CELLS] for row in rows]


def is_frame(table: Any) -> bool:
    """Whether a table is a frame around text: declared as one, of one column, or with another
    table, a heading, paragraphs or very long text in a cell."""
    if table.get("role") in ("presentation", "none"):
        return True
    if next(table.iterdescendants("table", "h1", "h2"), None) is not None:
        return True
    rows = rows_of(table)
    if max(map(len, rows), default=0) < 2:
        return True
    longest = max((len(text) for row in rows for text in row), default=0)
    if longest > LONGEST:
        return True
    return any(map(_holds_text, table.iter("td")))


def _holds_text(cell: Any) -> bool:
    """Whether a cell holds paragraphs, or sections with headings of their own."""
    blocks = list(cell.iterchildren("p", "blockquote", *HEADINGS))
    if len(blocks) < PARAGRAPHS:
        return False
    length = sum(len(one.text_content()) for one in blocks)
    return length > ROOM


def _spaced(element: Any) -> str:
    """Its text in one line, with a space between what stands in lines of its own."""
    parts = [element.text or ""]
    for child in element:
        seen = _spaced(child) if isinstance(child.tag, str) else ""
        apart = " " if isinstance(child.tag, str) and child.tag not in INLINE else ""
        parts += [apart, seen, apart, child.tail or ""]
    return " ".join("".join(parts).split()) if element.tag in CELLS else "".join(parts)
