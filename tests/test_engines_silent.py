"""Silence of a length appropriate to the text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tts import audio
from tts.engines.registry import open_engine
from tts.engines.verify import speak
from tts.model import Chunk, EngineError, Sentence

ENGLISH = Chunk("paragraph", (Sentence("A boat. ", "A boat. "), Sentence("It left.", "It left.")), "en")
CHINESE = Chunk("heading", (Sentence("  船走了。", "  船走了。"), Sentence("……", "……")), "zh-Hant", 500, 1)


@pytest.mark.parametrize("chunk", [ENGLISH, CHINESE])
def test_a_clip_of_silence_passes_for_the_chunk(chunk: Chunk) -> None:
    engine = open_engine("silent", audio)
    (voice,) = engine.voices()
    clip = speak(engine, chunk, voice)
    assert len(clip.audio) == clip.info.frames * 144
    assert 1000 < clip.info.duration < 3000
    assert clip == speak(engine, chunk, voice), "the same every time"
    faster = speak(engine, chunk, replace(voice, rate=2.0))
    assert faster.info.duration == pytest.approx(clip.info.duration / 2, abs=24)


def test_its_marks_follow_the_sentences() -> None:
    engine = open_engine("silent", audio)
    clip = engine.speak(ENGLISH, engine.voices()[0])
    one, two = clip.info.marks
    assert [ENGLISH.text[m.text_start : m.text_end] for m in (one, two)] == ["A boat.", "It left."]
    assert one.start == 0 < one.end == two.start < two.end <= clip.info.duration
    (only,) = engine.speak(CHINESE, engine.voices()[0]).info.marks
    assert CHINESE.text[only.text_start : only.text_end] == "船走了。"


def test_nothing_is_two_frames() -> None:
    engine = open_engine("silent", audio)
    assert engine.speak(Chunk("paragraph", (), "en"), engine.voices()[0]).info.frames == 2


def test_an_unknown_engine_is_an_error() -> None:
    with pytest.raises(EngineError, match="no engine 'espresso'") as caught:
        open_engine("espresso", audio)
    assert "silent" in caught.value.hint
