from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts.text import normalize
from tts.text.normalize import to_spoken
from tts.text.unspoken import speakable

LINES = (Path(__file__).parent / "data/text/normalize.tsv").read_text(encoding="utf-8").splitlines()[1:]
ROWS = [tuple(line.split("\t")) for line in LINES]


@pytest.mark.parametrize(("language", "written", "kept", "words"), ROWS, ids=[row[1] for row in ROWS])
def test_written_to_spoken(language: str, written: str, kept: str, words: str) -> None:
    assert to_spoken(written, language, keep_digits=True) == kept
    assert to_spoken(written, language) == words


@settings(max_examples=300, deadline=None)
@given(
    st.text("0123456789.,:-–—~%$¥￥€°²/[](){}<>#*_=+&@'\"\\|!?，。：年月日第个章kmNo. ABcde好\n\t🎉", max_size=40),
    st.sampled_from(["zh-Hans", "zh-Hant", "en", "fr", "ja"]),
    st.booleans(),
)
def test_what_can_be_said_is_said(text: str, language: str, keep_digits: bool) -> None:
    spoken = to_spoken(text, language, keep_digits=keep_digits)
    assert speakable(spoken) == speakable(text)
    assert "\n" not in spoken
    assert spoken.count("好") >= text.count("好")


def test_in_words_leaves_no_digits() -> None:
    for language, written, _, words in ROWS:
        if language != "fr":
            assert not any(char.isascii() and char.isdigit() for char in words), written


def test_without_wetext_the_digits_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wetext", None)
    normalize._grammar.cache_clear()
    normalize._in_words.cache_clear()
    try:
        assert to_spoken("2019—2021年", "zh-Hans") == "2019年到2021年"
    finally:
        normalize._grammar.cache_clear()


def test_many_threads_may_ask_at_once() -> None:
    texts = [f"{n}年有{n * 7}人" for n in range(1000, 1200)]
    alone = [to_spoken(text, "zh-Hans") for text in texts]
    normalize._in_words.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: to_spoken(text, "zh-Hans"), texts)) == alone


@pytest.mark.parametrize("text", ["1" * 5_000, "一" * 20_000, "1-" * 2_500, "[1]" * 2_000, "*a" * 2_000, "a.b" * 2_000])
def test_a_monstrous_sentence_takes_no_monstrous_time(text: str) -> None:
    start = time.perf_counter()
    to_spoken(text, "zh-Hans")
    assert time.perf_counter() - start < 5
