"""Footnotes of a PDF: lines in smaller type at the foot of a column, a number or a sign in
front."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tts.sources.pdf.columns import LOWERED_AGAIN, RAISED, Line
from tts.sources.pdf.running_text import joined, unmarked

SMALLER = 0.94
"""Of the size of the text."""
MARK = re.compile(
    rf"\s*(?:{RAISED}\s*(?P<raised>[^{LOWERED_AGAIN}]{{1,4}}?)\s*{LOWERED_AGAIN}|(?P<sign>[*†‡§¶]+|[①-⑳])"
    r"|\[(?P<boxed>\d{1,3})\]|(?P<plain>\d{1,3})(?=[.\s]\s*\S))\.?\s*"
)
INNER = re.compile(rf"(?<=\S){RAISED}([^{LOWERED_AGAIN}]{{1,4}}){LOWERED_AGAIN}")


def without_notes(
    lines: Sequence[Line], size: float, words: frozenset[str]
) -> tuple[list[Line], list[tuple[int, str]]]:
    """The lines of one page without its footnotes and their marks, and the notes, each with its
    region."""
    regions: dict[int, list[Line]] = {}
    for line in lines:
        regions.setdefault(line.region, []).append(line)
    bodies = [line for line in lines if line.size > size * SMALLER]
    kept: list[Line] = []
    noted: list[tuple[int, str, str]] = []
    for region, part in regions.items():
        start = _start(part, size, bodies)
        kept += part[:start]
        noted += [(region, mark, text) for mark, text in _notes(part[start:], words)]
    marks = frozenset(mark for _, mark, _ in noted)
    rest = []
    for line in kept:
        text = unmarked(line.text, marks)
        if text.strip():
            rest.append(replace(line, text=text, cells=_cells(line, marks)))
    return rest, [(region, text) for region, _, text in noted]


def _cells(line: Line, marks: frozenset[str]) -> tuple[tuple[float, float, str], ...]:
    cells = []
    for left, right, text in line.cells:
        cells.append((left, right, unmarked(text, marks)))
    return tuple(cells)


def _start(lines: Sequence[Line], size: float, bodies: Sequence[Line]) -> int:
    """Where the notes of a column begin; its length where there are none."""
    first = len(lines)
    while first and lines[first - 1].size <= size * SMALLER:
        first -= 1
    start = next((n for n in range(first, len(lines)) if MARK.match(lines[n].text)), len(lines))
    start = min(start, _start_in_same_size(lines))
    if start == len(lines) or not bodies:
        return len(lines)
    noted = set(lines[start:])
    others = [line for line in bodies if line not in noted]
    if not others:
        return len(lines)
    note = lines[start]
    heights = [line.y for line in others]
    middle = (max(heights) + min(lines[-1].y, *heights)) / 2
    low = note.y < middle or len(lines) - start <= 2
    over = [line for line in others if _is_over(line, note)]
    below = all(line.y > note.y for line in over)
    return start if low and below else len(lines)


def _start_in_same_size(lines: Sequence[Line]) -> int:
    """The first line with a gap above it that begins with a raised number, which stands behind a
    word further up."""
    marks = [MARK.match(line.text) for line in lines]
    above: set[str] = set()
    for n, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        raised = (mark["raised"] or "") if mark else ""
        if raised in above and n and lines[n - 1].y - line.y > 1.5 * line.size:
            return n
        above |= {found.strip() for found in INNER.findall(line.text)}
    return len(lines)


def _is_over(line: Line, note: Line) -> bool:
    return line.left < note.right and note.left < line.right


def _notes(lines: Sequence[Line], words: frozenset[str]) -> list[tuple[str, str]]:
    """Mark and text of each note."""
    notes: list[tuple[str, list[str]]] = []
    for line in lines:
        mark = MARK.match(line.text)
        if mark:
            sign = next(filter(None, mark.groups()), "")
            notes.append((sign, [line.text[mark.end() :]]))
        elif notes:
            notes[-1][1].append(line.text)
        else:
            notes.append(("", [line.text]))
    found = []
    for sign, texts in notes:
        text = unmarked(joined(texts, words), frozenset())
        found.append((sign, text))
    return found
