"""Combines accents that a font draws separately with their letters.

TeX's older fonts lack accented letters: the accent is drawn first, then the letter below it (Knuth,
The TeXbook, chapter 9). Their positions show which belong together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tts.sources.pdf.glyph import Glyph

COMBINING = {
    "`": "\u0300",
    "´": "\u0301",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "¨": "\u0308",
    "˚": "\u030a",
    "˝": "\u030b",
    "ˇ": "\u030c",
    "¸": "\u0327",
    "˛": "\u0328",
}
"""A separate accent -> the combining character that follows the letter."""
DOTLESS = {"ı": "i", "ȷ": "j"}
NEAR = 12
"""Number of characters before and after an accent that may be its letter."""
ASIDE = 0.28
"""In ems: the maximum distance between the middles of an accent and its letter."""
LIFTED = 0.45
"""In ems: the maximum distance of their baselines, because accents on capitals are higher."""


def with_accents(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters, with each accent above a letter combined with it."""
    if not any(sign.text in COMBINING for sign in glyphs):
        return list(glyphs)
    done: list[Glyph | None] = list(glyphs)
    for place, sign in enumerate(glyphs):
        if sign.text in COMBINING:
            below = _letter_of(done, place, sign)
            if below is not None:
                _put(done, place, below, COMBINING[sign.text])
    return [sign for sign in done if sign is not None]


def _letter_of(signs: Sequence[Glyph | None], place: int, accent: Glyph) -> int | None:
    """Index of the letter below an accent."""
    best: tuple[float, int] | None = None
    for at in range(max(0, place - NEAR), min(len(signs), place + NEAR + 1)):
        sign = signs[at]
        if sign is None or at == place or not sign.text.isalpha():
            continue
        size = max(sign.type.size, accent.type.size)
        aside = abs(_middle(sign) - _middle(accent))
        lifted = abs(sign.y - accent.y)
        if aside > ASIDE * size or lifted > LIFTED * size:
            continue
        best = min(best or (aside, at), (aside, at))
    if best is None:
        return None
    return best[1]


def _middle(glyph: Glyph) -> float:
    return (glyph.left + glyph.right) / 2


def _put(signs: list[Glyph | None], place: int, below: int, combining: str) -> None:
    letter, accent = signs[below], signs[place]
    assert letter is not None and accent is not None
    bare = DOTLESS.get(letter.text, letter.text)
    composed = unicodedata.normalize("NFC", bare + combining)
    text = composed if len(composed) == 1 else bare
    is_first = place < below
    spaced = letter.spaced or (is_first and accent.spaced)
    broken = letter.broken or (is_first and accent.broken)
    signs[below] = letter._replace(text=text, spaced=spaced, broken=broken)
    signs[place] = None
