"""A page of a PDF -> fragments: stretches of text on one line, each with its place and type.

PDFium gives characters in the order in which they were drawn. Where they stand decides from there on.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

MOST_CHARACTERS = 200_000
"""On one page; no page of text has as many."""
WIDEST_GAP = 1.0
"""In ems: what is further apart are two fragments, which may stand in two columns or cells."""
LIFT = 0.6
"""In ems: what stands higher or lower than that is on another line."""
LEAST_ACROSS = 200
"""Characters in another direction than the page's that are text, and no stamp in its margin."""
BOLD = re.compile(r"bold|black|heavy|semibold|demi|-bd|hei(?!t)|黑", re.IGNORECASE)
MONO = re.compile(r"mono|nimbusmon|courier|consol|typewriter|cmtt|code", re.IGNORECASE)

LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
LETTERS = {
    **{0xFB00 + n: letters for n, letters in enumerate((*LIGATURES, "st", "st"))},
    **{0x0B + n: letters for n, letters in enumerate(LIGATURES)},  # fonts of TeX (OT1) that name no letters
    **{0x1B + n: letters for n, letters in enumerate(LIGATURES)},  # the same in T1
    **dict.fromkeys(
        (0x02, 0xFFFE, 0x2010, 0x2011), "-"
    ),  # PDFium's signs for a hyphen at the end of a line, and others
    **dict.fromkeys((0x88, 0xF0B7, 0xF0A7, 0xF0D8, 0x25CF, 0x25AA, 0x2023), "•"),  # bullets of TeX, Symbol, Wingdings
    0xAD: "\xad",
}
"""What is not said as its code has it."""
SYMBOLS = re.compile(r"cm(?:sy|mi|ex|bsy|mib)\d|ms[ab]m\d|lasy|wasy", re.IGNORECASE)
"""Fonts of TeX that hold signs, and no ligatures."""
SPACES = re.compile(r"[\s\u200b\ufeff]")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters in one type on one base line."""

    text: str
    size: float
    """Points, as they are seen."""
    y: float
    """The base line, upwards."""
    bold: bool
    mono: bool = False


@dataclass(slots=True)
class Fragment:
    """What was drawn without a gap; points, in the direction of reading: x to the right, y upwards."""

    left: float
    right: float
    y: float
    size: float
    spans: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class _Type:
    size: float
    turn: int | None
    """Quarters of a turn anticlockwise; None for what stands aslant."""
    bold: bool
    mono: bool
    symbols: bool


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str
    left: float
    right: float
    y: float
    type: _Type
    spaced: bool
    """Whether a space stands before it."""
    broken: bool
    """Whether PDFium has a line end before it."""


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What stands on a page, by direction of reading: the fragments of each, the most used first."""

    texts: tuple[tuple[Fragment, ...], ...]
    across: tuple[str, ...]
    """Stamps in the margin and watermarks: text in other directions."""
    count: int
    unknown: int
    """Characters of which the font does not tell what they are."""


def read_signs(page: Any) -> PageSigns:
    """The text of an open page."""
    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), MOST_CHARACTERS)
        signs = list(_signs(textpage, count))
    finally:
        textpage.close()
    unknown = sum(1 for sign in signs if sign.text in "\ufffd" or "\ue000" <= sign.text <= "\uf8ff")
    turns = Counter(sign.type.turn for sign in signs)
    main = turns.most_common(1)[0][0] if turns else 0
    texts, across = [], []
    for turn, size in turns.most_common():
        part = [sign for sign in signs if sign.type.turn == turn]
        if turn is not None and (turn == main or size >= LEAST_ACROSS):
            quarter = 3 if turn == 0 and _is_vertical(part) else turn
            texts.append(tuple(_fragments([_turned(sign, quarter) for sign in part])))
        else:
            across.append(" ".join("".join((" " if s.spaced or s.broken else "") + s.text for s in part).split()))
    return PageSigns(tuple(texts), tuple(across), len(signs), unknown)


def _signs(textpage: Any, count: int) -> Iterator[_Sign]:
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    types: dict[int | None, _Type] = {}
    spaced = broken = False
    for place in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, place)
        generated = pdfium.FPDFText_IsGenerated(textpage, place) == 1 and code in (10, 13, 32)
        if generated or (code not in LETTERS and SPACES.match(_letter(code))) or code == 0xA0:
            spaced, broken = True, broken or code in (10, 13)
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, place, x, y)
        pdfium.FPDFText_GetLooseCharBox(textpage, place, box)
        known = ctypes.cast(pdfium.FPDFText_GetTextObject(textpage, place), ctypes.c_void_p).value
        if known not in types or known is None:
            types[known] = _type(textpage, place)
        text = LETTERS.get(code) or _letter(code)
        if code < 0x20 and types[known].symbols:
            continue
        across = types[known].turn in (1, 3)
        left, right = (box.bottom, box.top) if across else (box.left, box.right)
        yield _Sign(text, left, right, x.value if across else y.value, types[known], spaced, broken)
        spaced = broken = False


def _letter(code: int) -> str:
    """The character of a code; half a pair and what is none are unknown."""
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _type(textpage: Any, place: int) -> _Type:
    matrix, flags = pdfium.FS_MATRIX(), ctypes.c_int()
    pdfium.FPDFText_GetMatrix(textpage, place, matrix)
    size = pdfium.FPDFText_GetFontSize(textpage, place) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    turn = round(angle / 90) % 4 if min(angle % 90, 90 - angle % 90) < 3 else None
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(textpage, place, name, len(name), flags)
    font = name.value.decode("utf-8", "replace").rpartition("+")[2]
    bold = bool(BOLD.search(font)) or pdfium.FPDFText_GetFontWeight(textpage, place) >= 700
    return _Type(max(size, 0.1), turn, bold, bool(MONO.search(font)), bool(SYMBOLS.match(font)))


def _is_vertical(signs: list[_Sign]) -> bool:
    """Whether the signs follow each other downwards: Chinese and Japanese in columns."""
    down = level = 0
    for sign, after in pairwise(signs):
        size = sign.type.size
        down += abs(after.left - sign.left) < 0.3 * size and 0.5 * size < sign.y - after.y < 1.8 * size
        level += abs(after.y - sign.y) < 0.3 * size
    return down > 2 * level


def _turned(sign: _Sign, quarter: int) -> _Sign:
    """As if its line went to the right."""
    if quarter == 0:
        return sign
    left, right, y = sign.left, sign.right, sign.y
    if quarter == 3 and sign.type.turn == 0:  # written downwards: the line goes down, the next one is to the left
        left, right, y = -sign.y - sign.type.size, -sign.y, (sign.left + sign.right) / 2
    elif quarter == 1:
        y = -y
    elif quarter == 2:
        left, right, y = -right, -left, -y
    else:
        left, right = -right, -left
    return _Sign(sign.text, left, right, y, sign.type, sign.spaced, sign.broken)


def _fragments(signs: list[_Sign]) -> Iterator[Fragment]:
    """Signs that follow each other on a line; one that stands above or below it, as exponents do, is on it."""
    part: list[_Sign] = []
    for sign in signs:
        if part and not _follows(part[-1], sign, part[0]):
            yield _fragment(part)
            part = []
        part.append(sign)
    if part:
        yield _fragment(part)


def _follows(last: _Sign, sign: _Sign, first: _Sign) -> bool:
    size = max(last.type.size, sign.type.size)
    gap = sign.left - last.right
    return -LIFT * size < gap < WIDEST_GAP * size and abs(sign.y - last.y) < LIFT * size and sign.left >= first.left


def _fragment(signs: list[_Sign]) -> Fragment:
    spans: list[Span] = []
    text: list[str] = []
    for place, sign in enumerate(signs):
        last = signs[place - 1]
        if text and (last.type != sign.type or abs(last.y - sign.y) > 0.3):
            spans.append(Span("".join(text), last.type.size, last.y, last.type.bold, last.type.mono))
            text = []
        text.append((" " if place and sign.spaced else "") + sign.text)
    last = signs[-1]
    spans.append(Span("".join(text), last.type.size, last.y, last.type.bold, last.type.mono))
    main = max(spans, key=lambda span: len(span.text))
    return Fragment(min(s.left for s in signs), max(s.right for s in signs), main.y, main.size, spans)
