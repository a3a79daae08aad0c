"""Fragments of a page -> lines in reading order: columns, and what spans them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from tts.sources.html.superscripts import lowered
from tts.sources.pdf.page_text import Fragment, Span
from tts.sources.plain import columns, join_lines

RAISED, LOWERED_AGAIN = "\ue010", "\ue011"
"""Marks around superscripts, until it is known whether they are marks of notes."""

LEAST_LINES = 3
"""Minimum lines of a column next to a longer one."""
LEAST_COLUMNS = 12
"""Minimum average columns of characters (a Han character counts two) of a line in a text column: a
table's cells have fewer."""
FULL = 0.6
"""Average share of a column's width that its lines fill."""
JUSTIFIED = 0.93
"""Share of a column's width that a full line fills."""
LEAST_FULL, LEAST_FULL_PART = 5, 0.25
"""Minimum full lines of a column, and their share of all, because there may be formulas between
them."""
NARROWEST = 0.15
"""Minimum width of a column, relative to the surrounding width."""
CELL_GAP = 1.1
"""In ems: a wider gap separates cells."""
TOUCHING = 0.12
"""In ems: no space is as narrow."""
WIDEST = 15_000
"""Maximum points of a page; PDF allows no more (ISO 32000-1, annex C)."""
DEEPEST = 4
"""Maximum nesting of columns."""


Cell = tuple[float, float, str]
"""Left, right, text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column; coordinates in points."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    """The whole line."""
    page: int
    region: int
    """Shared by the lines of one column, or of text across all columns; numbered through the
    document."""
    cells: tuple[Cell, ...]
    """Parts separated by wide gaps; one if there are no such gaps."""
    mono: bool = False

    @property
    def width(self) -> float:
        return self.right - self.left


def lines_of(fragments: Sequence[Fragment], page: int, region: int) -> list[Line]:
    """The lines in order; `region` is the number of the first region."""
    done: list[Line] = []
    for part in _regions(list(fragments), 0):
        for row in _rows(part):
            line = _line(row, page, region)
            done.append(line)
        region += 1
    return done


def _regions(fragments: list[Fragment], depth: int) -> Iterator[list[Fragment]]:
    """Parts of the page that are read from top to bottom, in order."""
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
    """The position of the gap between two columns; None on a page without one."""
    if len(fragments) < 2 * LEAST_LINES:
        return None
    left = min(f.left for f in fragments)
    width = _width(fragments)
    if not 20 < width < WIDEST:
        return None
    cover = _cover(fragments, left, int(width) + 2)
    for start, end in _wide_gaps(fragments, cover, width):
        gutter = left + (start + end) / 2
        if _parts_columns(fragments, gutter):
            return gutter
    return None


def _wide_gaps(
    fragments: list[Fragment], cover: list[int], width: float
) -> Iterator[tuple[int, int]]:
    """Gaps that may separate columns: those crossed by the fewest fragments first."""
    first = int(width * NARROWEST)
    end = int(width * (1 - NARROWEST))
    inner = range(first, end)
    least = min(cover[first:end], default=0)
    sizes = Counter(round(f.size) for f in fragments)
    size = sizes.most_common(1)[0][0]
    for spare in (0, 1, 2, 4):
        for gap in _gaps(cover, inner, least + spare):
            if gap[1] - gap[0] >= 0.5 * size:
                yield gap


def _parts_columns(fragments: list[Fragment], gutter: float) -> bool:
    """Whether a gutter separates columns somewhere on the page."""
    for _, band in _bands(fragments, gutter):
        left, right = _sides(band, gutter)
        if _are_columns(left, right):
            return True
    return False


def _cover(fragments: Sequence[Fragment], left: float, size: int) -> list[int]:
    """The number of fragments above each point of the page's width."""
    steps = [0] * (size + 1)
    for fragment in fragments:
        first = math.floor(fragment.left - left)
        last = math.ceil(fragment.right - left)
        steps[first] += 1
        steps[last] -= 1
    return list(accumulate(steps))


def _gaps(cover: list[int], inner: range, most: int) -> list[tuple[int, int]]:
    """Stretches crossed by at most `most` fragments, the widest first."""
    gaps: list[tuple[int, int]] = []
    start = None
    for place in (*inner, inner.stop):
        is_free = place < inner.stop and cover[place] <= most
        if is_free and start is None:
            start = place
        elif start is not None and not is_free:
            gaps.append((start, place))
            start = None
    gaps.sort(key=lambda gap: gap[0] - gap[1])
    return gaps[:3]


def _bands(
    fragments: list[Fragment], gutter: float
) -> Iterator[tuple[list[Fragment], list[Fragment]]]:
    """From top to bottom: what crosses the gutter, and the columns below it."""
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
    left: list[Fragment] = []
    right: list[Fragment] = []
    for fragment in band:
        is_left = fragment.right <= gutter + 1
        side = left if is_left else right
        side.append(fragment)
    return left, right


def _are_columns(left: list[Fragment], right: list[Fragment]) -> bool:
    """Whether two sides are text columns, not table columns: full lines, next to each other."""
    if not left or not right:
        return False
    left_rows = list(_rows(left))
    right_rows = list(_rows(right))
    fewer, more = sorted((len(left_rows), len(right_rows)))
    if more < LEAST_LINES + 1 or fewer < LEAST_LINES - 1:
        return False
    if not _is_filled(left_rows) or not _is_filled(right_rows):
        return False
    least = NARROWEST * _width(left + right)
    narrower = min(_width(left), _width(right))
    return narrower >= least and _beside(left, right)


def _is_filled(rows: list[list[Fragment]]) -> bool:
    """Whether rows extend from edge to edge, like those of a text column."""
    fragments = list(chain.from_iterable(rows))
    width = _width(fragments)
    widths = list(map(_width, rows))
    count = len(rows)
    signs = sum(columns(fragment.text) for fragment in fragments)
    if signs / count < LEAST_COLUMNS:
        return False
    mean = sum(widths) / count
    if mean >= FULL * width:
        return True
    full = sum(row >= JUSTIFIED * width for row in widths)
    least = max(LEAST_FULL, LEAST_FULL_PART * count)
    return full >= least


def _beside(left: list[Fragment], right: list[Fragment]) -> bool:
    """Whether they overlap by half of the height of the shorter one."""
    left_bottom, left_top = _heights(left)
    right_bottom, right_top = _heights(right)
    shared = min(left_top, right_top) - max(left_bottom, right_bottom)
    shorter = min(left_top - left_bottom, right_top - right_bottom)
    return shared >= 0.5 * shorter


def _heights(fragments: Sequence[Fragment]) -> tuple[float, float]:
    """Their bottom and top, upwards."""
    heights = [fragment.y for fragment in fragments]
    return min(heights), max(heights)


def _width(fragments: Sequence[Fragment]) -> float:
    left = min(f.left for f in fragments)
    right = max(f.right for f in fragments)
    return right - left


def _rows(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Fragments on one line from the left, the top line first."""
    row: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.left)):
        if row and _is_below(fragment, row):
            yield sorted(row, key=_left)
            row = []
        row.append(fragment)
    if row:
        yield sorted(row, key=_left)


def _left(fragment: Fragment) -> float:
    return fragment.left


def _is_below(fragment: Fragment, row: list[Fragment]) -> bool:
    main = max(row, key=lambda f: f.size)
    size = max(main.size, fragment.size)
    return main.y - fragment.y > 0.5 * size


def _line(row: list[Fragment], page: int, region: int) -> Line:
    spans: list[Span] = []
    for fragment in row:
        spans += fragment.spans
    main = _main(spans)
    cells = _cells(row, main)
    return Line(
        text=" ".join(text for _, _, text in cells),
        left=min(f.left for f in row),
        right=max(f.right for f in row),
        y=main.y,
        size=main.size,
        bold=_is_bold(spans),
        page=page,
        region=region,
        cells=tuple(cells),
        mono=_is_mono(spans),
    )


def _cells(row: list[Fragment], main: Span) -> list[Cell]:
    """The content of a line, in cells separated by wide gaps."""
    cells: list[Cell] = []
    for fragment in row:
        shown = [_shown(span, main) for span in fragment.spans]
        text = "".join(shown)
        if cells and fragment.left - cells[-1][1] < CELL_GAP * main.size:
            last = cells.pop()
            is_touching = fragment.left - last[1] < TOUCHING * main.size
            together = last[2] + text if is_touching else join_lines([last[2], text])
            right = max(last[1], fragment.right)
            cells.append((last[0], right, together))
        else:
            cells.append((fragment.left, fragment.right, text.strip()))
    return cells


def _is_bold(spans: list[Span]) -> bool:
    """Whether nine tenths of the letters are."""
    total = bold = 0
    for span in spans:
        letters = sum(map(str.isalnum, span.text))
        total += letters
        if span.bold:
            bold += letters
    return total > 0 and bold >= 0.9 * total


def _is_mono(spans: list[Span]) -> bool:
    """Whether nine tenths of the characters are."""
    total = mono = 0
    for span in spans:
        length = len(span.text)
        total += length
        if span.mono:
            mono += length
    return mono >= 0.9 * total


def _main(spans: list[Span]) -> Span:
    """The type and baseline of most of a line's letters."""
    weight: Counter[tuple[float, float]] = Counter()
    first: dict[tuple[float, float], Span] = {}
    for span in spans:
        place = (round(span.size, 1), round(span.y, 1))
        weight[place] += len(span.text)
        first.setdefault(place, span)
    best, _ = weight.most_common(1)[0]
    return first[best]


def _shown(span: Span, main: Span) -> str:
    """A span as written in a line of plain text."""
    if span.size > 0.88 * main.size:
        return span.text
    if span.y > main.y + 0.12 * main.size:
        space = " " if span.text.startswith(" ") else ""
        return f"{space}{RAISED}{span.text.strip()}{LOWERED_AGAIN}"
    if span.y < main.y - 0.05 * main.size:
        return lowered(span.text)
    return span.text
