from __future__ import annotations

import hashlib
import random
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.work import ends
from tts.text.normalize import to_spoken
from tts.text.unspoken import Addresses, speakable

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
def test_text_that_can_be_spoken_is_spoken(text: str, language: str, keep_digits: bool) -> None:
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


def test_there_are_golden_cases_in_three_languages() -> None:
    """The number only rises."""
    assert len(ROWS) >= 1_295
    assert len(set(ROWS)) == len(ROWS)


AGREED = {"0.1.8": "1dc5433ccaceb24da55827649412b67cf921a53f8d4a69e7ea00d6226c0656d1"}
"""SHA-256 of what the grammar makes of the numbers below, by wetext's version: what has it is the same to the letter,
and the grammar, which takes four times as long, is asked only where something has changed."""


def test_numbers_agree_with_the_grammar() -> None:
    """wetext's, where it is right: it reads some whole numbers as telephone numbers, and 1e12 as 一千亿零."""
    import wetext

    chance = random.Random(7)
    numbers = [*range(300), *(chance.randrange(10**places) for places in range(3, 10) for _ in range(250))]
    written = [f"有{n}人" for n in numbers]
    written += [f"涨{n % 300}.{n % 97}%" for n in numbers if n % 300 != 100]
    written += [f"值{n}.{n % 89:02}亿元" for n in numbers if n % 89 % 10]
    written += [f"在{year}年" for year in range(1001, 2999)]
    assert len(written) > 6_000
    said = [to_spoken(text, "zh-Hans") for text in written]
    pairs = "".join(f"{text}\t{words}\n" for text, words in zip(written, said, strict=True))
    grammar = wetext.Normalizer(lang="zh", operator="tn")
    agreed = hashlib.sha256(pairs.encode()).hexdigest() == AGREED.get(version("wetext"))
    asked = [] if agreed else zip(written, said, strict=True)
    assert [text for text, words in asked if words != grammar.normalize(text)] == []


ONLINE = """
import sys
from tts.cli.main import cli
cli.main(["script", sys.argv[1], "--engine", "edge"], standalone_mode=False)
import tts.engines.edge.engine
heavy = {"wetext", "onnxruntime", "g2pM", "hibari", "opencc", "pypinyin"} & set(sys.modules)
sys.exit(f"loaded: {heavy}" if heavy else 0)
"""


def test_an_online_voice_loads_no_heavy_data(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("2021年3月4日，這裡賣出了1,234杯茶，增長5.2%。\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", ONLINE, str(article)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1,234杯茶" in done.stdout


@given(st.text("我你他们好说天地人，。！？“”《》、；：\n", max_size=60))
def test_text_without_anything_to_rewrite_stays(text: str) -> None:
    for keep_digits in (True, False):
        said = to_spoken(text, "zh-Hans", keep_digits=keep_digits)
        assert said.rstrip() == " ".join(text.split()) or not speakable(text)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([(row[0], row[3]) for row in ROWS]))
def test_numbers_in_words_stay(row: tuple[str, str]) -> None:
    language, words = row
    again = to_spoken(words, language)
    assert to_spoken(again, language) == again


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["zh-Hans", "zh-Hant", "en"]))
@example("第2页/3(4.5)℃-7", "zh-Hans")
def test_no_digit_is_left_in_words(text: str, language: str) -> None:
    said = to_spoken(text, language)
    assert not re.search("[0-9]", said)
    to_spoken(text, language, keep_digits=True)


@pytest.mark.parametrize(
    ("addresses", "english", "chinese"),
    [
        ("announce", "See example dot com, mail ann at mail dot example dot org.", "见example点com。"),
        ("skip", "See , mail .", "见。"),
        (
            "read",
            "See example dot com slash a underscore b question mark c equals one, "
            "mail ann at mail dot example dot org.",
            "见example点com斜杠a下划线b问号c等于一。",
        ),
    ],
)
def test_addresses(addresses: Addresses, english: str, chinese: str) -> None:
    said = to_spoken("See https://www.example.com/a_b?c=1, mail ann@mail.example.org.", "en", addresses=addresses)
    assert said == english
    assert to_spoken("见https://example.com/a_b?c=1。", "zh-Hans", addresses=addresses) == chinese


def test_an_address_alone_is_nothing_when_it_is_skipped() -> None:
    assert to_spoken("https://example.com/a", "en", addresses="skip") == ""
    assert to_spoken("https://example.com/a", "en") == "example dot com"


MONSTERS = [
    "1" * 5_000, "一" * 20_000, "1-" * 2_500, "[1]" * 2_000, "*a" * 2_000, "a.b" * 2_000, "1." * 2_000, "$1 " * 2_000,
    "1/2" * 2_000, "A1" * 2_000, "12:30" * 1_000, "+1 " * 2_000, "@a.b" * 2_000, "http://a.b/" * 500, "第2" * 2_000,
    "1℃到" * 1_000,
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("text", MONSTERS, ids=lambda text: text[:12])
def test_a_monstrous_sentence_takes_no_monstrous_time(text: str, language: str) -> None:
    with ends():
        said = to_spoken(text, language)
        kept = to_spoken(text, language, keep_digits=True)
    assert speakable(said) and speakable(kept)
