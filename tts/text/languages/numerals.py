"""Numerals that several languages write: raised figures, Roman ones, fractions of one character."""

from __future__ import annotations

from typing import Final

RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
GLYPHS: Final = str.maketrans(
    {"½": " 1/2", "⅓": " 1/3", "⅔": " 2/3", "¼": " 1/4", "¾": " 3/4", "⅛": " 1/8", "⁄": "/"}
    | {chr(0x2080 + n): str(n) for n in range(10)}
    | {chr(0x2160 + n): str(n + 1) for n in range(12)}
)
"""One character -> figures: fractions, lowered figures, Roman numerals."""
GLYPH: Final = f"[{''.join(map(chr, GLYPHS))}]"
ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50}


def plain_glyph(sign: str) -> str:
    """
    >>> plain_glyph("¾"), plain_glyph("Ⅳ")
    (' 3/4', '4')
    """
    return sign.translate(GLYPHS)


def roman(text: str) -> int:
    """
    >>> roman("XIV"), roman("LVIII"), roman("II")
    (14, 58, 2)
    """
    values = [ROMAN[char] for char in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
