"""IPA from a lexicon: validated, and respelled in letters for engines that don't support it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs.split())


VOWELS: Final = _table(
    "aɪ:igh aʊ:ow eɪ:ay oʊ:oh əʊ:oh ɔɪ:oy eə:air ɪə:eer ʊə:oor ɜː:er ɑː:ah ɔː:aw iː:ee uː:oo "
    "ɑ̃:on ɔ̃:on ɛ̃:an i:ee ɪ:i e:e ɛ:e æ:a a:ah ɑ:ah ɒ:o ɔ:aw o:oh ʊ:oo u:oo ʌ:u ɐ:u ə:uh ɜ:er "
    "ɝ:er ɚ:er ɨ:i ᵻ:i ɯ:oo ɤ:uh y:ew ø:er œ:er"
)
"""Vowel -> letters that an English reader would pronounce about the same."""
CONSONANTS: Final = _table(
    "tʃ:ch dʒ:j ts:ts dz:dz ʧ:ch ʤ:j p:p b:b t:t d:d k:k ɡ:g f:f v:v θ:th ð:th s:s z:z ʃ:sh "
    "ʒ:zh h:h m:m n:n ŋ:ng l:l ɫ:l r:r ɹ:r ɾ:d ʔ:t j:y w:w ʍ:wh x:kh χ:kh ç:h ɣ:g ʁ:r β:v ʋ:v "
    "ɲ:ny ʎ:ly ɕ:sh ʑ:zh ʂ:sh ʐ:r ɻ:r q:k c:ky n̩:un l̩:ul"
)
SOUNDS: Final = VOWELS | CONSONANTS
"""All sounds that the embedded voices can pronounce or approximate."""
SYMBOLS: Final = re.compile(
    "|".join(sorted(map(re.escape, SOUNDS), key=len, reverse=True)) + "|[ˈˌ -]"
)
TIES: Final = dict.fromkeys([0x361, 0x35C, 0x32F])
"""The tie in t͡ʃ and the arc below aɪ̯, which may be omitted."""
UNHEARD: Final = re.compile("[.ːˑʰ‿]")
"""Syllable boundaries, breath, and length where the table has no long vowel."""
SAME: Final = str.maketrans({"g": "ɡ", "'": "ˈ", "’": "ˈ", ",": "ˌ", ":": "ː", "ε": "ɛ"})
"""Keyboard characters used for IPA symbols."""


def symbols(ipa: str) -> tuple[list[str], str]:
    """The sounds, stress marks and spaces of IPA, and the first unknown symbol; empty if there is
    none.

    >>> symbols("ˈɛndʒɪn")
    (['ˈ', 'ɛ', 'n', 'dʒ', 'ɪ', 'n'], '')
    >>> symbols("ʘa")[1]
    'ʘ'
    """
    text = " ".join(unicodedata.normalize("NFD", ipa).translate(SAME).translate(TIES).split())
    text = text.replace("c\u0327", "\u00e7")
    found: list[str] = []
    at = 0
    while at < len(text):
        if match := SYMBOLS.match(text, at):
            found.append(match.group())
            at = match.end()
        elif UNHEARD.match(text, at):
            at += 1
        else:
            return found, text[at]
    return found, ""


def in_letters(ipa: str) -> str:
    """A spelling of IPA that an English voice pronounces about the same.

    >>> in_letters("ˈɛndʒɪn ˈɛks"), in_letters("kuːbərˈnɛtiːz")
    ('enjin eks', 'koobuhr-neteez')
    """
    said = ""
    for symbol in symbols(ipa)[0]:
        if symbol in "ˈˌ":
            said += "-" if said[-1:].isalpha() else ""
        elif symbol == "r" and said.endswith("r"):
            continue
        else:
            said += SOUNDS.get(symbol, symbol)
    return said.strip(" -")
