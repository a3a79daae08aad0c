"""A page of a PDF -> fragments: stretches of text on one line, each with its place and type.

PDFium gives characters in the order in which they were drawn. Where they stand decides from there
on.
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
from tts.sources.pdf.sign import Sign, Type

MOST_CHARACTERS = 200_000
"""On one page; no page of text has as many."""
WIDEST_GAP = 1.0
"""In ems: what is further apart are two fragments, which may stand in two columns or cells."""
LIFT = 0.6
"""In ems: what stands higher or lower than that is on another line."""
LEAST_ACROSS = 200
"""Characters in another direction than the page's that are text, and no stamp in its margin."""
BOLD = re.compile(
    r"bold|black|heavy|semibold|demi|-bd|hei(?!t)|黑"
    r"|^cm(?:b|ssb)|^(?:sf|ec)bx|^lmb|nimbus\w*-medi(?!um)|^lin\w+tb|^(?:ptm|phv|ppl|pnc|utm)b",
    re.IGNORECASE,
)
"""Names of fonts; those of TeX are short."""
NAMED = re.compile(r"(?:cm|sf|ec|lm|ms[ab]m|eu[fsr]|tx|px)[a-z]*\d*(?:-\w+)?$", re.IGNORECASE)
"""Fonts of TeX, which say by their name what they are. PDFium guesses weights from the stems of
letters, and takes Computer Modern for bold."""
HEAVY = 700
MONO = re.compile(r"mono|nimbusmon|courier|consol|typewriter|cmtt|code", re.IGNORECASE)

LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
LETTERS = {
    **{0xFB00 + n: letters for n, letters in enumerate((*LIGATURES, "st", "st"))},
    **{
        0x0B + n: letters for n, letters in enumerate(LIGATURES)
    },  # fonts of TeX (OT1) that name no letters
    **{0x1B + n: letters for n, letters in enumerate(LIGATURES)},  # the same in T1
    **dict.fromkeys(
        (0x02, 0xFFFE, 0x2010, 0x2011), "-"
    ),  # PDFium's signs for a hyphen at the end of a line, and others
    **dict.fromkeys(
        (0x88, 0xF0B7, 0xF0A7, 0xF0D8, 0x25CF, 0x25AA, 0x2023), "•"
    ),  # bullets of TeX, Symbol, Wingdings
    0xAD: "\xad",
}
"""What is not said as its code has it."""
SYMBOLS = re.compile(r"cm(?:sy|mi|ex|bsy|mib)\d|ms[ab]m\d|lasy|wasy", re.IGNORECASE)
"""Fonts of TeX that hold signs, and no ligatures."""
LINE_ENDS = (10, 13)
SPACES = frozenset(
    (0, 9, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F)
)
SPACES |= {0x3000, 0xFEFF}


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
    """What was drawn without a gap; points, in the direction of reading: x to the right, y
    upwards."""

    left: float
    right: float
    y: float
    size: float
    spans: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What stands on a page, by direction of reading: the fragments of each, the most used
    first."""

    texts: tuple[tuple[Fragment, ...], ...]
    across: tuple[str, ...]
    beside: str
    """Text that the page's box cuts off."""
    """Stamps in the margin and watermarks: text in other directions."""
    count: int
    unknown: int
    """Characters of which the font does not tell what they are."""


def read_signs(page: Any) -> PageSigns:
    """The text of an open page."""
    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), MOST_CHARACTERS)
        drawn = with_accents(list(_signs(textpage, count)))
    finally:
        textpage.close()
    box = page.get_cropbox()
    signs = [sign for sign in drawn if _is_on(sign, box)]
    beside = _text([sign for sign in drawn if not _is_on(sign, box)])
    unknown = sum(map(_is_unknown, signs))
    turns = Counter(sign.type.turn for sign in signs)
    main = turns.most_common(1)[0][0] if turns else 0
    texts, across = [], []
    for turn, size in turns.most_common():
        part = [sign for sign in signs if sign.type.turn == turn]
        if turn is not None and (turn == main or size >= LEAST_ACROSS):
            quarter = 3 if turn == 0 and _is_vertical(part) else turn
            texts.append(tuple(_fragments([_turned(sign, quarter) for sign in part])))
        else:
            across.append(_text(part))
    return PageSigns(tuple(texts), tuple(across), beside, len(signs), unknown)


def _is_unknown(sign: Sign) -> bool:
    return sign.text == "\ufffd" or "\ue000" <= sign.text <= "\uf8ff"


def _is_on(sign: Sign, box: tuple[float, float, float, float]) -> bool:
    """Whether a sign is seen; what stands nowhere is not."""
    x, y = sign.left, sign.y
    if sign.type.turn in (1, 3):
        x, y = y, x
    size = sign.type.size
    left, bottom, right, top = box
    if not left - size < x < right + size:
        return False
    return bottom - size < y < top + size


def _text(signs: Sequence[Sign]) -> str:
    """Signs as they were drawn."""
    return " ".join(
        "".join((" " if sign.spaced or sign.broken else "") + sign.text for sign in signs).split()
    )


def _signs(textpage: Any, count: int) -> Iterator[Sign]:
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    handle = textpage.raw
    types: dict[int | None, Type] = {}
    spaced = broken = False
    for place in range(count):
        code = pdfium.FPDFText_GetUnicode(handle, place)
        if code in SPACES or (
            code in LINE_ENDS and pdfium.FPDFText_IsGenerated(handle, place) == 1
        ):
            spaced, broken = True, broken or code in LINE_ENDS
            continue
        pdfium.FPDFText_GetCharOrigin(handle, place, x, y)
        pdfium.FPDFText_GetLooseCharBox(handle, place, box)
        known = ctypes.cast(pdfium.FPDFText_GetTextObject(handle, place), ctypes.c_void_p).value
        if known not in types or known is None:
            types[known] = _type(handle, place)
        type_ = types[known]
        if code < 0x20 and type_.symbols:
            continue
        across = type_.turn in (1, 3)
        left, right = (box.bottom, box.top) if across else (box.left, box.right)
        text = LETTERS.get(code) or _letter(code)
        yield Sign(text, left, right, x.value if across else y.value, type_, spaced, broken)
        spaced = broken = False


def _letter(code: int) -> str:
    """The character of a code; half a pair and what is none are unknown."""
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _type(handle: Any, place: int) -> Type:
    matrix, flags = pdfium.FS_MATRIX(), ctypes.c_int()
    pdfium.FPDFText_GetMatrix(handle, place, matrix)
    size = pdfium.FPDFText_GetFontSize(handle, place) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    turn = round(angle / 90) % 4 if min(angle % 90, 90 - angle % 90) < 3 else None
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(handle, place, name, len(name), flags)
    font = name.value.decode("utf-8", "replace").rpartition("+")[2]
    heavy = pdfium.FPDFText_GetFontWeight(handle, place) >= HEAVY and not NAMED.match(font)
    bold = heavy or bool(BOLD.search(font))
    return Type(max(size, 0.1), turn, bold, bool(MONO.search(font)), bool(SYMBOLS.match(font)))


def _is_vertical(signs: list[Sign]) -> bool:
    """Whether the signs follow each other downwards: Chinese and Japanese in columns."""
    down = level = 0
    for sign, after in pairwise(signs):
        size = sign.type.size
        down += (
            abs(after.left - sign.left) < 0.3 * size and 0.5 * size < sign.y - after.y < 1.8 * size
        )
        level += abs(after.y - sign.y) < 0.3 * size
    return down > 2 * level


def _turned(sign: Sign, quarter: int) -> Sign:
    """As if its line went to the right."""
    if quarter == 0:
        return sign
    left, right, y = sign.left, sign.right, sign.y
    if (
        quarter == 3 and sign.type.turn == 0
    ):  # written downwards: the line goes down, the next one is to the left
        left, right, y = -sign.y - sign.type.size, -sign.y, (sign.left + sign.right) / 2
    elif quarter == 1:
        y = -y
    elif quarter == 2:
        left, right, y = -right, -left, -y
    else:
        left, right = -right, -left
    return Sign(sign.text, left, right, y, sign.type, sign.spaced, sign.broken)


def _fragments(signs: list[Sign]) -> Iterator[Fragment]:
    """Signs that follow each other on a line; one that stands above or below it, as exponents do,
    is on it."""
    part: list[Sign] = []
    for sign in signs:
        if part and not _follows(part[-1], sign, part[0]):
            yield _fragment(part)
            part = []
        part.append(sign)
    if part:
        yield _fragment(part)


def _follows(last: Sign, sign: Sign, first: Sign) -> bool:
    size = max(last.type.size, sign.type.size)
    gap = sign.left - last.right
    if not -LIFT * size < gap < WIDEST_GAP * size:
        return False
    lifted = abs(sign.y - last.y)
    return lifted < LIFT * size and sign.left >= first.left


def _fragment(signs: list[Sign]) -> Fragment:
    spans: list[Span] = []
    text: list[str] = []
    for place, sign in enumerate(signs):
        last = signs[place - 1]
        is_other = last.type != sign.type or abs(last.y - sign.y) > 0.3
        if text and is_other:
            spans.append(_span(text, last))
            text = []
        space = " " if place and sign.spaced else ""
        text.append(space + sign.text)
    spans.append(_span(text, signs[-1]))
    main = max(spans, key=lambda span: len(span.text))
    left = min(sign.left for sign in signs)
    right = max(sign.right for sign in signs)
    return Fragment(left, right, main.y, main.size, spans)


def _span(text: list[str], last: Sign) -> Span:
    type_ = last.type
    return Span("".join(text), type_.size, last.y, type_.bold, type_.mono)
