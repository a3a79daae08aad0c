"""A page of a PDF -> fragments: stretches of text on one line, each with its position and type.

PDFium yields characters in drawing order. From here on, only their positions count.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from tts.sources.pdf.accents import with_accents
from tts.sources.pdf.glyph import Glyph, Type

MOST_CHARACTERS = 200_000
"""Maximum characters of a page; no page of text has as many."""
WIDEST_GAP = 1.0
"""In ems: a wider gap separates fragments, which may be in two columns or cells."""
LIFT = 0.6
"""In ems: a larger difference in height means another line."""
LEAST_ACROSS = 200
"""Minimum characters in another direction than the page's that are text, rather than a stamp in the
margin."""
BOLD = re.compile(
    r"bold|black|heavy|semibold|demi|-bd|hei(?!t)|黑"
    r"|^cm(?:b|ssb)|^(?:sf|ec)bx|^lmb|nimbus\w*-medi(?!um)|^lin\w+tb|^(?:ptm|phv|ppl|pnc|utm)b",
    re.IGNORECASE,
)
"""Names of bold fonts; those of TeX are short."""
NAMED = re.compile(r"(?:cm|sf|ec|lm|ms[ab]m|eu[fsr]|tx|px)[a-z]*\d*(?:-\w+)?$", re.IGNORECASE)
"""TeX's fonts, whose names identify them. PDFium guesses the weight from the width of stems, and
takes Computer Modern for bold."""
HEAVY = 700
MONO = re.compile(r"mono|nimbusmon|courier|consol|typewriter|cmtt|code", re.IGNORECASE)

LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
LETTERS = {
    0xFB05: "st",
    0xFB06: "st",
    0xAD: "\xad",
}
_FIRST_LIGATURES = (0xFB00, 0x0B, 0x1B)
"""Unicode's ligatures, and those of TeX fonts without glyph names: in OT1 and T1."""
for _first in _FIRST_LIGATURES:
    LETTERS.update(enumerate(LIGATURES, _first))
_HYPHENS = (0x02, 0xFFFE, 0x2010, 0x2011)
"""PDFium's codes for a hyphen at the end of a line, and others."""
LETTERS.update(dict.fromkeys(_HYPHENS, "-"))
_BULLETS = (0x88, 0xF0B7, 0xF0A7, 0xF0D8, 0x25CF, 0x25AA, 0x2023)
"""Bullets of TeX, Symbol and Wingdings."""
LETTERS.update(dict.fromkeys(_BULLETS, "•"))
"""What is not said as its code has it."""
SYMBOLS = re.compile(r"cm(?:sy|mi|ex|bsy|mib)\d|ms[ab]m\d|lasy|wasy", re.IGNORECASE)
"""TeX fonts with symbols, and no ligatures."""
LINE_ENDS = (10, 13)
SPACES = frozenset(
    (0, 9, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F)
)
SPACES |= {0x3000, 0xFEFF}


@dataclass(frozen=True, slots=True)
class Span:
    """Characters in one type on one baseline."""

    text: str
    size: float
    """Visible size in points."""
    y: float
    """Baseline, upwards."""
    bold: bool
    mono: bool = False


@dataclass(slots=True)
class Fragment:
    """What was drawn without a gap; coordinates in points, relative to the reading direction: x to
    the right, y upwards."""

    left: float
    right: float
    y: float
    size: float
    spans: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class PageText:
    """The content of a page, by reading direction: the fragments of each, the most used first."""

    texts: tuple[tuple[Fragment, ...], ...]
    across: tuple[str, ...]
    beside: str
    """Text outside the page's visible box."""
    """Stamps in the margin and watermarks: text in other directions."""
    count: int
    unknown: int
    """Number of characters that the font does not identify."""


def read_page_text(page: Any) -> PageText:
    """The text of an open page."""
    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), MOST_CHARACTERS)
        signs = list(_signs(textpage, count))
    finally:
        textpage.close()
    box = page.get_cropbox()
    seen: list[Glyph] = []
    beside: list[Glyph] = []
    for sign in with_accents(signs):
        where = seen if _is_on(sign, box) else beside
        where.append(sign)
    texts, across = _by_direction(seen)
    unknown = sum(map(_is_unknown, seen))
    return PageText(tuple(texts), tuple(across), _text(beside), len(seen), unknown)


def _by_direction(glyphs: Sequence[Glyph]) -> tuple[list[tuple[Fragment, ...]], list[str]]:
    """The fragments of each reading direction, and the texts of those that are stamps."""
    turns = Counter(sign.type.turn for sign in glyphs)
    texts: list[tuple[Fragment, ...]] = []
    across: list[str] = []
    for place, (turn, size) in enumerate(turns.most_common()):
        same = [sign for sign in glyphs if sign.type.turn == turn]
        is_text = place == 0 or size >= LEAST_ACROSS
        if turn is None or not is_text:
            across.append(_text(same))
            continue
        is_vertical = turn == 0 and _is_vertical(same)
        quarter = 3 if is_vertical else turn
        turned = [_turned(sign, quarter) for sign in same]
        texts.append(tuple(_fragments(turned)))
    return texts, across


def _is_unknown(glyph: Glyph) -> bool:
    return glyph.text == "\ufffd" or "\ue000" <= glyph.text <= "\uf8ff"


def _is_on(glyph: Glyph, box: tuple[float, float, float, float]) -> bool:
    """Whether a character is visible; one without a position is not."""
    x = glyph.left
    y = glyph.y
    if glyph.type.turn in (1, 3):
        x, y = y, x
    size = glyph.type.size
    left, bottom, right, top = box
    if not left - size < x < right + size:
        return False
    return bottom - size < y < top + size


def _text(glyphs: Sequence[Glyph]) -> str:
    """Characters in drawing order."""
    pieces: list[str] = []
    for sign in glyphs:
        if sign.spaced or sign.broken:
            pieces.append(" ")
        pieces.append(sign.text)
    words = "".join(pieces).split()
    return " ".join(words)


def _signs(textpage: Any, count: int) -> Iterator[Glyph]:
    box = pdfium.FS_RECTF()
    x = ctypes.c_double()
    y = ctypes.c_double()
    handle = textpage.raw
    types: dict[int | None, Type] = {}
    spaced = broken = False
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        is_line_end = code in LINE_ENDS
        if code in SPACES or (is_line_end and _is_generated(handle, index)):
            spaced = True
            broken = broken or is_line_end
            continue
        pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(handle, index, box)
        drawn = pdfium.FPDFText_GetTextObject(handle, index)
        known = ctypes.cast(drawn, ctypes.c_void_p).value
        if known not in types or known is None:
            types[known] = _type(handle, index)
        type_ = types[known]
        if code < 0x20 and type_.symbols:
            continue
        text = LETTERS.get(code) or _letter(code)
        if type_.turn in (1, 3):
            yield Glyph(text, box.bottom, box.top, x.value, type_, spaced, broken)
        else:
            yield Glyph(text, box.left, box.right, y.value, type_, spaced, broken)
        spaced = broken = False


def _is_generated(handle: Any, place: int) -> bool:
    """Whether PDFium inserted a character that is not in the document."""
    return bool(pdfium.FPDFText_IsGenerated(handle, place) == 1)


def _letter(code: int) -> str:
    """The character of a code; unpaired surrogates and invalid ones are unknown."""
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _type(handle: Any, place: int) -> Type:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(handle, place, matrix)
    height = math.hypot(matrix.c, matrix.d)
    size = pdfium.FPDFText_GetFontSize(handle, place) * height
    font = _font(handle, place)
    is_heavy = pdfium.FPDFText_GetFontWeight(handle, place) >= HEAVY
    is_named_bold = BOLD.search(font) is not None
    return Type(
        size=max(size, 0.1),
        turn=_quarter(matrix),
        bold=is_named_bold or (is_heavy and not NAMED.match(font)),
        mono=MONO.search(font) is not None,
        symbols=SYMBOLS.match(font) is not None,
    )


def _quarter(matrix: Any) -> int | None:
    """Quarter turns of the text; None for other angles."""
    radians = math.atan2(matrix.b, matrix.a)
    angle = math.degrees(radians) % 360
    beyond = angle % 90
    off = min(beyond, 90 - beyond)
    if off >= 3:
        return None
    return round(angle / 90) % 4


def _font(handle: Any, place: int) -> str:
    """The font's name, without its subset prefix."""
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(handle, place, buffer, len(buffer), flags)
    name = buffer.value.decode("utf-8", "replace")
    _, _, font = name.rpartition("+")
    return font


def _is_vertical(glyphs: list[Glyph]) -> bool:
    """Whether the characters follow each other downwards: vertical Chinese and Japanese."""
    down = level = 0
    for sign, after in pairwise(glyphs):
        size = sign.type.size
        aside = abs(after.left - sign.left)
        fall = sign.y - after.y
        down += aside < 0.3 * size and 0.5 * size < fall < 1.8 * size
        level += abs(fall) < 0.3 * size
    return down > 2 * level


def _turned(glyph: Glyph, quarter: int) -> Glyph:
    """The character rotated so that its line is horizontal."""
    if quarter == 0:
        return glyph
    left, right, y = _turned_place(glyph, quarter)
    return Glyph(glyph.text, left, right, y, glyph.type, glyph.spaced, glyph.broken)


def _turned_place(glyph: Glyph, quarter: int) -> tuple[float, float, float]:
    """Left, right and baseline of a character on a horizontal line."""
    left = glyph.left
    right = glyph.right
    y = glyph.y
    if quarter == 1:
        return left, right, -y
    if quarter == 2:
        return -right, -left, -y
    if glyph.type.turn == 0:  # written downwards: the next line is to the left
        begin = -y - glyph.type.size
        middle = (left + right) / 2
        return begin, -y, middle
    return -right, -left, y


def _fragments(glyphs: list[Glyph]) -> Iterator[Fragment]:
    """Characters that follow each other on a line, including superscripts and subscripts."""
    part: list[Glyph] = []
    for sign in glyphs:
        if part and not _follows(part[-1], sign, part[0]):
            yield _fragment(part)
            part = []
        part.append(sign)
    if part:
        yield _fragment(part)


def _follows(last: Glyph, glyph: Glyph, first: Glyph) -> bool:
    size = max(last.type.size, glyph.type.size)
    gap = glyph.left - last.right
    if not -LIFT * size < gap < WIDEST_GAP * size:
        return False
    lift = abs(glyph.y - last.y)
    if lift >= LIFT * size:
        return False
    return glyph.left >= first.left


def _fragment(glyphs: list[Glyph]) -> Fragment:
    spans = list(_spans(glyphs))
    main = max(spans, key=lambda span: len(span.text))
    left = min(sign.left for sign in glyphs)
    right = max(sign.right for sign in glyphs)
    return Fragment(left, right, main.y, main.size, spans)


def _spans(glyphs: list[Glyph]) -> Iterator[Span]:
    """Stretches of one type on one baseline."""
    last = glyphs[0]
    text = [last.text]
    for sign in glyphs[1:]:
        lift = abs(last.y - sign.y)
        if last.type != sign.type or lift > 0.3:
            yield _span(text, last)
            text = []
        if sign.spaced:
            text.append(" ")
        text.append(sign.text)
        last = sign
    yield _span(text, last)


def _span(text: list[str], last: Glyph) -> Span:
    type_ = last.type
    return Span("".join(text), type_.size, last.y, type_.bold, type_.mono)
