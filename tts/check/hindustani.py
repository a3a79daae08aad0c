"""Compares Hindi and Urdu by their consonants: as spoken they are one language, and Whisper may use
either script."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\s.,;:!?।॥۔؟،؛\"“”‘’()\[\]—–-]+")
_NASALS: Final = str.maketrans("ंँ", "नन")
_LETTERS: Final = (
    (r"d'", "r"),  # ड़, for which Urdu has a letter of the kind of r
    (r"j'", "z"),
    (r"[^a-z]", ""),
    (r"[aeiouywvh]", ""),  # vowels, what Urdu leaves out or writes by them, and breath
    (r"q", "k"),
    (r"(.)\1+", r"\1"),
)
"""Letters in anyascii's transliteration -> what is compared, in order."""


def skeletons(text: str) -> list[str]:
    """The consonants of each word that has any.

    >>> skeletons("बारिश रुकी है।"), skeletons("بارش رکی ہے۔")
    (['brs', 'rk'], ['brs', 'rk'])
    """
    return [found for word in _WORD.findall(text) if (found := consonants(word))]


def consonants(word: str) -> str:
    """What a word has in common with the same word in the other script; may be empty.

    >>> [consonants(word) for word in ("घड़ियाँ", "گھریاں", "ज़्यादा", "زیادہ", "है")]
    ['grn', 'grn', 'zd', 'zd', '']
    """
    from anyascii import anyascii

    latin = anyascii(word.translate(_NASALS)).lower()
    for pattern, replacement in _LETTERS:
        latin = re.sub(pattern, replacement, latin)
    return latin
