"""espeak-ng on this machine: about 130 languages, fast but plain-sounding. For drafts, and for
languages that no other embedded voice speaks.

A voice is a language of espeak-ng, optionally with a variant of the speaker: `fi`, `fr+f2`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from tts.engines.alignment import Word
from tts.engines.decoding import resample
from tts.engines.english.phonemizer import latinized
from tts.engines.espeak import bindings
from tts.engines.mandarin.phonemes import versions
from tts.engines.mandarin.readings import HAN
from tts.engines.sentence_joining import Part, join
from tts.locale.language_tags import base_of, written_of
from tts.model import (
    Chunk,
    Clip,
    ClipMaker,
    NothingToSay,
    Sentence,
    TextTooLong,
    Voice,
    VoiceNotFound,
)
from tts.parallel import cores

LONGEST: Final = 2000
"""Maximum characters of a chunk; it is spoken sentence by sentence."""
GAIN: Final = 3.4
"""Gain in dB that brings its voice to -16 LUFS on two speakers (-19 measured in mono, ITU-R
BS.1770-4): the median of five languages by tools/measure_gains.py."""
REVISION: Final = 2
"""Incremented when our own changes alter the sound of a text."""
WORDS_A_MINUTE: Final = 175
"""espeak-ng's default speed; it accepts 80 to 450."""
TAGS: Final = {
    "cmn": "zh-CN",
    "cmn-latn-pinyin": "zh-Latn-pinyin",
    "es": "es-ES",
    "pt": "pt-PT",
    "nb": "nb-NO",
}
"""espeak-ng's tag of a language -> the BCP 47 tag used by articles and other engines."""
EAST_ASIAN: Final = ("zh", "ja", "ko")
CJK: Final = re.compile(f"[{HAN}\u3040-\u30ff\uac00-\ud7a3]+")
"""Characters that espeak-ng would read as "Chinese letter" in other languages."""


class Espeak:
    """The engine `espeak`."""

    name = "espeak"
    normalizes = False
    phonemic = False
    audible = True
    deterministic = True

    def __init__(self, audio: ClipMaker) -> None:
        bindings.require_library()
        self.version = f"{REVISION}+{versions(('anyascii', bindings.DISTRIBUTION))}"
        self.workers = cores()
        self._audio = audio

    @cached_property
    def _voices(self) -> dict[str, Voice]:
        return {tongue.id: _voice(tongue) for tongue in bindings.espeak_languages().values()}

    def voices(self) -> Sequence[Voice]:
        return tuple(self._voices.values())

    def beyond(self, wanted: str) -> Voice | None:
        """An unlisted voice: a language with a variant of the speaker, such as `fr+f2`; otherwise
        None."""
        language, _, variant = wanted.partition("+")
        voice = next(
            (v for v in self._voices.values() if v.id.casefold() == language.casefold()), None
        )
        if not voice or variant not in bindings.variants():
            return None
        gender = {"f": "female", "m": "male"}.get(variant[0], "") if variant[1:].isdigit() else ""
        return Voice(
            f"{voice.id}+{variant}", self.name, voice.language, voice.name, gender, offline=True
        )

    def fits(self, spoken: str) -> bool:
        return len(spoken) <= LONGEST

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        if voice.id not in self._voices and not self.beyond(voice.id):
            raise VoiceNotFound(f"espeak has no voice {voice.id!r}", hint="tts voices")
        if not self.fits(chunk.spoken):
            raise TextTooLong(
                f"{len(chunk.spoken)} characters are more than the {LONGEST} espeak takes at once"
            )
        samples, marks = join(chunk, lambda sentence: _say(sentence, voice), voice.rate)
        return self._audio.from_pcm(samples, marks, GAIN)


def _voice(tongue: bindings.EspeakLanguage) -> Voice:
    language = TAGS.get(tongue.language) or _canonical(tongue.language)
    default = tongue.id in (base_of(language), "cmn", "en-US", "pt-BR")
    return Voice(tongue.id, "espeak", language, tongue.name, offline=True, default=default)


def _canonical(tag: str) -> str:
    """
    >>> [_canonical(tag) for tag in ("fr-fr", "es-419", "fa-latn", "vi-vn-x-south")]
    ['fr-FR', 'es-419', 'fa-Latn', 'vi-VN-x-south']
    """
    first, *rest = tag.split("-")
    own = rest.index("x") if "x" in rest else len(rest)
    cased = [
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part
        for part in rest[:own]
    ]
    return "-".join([first, *cased, *rest[own:]])


def _say(sentence: Sentence, voice: Voice) -> Iterator[Part]:
    import numpy as np

    text = bindings.figures(_legible(sentence.spoken, voice.language), voice.id)
    pace = min(450, max(80, round(WORDS_A_MINUTE * voice.rate)))
    speech = bindings.synthesize(text, voice.id, pace)
    if not speech.samples.any():  # letters and figures without a sound of their own have a name
        text = " ".join(filter(str.isalnum, text))
        speech = bindings.synthesize(text, voice.id, pace, spelled=True)
    if not speech.samples.any():
        raise NothingToSay(
            f"espeak finds nothing to say in {sentence.spoken!r}",
            hint="write it another way",
            spoken=sentence.spoken,
        )
    heard = np.divide(speech.samples, 32768, dtype=np.float32)
    samples = resample(heard, speech.rate)
    yield Part(samples, _words(speech, text) if text == sentence.spoken else [])


def _legible(text: str, language: str) -> str:
    """The text with Chinese characters, kana and Hangul in Latin letters, unless the language uses
    them."""
    if written_of(language) in EAST_ASIAN:
        return text
    return CJK.sub(lambda run: f" {latinized(run.group())} ", text)


# --- words ----------------------------------------------------------------------------------------


def _words(speech: bindings.Speech, text: str) -> list[Word]:
    """The words, with the times reported by the synthesizer.

    A word extends to the next one reported, because the lengths that espeak-ng also reports are not
    always right.
    """
    if (
        not speech.words
    ):  # of a single sign espeak-ng may report no word; its sentence is marked all the same
        return []
    ends = [word.place for word in speech.words[1:]] + [len(text)]
    words = []
    for word, behind in zip(speech.words, ends, strict=True):
        letters = re.search(r"\w(?:.*\w)?", text[word.place : behind], re.DOTALL)
        end = _sounding_end(speech, word)
        if letters and end > word.start:
            start, stop = (at * 1000 // speech.rate for at in (word.start, end))
            words.append(Word(letters.group(), start, stop))
    return words


def _sounding_end(speech: bindings.Speech, word: bindings.SpokenWord) -> int:
    """The end of a word without the pause after it, in samples."""
    import numpy as np

    sounding = np.flatnonzero(np.abs(speech.samples[word.start : word.end]) > 100)
    return word.start + (int(sounding[-1]) + 1 if len(sounding) else 0)
