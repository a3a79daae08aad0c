"""Chinese names in English text: what counts as pinyin, and its pronunciation."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tts.engines.english.chinese_names import phonemes_of_pinyin, split_pinyin
from tts.engines.english.phonemizer import english_phonemes
from tts.engines.kokoro.vocabulary import VOCABULARY
from tts.model import Reading

GOLDEN = [
    line.split("\t")
    for line in (Path(__file__).parent / "data/engines/names.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "said"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_names_are_said_as_near_to_mandarin_as_english_comes(text: str, said: str) -> None:
    assert english_phonemes(text) == said


def test_the_golden_table_is_long_enough() -> None:
    assert len(GOLDEN) >= 65


ENGLISH = """
Maine, Long Island, a taxi, the quiz, Xavier, Exxon, He said so, You can, Song of Solomon, Ma Bell, Pan Am, Wang, Sakai,
Nagano, resumé, naïve café, La Niña, Tokyo, Hong Kong, Singapore, Qatar, Iraq, x-axis, Luxembourg, Xerox,
Bao, Manga, Luanda, banana, panda, Zhivago, Ping Identity, Sinai, Yale, Guam, Juan, Xbox, Qantas, qubit, xAI,
Tai chi, example.com/xian, Shanghai, Beijing, Ming dynasty, fengshui.example.org
""".strip().replace("\n", " ")


@pytest.mark.parametrize("text", re.split(", ", ENGLISH))
def test_other_words_are_left_to_the_phonemizer(text: str, phonemizer: Callable[[str], str]) -> None:
    assert english_phonemes(text) == " ".join(phonemizer(text).replace("ʀ", "ʁ").split())


@pytest.fixture(scope="module")
def phonemizer() -> Callable[[str], str]:
    from hibari.g2p import G2P

    made: Callable[[str], str] = G2P()
    return made


def test_a_listed_name_is_no_pinyin() -> None:
    assert english_phonemes("São Paulo") == "sˌW pˈWlO"
    assert english_phonemes("résumé") == "ɹˈɛzəmˌA"


def test_a_name_keeps_its_sentence_around_it() -> None:
    assert english_phonemes("An Xiongnu rider met Zhang Xiaoming's sister.") == (
        "ɐn ʃjˌʊŋnˈu ɹˈIdəɹ mˈɛt ʤˈɑŋ ʃjˌWmˈɪŋz sˈɪstəɹ."
    )


def test_every_syllable_can_be_said() -> None:
    lines = (Path(__file__).parents[1] / "tts/data/pinyin.txt").read_text("utf-8").splitlines()
    syllables = [s for line in lines if not line.startswith("#") for s in line.split()]
    assert len(syllables) > 400
    for syllable in syllables:
        said = phonemes_of_pinyin([syllable])
        assert "ˈ" in said and all(symbol in VOCABULARY for symbol in said), syllable
        assert split_pinyin(syllable) == (syllable,)


def test_readings_go_before_everything_else() -> None:
    said = english_phonemes(
        "Nginx met 单雄信.", [Reading(0, 5, "ipa", "ˈɛndʒɪn ˈɛks"), Reading(10, 13, "pinyin", "shan4 xiong2 xin4")]
    )
    assert said == "ˈɛnʤɪn ˈɛks mˈɛt ʃˌɑnʃjʊŋʃˈɪn."
    assert english_phonemes("Nginx's", [Reading(0, 5, "ipa", "ˈɛndʒɪn ˈɛks")]) == "ˈɛnʤɪn ˈɛksᵻz"
