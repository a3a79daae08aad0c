"""A table of the script -> XHTML, each row in an element that can be highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tts.episode.epub.xhtml import clean, element, lines
from tts.show.saved_script import SavedSentence

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[str, ...]
    id: str = ""
    """Id for highlighting; empty if the row is not heard by itself."""


def rows_of(text: str, name: str = "") -> Iterator[Row]:
    """The rows of a table as written in the article."""
    for line in text.splitlines():
        cells = line.split("\t")
        yield Row(tuple(cells), name)


def rows_heard(sentences: Iterable[tuple[str, SavedSentence]]) -> Iterator[Row]:
    """A sentence is a row; the column names, which are spoken with every cell, come from the first
    sentence. Sentences come with their ids."""
    is_first = True
    for name, sentence in sentences:
        rows = list(rows_of(sentence["text"]))
        if is_first and len(rows) > 1:
            yield rows.pop(0)
        is_first = False
        for place, row in enumerate(rows):
            yield Row(row.cells, "" if place else name)


def table(rows: Sequence[Row], attributes: Mapping[str, str]) -> str:
    """The XHTML of a table. The first row has the column names, unless it contains numbers."""
    columns = 0
    for row in rows:
        columns = max(columns, len(row.cells))
    named = len(rows) > 1
    if named and any(map(_DIGIT.search, rows[0].cells)):
        named = False
    written: list[str] = []
    tag = "th" if named else "td"
    for row in rows:
        is_first = not written
        cells = _padded(row.cells, columns, in_front=is_first)
        inside = [f"<{tag}>{clean(cell)}</{tag}>" for cell in cells]
        written.append(element("tr", "".join(inside), {"id": row.id}))
        tag = "td"
    body = element("tbody", lines(*written))
    return element("table", lines(body), attributes)


def _padded(cells: Sequence[str], columns: int, *, in_front: bool) -> list[str]:
    """A row with as many cells as there are columns: the corner above the row names is empty, and
    not in the script."""
    missing = columns - len(cells)
    lacking = [""] * missing
    is_corner = missing == 1 or len(cells) > 1
    if in_front and is_corner:
        return [*lacking, *cells]
    return [*cells, *lacking]
