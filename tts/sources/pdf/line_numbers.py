"""The numbers of lines in the margin of a manuscript, which are for the eye."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tts.model import Change
from tts.sources.pdf.columns import Line
from tts.sources.plain import PAUSED, columns

FEWEST = 5
"""Numbered lines of a page, at least. A list may have as many: its items end with their lines."""
LONGEST_NUMBER = 4
LONG = 40
"""Columns that most numbered lines of a running text have at least."""
ALIGNED = 3.0
"""Points that the edge of a number may stand aside from that of the first."""


def without_line_numbers(
    pages: Sequence[Sequence[Line]],
) -> tuple[list[list[Line]], list[Change]]:
    """The lines of each page without their numbers, and what the numbers were, told once."""
    kept: list[list[Line]] = []
    dropped: list[str] = []
    for lines in pages:
        numbered = _numbered(lines)
        dropped += [line.cells[0][2] for line in numbered]
        known = set(numbered)
        kept.append([rest for line in lines for rest in _rest(line, known)])
    if not dropped:
        return kept, []
    return kept, [Change(f"{dropped[0]} … {dropped[-1]}", "", "line numbers")]


def _numbered(lines: Sequence[Line]) -> list[Line]:
    """Those that begin with a number of a line; none where the numbers count something else."""
    found = [line for line in lines if _has_number(line)]
    aligned = [line for line in found if abs(line.cells[0][1] - found[0].cells[0][1]) <= ALIGNED]
    numbers = [int(line.cells[0][2]) for line in aligned]
    follow = all(after == before + 1 for before, after in pairwise(numbers))
    if len(aligned) < FEWEST or not follow:
        return []
    texts = [line.cells[-1][2] for line in aligned if len(line.cells) > 1]
    running = [text for text in texts if columns(text) >= LONG and not PAUSED.search(text)]
    return aligned if len(running) * 2 > len(texts) else []


def _has_number(line: Line) -> bool:
    text = line.cells[0][2]
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


def _rest(line: Line, numbered: set[Line]) -> Iterator[Line]:
    """The line without its number; nothing where that was all."""
    if line not in numbered:
        yield line
    elif cells := line.cells[1:]:
        text = " ".join(text for _, _, text in cells)
        yield replace(line, text=text, left=cells[0][0], cells=cells)
