"""A clip without its whole text is rejected with a reason; temporary failures are retried."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest
from tenacity import wait_fixed, wait_none

from tests.edge_server import sound
from tts import audio
from tts.engines.alignment import Word, align
from tts.engines.verify import expected_ms, speak, verify
from tts.model import Chunk, Clip, ClipRejected, EngineError, Mark, Sentence, ServiceError, TextTooLong, Voice

RAIN, SUN = "今天下了一整天的雨。", "明天也许会出太阳。"
CHUNK = Chunk("paragraph", (Sentence(RAIN, RAIN), Sentence(SUN, SUN)), "zh-Hans")
VOICE = Voice("tone", "tones", "zh-CN")
MARKS = (Mark(0, 2200, 0, 10), Mark(2600, 4500, 10, 19))


def clip(ms: int = 4600, marks: Sequence[Mark] = MARKS) -> Clip:
    return audio.from_frames(sound(CHUNK.text, ms), marks)


def test_a_whole_clip_passes() -> None:
    verify(CHUNK, clip())


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        (partial(clip, marks=MARKS[:1]), "a sentence is missing: “明天也许会出太阳。”"),
        (partial(clip, marks=MARKS[1:]), "a sentence is missing: “今天下了一整天的雨。”"),
        (partial(clip, marks=()), "a sentence is missing"),
        (partial(clip, marks=(MARKS[0], replace(MARKS[1], text_end=14))), "the speech ends early, at “明天也许”"),
        (partial(clip, marks=(replace(MARKS[0], text_end=4), MARKS[1])), "the speech ends early, at “今天下了”"),
        (
            partial(clip, marks=(MARKS[0], replace(MARKS[1], end=9000))),
            "the audio ends at 5[0-9]* ms, its marks at 9000 ms",
        ),
        (partial(clip, marks=(MARKS[0], replace(MARKS[1], start=-5))), "a mark points outside"),
        (partial(clip, marks=(MARKS[0], replace(MARKS[1], text_end=20))), "a mark points outside"),
        (partial(clip, marks=MARKS[::-1]), "sentence marks are out of order"),
        (partial(clip, marks=(Mark(2600, 4500, 0, 10), Mark(0, 2200, 10, 19))), "sentence marks are out of order"),
        (partial(clip, 700, (Mark(0, 300, 0, 10), Mark(300, 700, 10, 19))), "s of sound for a text of about"),
        (partial(clip, 24000), "s of sound for a text of about"),
    ],
)
def test_a_damaged_clip_is_rejected_with_the_reason(damaged: Callable[[], Clip], reason: str) -> None:
    with pytest.raises(ClipRejected, match=reason):
        verify(CHUNK, damaged())


def test_silence_is_rejected_unless_it_is_meant() -> None:
    silent = audio.from_frames(audio.silence(5000), MARKS)
    with pytest.raises(ClipRejected):
        verify(CHUNK, silent)
    verify(CHUNK, silent, audible=False)


def test_a_clip_that_falls_silent_midway_is_rejected() -> None:
    half = audio.from_frames(sound(CHUNK.text, 2400)[: 100 * 144] + audio.silence(3000), MARKS)
    with pytest.raises(ClipRejected, match="a sentence is silent: “明天也许会出太阳。”"):
        verify(CHUNK, half)


def test_the_rate_is_reckoned_with() -> None:
    fast = clip(2400, (Mark(0, 1100, 0, 10), Mark(1300, 2250, 10, 19)))
    verify(CHUNK, fast, rate=2.0)
    slow = clip(14000, (Mark(0, 7000, 0, 10), Mark(7000, 13500, 10, 19)))
    verify(CHUNK, slow, rate=0.5)
    with pytest.raises(ClipRejected):
        verify(CHUNK, slow, rate=2.0)


def test_text_without_a_sound_needs_no_mark() -> None:
    stars = Chunk("paragraph", (Sentence("…… ", "…… "), Sentence(RAIN, RAIN)), "zh-Hans")
    verify(stars, clip(2300, (Mark(0, 2200, 3, 13),)))


@pytest.mark.parametrize(
    ("text", "language", "low", "high"),
    [
        ("风从山谷里吹来，带着松树和雪的味道。", "zh-Hans", 3500, 5000),
        ("The wind came down the valley and smelled of pine and snow.", "en", 2800, 4500),
        ("2024", "zh-Hans", 800, 1200),
        ("山の上に雪が降った。", "ja", 1200, 2600),
        ("", "en", 0, 0),
    ],
)
def test_expected_length(text: str, language: str, low: int, high: int) -> None:
    assert low <= expected_ms(text, language) <= high


# --- words to marks -----------------------------------------------------------------------------------------


def test_words_not_in_the_text_are_reported_and_do_not_affect_others() -> None:
    words = [Word("今天", 0, 400), Word("two", 400, 500), Word("一整天", 600, 900), Word("太阳", 2000, 2400)]
    marks, lost = align(words, CHUNK)
    assert lost == ("two",)
    assert [CHUNK.text[m.text_start : m.text_end] for m in marks if m.kind == "word"] == ["今天", "一整天", "太阳"]


def test_a_word_does_not_reach_for_its_like_far_away() -> None:
    text = "雨" + "停了又下，下了又停，" * 20 + "天晴了。"
    marks, lost = align([Word("晴", 0, 100), Word("雨", 100, 200)], Chunk("paragraph", (Sentence(text, text),), "zh"))
    assert lost == ("晴",)
    assert (marks[0].text_start, marks[-1].text_end) == (0, 1)


@pytest.mark.parametrize("reported", ["AT&amp;T", "AT&T"])
def test_entities_and_white_space_are_no_obstacle(reported: str) -> None:
    chunk = Chunk("paragraph", (Sentence("New\n  York, AT&T.", "New\n  York, AT&T."),), "en")
    marks, lost = align([Word("New York", 0, 500), Word(reported, 600, 900)], chunk)
    assert not lost
    assert [chunk.text[m.text_start : m.text_end] for m in marks if m.kind == "word"] == ["New\n  York", "AT&T"]


def test_a_word_across_two_sentences_marks_both() -> None:
    chunk = Chunk("paragraph", (Sentence("版本3.", "版本3."), Sentence("5发布了。", "5发布了。")), "zh-Hans")
    marks, _ = align([Word("版本", 0, 400), Word("3.5", 400, 900), Word("发布了", 900, 1500)], chunk)
    sentences = [m for m in marks if m.kind == "sentence"]
    assert [(m.start, m.end, m.text_start, m.text_end) for m in sentences] == [(0, 900, 0, 4), (400, 1500, 4, 9)]


def test_a_sentence_said_otherwise_ends_where_its_words_end() -> None:
    sentence = Sentence("2021年，人口是25万，比去年多。", "二零二一年，人口是二十五万，比去年多。")
    chunk = Chunk("paragraph", (sentence,), "zh-Hans")
    whole = [Word("二零二一年", 0, 900), Word("人口是", 1000, 1500), Word("比去年多", 2000, 2700)]
    (told, *_), _ = align(whole, chunk)
    assert (told.text_start, told.text_end) == (0, len(sentence.text))
    (cut, *_), _ = align(whole[:2], chunk)
    assert sentence.text[: cut.text_end] == "2021年，人口是"


# --- asking again -------------------------------------------------------------------------------------------


class Flaky:
    """An engine that fails as configured, then speaks."""

    name, version, workers, normalizes, audible = "flaky", "1", 1, True, True

    def __init__(self, *failures: EngineError | Clip) -> None:
        self.left = list(failures)
        self.calls = 0

    def voices(self) -> Sequence[Voice]:
        return (VOICE,)

    def fits(self, spoken: str) -> bool:
        return True

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        self.calls += 1
        failure = self.left.pop(0) if self.left else clip()
        if isinstance(failure, Clip):
            return failure
        raise failure


def test_asks_again_until_the_clip_is_whole() -> None:
    engine = Flaky(ServiceError("busy"), clip(marks=()), ServiceError("busy"))
    assert speak(engine, CHUNK, VOICE, wait=wait_none()) == clip()
    assert engine.calls == 4


def test_gives_up_with_the_text_and_the_last_reason() -> None:
    engine = Flaky(*[ServiceError("busy")] * 5, ServiceError("gone", hint="look"))
    with pytest.raises(
        EngineError, match="“今天下了一整天的雨。明天也许会出太阳。” could not be spoken in 6 tries: gone"
    ) as caught:
        speak(engine, CHUNK, VOICE, wait=wait_none())
    assert caught.value.hint == "look"


def test_a_deterministic_engine_is_not_asked_again() -> None:
    engine = Flaky(TextTooLong("too long"))
    with pytest.raises(TextTooLong):
        speak(engine, CHUNK, VOICE)
    assert engine.calls == 1


def test_stop_ends_the_waiting() -> None:
    engine, stop = Flaky(*[ServiceError("busy")] * 5), threading.Event()
    threading.Timer(0.2, stop.set).start()
    with pytest.raises(EngineError, match="stopped before “今天"):
        speak(engine, CHUNK, VOICE, wait=wait_fixed(3600), stop=stop)
    assert engine.calls == 1
