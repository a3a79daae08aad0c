"""Rows of tables and of tables of contents among the lines of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tts.model import Block, Change
from tts.sources.pdf.blocks import ITEM
from tts.sources.pdf.reading_order import Line

LEADER = re.compile(r"(?:[.·…]\s?){4,}\s*[\divxlc]+\s*$", re.IGNORECASE)
CONTENTS = re.compile(
    r"(?:table of )?contents|index|目\s*[录錄次]|inhalt\w*|sommaire|índice", re.IGNORECASE
)
LEAST_ROWS = 3
LONGEST_CHANGE = 300
"""Maximum characters of a table of contents in the list of omissions."""


def table_runs(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """The lines in order, in runs that are rows of a table and runs that are not."""
    run: list[Line] = []
    for rows in _row_groups(lines):
        if len(rows) < LEAST_ROWS:
            run += rows
            continue
        if run:
            yield False, run
        yield True, rows
        run = []
    if run:
        yield False, run


def _row_groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Consecutive rows together, any other line by itself."""
    rows: list[Line] = []
    for line in lines:
        if rows and not _is_next_row(rows[-1], line):
            yield rows
            rows = []
        if _is_row(line):
            rows.append(line)
        else:
            yield [line]
    if rows:
        yield rows


def _is_row(line: Line) -> bool:
    if len(line.cells) < 2 or LEADER.search(line.text):
        return False
    _, _, first = line.cells[0]
    return ITEM.match(f"{first} ") is None


def _is_next_row(row: Line, line: Line) -> bool:
    """Whether a line has as many cells as the row above it, each below one of them."""
    if row.region != line.region or len(row.cells) != len(line.cells):
        return False
    step = row.y - line.y
    if not 0 < step < 3 * row.size:
        return False
    for above, below in zip(row.cells, line.cells, strict=True):
        if above[0] >= below[1] or below[0] >= above[1]:
            return False
    return True


def table_block(rows: Sequence[Line]) -> Block:
    texts: list[str] = []
    for row in rows:
        cells = [text for _, _, text in row.cells]
        texts.append("\t".join(cells))
    return Block("table", "\n".join(texts))


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a page without a table of contents, which has dots before page numbers; and the
    removed lines."""
    led = [line for line in lines if LEADER.search(line.text)]
    if len(led) < LEAST_ROWS:
        return list(lines), []
    gone = set(led)
    kept: list[Line] = []
    for line in lines:
        is_heading = CONTENTS.fullmatch(line.text) is not None
        if line not in gone and not is_heading:
            kept.append(line)
    return kept, led


def contents_changes(led: Sequence[Line]) -> Iterator[Change]:
    entries: list[str] = []
    for line in led:
        entry = LEADER.sub("", line.text)
        entries.append(entry.strip())
    text = " ".join(entries)
    if len(text) > LONGEST_CHANGE:
        text = f"{text[:LONGEST_CHANGE]}…"
    if text:
        yield Change(text, "", "a table of contents or an index")
