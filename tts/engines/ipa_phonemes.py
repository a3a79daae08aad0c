"""IPA from a lexicon -> the phonemes of the embedded voices: misaki's, one character each."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tts.engines.data_rows import data_rows

PHONEMES: Final[dict[str, str]] = dict(data_rows("engines/data/english-ipa.txt"))
"""The same sounds that a lexicon may hold (tts/text/ipa.py), as American English has them or comes
near."""
_LONGEST_FIRST: Final = sorted(map(re.escape, PHONEMES), key=len, reverse=True)
SYMBOLS: Final = re.compile("|".join([*_LONGEST_FIRST, "[ˈˌ ]"]))
VOWELS: Final = "AIOQWYaiuæɑɒɔəɛɜɪʊʌɐᵻᵊ"
R_TWICE: Final = re.compile("ɹ+")


def from_ipa(ipa: str) -> str:
    """IPA -> phonemes; what has no stress gets one.

    >>> from_ipa("ˈɛndʒɪn ˈɛks"), from_ipa("ˌkuːbərˈnɛtiːz"), from_ipa("ɡɹeɪt")
    ('ˈɛnʤɪn ˈɛks', 'kˌubəɹnˈɛtiz', 'ɡɹˈAt')
    """
    letters = unicodedata.normalize("NFD", ipa).replace("c\u0327", "\u00e7")
    symbols = SYMBOLS.findall(letters)
    phonemes = [PHONEMES.get(symbol, symbol) for symbol in symbols]
    said = "".join(phonemes)
    words = R_TWICE.sub("ɹ", said).split()
    return " ".join(map(_stressed, words))


def _stressed(word: str) -> str:
    """Stress stands before the vowel, and a word has one."""
    word = re.sub(rf"([ˈˌ])([^{VOWELS}ˈˌ]*)(?=[{VOWELS}])", r"\2\1", word)
    if re.search("[ˈˌ]", word):
        return word
    return re.sub(rf"(?=[{VOWELS}])", "ˈ", word, count=1)
