"""English words in Mandarin by a second voice: no click, one level, marks in the right place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts import audio
from tts.audio import pcm
from tts.cache import key
from tts.engines.alignment import Word
from tts.engines.kokoro.code_switching import inserts, runs, splice_words
from tts.engines.kokoro.engine import Kokoro
from tts.engines.kokoro.model_file import Spoken
from tts.engines.kokoro.voices import VOICES
from tts.engines.mandarin.phonemes import split_phonemes, with_words
from tts.engines.sentence_joining import Part
from tts.engines.splicing import FADE, RATE, REACH, Insert, level, spliced
from tts.engines.word_times import SaidWord
from tts.model import Chunk, Clip, Sentence, Voice

TEXTS = (
    "这个团队最大的问题是 communication，不是钱。",
    "請把 schedule 寄給 Jennifer Brown，明天的 meeting 要用。",
    "很多公司开始用 AI 和 podcast 来回答客户的问题。",
)
WOMAN = next(voice for voice in VOICES if voice.id == "zf_xiaoxiao")
MAN = next(voice for voice in VOICES if voice.id == "zm_yunyang")


class Recalling(Kokoro):
    """Lets the model speak the same phonemes only once: the result is the same, and takes seconds."""

    def __init__(self) -> None:
        super().__init__(audio)
        self._said: dict[tuple[str, str, float], Spoken] = {}

    def run(self, phonemes: str, voice: str, rate: float = 1.0) -> Spoken:
        asked = (phonemes, voice, rate)
        if asked not in self._said:
            self._said[asked] = super().run(phonemes, voice, rate)
            self._said[asked].samples.flags.writeable = False
        return self._said[asked]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kokoro]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAGECAST_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield Recalling()


def chunk(text: str) -> Chunk:
    return Chunk("paragraph", (Sentence(text, text),), "zh-Hans")


def words(clip: Clip, text: str) -> list[tuple[str, int, int]]:
    return [(text[m.text_start : m.text_end], m.start, m.end) for m in clip.info.marks if m.kind == "word"]


@pytest.mark.parametrize("voice", [WOMAN, MAN], ids=lambda voice: str(voice.id))
@pytest.mark.parametrize("text", TEXTS)
def test_english_comes_in_its_place_in_order_and_at_the_level_of_the_rest(
    engine: Kokoro, voice: Voice, text: str
) -> None:
    clip = engine.speak(chunk(text), voice)
    marked = words(clip, text)
    assert [word for word, _, _ in marked] == [word for word, _, _ in words(alone(engine, voice, text), text)]
    assert all(one[2] <= two[1] + 30 for one, two in pairwise(marked))  # milliseconds
    samples = pcm.decode(clip.audio)
    ranges = [(start, end, word[0].isascii()) for word, start, end in marked]
    english, mandarin = (
        np.concatenate([samples[a * 24 : b * 24] for a, b, is_english in ranges if is_english == wanted])
        for wanted in (True, False)
    )
    assert abs(20 * np.log10(level(english) / level(mandarin))) < 2


@pytest.mark.parametrize("text", TEXTS)
def test_no_joint_clicks(engine: Kokoro, text: str) -> None:
    """Within 10 ms of a joint, no step from sample to sample is larger than in the speech around it."""
    phonemes, spoken = with_words(text)
    (found,) = runs([phonemes], spoken)
    base = engine.run(phonemes, WOMAN.id)
    assert base.units is not None
    second = [Part(engine.run(run.phonemes, WOMAN.second).samples) for run in found]
    joined, placed = spliced(base.samples, inserts(base.units, found, second))
    steps = np.abs(np.diff(joined))
    for place, part in zip(placed, second, strict=True):
        for joint in (place.begins, place.begins + len(part.samples)):
            near = steps[max(0, joint - 240) : joint + 240]
            around = steps[max(0, joint - 6000) : joint + 6000]
            assert not len(near) or near.max() < around.max()


def alone(engine: Kokoro, voice: Voice, text: str) -> Clip:
    return engine.speak(chunk(text), replace(voice, second=""))


def test_the_key_of_a_clip_includes_the_voice_of_english_words(engine: Kokoro) -> None:
    keys = {key(chunk(TEXTS[0]), engine, replace(WOMAN, second=second)) for second in ("", "af_heart", "af_bella")}
    assert len(keys) == 3


def test_a_second_voice_is_of_the_same_sex_and_only_for_mandarin_and_japanese() -> None:
    genders = {voice.id: voice.gender for voice in VOICES}
    for voice in VOICES:
        assert bool(voice.second) == voice.language.startswith(("zh", "ja"))
        assert not voice.second or genders[voice.second] == voice.gender


def test_a_sentence_without_english_sounds_as_before(engine: Kokoro) -> None:
    text = "这件T恤只剩下一个尺码了。"
    assert engine.speak(chunk(text), WOMAN).audio == alone(engine, WOMAN, text).audio


def test_runs_are_the_words_of_each_part_in_letters_that_are_not_named() -> None:
    phonemes, spoken = with_words("他在 Google Drive 上看 PDF，也用 Zoom。")
    cut = split_phonemes(phonemes)
    found = runs(cut, spoken)
    assert [[word.text for word in run.words] for run in found[0]] == [["Google", "Drive"], ["Zoom"]]
    assert all(cut[0][run.start : run.end] == run.phonemes for run in found[0])
    assert runs(["ab"], [SaidWord("x", "a", foreign=True)]) == [[]]  # what does not add up is left alone


def wave(count: int, hertz: float, loud: float) -> np.ndarray:
    return (loud * np.sin(np.arange(count) * 2 * np.pi * hertz / RATE)).astype(np.float32)


@given(st.integers(0, 24_000), st.integers(0, 24_000), st.integers(1, 12_000), st.floats(0.01, 0.9))
def test_joints_do_not_click_and_samples_keep_their_place(start: int, length: int, inserted: int, loud: float) -> None:
    base = wave(24_000, 150, 0.3)
    insert = Insert(start, min(24_000, start + length), wave(inserted, 230, loud))
    joined, (place,) = spliced(base, [insert])
    step = max(np.abs(np.diff(base)).max(), np.abs(np.diff(wave(2000, 230, 0.3))).max())
    assert np.abs(np.diff(joined)).max() < 2 * step
    assert len(joined) == 24_000 + place.later
    assert abs(place.begins - start) <= REACH + FADE


def test_later_words_are_shifted_with_a_run() -> None:
    base = np.concatenate([wave(12_000, 150, 0.3), wave(12_000, 150, 0.3), wave(12_000, 150, 0.3)])
    first = Part(base, [Word("一", 0, 500), Word("two", 500, 1000), Word("三", 1000, 1500)])
    (run,) = runs(["a b c"], [SaidWord("一", "a"), SaidWord("two", "b", foreign=True), SaidWord("三", "c")])[0]
    second = Part(wave(24_000, 230, 0.1), [Word("two", 20, 2000)])
    units = np.array([0, 20, 0, 20, 0, 20, 0], np.float32)
    heard = splice_words(first, units, [run], [second])
    assert [word.text for word in heard.words] == ["一", "two", "三"]
    assert heard.words[1].end - heard.words[1].start <= 1000
    assert abs(heard.words[2].end * 24 - len(heard.samples)) < 30 * 24
