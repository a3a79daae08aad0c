"""Marks cover only the sound that is kept: no short text is rejected because it fades, and silence is detected."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.conftest import RATE, tone
from tts import audio
from tts.engines.verify import speak, verify
from tts.model import Chunk, Clip, ClipRejected, EngineError, Mark, Sentence, TryAgain, Voice

TORTURE = Path(__file__).parents[1] / "benchmarks" / "torture_voices.py"
ONE = Chunk("heading", (Sentence("下山的路", "下山的路"),), "zh-Hans")
TWO = Chunk("paragraph", (Sentence("雨停了。", "雨停了。"), Sentence("船开了。", "船开了。")), "zh-Hans")
SPEECH = tone(1.2)


def quiet(seconds: float, level: float = 0.0) -> np.ndarray:
    """Silence, or hiss at that level, which can't be heard next to `SPEECH`."""
    noise = np.random.default_rng(1).uniform(-1, 1, round(seconds * RATE))
    return (level * noise).astype(np.float32)


def whole(samples: np.ndarray, chunk: Chunk = ONE) -> Clip:
    """A clip with one mark that covers everything that the engine returned."""
    return audio.from_pcm(samples, [Mark(0, round(len(samples) / RATE * 1000), 0, len(chunk.text))])


@pytest.mark.parametrize("level", [0.0, 0.0005])
@pytest.mark.parametrize("seconds", [0.06, 0.1, 0.35, 0.9])
@pytest.mark.parametrize("where", ["before", "behind", "both"])
def test_a_mark_covers_what_is_kept_of_its_sound(where: str, seconds: float, level: float) -> None:
    before = quiet(seconds if where != "behind" else 0.0, level)
    behind = quiet(seconds if where != "before" else 0.0, level)
    clip = whole(np.concatenate([before, SPEECH, behind]))
    verify(ONE, clip)
    (mark,) = clip.info.marks
    assert mark.end <= clip.info.heard * 24
    assert mark.end - mark.start == pytest.approx(1200, abs=130)


@pytest.mark.parametrize("length", [0.3, 0.9, 2.5])
@pytest.mark.parametrize("silent", [0, 1])
def test_a_sentence_of_silence_is_refused_however_short(silent: int, length: float) -> None:
    pieces = [SPEECH, SPEECH]
    pieces[silent] = quiet(length)
    middle, end = round(len(pieces[0]) / 24), round(len(pieces[0]) / 24) + round(len(pieces[1]) / 24)
    clip = audio.from_pcm(np.concatenate(pieces), [Mark(0, middle, 0, 4), Mark(middle, end, 4, 8)])
    with pytest.raises(ClipRejected, match=r"silent|points outside|cut short"):
        verify(TWO, clip)


@pytest.mark.parametrize("side", ["before", "behind"])
def test_silence_for_much_of_a_sentence_is_no_fading(side: str) -> None:
    lost = quiet(2.0)
    samples = np.concatenate([lost, SPEECH] if side == "before" else [SPEECH, lost])
    with pytest.raises(ClipRejected):
        verify(ONE, whole(samples))


class Steady:
    """An engine that always gives the same clip, and counts."""

    name, version, workers, normalizes, audible = "steady", "1", 1, True, True

    def __init__(self, *, deterministic: bool) -> None:
        self.deterministic = deterministic
        self.calls = 0

    def voices(self) -> Sequence[Voice]:
        return ()

    def fits(self, spoken: str) -> bool:
        return True

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        self.calls += 1
        return audio.from_pcm(SPEECH, [])


@pytest.mark.parametrize(("deterministic", "calls"), [(True, 1), (False, 6)])
def test_an_engine_that_repeats_itself_is_not_asked_again(deterministic: bool, calls: int) -> None:
    engine = Steady(deterministic=deterministic)
    with pytest.raises(EngineError, match=r"“下山的路”.*a sentence is missing") as caught:
        speak(engine, ONE, Voice("low", "steady", "mul"), wait=lambda _: 0)  # type: ignore[arg-type]
    assert engine.calls == calls
    assert not isinstance(caught.value, TryAgain)
    assert "steady" in caught.value.hint or not deterministic


# --- the voices ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def torture() -> ModuleType:
    spec = importlib.util.spec_from_file_location("torture_voices", TORTURE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["torture_voices"] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("engine", "voice", "texts", "rates"),
    [
        ("kokoro", "zm_yunxi", ["下山的路", "短文"], (1.0, 2.0)),
        ("kokoro", "af_nova", ["Tea", "Ships"], (1.0,)),
        ("kokoro", "hf_beta", ["चाय"], (1.0,)),
        ("hibari", "heart", ["Tea", "If", "Hush", "2024"], (0.5, 1.0, 2.0)),
        ("espeak", "cmn", ["茶", "短文", "第1章", "下山的路"], (0.5, 1.0, 2.0)),
        ("espeak", "fi", [], (1.0,)),
        ("espeak", "th", ["อ", "ก"], (0.5, 1.0, 2.0)),
        ("espeak", "sjn", ["1", "42"], (0.5, 1.0, 2.0)),
        ("hum", "low", [], (0.5, 1.0, 2.0)),
    ],
)
def test_no_short_text_is_refused(
    torture: ModuleType, engine: str, voice: str, texts: list[str], rates: Sequence[float]
) -> None:
    """A selection; `make torture` tries every voice."""
    asked = list(torture.tasks([engine], rates, [voice], most=1000))
    assert asked
    for task in asked:
        outcome = torture.attempted(replace(task, texts=tuple(texts) or task.texts))
        assert outcome.spoken and not outcome.silent and not outcome.refused
