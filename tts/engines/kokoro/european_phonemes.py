"""Spanish, French, Italian, Portuguese and Hindi text to the phonemes that Kokoro-82M was trained
with.

Its training text was made from espeak-ng's IPA, keeping the punctuation (misaki 0.9,
misaki/espeak.py, Apache-2.0, which the tables here follow). The same is done here: punctuation
splits a sentence, and espeak-ng converts the text between.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tts.engines.english.phonemizer import latinized, unicode_name
from tts.engines.espeak.bindings import TIE, figures, ipa
from tts.engines.kokoro.vocabulary import VOCABULARY
from tts.engines.mandarin.phonemes import SIGNS, tidied
from tts.model import Reading

TONGUES: Final = {"es": "es", "fr": "fr", "hi": "hi", "it": "it", "pt": "pt-BR"}
"""Base language -> its name in espeak-ng."""
SCRIPTS: Final = {"hi": ("DEVANAGARI", "LATIN")}
"""Base language -> the scripts that it reads; Latin for languages not listed."""

TIED: Final = {
    "a^ɪ": "I",
    "a^ʊ": "W",
    "d^z": "ʣ",
    "d^ʒ": "ʤ",
    "e^ɪ": "A",
    "o^ʊ": "O",
    "ə^ʊ": "Q",
    "s^s": "S",
    "t^s": "ʦ",
    "t^ʃ": "ʧ",
    "ɔ^ɪ": "Y",
}
"""Two IPA letters that are one phoneme in the model."""
NEAR: Final = {"g": "ɡ", "ʱ": "ʰ", "ɫ": "l", "ʌ̃": "ɑ̃", "ɭ": "l", "ɱ": "m"}
"""IPA unknown to the model -> the nearest phoneme."""
MUTE: Final = re.compile(r"\([a-z^-]+\)|[.,;:!?-]")
"""Marks without a sound: `(en)`, where espeak-ng switches to another language, and those between
syllables."""
SIGN: Final = re.compile(r"([;:,.!?…—–]+(?=[\s\"“”«»)\]]|$)|[\"“”«»()\[\]¿¡।॥—…]+| [-–] )")
"""Punctuation that splits a sentence, unlike a point or comma inside a number or name."""
SAID: Final = ("Lu", "Ll", "Lt", "Lo", "Nd", "Nl", "No")
"""Unicode categories of characters that have a sound."""
OTHERS: Final = {"–": "—", "-": "—", "।": ".", "॥": ".", "¿": " ", "¡": " ", '"': '"'}


def european_phonemes(text: str, language: str, readings: Sequence[Reading] = ()) -> str:
    """The phonemes of a sentence, all in the model's vocabulary; empty if nothing in it can be
    pronounced.

    `language` is the base language, one of TONGUES. Raises EngineError.
    """
    said = _sentence(text, language, readings, _words)
    if re.search(r"\w", said):
        return said
    # Letters without a sound are left out, unless there is nothing else: then their names are read.
    return _sentence(text, language, readings, _names)


def _sentence(
    text: str, language: str, readings: Sequence[Reading], say: Callable[[str, str], str]
) -> str:
    said, at = "", 0
    for reading in readings:
        said += _stretch(text[at : reading.start], language, say)
        said += f" {_given(reading)} "
        at = reading.end
    said += _stretch(text[at:], language, say)
    return tidied(said)


def _stretch(text: str, language: str, say: Callable[[str, str], str]) -> str:
    out = []
    for n, piece in enumerate(SIGN.split(text)):
        is_sign = n % 2 == 1
        out.append(_sign(piece) if is_sign else say(piece, language))
    return "".join(out)


def _sign(signs: str) -> str:
    out = ""
    for sign in signs:
        known = OTHERS.get(sign) or SIGNS.get(sign, " ")
        opens = known in "“("
        out += f" {known}" if opens else f"{known} "
    return out


def _words(text: str, language: str) -> str:
    if not re.search(r"\w", text):
        return " "
    said = _said(_in_own_letters(text, language), language)
    return said if re.search(r"\w", said) else " "  # of a lone `_` nothing is said


def _names(text: str, language: str) -> str:
    letters = [char for char in text if unicodedata.category(char) in SAID]
    if not letters:
        return " "
    names = " ".join(map(unicode_name, letters))
    return _said(names, language)


def _in_own_letters(text: str, language: str) -> str:
    scripts = SCRIPTS.get(language, ("LATIN",))
    with_figures = figures(text, TONGUES[language])
    return "".join(_readable(with_figures, scripts))


def _said(text: str, language: str) -> str:
    return to_vocabulary(ipa(text, TONGUES[language]))


def _readable(text: str, scripts: tuple[str, ...]) -> Iterator[str]:
    """The text with words of other scripts in Latin letters: espeak-ng would name their script and
    omit them."""
    for run in re.findall(r"[^\W\d_]+|.", text, re.DOTALL):
        known = not run[0].isalpha() or unicodedata.name(run[0], "").startswith(scripts)
        yield run if known else f" {latinized(run, names=False)} "


def _given(reading: Reading) -> str:
    """The phonemes of a reading: IPA as in a lexicon, or pinyin read as letters."""
    said = reading.said
    if reading.kind != "ipa":
        said = re.sub(r"\d", "", said)
    tied = re.sub("t(?=ʃ)|d(?=ʒ)|t(?=s)|d(?=z)", rf"\g<0>{TIE}", said)
    return to_vocabulary(tied)


def to_vocabulary(said: str) -> str:
    """Convert espeak-ng's IPA to the model's phonemes.

    >>> to_vocabulary("la raɡˈat^sːa (^e^n)wiːkˈɛnd(^f^r)")
    'la raɡˈaʦːa wiːkˈɛnd'
    """
    sounds = MUTE.sub("", said)
    said = unicodedata.normalize("NFD", sounds).replace("c\u0327", "ç")
    for old, new in (*TIED.items(), *NEAR.items(), (TIE, ""), ("_", " ")):
        said = said.replace(old, new)
    return "".join(symbol for symbol in said if symbol in VOCABULARY)
