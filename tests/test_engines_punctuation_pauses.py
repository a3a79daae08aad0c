"""Silence at punctuation: added where there is some already, exactly what is missing, with words moved along."""

from __future__ import annotations

import numpy as np
import pytest

from tts.engines.alignment import Word
from tts.engines.punctuation_pauses import with_breath
from tts.engines.sentence_joining import RATE, Part

LEAST = {"，": 240}


def sound(ms: int) -> np.ndarray:
    return (np.sin(np.arange(ms * RATE // 1000) * 0.05) * 0.3).astype(np.float32)


def spoken(gap_ms: int) -> Part:
    """Two words of 400 ms, with silence between them."""
    silence = np.zeros(gap_ms * RATE // 1000, np.float32)
    words = [Word("下雨", 0, 400), Word("回家", 400 + gap_ms, 800 + gap_ms)]
    return Part(np.concatenate([sound(400), silence, sound(400)]), words)


def breathing(part: Part, text: str = "下雨，回家。", rate: float = 1.0) -> Part:
    return next(iter(with_breath([part], text, LEAST, rate)))


@pytest.mark.parametrize(("rate", "gap"), [(1.0, 240), (0.75, 320), (1.5, 160)])
def test_a_short_silence_becomes_as_long_as_is_wanted_at_the_rate(rate: float, gap: int) -> None:
    before, after = spoken(120), breathing(spoken(120), rate=rate)
    more = len(after.samples) - len(before.samples)
    assert more * 1000 / RATE == pytest.approx(gap - 120, abs=10)
    assert after.words[0] == before.words[0]
    assert after.words[1].start - before.words[1].start == more * 1000 // RATE
    assert np.array_equal(after.samples[after.samples != 0], before.samples[before.samples != 0])


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (spoken(300), "下雨，回家。"),  # there is enough
        (spoken(0), "下雨，回家。"),  # the voice goes on: nothing is cut
        (spoken(120), "下雨回家。"),  # no sign
        (spoken(120), "刮风，出门。"),  # words that are not found
        (Part(sound(500)), "下雨，回家。"),  # no words
    ],
)
def test_pauses_that_are_long_enough_are_unchanged(part: Part, text: str) -> None:
    assert breathing(part, text) is part


def test_no_sample_jumps() -> None:
    after = breathing(spoken(120))
    assert np.abs(np.diff(after.samples)).max() <= np.abs(np.diff(sound(400))).max() + 0.3  # the test's own edges
    noisy = spoken(120)
    noise = np.random.default_rng(1).normal(0, 0.0005, len(noisy.samples)).astype(np.float32)
    joined = breathing(Part(noisy.samples + noise, noisy.words))
    added = joined.samples[410 * 24 : 630 * 24]
    assert np.abs(added).max() < 0.004
