"""English from the embedded model: what is heard, when, how loud, and always the same."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version

import pytest

from tts import audio
from tts.audio import loudness
from tts.engines.hibari import VOICE, Hibari
from tts.model import Chunk, Clip, EngineError, Mark, Sentence, TextTooLong, VoiceNotFound

TEXT = ("The rain has stopped. ", "The children run outside to look at the rainbow!")


@pytest.fixture(scope="module")
def engine() -> Hibari:
    return Hibari(audio)


def chunk(*sentences: str) -> Chunk:
    return Chunk("paragraph", tuple(Sentence(s, s) for s in sentences), "en")


def sentence_marks(clip: Clip) -> list[Mark]:
    return [mark for mark in clip.info.marks if mark.kind == "sentence"]


def test_each_sentence_has_its_time(engine: Hibari) -> None:
    clip = engine.speak(chunk(*TEXT), VOICE)
    first, second = sentence_marks(clip)
    whole = "".join(TEXT)
    assert [whole[m.text_start : m.text_end] for m in (first, second)] == [s.strip() for s in TEXT]
    assert 700 < first.end - first.start < 2200
    assert 1500 < second.end - second.start < 4500
    assert 150 < second.start - first.end < 600
    assert second.end <= clip.info.heard * 24 + 24


def test_the_same_text_gives_the_same_bytes_from_many_threads_too(engine: Hibari) -> None:
    texts = [
        f"There are {n} apples in the basket, and {m} of them are red." for n, m in (("six", "two"), ("ten", "one"))
    ]
    once = [Hibari(audio).speak(chunk(t), VOICE).audio for t in texts]
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda t: engine.speak(chunk(t), VOICE).audio, texts * 6))
    assert again == once * 6


def test_level(engine: Hibari) -> None:
    clip = engine.speak(chunk("A heavy wind shook the windows all night, and nobody could sleep."), VOICE)
    assert loudness.integrated(clip.info.energies) == pytest.approx(-16, abs=1.5)
    assert clip.info.peak <= -1


@pytest.mark.parametrize("rate", [0.5, 0.8, 1.5, 2.0])
def test_rate_is_the_voices(engine: Hibari, rate: float) -> None:
    text = chunk("We walked along the river until it was dark, and then we took the last bus home.")
    plain = engine.speak(text, VOICE).info.duration
    assert plain / engine.speak(text, replace(VOICE, rate=rate)).info.duration == pytest.approx(rate, rel=0.2)


@pytest.mark.parametrize("word", ["漢字", "Нева", "カメラ", "β", "서울"])
def test_no_script_is_lost(engine: Hibari, word: str) -> None:
    without = engine.speak(chunk("It says so there."), VOICE).info.duration
    assert engine.speak(chunk(f"It says {word} so there."), VOICE).info.duration > without + 100


def test_signs_alone_are_no_sentence(engine: Hibari) -> None:
    clip = engine.speak(chunk("* * * ", "Yes."), VOICE)
    assert [(m.text_start, m.text_end) for m in sentence_marks(clip)] == [(6, 10)]
    with pytest.raises(EngineError, match="nothing to say"):
        engine.speak(chunk("🎉"), VOICE)


def test_a_long_sentence_is_said_whole(engine: Hibari) -> None:
    clause = "the garden was full of flowers and of bees "
    short = engine.speak(chunk(clause), VOICE).info.duration
    assert engine.speak(chunk(clause * 30), VOICE).info.duration > 20 * short


def test_invalid_requests_are_refused(engine: Hibari) -> None:
    with pytest.raises(VoiceNotFound, match="emma"):
        engine.speak(chunk("Yes."), replace(VOICE, id="emma"))
    assert not engine.fits("a" * 2001)
    with pytest.raises(TextTooLong):
        engine.speak(chunk("ab " * 700), VOICE)


def test_no_network_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert Hibari(audio).speak(chunk("Quite alone."), VOICE).info.duration > 400


def test_version_names_what_reads_the_text(engine: Hibari) -> None:
    ours, *readers = engine.version.split("+")
    assert ours.isdecimal()
    assert readers == [f"{name}-{version(name)}" for name in ("anyascii", "hibari-tts", "pypinyin")]
