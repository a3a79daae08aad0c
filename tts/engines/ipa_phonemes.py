"""Converts IPA from a lexicon to the phonemes of the embedded voices: misaki's, one character
each."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tts.engines.data_rows import data_rows

PHONEMES: Final[dict[str, str]] = dict(data_rows("engines/data/english-ipa.txt"))
"""IPA symbols allowed in a lexicon (tts/text/ipa.py) -> the same or the nearest sound in American
English."""
_LONGEST_FIRST: Final = sorted(map(re.escape, PHONEMES), key=len, reverse=True)
SYMBOLS: Final = re.compile("|".join([*_LONGEST_FIRST, "[ˈˌ ]"]))
VOWELS: Final = "AIOQWYaiuæɑɒɔəɛɜɪʊʌɐᵻᵊ"
R_TWICE: Final = re.compile("ɹ+")


def from_ipa(ipa: str) -> str:
    """IPA to phonemes; words without stress get one.

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
    """A word with stress marks placed before the vowel; at least one is needed."""
    word = re.sub(rf"([ˈˌ])([^{VOWELS}ˈˌ]*)(?=[{VOWELS}])", r"\2\1", word)
    if re.search("[ˈˌ]", word):
        return word
    return re.sub(rf"(?=[{VOWELS}])", "ˈ", word, count=1)
