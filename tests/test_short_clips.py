"""A single word is as loud as a sentence of the same voice, decoded and measured by ffmpeg."""

from __future__ import annotations

import re
import subprocess
from functools import cache

import numpy as np
import pytest

from tts import audio
from tts.engines.kokoro.voices import LIFTS, gain, word_gain
from tts.engines.registry import open_engine
from tts.engines.sentence_joining import MOST_LIFT, PHRASE, RATE, WORD, Part, join
from tts.model import Chunk, Clip, Engine, Sentence

CLOSE = 2.0
"""dB, about what a listener notices between two sentences."""
TEXTS = {
    "zh": (("短。", "走！", "明天。"), "图书馆九点开门，晚上十点关门。"),
    "en": (("Short.", "Yes.", "Thank you."), "The library opens at nine, and closes at ten."),
}


def loudness(clip: Clip) -> float:
    """LUFS, integrated, mono."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-f", "mp3", "-i", "-", "-af", "ebur128", "-f", "null", "-"]
    told = subprocess.run(command, input=clip.audio, capture_output=True, check=True).stderr.decode()
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", told)[-1])


@cache
def opened(name: str) -> Engine:
    """One engine for all of its voices."""
    return open_engine(name, audio)


@pytest.mark.parametrize(
    "named",
    [
        "kokoro/zf_xiaoni",
        "kokoro/zm_yunjian",
        "kokoro/zf_xiaoxiao",
        "kokoro/af_heart",
        "hibari/heart",
        "espeak/en-US",
        "espeak/cmn",
    ],
)
def test_words_are_as_loud_as_sentences(named: str) -> None:
    engine_name, _, voice_id = named.partition("/")
    engine = opened(engine_name)
    voice = next(each for each in engine.voices() if each.id == voice_id)
    words, sentence = TEXTS[voice.language[:2]]

    def level(text: str) -> float:
        return loudness(engine.speak(Chunk("paragraph", (Sentence(text, text),), voice.language), voice))

    usual = level(sentence)
    below = [usual - level(word) for word in words]
    assert sum(below) / len(below) < CLOSE, f"{[round(each, 1) for each in below]} dB below {usual:.1f} LUFS"


def joined(seconds: float, lift: float, rate: float = 1.0) -> float:
    """The highest sample of a sound of that length."""
    sound = np.sin(np.arange(round(seconds * RATE)) * 0.05).astype(np.float32) * np.float32(0.1)
    chunk = Chunk("paragraph", (Sentence("Yes.", "Yes."),), "en")
    samples, _ = join(chunk, lambda _: [Part(sound)], rate, lift)
    return float(np.abs(samples).max())


def test_only_a_single_word_is_amplified_and_only_up_to_a_limit() -> None:
    plain = joined(WORD - 0.1, 0.0)
    assert joined(WORD - 0.1, 3.0) == pytest.approx(plain * 10 ** (3 / 20), rel=1e-3)
    assert joined(WORD - 0.1, 9.0) == pytest.approx(plain * 10 ** (MOST_LIFT / 20), rel=1e-3)
    assert joined(PHRASE + 0.1, 3.0) == plain
    assert joined(PHRASE - 0.1, 3.0, rate=1.5) == plain  # said faster, it is as long a phrase
    assert plain < joined((WORD + PHRASE) / 2, 3.0) < joined(WORD - 0.1, 3.0)


def test_a_blend_is_amplified_by_its_shares() -> None:
    assert word_gain("zf_xiaoni*50+zf_xiaoxiao*50") == pytest.approx(LIFTS["zf_xiaoni"] / 2)
    assert all(0 < each <= MOST_LIFT and gain(voice) is not None for voice, each in LIFTS.items())
