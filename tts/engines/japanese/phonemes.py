"""Japanese text to the phonemes that Kokoro-82M was trained with: kana by the table of `kana.py`,
words in other scripts by `english_phonemes`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tts.engines.english.phonemizer import english_phonemes
from tts.engines.ipa_phonemes import from_ipa
from tts.engines.japanese.analysis import Word, words
from tts.engines.japanese.given_readings import with_readings
from tts.engines.japanese.kana import phonemes_of
from tts.engines.mandarin.phonemes import SIGNS, tidied, tidied_word
from tts.engines.word_times import SaidWord
from tts.model import Reading

OTHERS = {"〜": "—", "~": "—", "-": " ", "・": " ", "‥": "…"}
"""Signs that are converted differently in Japanese than in Chinese."""
BESIDE_STOP = re.compile(r"(?<![!\",.:;?—…”]) (?=ʔ)|(?<=ʔ) (?![\"“])")
"""A space next to a glottal stop, which joins two words."""


def with_words(text: str, readings: Sequence[Reading] = ()) -> tuple[str, list[SaidWord]]:
    """The phonemes of a sentence, all in the model's vocabulary, and its words with their own.
    Raises EngineMissing if the extra `ja` is not installed.

    >>> with_words("こんにちは、世界！")[0]
    'koɲɲiʨiβa, sekai!'
    >>> [(word.text, word.phonemes) for word in with_words("東京都です。")[1]]
    [('東京都', 'toːkʲoːto'), ('です', 'desɨ')]
    """
    pieces: list[str] = []
    found: list[SaidWord] = []
    for word in with_readings(text, readings, words):
        sound = _sound(word)
        pieces.append(sound)
        if re.search(r"\w", sound):
            found.append(SaidWord(word.text, sound.strip(), word.kind == "foreign"))
    phonemes = BESIDE_STOP.sub("", tidied("".join(pieces)))
    return phonemes, [tidied_word(word) for word in found]


def _sound(word: Word) -> str:
    if word.kind == "kana":
        return f"{phonemes_of(word.kana)} "
    if word.kind == "ipa":
        return f" {from_ipa(word.kana)} "
    if word.kind == "foreign":
        return f" {english_phonemes(word.text)} "
    return "".join(_signs(word.text))


def _signs(text: str) -> Iterator[str]:
    for char in text:
        sign = OTHERS.get(char) or SIGNS.get(char, " ")
        yield f" {sign}" if sign in "“(" else f"{sign} "
