"""Fragments of a page -> lines in the order in which they are read: columns, and what stands across
them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tts.sources.html.superscripts import lowered
from tts.sources.pdf.page import Fragment, Span
from tts.sources.plain import columns, join_lines

RAISED, LOWERED_AGAIN = "\ue010", "\ue011"
"""Around what is raised, until it is known whether it is the mark of a note."""

LEAST_LINES = 3
"""Lines of a column, beside another one that is longer."""
LEAST_COLUMNS = 12
"""Signs (a Han character counts two) of a line in a column of text, on average: a table's cells
have fewer."""
FULL = 0.6
"""Of a column's width that its lines have on average."""
JUSTIFIED = 0.93
"""Of a column's width that a full line has."""
LEAST_FULL, LEAST_FULL_PART = 5, 0.25
"""Full lines that make a column, and their part of all: between them may stand formulas."""
NARROWEST = 0.15
"""Of the width around them that a column has."""
CELL_GAP = 1.1
"""In ems: what is further apart on a line are two cells."""
TOUCHING = 0.12
"""In ems: no space is as narrow."""
WIDEST = 15_000
"""Points of a page; PDF allows no more (ISO 32000-1, annex C)."""
DEEPEST = 4
"""Columns within columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column; points."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    """All of it."""
    page: int
    region: int
    """Lines of one column, or of what stands across all columns, share it; counted through the
    document."""
    cells: tuple[tuple[float, float, str], ...]
    """Parts with wide gaps between: left, right, text. One where there are no gaps."""
    mono: bool = False

    @property
    def width(self) -> float:
        return self.right - self.left


def lines_of(fragments: Sequence[Fragment], page: int, region: int) -> list[Line]:
    """The lines in order; `region` is the number of the first region."""
    done: list[Line] = []
    for part in _regions(list(fragments), 0):
        rows = list(_rows(part))
        done += [_line(row, page, region) for row in rows]
        region += 1
    return done


def _regions(fragments: list[Fragment], depth: int) -> Iterator[list[Fragment]]:
    """Stretches of the page that are read from top to bottom, in order."""
    gutter = _gutter(fragments) if depth < DEEPEST else None
    if gutter is None:
        yield fragments
        return
    whole: list[Fragment] = []
    for across, band in _bands(fragments, gutter):
        whole += across
        left, right = _sides(band, gutter)
        if not _are_columns(left, right):
            whole += band
            continue
        if whole:
            yield whole
            whole = []
        yield from _regions(left, depth + 1)
        yield from _regions(right, depth + 1)
    if whole:
        yield whole


def _gutter(fragments: list[Fragment]) -> float | None:
    """Where the gap between two columns is; None on a page that has none."""
    if len(fragments) < 2 * LEAST_LINES:
        return None
    left, right = min(f.left for f in fragments), max(f.right for f in fragments)
    width = right - left
    if not 20 < width < WIDEST:
        return None
    cover = _cover(fragments, left, int(width) + 2)
    inner = range(int(width * NARROWEST), int(width * (1 - NARROWEST)))
    least = min((cover[place] for place in inner), default=0)
    size = Counter(round(f.size) for f in fragments).most_common(1)[0][0]
    for spare in (0, 1, 2, 4):
        for start, end in _gaps(cover, inner, least + spare):
            gutter = left + (start + end) / 2
            if end - start >= 0.5 * size and any(
                _are_columns(*_sides(band, gutter)) for _, band in _bands(fragments, gutter)
            ):
                return gutter
    return None


def _cover(fragments: Sequence[Fragment], left: float, size: int) -> list[int]:
    """How many fragments there are above each point of the page's width."""
    steps = [0] * (size + 1)
    for fragment in fragments:
        steps[math.floor(fragment.left - left)] += 1
        steps[math.ceil(fragment.right - left)] -= 1
    return list(accumulate(steps))


def _gaps(cover: list[int], inner: range, most: int) -> list[tuple[int, int]]:
    """Stretches that at most so many fragments cross, the widest first."""
    gaps: list[tuple[int, int]] = []
    start = None
    for place in (*inner, inner.stop):
        free = place < inner.stop and cover[place] <= most
        if free and start is None:
            start = place
        elif not free and start is not None:
            gaps.append((start, place))
            start = None
    return sorted(gaps, key=lambda gap: gap[0] - gap[1])[:3]


def _bands(
    fragments: list[Fragment], gutter: float
) -> Iterator[tuple[list[Fragment], list[Fragment]]]:
    """From top to bottom: what stands across the gutter, and what stands beside it below that."""
    across: list[Fragment] = []
    band: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: -f.y):
        if fragment.left < gutter - 1 and fragment.right > gutter + 1:
            if band:
                yield across, band
                across, band = [], []
            across.append(fragment)
        else:
            band.append(fragment)
    yield across, band


def _sides(band: list[Fragment], gutter: float) -> tuple[list[Fragment], list[Fragment]]:
    return [f for f in band if f.right <= gutter + 1], [f for f in band if f.right > gutter + 1]


def _are_columns(left: list[Fragment], right: list[Fragment]) -> bool:
    """Whether two sides are columns of text and not of a table: lines that fill them, beside each
    other."""
    if not left or not right:
        return False
    sides = [list(_rows(side)) for side in (left, right)]
    counts = sorted(map(len, sides))
    if (
        counts[1] < LEAST_LINES + 1
        or counts[0] < LEAST_LINES - 1
        or not all(map(_is_filled, sides))
    ):
        return False
    return _beside(left, right) and all(
        _width(one) >= NARROWEST * _width(left + right) for one in (left, right)
    )


def _is_filled(rows: list[list[Fragment]]) -> bool:
    width = _width([fragment for row in rows for fragment in row])
    widths = [_width(row) for row in rows]
    mean = sum(widths) / len(rows)
    full = sum(1 for row in widths if row >= JUSTIFIED * width)
    signs = sum(columns(fragment.text) for row in rows for fragment in row) / len(rows)
    filled = mean >= FULL * width or full >= max(LEAST_FULL, LEAST_FULL_PART * len(rows))
    return filled and signs >= LEAST_COLUMNS


def _beside(left: list[Fragment], right: list[Fragment]) -> bool:
    """Whether they share half of the height of the shorter one."""
    bottom = max(min(f.y for f in side) for side in (left, right))
    top = min(max(f.y for f in side) for side in (left, right))
    shorter = min(max(f.y for f in side) - min(f.y for f in side) for side in (left, right))
    return top - bottom >= 0.5 * shorter


def _width(fragments: Sequence[Fragment]) -> float:
    return max(f.right for f in fragments) - min(f.left for f in fragments)


def _rows(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Fragments on one line, from the left, the highest line first."""
    row: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.left)):
        main = max(row, key=lambda f: f.size) if row else fragment
        if row and main.y - fragment.y > 0.5 * max(main.size, fragment.size):
            yield sorted(row, key=lambda f: f.left)
            row = []
        row.append(fragment)
    if row:
        yield sorted(row, key=lambda f: f.left)


def _line(row: list[Fragment], page: int, region: int) -> Line:
    spans = [span for fragment in row for span in fragment.spans]
    main = _main(spans)
    cells: list[tuple[float, float, str]] = []
    for fragment in row:
        text = "".join(_shown(span, main) for span in fragment.spans)
        if cells and fragment.left - cells[-1][1] < CELL_GAP * main.size:
            left, right, before = cells.pop()
            close = fragment.left - right < TOUCHING * main.size
            cells.append(
                (
                    left,
                    max(right, fragment.right),
                    before + text if close else join_lines([before, text]),
                )
            )
        else:
            cells.append((fragment.left, fragment.right, text.strip()))
    letters = [(span, sum(map(str.isalnum, span.text))) for span in spans]
    total = sum(count for _, count in letters)
    bold = total > 0 and sum(count for span, count in letters if span.bold) >= 0.9 * total
    mono = sum(len(span.text) for span in spans if span.mono) >= 0.9 * sum(
        len(span.text) for span in spans
    )
    text = " ".join(text for _, _, text in cells)
    left, right = min(f.left for f in row), max(f.right for f in row)
    return Line(text, left, right, main.y, main.size, bold, page, region, tuple(cells), mono)


def _main(spans: list[Span]) -> Span:
    """The type and base line of most of a line's letters."""
    weight: Counter[tuple[float, float]] = Counter()
    for span in spans:
        weight[round(span.size, 1), round(span.y, 1)] += len(span.text)
    best = weight.most_common(1)[0][0]
    return next(span for span in spans if (round(span.size, 1), round(span.y, 1)) == best)


def _shown(span: Span, main: Span) -> str:
    """A span as it is written in a line of one height."""
    if span.size > 0.88 * main.size:
        return span.text
    if span.y > main.y + 0.12 * main.size:
        space = " " if span.text.startswith(" ") else ""
        return f"{space}{RAISED}{span.text.strip()}{LOWERED_AGAIN}"
    if span.y < main.y - 0.05 * main.size:
        return lowered(span.text)
    return span.text
