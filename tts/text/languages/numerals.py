"""Numerals used in several languages: superscript digits, Roman numerals, single-character
fractions."""

from __future__ import annotations

from typing import Final

RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_FRACTIONS: Final = {
    "½": " 1/2",
    "⅓": " 1/3",
    "⅔": " 2/3",
    "¼": " 1/4",
    "¾": " 3/4",
    "⅛": " 1/8",
    "⁄": "/",
}
_LOWERED: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_ROMAN_SIGNS: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_ROMAN: Final = {sign: str(value) for value, sign in enumerate(_ROMAN_SIGNS, 1)}
GLYPHS: Final = str.maketrans(_FRACTIONS | _LOWERED | _ROMAN)
"""Character -> digits: fractions, subscript digits, Roman numerals."""
_SIGNS: Final = "".join(map(chr, GLYPHS))
GLYPH: Final = f"[{_SIGNS}]"
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
    total = behind = 0
    for char in reversed(text):
        value = ROMAN[char]
        is_taken_off = value < behind
        total += -value if is_taken_off else value
        behind = value
    return total
