from __future__ import annotations

import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given, settings
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


PIECES = str.split(
    "The 21st of May March 5, 2021 3/4 10⁶ km² 6 h 5 °C p.m. a.m. U.S. etc. Inc. Jr. St. Louis XIV II I No. 7 pp. 3-5 "
    "10:30 $5 $5.3 million £3.50 2010-2015 1990s 50% Fig. vs. e.g. i.e. Sept. in 1850 Dr. Lee 555-1234 -5 #1 v2.0.1 "
    "min. lbs. ½ mc² = & – approx. J. R. Smith example.com me@example.com word.³ [1] **bold** a_b 9am and 第 3个 二"
)
ENDS = [".", "!", "?", "...", ".”", '."', ".)", "?’", '!"', "?)"]
ENDED = re.compile(r"[.!?。！？]['\"’”)]*\s*$")


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6),
    st.sampled_from(ENDS),
    st.sampled_from(["en", "zh-Hans"]),
    st.booleans(),
)
@example(["The", "21st", "of", "May"], ".", "en", False)
@example(["Mix", "3/4"], ".", "en", False)
@example(["Louis", "XIV"], ".", "en", False)
def test_a_sentence_keeps_its_end(pieces: list[str], end: str, language: str, keep_digits: bool) -> None:
    text = " ".join(["It", *pieces]).removesuffix(".") + end
    assert not ENDED.search(text) or ENDED.search(to_spoken(text, language, keep_digits=keep_digits))


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
