"""Lines of a PDF -> blocks: paragraphs across columns and pages, headings by type, list items."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tts.model import Block
from tts.sources.metadata_values import squeezed
from tts.sources.pdf.line_joining import joined
from tts.sources.pdf.reading_order import Line
from tts.sources.plain import WIDE, columns

ENDED = re.compile(r"[。！？!?….:：][”’」』）)\"'\]]*\s*$")
ITEM = re.compile(
    r"\s*(?:[•·▪◦‣●○■□–—*-]\s+|•|[(（]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[)）]\s|\d{1,2}\.\s)"
)
BULLET = re.compile(r"\s*[•·▪◦‣●○■□–—*-]\s*")
DOT = re.compile(r"\s*[•·▪◦‣●○■□*]")
CAPTION = re.compile(r"\s*(?:fig(?:ure|\.)|table|tab\.|图|圖|表)\s*[\dIVX]+", re.IGNORECASE)
UNFINISHED = re.compile(r"[。；，,;]\s*$|[^.]\.\s*$")
CAPITALS = re.compile(r"(?:[\dIVX]+\.?\s+)?[A-Z][A-Z\d ,:&'’-]{2,58}[A-Z\d]")

LARGER = 1.12
"""Minimum size of a heading, relative to the text's."""
OTHER_SIZE = 0.12
"""Maximum relative difference in size between lines of a paragraph."""
GAP = 1.35
"""Multiple of the usual line spacing from which lines belong to two paragraphs."""
INDENT = 0.8
"""Minimum, in ems."""
SLACK = 0.5
"""In ems: if a word would have fitted with this much room left, the line break was intentional."""
LONGEST_HEADING = 200
NEAREST = 50
"""Columns further up with which a small one is compared."""


@dataclass(frozen=True, slots=True)
class Type:
    """The size and font of most of the text."""

    size: float
    bold: bool
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Bounds of a region's text, and its line spacing."""

    left: float
    right: float
    pitch: float
    hanging: bool
    """The first line of a paragraph is outdented."""


def type_of(lines: Sequence[Line]) -> Type:
    """Most frequent size and weight, by number of letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        size = _half_points(line)
        sizes[size] += columns(line.text)
    usual = max(sizes, key=sizes.__getitem__, default=10.0)
    letters = bold = mono = 0
    for line in lines:
        mono += line.mono
        if abs(line.size - usual) > 0.5:
            continue
        width = columns(line.text)
        letters += width
        bold += width * line.bold
    return Type(usual, 2 * bold > letters, 2 * mono > len(lines))


def _half_points(line: Line) -> float:
    """A line's size, rounded to half a point."""
    return round(line.size * 2) / 2


def columns_of(lines: Sequence[Line], size: float) -> dict[int, Column]:
    """The bounds of each region; a small one gets those of the last large one that it fits into."""
    regions: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        regions[line.region].append(line)
    found: dict[int, Column] = {}
    large: list[Column] = []
    for region, inside in regions.items():
        column = _column(inside, size)
        if len(inside) >= 5:
            large.append(column)
        else:
            nearest = large[-NEAREST:]
            column = _last_around(nearest, column, size)
        found[region] = column
    return found


def _last_around(large: Sequence[Column], small: Column, size: float) -> Column:
    """The last column that contains a small one; if there is none, the small one itself."""
    for column in reversed(large):
        is_aligned = abs(column.left - small.left) < 3 * size
        if is_aligned and column.right >= small.right - 1:
            return column
    return small


def _column(lines: Sequence[Line], size: float) -> Column:
    left = _left(lines)
    right = _right(lines)
    hanging = _is_hanging(lines, left, size)
    return Column(left, right, _pitch(lines, size), hanging)


def _pitch(lines: Sequence[Line], size: float) -> float:
    """The usual line spacing."""
    steps: list[float] = []
    for last, line in pairwise(lines):
        step = last.y - line.y
        if 0 < step < 3 * size:
            steps.append(step)
    if not steps:
        return 1.2 * size
    return median(steps)


def _left(lines: Sequence[Line]) -> float:
    """The leftmost position where several lines begin."""
    begins = Counter(round(line.left) for line in lines)
    most = max(begins.values())
    least = min(3, most / 10)
    return min(place for place, count in begins.items() if count >= least)


def _is_hanging(lines: Sequence[Line], left: float, size: float) -> bool:
    """Whether lines at the left edge are followed by indented ones more often than the reverse."""
    right = _right(lines)
    hanging = 0
    for line, after in pairwise(lines):
        room = right - line.right
        outer = min(line.left, after.left)
        if room >= 4 * size or outer - left >= 0.5 * size:
            continue
        step = after.left - line.left
        if INDENT * size < step < 4 * size:
            hanging += 1
        elif INDENT * size < -step < 4 * size:
            hanging -= 1
    return hanging >= 2


def _right(lines: Sequence[Line]) -> float:
    """Where full lines end; lines of code and similar may extend further."""
    rights = sorted((line.right for line in lines), reverse=True)
    near = 0.4 * lines[0].size
    for right, third in zip(rights, rights[2:], strict=False):
        if right - third < near:
            return right
    return rights[0]


Rank = tuple[float, bool]
"""A heading's look: its size, and whether it is bold."""


def rank(lines: Sequence[Line]) -> Rank:
    first = lines[0]
    return _half_points(first), first.bold


@dataclass
class Flow:
    """Blocks of lines in reading order; notes follow the paragraph with which their page ends."""

    type: Type
    columns: Mapping[int, Column]
    words: frozenset[str]
    outline: Mapping[str, int]
    """Headings in the document's outline, normalized, with their depth from 1."""

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
        depth = self.in_outline(line.text)
        if depth != self.in_outline(last.text):
            return not _goes_on(last, line)
        if ITEM.match(line.text) and not self.is_number_in_text(last, line):
            has_bullet = BULLET.match(line.text) is not None
            return has_bullet or not _goes_on(last, line)
        if last.region != line.region:
            return self.breaks_between_columns(last, line)
        return self.breaks_in_column(last, line, begun=begun)

    def breaks_in_column(self, last: Line, line: Line, *, begun: bool) -> bool:
        """Whether it ends, by spacing, indent and line length."""
        step = last.y - line.y
        if line.mono and not self.type.mono:
            return not 0 < step < 2 * line.size
        column = self.columns[line.region]
        if not 0 < step <= GAP * column.pitch:
            return True
        if self.is_in_sentence(last, line):
            return False
        if self.is_indented(last, line, column, begun=begun):
            return True
        return self.is_short(last, line)

    def is_in_sentence(self, last: Line, line: Line) -> bool:
        """Whether a full line ends within a sentence that continues without an indent."""
        begin = line.text.lstrip()[:1]
        if not begin.islower() or ENDED.search(last.text):
            return False
        return self.is_full(last, line)

    def is_number_in_text(self, last: Line, line: Line) -> bool:
        """Whether a line that looks like a list item continues a sentence: `see 3` and `4. By`, or
        a dash, at the left edge below a full line."""
        if DOT.match(line.text) or ENDED.search(last.text):
            return False
        if last.region != line.region:
            return False
        pitch = self.columns[line.region].pitch
        fall = last.y - line.y
        if not 0 < fall <= GAP * pitch:
            return False
        step = abs(line.left - last.left)
        if step >= 0.3 * line.size:
            return False
        return self.is_full(last, line)

    def is_other_type(self, last: Line, line: Line) -> bool:
        """Whether a line is set in another type than the last one, beyond a single emphasized
        word."""
        larger = max(last.size, line.size)
        if abs(last.size - line.size) > OTHER_SIZE * larger:
            return True
        if last.bold == line.bold and last.mono == line.mono:
            return False
        if not self.is_full(last, line):
            return True
        has_ended = ENDED.search(last.text) is not None
        return has_ended and not self.fills(line)

    def fills(self, line: Line) -> bool:
        """Whether a line is as wide as its column, and therefore no heading."""
        column = self.columns[line.region]
        before = abs(line.left - column.left)
        behind = column.right - line.right
        if before >= 0.3 * line.size:
            return False
        return behind < SLACK * line.size

    def breaks_between_columns(self, last: Line, line: Line) -> bool:
        """A paragraph goes on if its sentence does; if it ends with a full line, it usually goes on
        as well."""
        if not ENDED.search(last.text):
            is_short = self.is_short(last, line)
            return is_short and not _goes_on(last, line)
        column = self.columns[line.region]
        indent = line.left - column.left
        em = line.size
        if INDENT * em < indent < 4 * em:
            return True
        return not self.is_full(last, line)

    def is_indented(self, last: Line, line: Line, column: Column, *, begun: bool) -> bool:
        step = line.left - last.left
        least = INDENT * line.size
        if step < -least:
            return column.hanging or not begun
        if step > least:
            hangs = column.hanging or ITEM.match(last.text)
            return not (begun and hangs)
        if begun or not column.hanging:
            return False
        indent = abs(line.left - column.left)
        return indent < 0.5 * line.size

    def is_full(self, last: Line, line: Line) -> bool:
        """Whether the next line's first word would not have fitted on the last one."""
        right = self.columns[last.region].right
        room = right - last.right
        text = line.text
        first, *_ = text.split(maxsplit=1) or [""]
        if WIDE.match(first):
            first = first[:2]
        signs = max(columns(text), 1)
        word = line.width * columns(first) / signs
        slack = SLACK * line.size
        return room < word + slack

    def is_short(self, last: Line, line: Line) -> bool:
        if self.is_full(last, line):
            return False
        if ENDED.search(last.text):
            return True
        column = self.columns[last.region]
        width = column.right - column.left
        room = column.right - last.right
        return room > 0.3 * width and not _goes_on(last, line)

    # --- what a paragraph is ----------------------------------------------------------------

    def in_outline(self, text: str) -> int:
        return self.outline.get(squeezed(text), 0)

    def block(self, lines: Sequence[Line], ranks: Mapping[Rank, int]) -> Block:
        """The block; `ranks` are the levels of headings by their look."""
        text = self.text(lines)
        level = self.in_outline(text) or ranks.get(rank(lines), 0)
        if level and self.is_heading(lines, text):
            return Block("heading", text, min(level, 6))
        if self.is_caption(lines, text):
            return Block("caption", text)
        if self.is_code(lines, text):
            code = "\n".join(line.text for line in lines)
            return Block("code", code)
        if ITEM.match(text):
            return Block("item", _without_bullet(text), 1)
        return Block("paragraph", text)

    def text(self, lines: Sequence[Line]) -> str:
        texts = [line.text for line in lines]
        return joined(texts, self.words)

    def is_caption(self, lines: Sequence[Line], text: str) -> bool:
        if not CAPTION.match(text):
            return False
        if len(lines) <= 3:
            return True
        largest = self.type.size * 0.97
        return lines[0].size < largest

    def is_code(self, lines: Sequence[Line], text: str) -> bool:
        if self.type.mono or text.startswith("•"):
            return False
        return all(line.mono for line in lines)

    def is_heading(self, lines: Sequence[Line], text: str) -> bool:
        if len(lines) > 4:
            return False
        if self.in_outline(text):
            return True
        has_letters = any(map(str.isalpha, text))
        if not has_letters or len(text) > LONGEST_HEADING:
            return False
        least = LARGER * self.type.size
        if all(line.size >= least for line in lines):
            is_sentence = UNFINISHED.search(text) is not None
            return not is_sentence or columns(text) <= 60
        asks = text.endswith(("?", "？", "!", "！"))
        if ENDED.search(text) and not asks:
            return False
        return len(lines) <= 2 and self.stands_out(lines)

    def stands_out(self, lines: Sequence[Line]) -> bool:
        """Whether lines of the text's size look like a heading: bold, or in capitals."""
        is_bold = all(line.bold for line in lines)
        in_capitals = all(map(_is_capitals, lines))
        smallest = min(line.size for line in lines)
        is_smaller = smallest < self.type.size * 0.94
        if is_smaller and not (is_bold and in_capitals):
            return False
        if is_bold and not self.type.bold:
            return True
        return in_capitals and len(lines) == 1

    def ranks(self, paragraphs: Sequence[Sequence[Line]]) -> dict[Rank, int]:
        """Levels of headings from 1, the largest first. Lines that look unlike anything after the
        first paragraph belong to the paper's head: authors, a date."""
        looks: list[Rank] = []
        behind: list[Rank] = []
        has_begun = False
        for lines in paragraphs:
            text = self.text(lines)
            if self.is_heading(lines, text):
                look = rank(lines)
                looks.append(look)
                if has_begun or look[1]:
                    behind.append(look)
            elif len(lines) >= 2:
                has_begun = True
        if not looks:
            return {}
        kept = {looks[0], max(looks), *behind}
        largest_first = sorted(kept, reverse=True)
        return {look: level for level, look in enumerate(largest_first, 1)}


def _is_capitals(line: Line) -> bool:
    if line.mono:
        return False
    return CAPITALS.fullmatch(line.text) is not None


def _without_bullet(text: str) -> str:
    if BULLET.match(text):
        return BULLET.sub("", text, count=1)
    return text.strip()


def _goes_on(last: Line, line: Line) -> bool:
    """Whether the next line begins in the middle of a sentence."""
    begin = line.text.lstrip()[:1]
    if begin.islower() or last.text.endswith(("-", ",")):
        return True
    is_wide = WIDE.match(begin) is not None
    return is_wide and not ENDED.search(last.text)
