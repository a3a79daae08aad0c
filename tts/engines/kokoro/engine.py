"""Kokoro-82M on this machine: nine languages without account, network or GPU.

The model (Apache-2.0, int8 ONNX) comes from PyPI in four packages and is joined once into the
user's cache. Each sentence is one call, so that its times are exact; calls share a session and use
one core each, which is faster than one call on all cores (see benchmarks/bench_kokoro.py). The
sentences of a chunk are separate calls, so that the last chunk of an episode still uses every core.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Final

from tts.engines import onnx_provider
from tts.engines.alignment import speakable
from tts.engines.espeak.bindings import DISTRIBUTION, require_library
from tts.engines.japanese.analysis import DISTRIBUTIONS as JAPANESE_BY
from tts.engines.japanese.analysis import require_japanese
from tts.engines.kokoro import model_file
from tts.engines.kokoro.code_switching import Run, splice_words
from tts.engines.kokoro.code_switching import runs as runs_of
from tts.engines.kokoro.voices import VOICES, blend, gain, style, word_gain
from tts.engines.punctuation_pauses import with_breath
from tts.engines.sentence_joining import Part, join, require
from tts.engines.word_times import SaidWord, timed
from tts.engines.worker_pool import WorkerPool
from tts.locale.language_tags import base_of
from tts.model import (
    Chunk,
    Clip,
    ClipMaker,
    EngineMissing,
    NothingToSay,
    Reading,
    Sentence,
    TextTooLong,
    Voice,
)
from tts.parallel import cores

if TYPE_CHECKING:
    from tts.engines.kokoro.model_file import Spoken

LONGEST: Final = 2000
"""Maximum characters of a chunk. It is spoken sentence by sentence, so this only limits memory (100
KB per second of speech)."""
REVISION: Final = 6
"""Incremented when style tables, levels or pauses change the sound, or when clips contain more
information."""

BREATH: Final = {"zh": {"，": 240, "；": 300, "：": 240, ",": 240, ";": 300}}
"""Minimum milliseconds of silence at a sign, by language, from benchmarks/bench_pauses.py."""

_log = logging.getLogger(__name__)


class Kokoro:
    """The engine `kokoro`."""

    name = "kokoro"
    normalizes = False
    phonemic = True
    audible = True
    deterministic = True
    accelerated = True
    """The model can run on a graphics card, if ONNX Runtime supports it (`onnx_provider`)."""

    def __init__(self, audio: ClipMaker) -> None:
        from tts.engines.mandarin import phonemes

        require("g2pM", "hibari", "onnxruntime", *(() if model_file.named() else model_file.PARTS))
        read_by = phonemes.versions((*phonemes.MANDARIN_BY, DISTRIBUTION, *JAPANESE_BY))
        self.version = f"{model_file.fingerprint()}.{phonemes.REVISION}.{REVISION}+{read_by}"
        self.workers = cores() + 1  # one more: a clip is encoded while the model goes on
        self._pool = WorkerPool(cores(), "kokoro")
        self._audio = audio
        self._lock = Lock()
        self._model: model_file.Model | None = None

    def voices(self) -> Sequence[Voice]:
        """The voices whose language can be read with the installed packages."""
        return [voice for voice in VOICES if _is_readable(voice)]

    def beyond(self, wanted: str) -> Voice | None:
        """An unlisted voice, such as a blend; None if there is none. Raises EngineMissing if the
        packages that read its language are missing."""
        found = blend(wanted) or next((v for v in VOICES if v.id == wanted.casefold()), None)
        if found:
            _require_reader(base_of(found.language))
        return found

    def lacks(self, language: str) -> EngineMissing | None:
        """The error for packages missing to read a language that the model speaks, or None."""
        base = base_of(language)
        try:
            if base in (base_of(voice.language) for voice in VOICES):
                _require_reader(base)
        except EngineMissing as error:
            return error
        return None

    def fits(self, spoken: str) -> bool:
        return len(spoken) <= LONGEST

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        level = gain(voice.id)
        if not self.fits(chunk.spoken):
            size = len(chunk.spoken)
            raise TextTooLong(f"{size} characters are more than the {LONGEST} kokoro takes at once")
        heard = [sentence for sentence in chunk.sentences if speakable(sentence.spoken)]
        mixes = bool(voice.second) and self._loaded().timed
        said = [_said(sentence, voice, mixes) for sentence in heard]
        calls = []
        for each in said:
            for call in each.calls(voice):
                calls.append(partial(self.run, *call, voice.rate))
        waiting = iter(said)
        least = BREATH.get(base_of(voice.language), {})
        with closing(self._pool.each(calls)) as spoken:

            def say(sentence: Sentence) -> Iterator[Part]:
                parts = _heard(next(waiting), spoken)
                return with_breath(parts, sentence.spoken, least, voice.rate)

            samples, marks = join(chunk, say, voice.rate, word_gain(voice.id))
        return self._audio.from_pcm(samples, marks, level)

    @property
    def device(self) -> str:
        """The device that runs the model, or that will be tried first. Raises EngineError."""
        return self._model.device if self._model else onnx_provider.provider_here()

    def run(self, phonemes: str, voice: str, rate: float = 1.0) -> Spoken:
        """One call of the model, with at most 510 phonemes. Thread-safe."""
        from tts.engines.mandarin.phonemes import tokens

        return self._loaded().run(tokens(phonemes), style(voice), rate)

    def _loaded(self) -> model_file.Model:
        """The model, loaded once."""
        with self._lock:
            if self._model is None:
                path = model_file.named()
                _log.info("loading Kokoro-82M %s", f"from {path}" if path else "(8 bit)")
                start = time.monotonic()
                self._model = model_file.load()
                _log.info("Kokoro-82M loaded in %.1f s", time.monotonic() - start)
            return self._model


def _is_readable(voice: Voice) -> bool:
    try:
        _require_reader(base_of(voice.language))
    except EngineMissing:
        return False
    return True


def _require_reader(base: str) -> None:
    """Raise EngineMissing if the packages that read a language are not installed."""
    if base == "ja":
        require_japanese()
    elif base not in ("zh", "en"):
        require_library()


# --- a sentence in phonemes -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """The pronunciation of a sentence."""

    parts: list[str]
    """Its phonemes, in pieces of a length that the model says well."""
    words: list[SaidWord]
    runs: list[list[Run]]
    """For each part, what the second voice says."""

    def calls(self, voice: Voice) -> Iterator[tuple[str, str]]:
        """Phonemes and voice of each call of the model, in order: a part, then its runs."""
        pairs = zip(self.parts, self.runs, strict=True)
        for part, runs in pairs:
            yield part, voice.id
            for run in runs:
                yield run.phonemes, voice.second


def _said(sentence: Sentence, voice: Voice, mixes: bool) -> _Said:
    """The pronunciation of a sentence. Raises NothingToSay if it has none."""
    from tts.engines.mandarin.phonemes import split_phonemes

    phonemes, words = _phonemes(sentence.spoken, sentence.readings, voice.language)
    if not phonemes:
        raise NothingToSay(
            f"kokoro finds nothing to say in {sentence.spoken!r}",
            hint="add a reading to the lexicon",
            spoken=sentence.spoken,
        )
    cut = split_phonemes(phonemes)
    found = runs_of(cut, words) if mixes else [[] for _ in cut]
    return _Said(cut, words, found)


def _heard(said: _Said, spoken: Iterator[Spoken]) -> Iterator[Part]:
    """The parts of a sentence as spoken, in order, with the times of words if the model reports
    durations."""
    first: list[Spoken] = []
    second: list[list[Spoken]] = []
    for runs in said.runs:
        first.append(next(spoken))
        inserts = islice(spoken, len(runs))
        second.append(list(inserts))
    durations = [sound.units for sound in first if sound.units is not None]
    if len(durations) < len(first):
        yield from (Part(sound.samples) for sound in first)
        return
    words = timed(said.parts, durations, said.words)
    rows = zip(first, durations, words, said.runs, second, strict=True)
    for sound, units, heard, runs, others in rows:
        part = Part(sound.samples, heard)
        if runs:
            inserted = list(map(_inserted, runs, others))
            part = splice_words(part, units, runs, inserted)
        yield part


def _inserted(run: Run, sound: Spoken) -> Part:
    """A run spoken by the second voice, with the times of its words."""
    if sound.units is None:
        return Part(sound.samples)
    durations = [sound.units]
    words = next(timed([run.phonemes], durations, run.words))
    return Part(sound.samples, words)


_reading = Lock()


def _phonemes(text: str, readings: Sequence[Reading], language: str) -> tuple[str, list[SaidWord]]:
    """Phonemes and words by the rules of the voice's language. One thread at a time: two that
    import pypinyin at the same moment deadlock, which Python resolves with an error in one of them;
    and this is pure Python, so threads would not make it faster."""
    from tts.engines.mandarin import phonemes

    base = base_of(language)
    with _reading:
        if base == "zh":
            return phonemes.with_words(text, readings)
        if base == "en":
            from tts.engines.english import phonemizer

            said, words = phonemizer.with_words(text, readings)
            return phonemes.tidied(said), [phonemes.tidied_word(word) for word in words]
        if base == "ja":
            from tts.engines.japanese import phonemes as japanese

            return japanese.with_words(text, readings)
        from tts.engines.kokoro.european_phonemes import european_phonemes

        said = european_phonemes(text, base, readings)
        return said, _word_for_word(text, said)


def _word_for_word(text: str, said: str) -> list[SaidWord]:
    """The words of a text with their phonemes; empty if their numbers differ."""
    written = re.findall(r"\w(?:\S*\w)?", text)
    sounds = re.findall(r"[^\s,.;:!?…—“”()]+", said)
    if len(written) != len(sounds):
        return []
    return [SaidWord(*pair) for pair in zip(written, sounds, strict=True)]
