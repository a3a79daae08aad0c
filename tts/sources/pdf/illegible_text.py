"""Recognizes text whose font does not identify its characters: without a ToUnicode table (ISO
32000-1, 9.10), extraction yields glyph numbers, which appear as other letters.

In every language in Latin letters, eight letters make up at least half of a text; with shifted
codes, they are a fifth of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tts.model import Block, Change

COMMON = frozenset("etaoinsr")
LEAST_LETTERS = 60
"""Minimum number of Latin letters in a block that is checked by them."""
LEAST_COMMON = 0.35
LEAST_SIGNS = 80
"""Minimum number of characters other than white space in a block that is checked by its share of
letters."""
LEAST_LEGIBLE = 0.4
"""Minimum share of letters or digits."""
REASON = "its font does not tell which letters it shows"


def without_illegible(blocks: Sequence[Block]) -> tuple[list[Block], list[Change], float]:
    """The legible blocks, what was left out, and its share of all characters."""
    kept: list[Block] = []
    changes: list[Change] = []
    total = lost = 0
    for block in blocks:
        total += len(block.text)
        if block.kind in ("code", "formula", "table") or is_legible(block.text):
            kept.append(block)
            continue
        lost += len(block.text)
        changes.append(Change(block.text[:300], "", REASON))
    return kept, changes, lost / max(total, 1)


def is_legible(text: str) -> bool:
    """
    >>> is_legible(2 * "7KH IHUUB OHDYHV WKH KDUERXU DW VLA ZKHQ WKH OLJKW LV VWLOO JUHB")
    False
    """
    plain = unicodedata.normalize("NFD", text).lower()
    letters = [sign for sign in plain if "a" <= sign <= "z"]
    if len(letters) >= LEAST_LETTERS:
        common = sum(1 for sign in letters if sign in COMMON)
        return common >= LEAST_COMMON * len(letters)
    signs = [sign for sign in text if not sign.isspace() and sign not in "._-…·"]
    if len(signs) < LEAST_SIGNS:
        return True
    legible = sum(1 for sign in signs if sign.isalnum() or unicodedata.category(sign) == "Mn")
    return legible >= LEAST_LEGIBLE * len(signs)
