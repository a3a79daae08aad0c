"""An engine that speaks in tones: as loud and as long as speech, with exact onsets, and fast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tests.conftest import RATE, tone
from tts.engines.sentence_joining import Part, join
from tts.engines.verify import expected_ms
from tts.model import Chunk, Clip, ClipMaker, Sentence, Voice

ENTRY = "tests.tones:Tones"


class Tones:
    """Each sentence is a tone with its own pitch, as long as the sentence would be."""

    name = "tones"
    version = "1"
    workers = 2
    normalizes = False
    phonemic = True
    audible = True

    def __init__(self, audio: ClipMaker) -> None:
        self._audio = audio

    def voices(self) -> Sequence[Voice]:
        return (Voice("buzz", "tones", "mul", "Buzz", offline=True, default=True),)

    def fits(self, spoken: str) -> bool:
        return len(spoken) <= 2000

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        def say(sentence: Sentence) -> Iterator[Part]:
            seconds = expected_ms(sentence.spoken, chunk.language) / voice.rate / 1000
            yield Part(tone(max(0.3, seconds), pitch=150 + len(sentence.spoken) % 9 * 20))

        samples, marks = join(chunk, say, voice.rate)
        return self._audio.from_pcm(samples, marks)


def onsets(decoded: np.ndarray, quiet_ms: int = 150) -> list[float]:
    """Milliseconds where sound starts after at least `quiet_ms` of silence; `decoded` is float32 at
    24 kHz."""
    step = RATE // 1000
    level = np.abs(decoded[: len(decoded) // step * step].reshape(-1, step)).max(axis=1) > 0.004
    loud = np.flatnonzero(level)
    gaps = np.diff(loud, prepend=-quiet_ms - 1)
    return [float(ms) for ms in loud[gaps > quiet_ms]]
