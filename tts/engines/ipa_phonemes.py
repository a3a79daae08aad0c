"""IPA, as a lexicon gives it -> the phonemes that the embedded voices know: misaki's, one character
each."""

from __future__ import annotations

import re
import unicodedata
from typing import Final


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs.split())


PHONEMES: Final = _table(
    "aɪ:I aʊ:W eɪ:A oʊ:O əʊ:O ɔɪ:Y eə:ɛɹ ɪə:ɪɹ ʊə:ʊɹ ɜː:ɜɹ ɑː:ɑ ɔː:ɔ iː:i uː:u ɑ̃:ɑn ɔ̃:ɔn ɛ̃:æn "
    "i:i ɪ:ɪ e:ɛ ɛ:ɛ æ:æ a:ɑ ɑ:ɑ ɒ:ɑ ɔ:ɔ o:O ʊ:ʊ u:u ʌ:ʌ ɐ:ɐ ə:ə ɜ:ɜɹ ɝ:ɜɹ ɚ:əɹ ɨ:ɪ ᵻ:ᵻ ɯ:u ɤ:ʌ y:ju ø:ɜɹ œ:ɜɹ "
    "tʃ:ʧ dʒ:ʤ ts:ts dz:dz ʧ:ʧ ʤ:ʤ p:p b:b t:t d:d k:k ɡ:ɡ f:f v:v θ:θ ð:ð s:s z:z ʃ:ʃ ʒ:ʒ h:h m:m n:n ŋ:ŋ l:l ɫ:l "
    "r:ɹ ɹ:ɹ ɾ:T ʔ:t j:j w:w ʍ:w x:h χ:h ç:h ɣ:ɡ ʁ:ɹ β:v ʋ:v ɲ:nj ʎ:lj ɕ:ʃ ʑ:ʒ ʂ:ʃ ʐ:ɹ ɻ:ɹ q:k c:kj n̩:ᵊn l̩:ᵊl"
)
"""The same sounds that a lexicon may hold (tts/text/ipa.py), as American English has them or comes
near."""
SYMBOLS: Final = re.compile(
    "|".join(sorted(map(re.escape, PHONEMES), key=len, reverse=True)) + "|[ˈˌ ]"
)
VOWELS: Final = "AIOQWYaiuæɑɒɔəɛɜɪʊʌɐᵻᵊ"
R_TWICE: Final = re.compile("ɹ+")


def from_ipa(ipa: str) -> str:
    """IPA -> phonemes; what has no stress gets one.

    >>> from_ipa("ˈɛndʒɪn ˈɛks"), from_ipa("ˌkuːbərˈnɛtiːz"), from_ipa("ɡɹeɪt")
    ('ˈɛnʤɪn ˈɛks', 'kˌubəɹnˈɛtiz', 'ɡɹˈAt')
    """
    found = SYMBOLS.findall(unicodedata.normalize("NFD", ipa).replace("c\u0327", "\u00e7"))
    said = R_TWICE.sub("ɹ", "".join(PHONEMES.get(symbol, symbol) for symbol in found))
    return " ".join(_stressed(word) for word in said.split())


def _stressed(word: str) -> str:
    """Stress stands before the vowel, and a word has one."""
    word = re.sub(rf"([ˈˌ])([^{VOWELS}ˈˌ]*)(?=[{VOWELS}])", r"\2\1", word)
    return word if re.search("[ˈˌ]", word) else re.sub(rf"(?=[{VOWELS}])", "ˈ", word, count=1)
