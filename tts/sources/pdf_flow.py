"""Lines of a PDF -> blocks: paragraphs over columns and pages, headings by type, list items, tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tts.model import Block, Change
from tts.sources.document import WIDE, columns
from tts.sources.facts import squeezed
from tts.sources.pdf_columns import Line
from tts.sources.pdf_words import joined

ENDED = re.compile(r"[。！？!?….:：][”’」』）)\"'\]]*\s*$")
ITEM = re.compile(r"\s*(?:[•·▪◦‣●○■□–—*-]\s+|•|[(（]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[)）]\s|\d{1,2}\.\s)")
BULLET = re.compile(r"\s*[•·▪◦‣●○■□–—*-]\s*")
CAPTION = re.compile(r"\s*(?:fig(?:ure|\.)|table|tab\.|图|圖|表)\s*[\dIVX]+", re.IGNORECASE)
LEADER = re.compile(r"(?:[.·…]\s?){4,}\s*[\divxlc]+\s*$", re.IGNORECASE)
CAPITALS = re.compile(r"[^a-z]*[A-Z]{4}[^a-z]*")

LARGER = 1.12
"""Of the text's size that a heading has at least."""
OTHER_SIZE = 0.12
"""Part by which lines of one paragraph differ in size at most."""
GAP = 1.35
"""Of the usual distance of two lines: what is further apart are two paragraphs."""
INDENT = 0.8
"""In ems, at least."""
SLACK = 0.5
"""In ems: a word that would have fitted with as much room left was not meant to stand on that line."""
LONGEST_HEADING = 200
LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Type:
    """What most of the text is set in."""

    size: float
    bold: bool
    indented: bool
    """Paragraphs begin with an indent, as a rule."""
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Bounds of a region's text, and the distance of its lines."""

    left: float
    right: float
    pitch: float
    hanging: bool
    """The first line of a paragraph stands out to the left."""


def type_of(lines: Sequence[Line]) -> Type:
    """Size and weight by the number of letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += columns(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    body = [line for line in lines if abs(line.size - size) <= 0.5]
    bold = sum(columns(line.text) for line in body if line.bold) * 2 > sum(columns(line.text) for line in body)
    mono = sum(line.mono for line in lines) * 2 > len(lines)
    return Type(size, bold, _indents(body), mono)


def _indents(lines: Sequence[Line]) -> bool:
    """Whether lines that are a little further to the right than those around them are common."""
    indented = sum(
        1
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False)
        if before.region == line.region == after.region
        and INDENT * line.size < line.left - after.left < 4 * line.size
        and abs(before.left - after.left) < 0.5 * line.size
    )
    return indented * 25 >= len(lines) and indented >= 2


def columns_of(lines: Sequence[Line], size: float) -> dict[int, Column]:
    """The bounds of each region; a small one has those of the last large one that it fits into."""
    regions: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        regions[line.region].append(line)
    found: dict[int, Column] = {}
    large: list[Column] = []
    for region, part in regions.items():
        column = _column(part, size)
        if len(part) >= 5:
            large.append(column)
        else:
            fits = (c for c in reversed(large) if abs(c.left - column.left) < 3 * size and c.right >= column.right - 1)
            column = next(fits, column)
        found[region] = column
    return found


def _column(lines: Sequence[Line], size: float) -> Column:
    lefts = Counter(round(line.left) for line in lines)
    left = min(place for place, count in lefts.items() if count * 10 >= max(lefts.values()) or count > 2)
    gaps = [a.y - b.y for a, b in pairwise(lines) if 0 < a.y - b.y < 3 * size]
    inner = sum(1 for line in lines if INDENT * size < line.left - left < 4 * size)
    outer = sum(1 for line in lines if abs(line.left - left) <= 0.5 * size)
    pitch = median(gaps) if gaps else 1.2 * size
    return Column(left, _right(lines), pitch, hanging=2 < outer < inner)


def _right(lines: Sequence[Line]) -> float:
    """Where full lines end; lines of code and the like may go beyond."""
    rights = sorted((line.right for line in lines), reverse=True)
    pairs = ((right, rights[place + 2]) for place, right in enumerate(rights[:-2]))
    return next((right for right, third in pairs if right - third < 0.4 * lines[0].size), rights[0])


Rank = tuple[float, bool]
"""How a heading looks: its size, and whether it is bold."""


def rank(lines: Sequence[Line]) -> Rank:
    return round(lines[0].size * 2) / 2, lines[0].bold


@dataclass
class Flow:
    """Blocks of lines in reading order; notes stand behind the paragraph that the page of theirs ends with."""

    type: Type
    columns: Mapping[int, Column]
    words: frozenset[str]
    outline: Mapping[str, int]
    """Headings as the document lists them, squeezed, and their depth from 1."""

    def paragraphs(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        part: list[Line] = []
        for place, line in enumerate(lines):
            if part and self.breaks(part[-1], line, begun=len(part) == 1, after=lines[place + 1 : place + 2]):
                yield part
                part = []
            part.append(line)
        if part:
            yield part

    # --- where a paragraph ends --------------------------------------------------------------------------------

    def breaks(self, last: Line, line: Line, *, begun: bool, after: Sequence[Line]) -> bool:
        """Whether a paragraph ends between two lines; `begun`: the last line is the first one of its paragraph."""
        if abs(last.size - line.size) > OTHER_SIZE * max(last.size, line.size) or last.mono != line.mono:
            return True
        if last.bold != line.bold and (not self.is_full(last, line) or ENDED.search(last.text)):
            return True
        if self.in_outline(line.text) != self.in_outline(last.text) or ITEM.match(line.text):
            return not _goes_on(last, line) or bool(BULLET.match(line.text))
        if last.region != line.region:
            return self.breaks_between_columns(last, line)
        column = self.columns[line.region]
        gap = last.y - line.y
        if not 0 < gap <= GAP * column.pitch:
            return True
        return self.is_indented(last, line, column, begun=begun) or self.is_short(last, line)

    def breaks_between_columns(self, last: Line, line: Line) -> bool:
        if not ENDED.search(last.text):
            return self.is_short(last, line) and not _goes_on(last, line)
        if self.type.indented:
            column = self.columns[line.region]
            return line.left - column.left > INDENT * line.size or self.is_short(last, line)
        return True

    def is_indented(self, last: Line, line: Line, column: Column, *, begun: bool) -> bool:
        step = line.left - last.left
        if abs(step) <= INDENT * line.size:
            return column.hanging and begun is False and abs(line.left - column.left) < 0.5 * line.size
        if step > 0:
            return not (begun and (column.hanging or ITEM.match(last.text)))
        return not begun or column.hanging

    def is_full(self, last: Line, line: Line) -> bool:
        """Whether the next line's first word would not have fitted on the last one."""
        right = self.columns[last.region].right
        first = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
        if WIDE.match(first):
            first = first[:2]
        word = line.width * columns(first) / max(columns(line.text), 1)
        return right - last.right < word + SLACK * line.size

    def is_short(self, last: Line, line: Line) -> bool:
        if self.is_full(last, line):
            return False
        column = self.columns[last.region]
        room = column.right - last.right
        return bool(ENDED.search(last.text)) or (room > 0.3 * (column.right - column.left) and not _goes_on(last, line))

    # --- what a paragraph is -----------------------------------------------------------------------------------

    def in_outline(self, text: str) -> int:
        return self.outline.get(squeezed(text), 0)

    def block(self, lines: Sequence[Line], ranks: Mapping[Rank, int]) -> Block:
        """`ranks` are the levels of headings by how they look."""
        text = joined([line.text for line in lines], self.words)
        level = self.in_outline(text) or ranks.get(rank(lines), 0)
        if level and self.is_heading(lines, text):
            return Block("heading", text, min(level, 6))
        if CAPTION.match(text) and (lines[0].size < self.type.size * 0.97 or len(lines) <= 3):
            return Block("caption", text)
        if all(line.mono for line in lines) and not self.type.mono:
            return Block("code", "\n".join(line.text for line in lines))
        if ITEM.match(text):
            return Block("item", BULLET.sub("", text, count=1) if BULLET.match(text) else text.strip(), 1)
        return Block("paragraph", text)

    def is_heading(self, lines: Sequence[Line], text: str) -> bool:
        if self.in_outline(text) and len(lines) <= 4:
            return True
        if len(text) > LONGEST_HEADING or len(lines) > 4 or not any(map(str.isalpha, text)):
            return False
        if all(line.size >= LARGER * self.type.size for line in lines):
            return not re.search(r"[。；，,;]\s*$|[^.]\.\s*$", text) or columns(text) <= 60
        if ENDED.search(text) and not text.endswith(("?", "？", "!", "！")):
            return False
        smaller = any(line.size < self.type.size * 0.94 for line in lines)
        bold = all(line.bold for line in lines) and not self.type.bold
        return not smaller and len(lines) <= 2 and (bold or (len(lines) == 1 and bool(CAPITALS.fullmatch(text))))

    def ranks(self, parts: Sequence[Sequence[Line]]) -> dict[Rank, int]:
        """Levels of headings from 1, the largest first. What looks like nothing behind the first paragraph is a head's:
        authors, a date."""
        looks: list[Rank] = []
        first = len(parts)
        for part in parts:
            if self.is_heading(part, joined([line.text for line in part], self.words)):
                looks.append(rank(part))
            elif first == len(parts) and len(part) >= 2:
                first = len(looks)
        behind = {*looks[:1], *looks[first:], *sorted(set(looks), reverse=True)[:1]}
        bold = {look for look in looks if look[1]}
        return {look: level for level, look in enumerate(sorted(behind | bold, reverse=True), 1)}


def _goes_on(last: Line, line: Line) -> bool:
    """Whether the next line begins in the middle of a sentence."""
    first = line.text.lstrip()[:1]
    return (
        first.islower() or (bool(WIDE.match(first)) and not ENDED.search(last.text)) or last.text.endswith(("-", ","))
    )


# --- tables and tables of contents ------------------------------------------------------------------------------


def table_runs(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """The lines in order, in runs that are a table's rows and runs that are not."""
    run: list[Line] = []
    rows: list[Line] = []
    for line in lines:
        if rows and not _is_next_row(rows[-1], line):
            if len(rows) >= LEAST_ROWS:
                if run:
                    yield False, run
                yield True, rows
                run = []
            else:
                run += rows
            rows = []
        if len(line.cells) >= 2 and not LEADER.search(line.text) and not ITEM.match(f"{line.cells[0][2]} "):
            rows.append(line)
        else:
            run.append(line)
    if len(rows) >= LEAST_ROWS:
        if run:
            yield False, run
        yield True, rows
    elif run or rows:
        yield False, run + rows


def _is_next_row(row: Line, line: Line) -> bool:
    """Whether a line has as many cells as the row above it, each below one of them."""
    if row.region != line.region or len(row.cells) != len(line.cells) or not 0 < row.y - line.y < 3 * row.size:
        return False
    pairs = zip(row.cells, line.cells, strict=True)
    return all(above[0] < below[1] and below[0] < above[1] for above, below in pairs)


def table_block(rows: Sequence[Line]) -> Block:
    return Block("table", "\n".join("\t".join(text for _, _, text in row.cells) for row in rows))


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[Change]]:
    """Without the lines of a table of contents, which have dots before a page's number."""
    led = [line for line in lines if LEADER.search(line.text)]
    if len(led) < 3:
        return list(lines), []
    gone = set(led)
    text = " ".join(LEADER.sub("", line.text).strip() for line in led)
    return [line for line in lines if line not in gone], [Change(text[:300], "", "the table of contents")]
