"""Recognizes text whose font does not identify its characters: without a ToUnicode table (ISO
32000-1, 9.10) a reader gets glyph numbers, which come out as other letters.

In every language that is written in Latin letters eight of them make up half of a text or more;
moved by some places, they are a fifth of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tts.model import Block, Change

COMMON = frozenset("etaoinsr")
LEAST_LETTERS = 60
"""Latin letters of a block that can be judged."""
LEAST_COMMON = 0.35
LEAST_SIGNS = 80
"""Signs that are no white space, of a block that is judged by how few letters are among them."""
LEAST_LEGIBLE = 0.4
"""Part of them that are letters or digits."""
REASON = "its font does not tell which letters it shows"


def without_illegible(blocks: Sequence[Block]) -> tuple[list[Block], list[Change], float]:
    """The blocks that can be read, what was left out, and which part of all signs that was."""
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
