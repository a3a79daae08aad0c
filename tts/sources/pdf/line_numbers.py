"""Line numbers in the margin of a manuscript, which are not read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tts.model import Change
from tts.sources.pdf.reading_order import Line
from tts.sources.plain import PAUSED, columns

FEWEST = 5
"""Minimum number of numbered lines on a page. A list may have as many, but its items end with their
lines."""
LONGEST_NUMBER = 4
LONG = 40
"""Minimum columns of most numbered lines in running text."""
ALIGNED = 3.0
"""Tolerance in points for the alignment of numbers."""


def without_line_numbers(
    pages: Sequence[Sequence[Line]],
) -> tuple[list[list[Line]], list[Change]]:
    """The lines of each page without their numbers, which are listed once."""
    kept: list[list[Line]] = []
    dropped: list[str] = []
    for lines in pages:
        numbered = _numbered(lines)
        dropped += map(_first_text, numbered)
        rest = _without_numbers(lines, set(numbered))
        kept.append(list(rest))
    if not dropped:
        return kept, []
    first = dropped[0]
    last = dropped[-1]
    return kept, [Change(f"{first} … {last}", "", "line numbers")]


def _numbered(lines: Sequence[Line]) -> list[Line]:
    """Those that begin with a line number; none if the numbers mean something else."""
    aligned = _aligned([line for line in lines if _has_number(line)])
    if len(aligned) < FEWEST:
        return []
    numbers = map(int, map(_first_text, aligned))
    for before, after in pairwise(numbers):
        if after != before + 1:
            return []
    return aligned if _is_running_text(aligned) else []


def _aligned(numbered: Sequence[Line]) -> list[Line]:
    """Those whose number is aligned with the first one."""
    aligned: list[Line] = []
    edge = None
    for line in numbered:
        _, right, _ = line.cells[0]
        if edge is None:
            edge = right
        if abs(right - edge) <= ALIGNED:
            aligned.append(line)
    return aligned


def _is_running_text(numbered: Sequence[Line]) -> bool:
    """Whether most lines are long and continue on the next one, unlike those of a list."""
    count = running = 0
    for line in numbered:
        if len(line.cells) == 1:
            continue
        _, _, text = line.cells[-1]
        count += 1
        if columns(text) >= LONG and not PAUSED.search(text):
            running += 1
    return running * 2 > count


def _first_text(line: Line) -> str:
    _, _, text = line.cells[0]
    return text


def _has_number(line: Line) -> bool:
    text = _first_text(line)
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


def _without_numbers(lines: Sequence[Line], numbered: set[Line]) -> Iterator[Line]:
    """The lines without their numbers; a line with nothing else is removed."""
    for line in lines:
        if line not in numbered:
            yield line
            continue
        cells = line.cells[1:]
        if cells:
            left, _, _ = cells[0]
            texts = [text for _, _, text in cells]
            yield replace(line, text=" ".join(texts), left=left, cells=cells)
