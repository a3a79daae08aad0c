"""Word times from the embedded models: each word has one that matches the signal, and the audio is unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts import audio
from tts.engines import hibari
from tts.engines.english import phonemizer
from tts.engines.kokoro import model_file
from tts.engines.kokoro.engine import Kokoro
from tts.engines.kokoro.voices import style
from tts.engines.mandarin import phonemes
from tts.engines.sentence_joining import RATE
from tts.engines.word_times import NO_SOUNDS, SaidWord, extra_output, timed
from tts.model import Chunk, Clip, Mark, Sentence, Voice

HEART = hibari.VOICE
XIAOXIAO = Voice("zf_xiaoxiao", "kokoro", "zh-CN")
TALES = {
    "zh-Hans": ("茶馆里坐满了人，大家都在听。", "二零二四年，小李学了machine learning，还买了一台打印机。"),
    "zh-Hant": ("茶館裡坐滿了人，大家都在聽。", "二零二四年，小李學了machine learning，還買了一臺印表機。"),
    "en": ("It's a well-known fact, isn't it? ", "Bread, paper, tools: everything goes by boat."),
}
LETTERS = "茶館馆龙龍重庆一不了aZé'’-éЖβ가か𠮷1２⅖.,，。！？“”（）…—:; &@%"


class Kept:
    """Makes clips as usual, and keeps the PCM and the marks of the last one."""

    samples: np.ndarray
    marks: Sequence[Mark]

    def from_pcm(self, samples: np.ndarray, marks: Sequence[Mark], gain: float = 0.0) -> Clip:
        self.samples, self.marks = samples, marks
        return audio.from_pcm(samples, marks, gain)

    def from_frames(self, frames: bytes, marks: Sequence[Mark]) -> Clip:
        return audio.from_frames(frames, marks)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAGECAST_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield Kept()


@pytest.fixture(scope="module")
def engines(kept: Kept) -> dict[str, Kokoro | hibari.Hibari]:
    kokoro = Kokoro(kept)
    return {"zh-Hans": kokoro, "zh-Hant": kokoro, "en": hibari.Hibari(kept)}


def said(engine: Kokoro | hibari.Hibari, language: str, sentences: Sequence[str], rate: float = 1.0) -> Clip:
    voice = HEART if language == "en" else XIAOXIAO
    chunk = Chunk("paragraph", tuple(Sentence(s, s) for s in sentences), language)
    return engine.speak(chunk, Voice(voice.id, voice.engine, voice.language, rate=rate))


def words(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.kind == "word"]


WHOLE_WORDS = {
    "zh-Hans": "茶馆 打印机 machine learning",
    "zh-Hant": "茶館 大家 machine learning",
    "en": "It's well-known boat",
}


@pytest.mark.parametrize("language", TALES)
def test_every_word_of_a_text_has_its_time(language: str, engines: dict[str, Kokoro | hibari.Hibari]) -> None:
    """In Chinese, too, words are marked rather than characters, in either script."""
    clip = said(engines[language], language, TALES[language])
    text = "".join(TALES[language])
    marked = [text[m.text_start : m.text_end] for m in words(clip.info.marks)]
    assert re.sub(r"\W", "", "".join(marked)) == re.sub(r"\W", "", text)
    assert set(WHOLE_WORDS[language].split()) <= set(marked)
    for one, two in pairwise(words(clip.info.marks)):
        assert one.start < one.end <= two.start, text[one.text_start : two.text_end]


@pytest.mark.parametrize(
    "language, rate, times",
    [("zh-Hans", 1.0, 2), ("zh-Hans", 2.0, 3), ("en", 0.5, 10), ("en", 1.0, 20), ("en", 2.0, 20)],
)
def test_a_word_is_heard_where_it_is_marked(
    language: str, rate: float, times: int, kept: Kept, engines: dict[str, Kokoro | hibari.Hibari]
) -> None:
    """After a pause the signal shows where a word begins, as accurately at the end as at the beginning."""
    clip = said(engines[language], language, TALES[language] * times, rate)
    step = RATE // 100
    level = np.abs(kept.samples[: len(kept.samples) // step * step].reshape(-1, step)).max(axis=1)
    loud = level > level.max() * 10 ** (-40 / 20)
    starts = np.array([mark.start for mark in words(kept.marks)])
    rises = [at * 10 for at in np.flatnonzero(loud) if at > 12 and not loud[at - 12 : at].any()]
    assert len(rises) >= 5 and len(starts) > 15 and clip.info.frames
    late = [abs(starts - rise).min() for rise in rises]
    assert np.median(late[: len(late) // 2]) <= 50 and np.median(late[len(late) // 2 :]) <= 50, late


def test_the_audio_is_the_same_as_without_times(engines: dict[str, Kokoro | hibari.Hibari]) -> None:
    text = phonemes.phonemes("今天星期一，下着雨。")
    plain = model_file.open_session(model_file.model_file())
    kokoro = engines["zh-Hans"]
    assert isinstance(kokoro, Kokoro)
    spoken = kokoro.run(text, XIAOXIAO.id)
    ids = phonemes.tokens(text)
    feeds = {"tokens": [[0, *ids, 0]], "style": style(XIAOXIAO.id)[len(ids) - 1][None], "speed": [np.float32(1)]}
    assert np.array_equal(plain.run(None, feeds)[0].reshape(-1), spoken.samples)
    assert spoken.units is not None and spoken.units.sum() * 600 == len(spoken.samples)

    model = hibari._open()
    english = phonemizer.english_phonemes("It rains, and it is late.")
    samples, units = hibari._run(model, english, 1.25)
    from hibari import Hibari as Model

    assert np.array_equal(Model(HEART.id).from_phonemes(english, speed=1.25, seed=hibari.SEED), samples)
    assert units.sum() * 600 == len(samples)


def test_a_model_without_durations_speaks_without_times(
    kept: Kept, engines: dict[str, Kokoro | hibari.Hibari], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another export may call the tensor another name."""
    monkeypatch.setattr(model_file, "DURATIONS", "/no_such/tensor")
    clip = said(Kokoro(kept), "zh-Hans", ["今天星期一。"])
    assert [mark.kind for mark in clip.info.marks] == ["sentence"]
    monkeypatch.undo()
    assert said(engines["zh-Hans"], "zh-Hans", ["今天星期一。"]).audio == clip.audio


def test_words_that_do_not_add_up_have_no_times() -> None:
    units = [np.ones(4, np.float32)]
    assert list(timed(["ab"], units, [SaidWord("a", "a")])) == [[]]
    found = next(timed(["ab"], units, [SaidWord("x", "a"), SaidWord("y", "b")]))
    assert [(word.text, word.end - word.start) for word in found] == [("x", 25), ("y", 25)]


def test_a_word_over_two_parts_is_marked_in_the_first() -> None:
    units = [np.ones(4, np.float32), np.ones(4, np.float32)]
    first, second = timed(["ab", "cd"], units, [SaidWord("x", "abc"), SaidWord("y", "d")])
    assert [word.text for word in first] == ["x"]
    assert [word.text for word in second if word.text] == ["y"]


def test_a_name_too_long_for_one_more_output_is_refused() -> None:
    with pytest.raises(ValueError, match="128"):
        extra_output("d" * 200)


@given(st.text(LETTERS, min_size=1, max_size=40))
def test_words_have_the_sounds_of_their_sentence(text: str) -> None:
    """In any text, so that no sentence lacks times."""

    def sounds(phonemes: str) -> str:
        return "".join(symbol for symbol in phonemes if symbol not in NO_SOUNDS)

    together, found = phonemes.with_words(text)
    assert sounds(together) == "".join(sounds(word.phonemes) for word in found)
    together, found = phonemizer.with_words(text)
    assert sounds(together) == "".join(sounds(word.phonemes) for word in found)
