"""Lines of a PDF -> blocks: paragraphs over columns and pages, headings by type, list items,
tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tts.model import Block, Change
from tts.sources.pdf.columns import Line
from tts.sources.pdf.running_text import joined
from tts.sources.plain import WIDE, columns
from tts.sources.stated import squeezed

ENDED = re.compile(r"[。！？!?….:：][”’」』）)\"'\]]*\s*$")
ITEM = re.compile(
    r"\s*(?:[•·▪◦‣●○■□–—*-]\s+|•|[(（]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[)）]\s|\d{1,2}\.\s)"
)
BULLET = re.compile(r"\s*[•·▪◦‣●○■□–—*-]\s*")
DOT = re.compile(r"\s*[•·▪◦‣●○■□*]")
CAPTION = re.compile(r"\s*(?:fig(?:ure|\.)|table|tab\.|图|圖|表)\s*[\dIVX]+", re.IGNORECASE)
LEADER = re.compile(r"(?:[.·…]\s?){4,}\s*[\divxlc]+\s*$", re.IGNORECASE)
CONTENTS = re.compile(
    r"(?:table of )?contents|index|目\s*[录錄次]|inhalt\w*|sommaire|índice", re.IGNORECASE
)
CAPITALS = re.compile(r"(?:[\dIVX]+\.?\s+)?[A-Z][A-Z\d ,:&'’-]{2,58}[A-Z\d]")

LARGER = 1.12
"""Of the text's size that a heading has at least."""
OTHER_SIZE = 0.12
"""Part by which lines of one paragraph differ in size at most."""
GAP = 1.35
"""Of the usual distance of two lines: what is further apart are two paragraphs."""
INDENT = 0.8
"""In ems, at least."""
SLACK = 0.5
"""In ems: a word that would have fitted with as much room left was not meant to stand on that
line."""
LONGEST_HEADING = 200
LEAST_ROWS = 3
NEAREST = 50
"""Columns further up that a small one is compared with."""


@dataclass(frozen=True, slots=True)
class Type:
    """What most of the text is set in."""

    size: float
    bold: bool
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
    letters = sum(columns(line.text) for line in body)
    bold = sum(columns(line.text) for line in body if line.bold)
    mono = sum(line.mono for line in lines)
    return Type(size, 2 * bold > letters, 2 * mono > len(lines))


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
            fits = (
                c
                for c in reversed(large[-NEAREST:])
                if abs(c.left - column.left) < 3 * size and c.right >= column.right - 1
            )
            column = next(fits, column)
        found[region] = column
    return found


def _column(lines: Sequence[Line], size: float) -> Column:
    lefts = Counter(round(line.left) for line in lines)
    left = min(
        place for place, count in lefts.items() if count * 10 >= max(lefts.values()) or count > 2
    )
    gaps = [a.y - b.y for a, b in pairwise(lines) if 0 < a.y - b.y < 3 * size]
    pitch = median(gaps) if gaps else 1.2 * size
    return Column(left, _right(lines), pitch, _is_hanging(lines, left, size))


def _is_hanging(lines: Sequence[Line], left: float, size: float) -> bool:
    """Whether lines at the left go on further in more often than the other way round."""
    right = _right(lines)
    hanging = 0
    for line, after in pairwise(lines):
        full, step = right - line.right < 4 * size, after.left - line.left
        if (
            full
            and min(line.left, after.left) - left < 0.5 * size
            and INDENT * size < abs(step) < 4 * size
        ):
            hanging += 1 if step > 0 else -1
    return hanging >= 2


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
    """Blocks of lines in reading order; notes stand behind the paragraph that the page of theirs
    ends with."""

    type: Type
    columns: Mapping[int, Column]
    words: frozenset[str]
    outline: Mapping[str, int]
    """Headings as the document lists them, squeezed, and their depth from 1."""

    def paragraphs(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        part: list[Line] = []
        for line in lines:
            if part and self.breaks(part[-1], line, begun=len(part) == 1):
                yield part
                part = []
            part.append(line)
        if part:
            yield part

    # --- where a paragraph ends -------------------------------------------------------------

    def breaks(self, last: Line, line: Line, *, begun: bool) -> bool:
        """Whether a paragraph ends between two lines; `begun`: the last line is the first one of
        its paragraph."""
        if self.is_other_type(last, line):
            return True
        if self.in_outline(line.text) != self.in_outline(last.text):
            return not _goes_on(last, line)
        if ITEM.match(line.text) and not self.is_number_in_text(last, line):
            return not _goes_on(last, line) or bool(BULLET.match(line.text))
        if last.region != line.region:
            return self.breaks_between_columns(last, line)
        return self.breaks_in_column(last, line, begun=begun)

    def breaks_in_column(self, last: Line, line: Line, *, begun: bool) -> bool:
        """By distance, indent and length."""
        if line.mono and not self.type.mono:
            return not 0 < last.y - line.y < 2 * line.size
        column = self.columns[line.region]
        if not 0 < last.y - line.y <= GAP * column.pitch:
            return True
        if self.is_in_sentence(last, line):
            return False
        return self.is_indented(last, line, column, begun=begun) or self.is_short(last, line)

    def is_in_sentence(self, last: Line, line: Line) -> bool:
        """Whether a full line ends in a sentence that goes on: no indent parts it."""
        goes_on = line.text.lstrip()[:1].islower() and not ENDED.search(last.text)
        return goes_on and self.is_full(last, line)

    def is_number_in_text(self, last: Line, line: Line) -> bool:
        """Whether a line that looks like an item's first goes on in a sentence: `see 3` and
        `4. By`, or a dash, at the left of a column below a line that is full."""
        if DOT.match(line.text) or ENDED.search(last.text):
            return False
        if last.region != line.region:
            return False
        pitch = self.columns[line.region].pitch
        is_next = 0 < last.y - line.y <= GAP * pitch
        step = abs(line.left - last.left)
        if not is_next or step >= 0.3 * line.size:
            return False
        return self.is_full(last, line)

    def is_other_type(self, last: Line, line: Line) -> bool:
        """Whether a line is set otherwise than the last one, and not by a word that is set
        apart."""
        if abs(last.size - line.size) > OTHER_SIZE * max(last.size, line.size):
            return True
        if last.bold == line.bold and last.mono == line.mono:
            return False
        if not self.is_full(last, line):
            return True
        return bool(ENDED.search(last.text)) and not self.fills(line)

    def fills(self, line: Line) -> bool:
        """Whether a line is as wide as its column: no heading, however it is set."""
        column = self.columns[line.region]
        before = abs(line.left - column.left)
        behind = column.right - line.right
        return before < 0.3 * line.size and behind < SLACK * line.size

    def breaks_between_columns(self, last: Line, line: Line) -> bool:
        """A sentence that goes on does not end a paragraph; one that ends with a full line seldom
        does."""
        if not ENDED.search(last.text):
            return self.is_short(last, line) and not _goes_on(last, line)
        column = self.columns[line.region]
        return INDENT * line.size < line.left - column.left < 4 * line.size or not self.is_full(
            last, line
        )

    def is_indented(self, last: Line, line: Line, column: Column, *, begun: bool) -> bool:
        step = line.left - last.left
        if abs(step) <= INDENT * line.size:
            return (
                column.hanging and begun is False and abs(line.left - column.left) < 0.5 * line.size
            )
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
        return bool(ENDED.search(last.text)) or (
            room > 0.3 * (column.right - column.left) and not _goes_on(last, line)
        )

    # --- what a paragraph is ----------------------------------------------------------------

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
        if all(line.mono for line in lines) and not self.type.mono and not text.startswith("•"):
            return Block("code", "\n".join(line.text for line in lines))
        if ITEM.match(text):
            return Block(
                "item", BULLET.sub("", text, count=1) if BULLET.match(text) else text.strip(), 1
            )
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
        capitals = all(line.bold and _is_capitals(line) for line in lines)
        smaller = not capitals and any(line.size < self.type.size * 0.94 for line in lines)
        bold = all(line.bold for line in lines) and not self.type.bold
        return (
            not smaller
            and len(lines) <= 2
            and (bold or (len(lines) == 1 and _is_capitals(lines[0])))
        )

    def ranks(self, parts: Sequence[Sequence[Line]]) -> dict[Rank, int]:
        """Levels of headings from 1, the largest first. What looks like nothing behind the first
        paragraph is a head's: authors, a date."""
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


def _is_capitals(line: Line) -> bool:
    return not line.mono and CAPITALS.fullmatch(line.text) is not None


def _goes_on(last: Line, line: Line) -> bool:
    """Whether the next line begins in the middle of a sentence."""
    first = line.text.lstrip()[:1]
    return (
        first.islower()
        or (bool(WIDE.match(first)) and not ENDED.search(last.text))
        or last.text.endswith(("-", ","))
    )


# --- tables and tables of contents ----------------------------------------------------------------


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
        if (
            len(line.cells) >= 2
            and not LEADER.search(line.text)
            and not ITEM.match(f"{line.cells[0][2]} ")
        ):
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
    if (
        row.region != line.region
        or len(row.cells) != len(line.cells)
        or not 0 < row.y - line.y < 3 * row.size
    ):
        return False
    pairs = zip(row.cells, line.cells, strict=True)
    return all(above[0] < below[1] and below[0] < above[1] for above, below in pairs)


def table_block(rows: Sequence[Line]) -> Block:
    return Block("table", "\n".join("\t".join(text for _, _, text in row.cells) for row in rows))


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a page without those of a table of contents, which have dots before a number;
    and these."""
    led = [line for line in lines if LEADER.search(line.text)]
    if len(led) < LEAST_ROWS:
        return list(lines), []
    gone = set(led)
    kept = [line for line in lines if line not in gone and not CONTENTS.fullmatch(line.text)]
    return kept, led


def contents_changes(led: Sequence[Line]) -> Iterator[Change]:
    text = " ".join(LEADER.sub("", line.text).strip() for line in led)
    if text:
        yield Change(
            text if len(text) <= 300 else f"{text[:300]}…", "", "a table of contents or an index"
        )
