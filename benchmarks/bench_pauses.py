"""How long the default embedded voices pause at signs, by rate: the silence that stands at the joint of two words.

    python benchmarks/bench_pauses.py [en|zh]

Silence is what lies 40 dB and more below the loudest 10 ms of its sentence; the joint is where the times of words
say that the sign stands. The median of each sign's sentences, in milliseconds.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from statistics import median

import numpy as np

from tts import audio
from tts.audio import pcm
from tts.engines.registry import open_engine
from tts.model import Chunk, Clip, Sentence

STEP_MS = 10
QUIET = 10 ** (-40 / 20)
REACH_MS = 250
"""Around a joint in which its silence has to begin or end."""
RATES = (0.75, 1.0, 1.5)
PAIRS = {
    "zh": [
        ("火车穿过长长的山洞", "眼前忽然出现一片蓝色的海"),
        ("他合上书穿上外套", "慢慢走进了门外的雨里"),
        ("图书馆每天早上九点开门", "读者可以一直待到晚上"),
        ("老人坐在门口的石凳上", "看着孩子们跑来跑去"),
    ],
    "en": [
        ("The train left the long tunnel", "and the sea lay before us"),
        ("He closed the book", "then walked out into the rain"),
        ("The library opens at nine", "but readers come at eight"),
        ("The old man sat by the door", "watching the children run"),
    ],
}
SIGNS = {"zh": "，、；：。", "en": ",;:."}
VOICES = {"zh": ("kokoro", "zf_xiaoxiao"), "en": ("hibari", "heart")}


def silence_at(clip: Clip, behind: str) -> float:
    """Milliseconds of silence at the joint behind the word that a text ends with; nan where it is not known."""
    words = [mark for mark in clip.info.marks if mark.kind == "word"]
    before = [mark for mark in words if mark.text_end <= len(behind)]
    after = [mark for mark in words if mark.text_start >= len(behind)]
    if not before or not after:
        return float("nan")
    samples = pcm.decode(clip.audio)
    size = STEP_MS * 24
    power = np.square(samples[: len(samples) // size * size]).reshape(-1, size).mean(axis=1)
    silent = power < power.max() * QUIET**2
    first = max(0, (before[-1].end - REACH_MS) // STEP_MS)
    last = (after[0].start + REACH_MS) // STEP_MS
    longest = run = 0
    for is_silent in silent[first:last]:
        run = run + 1 if is_silent else 0
        longest = max(longest, run)
    return float(longest * STEP_MS)


def main() -> None:
    for language in sys.argv[1:] or VOICES:
        engine_name, voice_id = VOICES[language]
        engine = open_engine(engine_name, audio)
        named = next(voice for voice in engine.voices() if voice.id == voice_id)
        for rate in RATES:
            voice = replace(named, rate=rate)
            found = []
            for sign in SIGNS[language]:
                gaps = []
                for left, right in PAIRS[language]:
                    space, end = (" ", ".") if language == "en" else ("", "。")
                    follows = right.capitalize() if sign == "." else right
                    pieces = (
                        [left + sign + space, follows + end]
                        if sign in ".。"
                        else [left + sign + space + follows + end]
                    )
                    sentences = tuple(Sentence(piece, piece) for piece in pieces)
                    clip = engine.speak(Chunk("paragraph", sentences, voice.language), voice)
                    gaps.append(silence_at(clip, left))
                found.append(f"{sign} {median(gaps):.0f}")
            sys.stdout.write(f"{voice_id} at {rate}: {'  '.join(found)} ms\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
