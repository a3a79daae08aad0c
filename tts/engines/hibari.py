"""Hibari on this machine: English without account, network or GPU.

The voice `heart` is in the wheel and is the only one offered; the others would be downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from tts.engines import telemetry
from tts.engines.sentence_joining import Part, join, require
from tts.engines.word_times import SaidWord, extra_output, timed
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

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tts.model import Samples

VOICE = Voice("heart", "hibari", "en-US", "Heart", "female", offline=True, default=True)
GAIN = 7.6
"""Gain in dB that brings the voice to -16 LUFS on two speakers (-19 measured in mono, ITU-R
BS.1770-4)."""
LIFT = 0.9
"""Gain in dB for words on their own, which it says more quietly than sentences."""
LONGEST = 2000
"""Maximum characters of a chunk; it is spoken sentence by sentence."""
LIMIT = 400
"""Number of phonemes that the model handles well at once, according to its authors."""
SEED = 20240229
"""Seed of the noise in breath and hiss, so that the same text gives the same bytes."""
REVISION = 6
"""Incremented when our own changes alter the sound of a text or add information to its clips."""
DURATIONS = "/Clip_output_0"
"""The model's tensor with the durations of tokens."""


class Hibari:
    """The engine `hibari`."""

    name = "hibari"
    normalizes = False
    phonemic = True
    audible = True
    deterministic = True

    def __init__(self, audio: ClipMaker) -> None:
        from tts.engines.mandarin import phonemes

        require("hibari", "onnxruntime")
        self.version = f"{REVISION}+{phonemes.versions(phonemes.LATIN_BY)}"
        self.workers = cores()
        self._audio = audio
        self._lock = Lock()
        self._model: Any = None

    def voices(self) -> Sequence[Voice]:
        return (VOICE,)

    def fits(self, spoken: str) -> bool:
        return len(spoken) <= LONGEST

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        if voice.id != VOICE.id:
            raise VoiceNotFound(
                f"hibari has no voice {voice.id!r}", hint=f"its voice is {VOICE.id}"
            )
        if not self.fits(chunk.spoken):
            raise TextTooLong(
                f"{len(chunk.spoken)} characters are more than the {LONGEST} hibari takes at once"
            )
        self._load()
        samples, marks = join(
            chunk, lambda sentence: self._say(sentence, voice.rate), voice.rate, LIFT
        )
        return self._audio.from_pcm(samples, marks, GAIN)

    def _say(self, sentence: Sentence, rate: float) -> Iterator[Part]:
        from tts.engines.english import phonemizer
        from tts.engines.mandarin.phonemes import split_phonemes

        said, words = phonemizer.with_words(sentence.spoken, sentence.readings)
        if not re.search(r"\w", said):
            raise NothingToSay(
                f"hibari finds nothing to say in {sentence.spoken!r}",
                hint="add a reading to the lexicon",
                spoken=sentence.spoken,
            )
        model = self._load()
        pieces = split_phonemes(_known(said, model), LIMIT, LIMIT)
        words = [SaidWord(word.text, _known(word.phonemes, model)) for word in words]
        spoken = [_run(model, piece, rate) for piece in pieces]
        durations = [units for _, units in spoken]
        for (samples, _), heard in zip(spoken, timed(pieces, durations, words), strict=True):
            yield Part(samples, heard)

    def _load(self) -> Any:
        with self._lock:
            if self._model is None:
                from tts.engines.english.phonemizer import english_phonemes

                english_phonemes("good 好")  # its imports, before threads race for them
                self._model = _open()
            return self._model


def _open() -> Any:
    telemetry.onnxruntime()  # the model imports it by itself
    from hibari import Hibari as Model
    from hibari.voices import voice_path

    path = Path(voice_path(VOICE.id, download_missing=False))
    return Model(VOICE.id, model=path.read_bytes() + extra_output(DURATIONS), threads=1)


def _known(phonemes: str, model: Any) -> str:
    """The phonemes that are in the model's vocabulary; it ignores others."""
    return "".join(symbol for symbol in phonemes if symbol in model.vocab)


def _run(model: Any, phonemes: str, rate: float) -> tuple[Samples, NDArray[np.float32]]:
    """Run the model like its own `from_phonemes`, which discards the durations. Returns PCM, shape
    (n,), and the duration of each token in units of 25 ms, shape (phonemes + 2,), which add up to
    exactly the samples."""
    import numpy as np
    from hibari import dsp

    feeds = {
        "ids": np.asarray([model.ids(phonemes)], np.int64),
        "speed": np.asarray([rate], np.float32),
    }
    *shapes, durations = model.sess.run(None, feeds)
    noise = np.random.default_rng(SEED)
    samples: Samples = dsp.synth(*(shape[0] for shape in shapes), noise)
    return samples, durations.reshape(-1)
