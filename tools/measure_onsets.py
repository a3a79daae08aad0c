"""Measure how early a word is heard before the token that it begins with, for `EARLY` in tts/engines/word_times.py.

    python tools/measure_onsets.py

Words behind a pause are looked at: there the signal tells by itself when the sound begins.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts import audio
from tts.engines.hibari import VOICE, Hibari
from tts.engines.kokoro.engine import Kokoro
from tts.engines.sentence_joining import RATE
from tts.engines.word_times import EARLY
from tts.model import Chunk, Clip, Mark, Sentence, Voice

if TYPE_CHECKING:
    from tts.model import Samples

ENGLISH = (
    "When the tide is out, people walk across, and when it comes back, they wait. "
    "Bread, paper, tools, candles, everything goes by boat, because the bridge is too old."
)
CHINESE = (
    "茶馆里坐满了人，大家都在听，外面下着雨，门口的狗也不叫。"
    "天黑以后，点上灯，把门关好，慢慢地说，不用着急，明天还有一天。"
)
PAUSE = 0.08
"""Seconds of quiet before a word that is looked at."""
QUIET = 10 ** (-36 / 20)
"""Level, relative to the loudest, below which there is quiet."""


KEPT: list[tuple[Samples, Sequence[Mark]]] = []
"""What engines have said: PCM and marks."""


class Keeping:
    """Makes clips, and keeps of what."""

    from_frames = staticmethod(audio.from_frames)

    def from_pcm(self, samples: Samples, marks: Sequence[Mark], gain: float = 0.0) -> Clip:
        KEPT.append((samples, marks))
        return audio.from_pcm(samples, marks, gain)


def main() -> None:
    hibari, kokoro = Hibari(Keeping()), Kokoro(Keeping())
    voices = [
        (hibari, VOICE, ENGLISH),
        *(
            (kokoro, Voice(name, "kokoro", "en-US"), ENGLISH)
            for name in ("af_heart", "am_michael", "bf_emma")
        ),
        *(
            (kokoro, Voice(name, "kokoro", "zh-CN"), CHINESE)
            for name in ("zf_xiaoxiao", "zm_yunxi", "zf_xiaoyi")
        ),
    ]
    for engine, voice, text in voices:
        found = early(engine, voice, text)
        middle, spread = np.median(found), np.percentile(found, [10, 90])
        between = f"{spread[0]:.0f} to {spread[1]:.0f}"
        print(
            f"{voice.engine} {voice.id}: {len(found)} words, early by {middle:.0f} ms ({between})"
        )


def early(engine: Hibari | Kokoro, voice: Voice, text: str) -> list[float]:
    """Milliseconds from where words are heard to where they begin by their tokens."""
    engine.speak(Chunk("paragraph", (Sentence(text, text),), voice.language), voice)
    samples, marks = KEPT.pop()
    step = RATE // 200
    level = np.abs(samples[: len(samples) // step * step].reshape(-1, step)).max(axis=1)
    loud = level > level.max() * QUIET
    found = []
    for mark in marks:
        onset = _onset(loud, mark.start)
        if mark.kind == "word" and onset is not None:
            found.append(mark.start + EARLY - onset * 5)
    return found


def _onset(loud: np.ndarray, start: int) -> int | None:
    """Where it becomes loud nearest to a time in milliseconds, after a pause; None where it does not."""
    pause = round(PAUSE * 200)
    nearby = range(max(pause, start // 5 - 20), min(len(loud), start // 5 + 40))
    rises = [at for at in nearby if loud[at] and not loud[at - pause : at].any()]
    return min(rises, key=lambda at: abs(at - start // 5), default=None)


if __name__ == "__main__":
    main()
