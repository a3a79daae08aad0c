"""Tables: data in rows and cells, or layout for a page's text."""

from __future__ import annotations

from typing import Any

from tts.sources.html.inline_elements import CELLS, HEADINGS, INLINE

LONGEST = 1000
"""Maximum characters of a cell in a data table."""
PARAGRAPHS = 2
"""Paragraphs in a cell that make it layout."""
ROOM = 200
"""Minimum characters of text in them."""


def rows_of(table: Any) -> list[list[str]]:
    """The texts of a table's cells, row by row."""
    rows = table.iter("tr", "row")
    return [[_spaced(cell) for cell in row if cell.tag in CELLS] for row in rows]


def is_frame(table: Any) -> bool:
    """Whether a table is layout: declared as such, with one column, or with another table, a
    heading, paragraphs or very long text in a cell."""
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
    """Whether a cell contains paragraphs, or sections with their own headings."""
    blocks = list(cell.iterchildren("p", "blockquote", *HEADINGS))
    if len(blocks) < PARAGRAPHS:
        return False
    length = sum(len(one.text_content()) for one in blocks)
    return length > ROOM


def _spaced(element: Any) -> str:
    """Its text on one line, with spaces between what is on separate lines."""
    parts = [element.text or ""]
    for child in element:
        seen = _spaced(child) if isinstance(child.tag, str) else ""
        apart = " " if isinstance(child.tag, str) and child.tag not in INLINE else ""
        parts += [apart, seen, apart, child.tail or ""]
    return " ".join("".join(parts).split()) if element.tag in CELLS else "".join(parts)
