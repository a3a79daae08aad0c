"""Footnotes of a PDF: lines in smaller type at the foot of a column, beginning with a number or
sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tts.sources.pdf.line_joining import joined, unmarked
from tts.sources.pdf.reading_order import LOWERED_AGAIN, RAISED, Cell, Line

SMALLER = 0.94
"""Size relative to the text's."""
_RAISED_MARK = rf"{RAISED}\s*(?P<raised>[^{LOWERED_AGAIN}]{{1,4}}?)\s*{LOWERED_AGAIN}"
_SIGN = r"(?P<sign>[*†‡§¶]+|[①-⑳])"
_BOXED = r"\[(?P<boxed>\d{1,3})\]"
_PLAIN = r"(?P<plain>\d{1,3})(?=[.\s]\s*\S)"
MARK = re.compile(rf"\s*(?:{_RAISED_MARK}|{_SIGN}|{_BOXED}|{_PLAIN})\.?\s*")
INNER = re.compile(rf"(?<=\S){RAISED}([^{LOWERED_AGAIN}]{{1,4}}){LOWERED_AGAIN}")


Noted = tuple[int, str]
"""A note's region and its text."""


def without_notes(
    lines: Sequence[Line], size: float, words: frozenset[str]
) -> tuple[list[Line], list[Noted]]:
    """The lines of a page without its footnotes and their marks, and the notes."""
    bodies = [line for line in lines if line.size > size * SMALLER]
    kept: list[Line] = []
    marks = set[str]()
    noted: list[Noted] = []
    regions = _by_region(lines)
    for region, column in regions.items():
        start = _start(column, size, bodies)
        kept += column[:start]
        notes = column[start:]
        for mark, text in _notes(notes, words):
            marks.add(mark)
            noted.append((region, text))
    rest = _without_marks(kept, frozenset(marks))
    return list(rest), noted


def _by_region(lines: Sequence[Line]) -> dict[int, list[Line]]:
    regions: dict[int, list[Line]] = {}
    for line in lines:
        column = regions.setdefault(line.region, [])
        column.append(line)
    return regions


def _without_marks(lines: Sequence[Line], marks: frozenset[str]) -> Iterator[Line]:
    """Lines without marks; a line with nothing else is removed."""
    for line in lines:
        text = unmarked(line.text, marks)
        if text.strip():
            cells = _cells(line, marks)
            yield replace(line, text=text, cells=cells)


def _cells(line: Line, marks: frozenset[str]) -> tuple[Cell, ...]:
    cells = []
    for left, right, text in line.cells:
        rest = unmarked(text, marks)
        cells.append((left, right, rest))
    return tuple(cells)


def _start(lines: Sequence[Line], size: float, bodies: Sequence[Line]) -> int:
    """Index where the notes of a column begin; the column's length if there are none."""
    none = len(lines)
    in_smaller = _start_in_smaller(lines, size)
    in_same = _start_in_same_size(lines)
    start = min(in_smaller, in_same)
    if start == none:
        return none
    noted = set(lines[start:])
    others = [line for line in bodies if line not in noted]
    if not others:
        return none
    note = lines[start]
    is_long = none - start > 2
    if is_long and note.y >= _middle(lines, others):
        return none
    for line in others:
        if line.y <= note.y and _is_over(line, note):
            return none
    return start


def _middle(lines: Sequence[Line], others: Sequence[Line]) -> float:
    """Half the height of text and column."""
    foot = lines[-1].y
    heights = [line.y for line in others]
    highest = max(heights)
    lowest = min(heights)
    bottom = min(foot, lowest)
    return (highest + bottom) / 2


def _start_in_smaller(lines: Sequence[Line], size: float) -> int:
    """The first line with a mark among those in smaller type at the foot."""
    first = len(lines)
    while first and lines[first - 1].size <= size * SMALLER:
        first -= 1
    for place in range(first, len(lines)):
        text = lines[place].text
        if MARK.match(text):
            return place
    return len(lines)


def _start_in_same_size(lines: Sequence[Line]) -> int:
    """The first line below a gap that begins with a superscript number, which also follows a word
    further up."""
    above: set[str] = set()
    last: Line | None = None
    for place, line in enumerate(lines):
        if last and _raised_mark(line) in above:
            gap = last.y - line.y
            least = 1.5 * line.size
            if gap > least:
                return place
        for mark in INNER.findall(line.text):
            above.add(mark.strip())
        last = line
    return len(lines)


def _raised_mark(line: Line) -> str:
    mark = MARK.match(line.text)
    if mark is None:
        return ""
    return mark["raised"] or ""


def _is_over(line: Line, note: Line) -> bool:
    if line.left >= note.right:
        return False
    return note.left < line.right


def _notes(lines: Sequence[Line], words: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Mark and text of each note."""
    sign = ""
    texts: list[str] = []
    for line in lines:
        text = line.text
        mark = MARK.match(text)
        if mark:
            if texts:
                yield sign, _note_text(texts, words)
            sign = next(filter(None, mark.groups()), "")
            texts = [text[mark.end() :]]
        else:
            texts.append(text)
    if texts:
        yield sign, _note_text(texts, words)


def _note_text(texts: Sequence[str], words: frozenset[str]) -> str:
    text = joined(texts, words)
    return unmarked(text, frozenset())
