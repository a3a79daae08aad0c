"""Display formulas: signs above and next to each other, unlike lines of text.

PDFium yields their pieces in drawing order. They become one block that can be announced, instead of
a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tts.model import Block
from tts.sources.pdf.reading_order import LOWERED_AGAIN, RAISED, Line

WORD = re.compile(r"[^\W\d_⁰-⁹²³¹₀-₉]{3,}")
NAMES = frozenset(
    {
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "exp",
        "log",
        "lim",
        "sup",
        "inf",
        "max",
        "min",
        "arg",
        "det",
    }
    | {"dim", "ker", "mod", "gcd", "sgn", "rank", "diag", "var", "cov", "for", "all", "and", "with"}
    | {"otherwise", "else"}
)
"""Words that are part of formulas."""
STRONG = re.compile(
    r"[=<>≤≥≈∼≃≡≠→⇒⇔↦×÷±∓∑∏∫∮√∂∇∈∉⊂⊆∪∩⊗⊕∞∀∃∝⟨⟩‖∥†\u0370-\u03ff\ufffd\ue010\ue011₀-₉⁰-⁹]"
)
UNKNOWN = "\ufffd"
"""A character whose font does not identify it."""
NUMBER = re.compile(r"\(\s*[A-Z]?\.?\d+(?:\.\d+)*[a-z]?\s*\)\s*$")
"""The number of an equation, at the end of its line."""
LEAST_INDENT = 0.8
"""In ems: a formula is centred in its column."""
MOST_WORDS = 0.34
"""Maximum share of letters and signs in words."""
SHORTEST_TEXT = 14
"""Number of signs below which a line without words may be a piece of the formula next to it."""
RAISED_SIGNS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
LINE_END = r" \\ "
"""Between the lines of a formula, as in TeX: listeners can't follow one of several lines."""


def formula_runs(
    lines: Sequence[Line], lefts: Mapping[int, float]
) -> Iterator[tuple[bool, list[Line]]]:
    """The lines in order, in runs that are formulas and runs that are not; `lefts` is where the
    text of each region begins, in points."""
    run: list[Line] = []
    bits: list[Line] = []
    for line in lines:
        if is_bit(line, lefts[line.region]):
            bits.append(line)
            continue
        if bits and not any(is_strong(bit) for bit in bits):
            run += bits
        elif bits:
            if run:
                yield False, run
            yield True, bits
            run = []
        bits = []
        run.append(line)
    if any(is_strong(bit) for bit in bits):
        if run:
            yield False, run
        yield True, bits
    elif run or bits:
        yield False, run + bits


def is_bit(line: Line, left: float) -> bool:
    """Whether a line may be part of a formula: indented, with hardly any words."""
    signs = sum(not sign.isspace() for sign in line.text)
    words = [word for word in WORD.findall(line.text) if word not in NAMES]
    in_words = sum(map(len, words))
    if line.mono or in_words > MOST_WORDS * signs:
        return False
    is_indented = line.left - left > LEAST_INDENT * line.size
    if not is_indented:
        return False
    return signs < SHORTEST_TEXT or STRONG.search(line.text) is not None


def is_strong(line: Line) -> bool:
    """Whether it is certainly part of a formula."""
    has_sign = STRONG.search(line.text) is not None
    letters = sum(1 for sign in line.text if sign.isalpha() or sign == UNKNOWN)
    return has_sign and letters > 0 and (bool(NUMBER.search(line.text)) or not _has_words(line))


def _has_words(line: Line) -> bool:
    return any(word not in NAMES for word in WORD.findall(line.text))


def formula_block(lines: Sequence[Line]) -> Block:
    """A one-line formula with its exponents in TeX; others as lines."""
    texts = [_without_number(line.text) for line in lines]
    return Block("formula", LINE_END.join(filter(None, texts)) or LINE_END.strip())


def _without_number(text: str) -> str:
    plain = NUMBER.sub("", text).replace(RAISED, "^{").replace(LOWERED_AGAIN, "}")
    said = SUPERSCRIPT.sub(lambda found: f"^{{{found[0].translate(RAISED_SIGNS)}}}", plain)
    return said.strip(" ,.;")
