"""Mandarin readings and sandhi as a golden table, and the phonemes made from them."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from tts.engines.english.phonemizer import english_phonemes, latinized
from tts.engines.mandarin.phonemes import (
    COMFORT,
    LIMIT,
    VOCABULARY,
    phonemes,
    spelled,
    split_phonemes,
    syllable,
    tokens,
)
from tts.engines.mandarin.readings import own_words, read
from tts.engines.mandarin.sandhi import Word
from tts.model import Reading

GOLDEN = [
    line.split("\t")
    for line in (Path(__file__).parent / "data/engines/mandarin.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def pinyin(text: str) -> str:
    return " ".join(" ".join(w.syllables) for w in read(text) if isinstance(w, Word))


@pytest.mark.parametrize(("text", "said"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_mandarin_readings_match_the_golden_table(text: str, said: str) -> None:
    assert pinyin(text) == said


def test_the_golden_table_is_long_enough() -> None:
    assert len(GOLDEN) >= 1118


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("你好，世界！", "ni↗xau↓, ʂɨ↘ʨje↘!"),
        ("看著他的著作。", "kʰa↘nꭧɤ tʰa→ tɤ ꭧu↘ʦwo↘."),
        ("银行在长城脚下。", "i↗nxa↗ŋ ʦai↘ ꭧʰa↗ŋꭧʰə↗ŋ ʨjau↓ɕja↘."),
        ("绿色的雪", "ly↘sɤ↘ tɤ ɕɥe↓"),
        ("日出四次", "ɻɨ↘ꭧʰu→ sɨ↘ʦʰɨ↘"),
        ("CBD", "sei→pi↘ti↘"),
        ("《诗》", "“ʂɨ→”"),
        ("3.14", "sa→ntjɛ↓n i→ sɨ↘"),
        ("——！", ""),
        ("🎉", ""),
    ],
)
def test_phonemes(text: str, said: str) -> None:
    assert phonemes(text) == said


def test_traditional_text_sounds_like_simplified() -> None:
    assert phonemes("圖書館的展覽很好看") == phonemes("图书馆的展览很好看")


def test_digits_that_were_left_are_read_one_by_one() -> None:
    assert phonemes("共2,048个") == phonemes("共二零四八个")


@pytest.mark.parametrize("word", ["AI", "machine learning", "café", "カメラ", "서울", "Москва", "α", "٣", "𠮷", "Ⅳ"])
def test_no_script_is_lost(word: str) -> None:
    without, with_it = phonemes("他说好。"), phonemes(f"他说{word}好。")
    assert len(re.findall(r"\w", with_it)) > len(re.findall(r"\w", without))
    assert re.search(r"\w", english_phonemes(f"{word}"))


@pytest.mark.parametrize(
    ("sign", "said"), [("\U00012000", "cuneiform sign a"), ("א", "hebrew letter alef"), ("々", "ideographic iteration")]
)
def test_a_letter_without_a_sound_is_said_by_its_name(sign: str, said: str) -> None:
    assert latinized(f"the {sign} stands").startswith(f"the {said}")
    assert len(phonemes(f"这是{sign}。")) > len(phonemes("这是。")) + 10


@pytest.mark.parametrize(("figure", "digit"), [("〡", "一"), ("²", "二"), ("㈥", "六"), ("⒍", "六")])
def test_no_figure_is_lost(figure: str, digit: str) -> None:
    assert phonemes(f"第{figure}。") == phonemes(f"第{digit}。")


def test_letters_that_carry_a_vowel_cost_no_sentence() -> None:
    assert latinized("القرآن says so") == "alqran says so"
    assert latinized("สวัสดี") == "swasdi"


def test_a_single_accented_capital_is_spoken() -> None:
    assert re.search(r"\w", english_phonemes("È"))
    assert len(english_phonemes("È la vita")) > len(english_phonemes("la vita"))


def test_han_in_english_is_in_pinyin() -> None:
    assert latinized("the 漢字 word") == "the hanzi word"
    assert "(" in latinized("see [this](/x/)") and "[" not in latinized("see [this](/x/)")


def test_every_phoneme_is_in_the_vocabulary() -> None:
    text = "《红楼梦》（节选）：宝玉说，“女儿是水做的骨肉……”——真的？OK；好！α、β、𠮷、ЖЮ、ぬ。"
    assert len(tokens(phonemes(text))) == len(phonemes(text))
    table = json.loads(files("hibari").joinpath("assets/oov.json").read_text("utf-8"))
    noise = {"-", "1"}  # espeak-ng's marks, which the net learned along with the sounds
    assert set("".join(table["out"])) - set(VOCABULARY) <= noise | {"ʀ"}
    assert "ʀ" not in english_phonemes("Arrête Rrr")


def test_every_reading_of_the_own_list_can_be_said() -> None:
    for word, syllables in own_words().items():
        assert len(word) == len(syllables)
        assert all(symbol in VOCABULARY for s in syllables for symbol in syllable(s)), word


def test_every_syllable_of_pypinyin_can_be_said() -> None:
    from pypinyin import Style, pinyin
    from pypinyin.constants import PINYIN_DICT

    common = [chr(code) for code in PINYIN_DICT if 0x4E00 <= code <= 0x9FA5]
    spelled = {p[0] for p in pinyin(common, style=Style.TONE3, neutral_tone_with_five=True)}
    assert len(spelled) > 1000
    assert all(symbol in VOCABULARY for s in spelled for symbol in syllable(s))


def test_long_sentences_come_in_parts_and_lose_nothing() -> None:
    said = phonemes("他说今天天气很好，我们可以去公园里走一走，" * 30 + "好。")
    found = split_phonemes(said)
    assert " ".join(found) == said
    assert all(len(part) <= COMFORT for part in found)


def test_a_sentence_without_signs_is_cut_between_words() -> None:
    said = phonemes("我们今天去公园看花" * 60)
    found = split_phonemes(said)
    assert len(found) > 1
    assert " ".join(found) == said
    assert all(len(part) <= LIMIT for part in found)
    unbroken = "a" * 1300
    assert "".join(split_phonemes(unbroken)) == unbroken


MIXED = [
    line.split("\t")
    for line in (Path(__file__).parent / "data/engines/mixed.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "said"), MIXED, ids=[row[0] for row in MIXED])
def test_english_in_mandarin_is_english(text: str, said: str) -> None:
    assert " ".join(phonemes for _, syllables, phonemes in spelled(text) if not syllables) == said


def test_readings_take_part_in_the_sentence() -> None:
    """單 is read shan4 because of a given reading; traditional characters, numbers and IPA around it are not
    affected."""
    text = "共2,048個單老師用Nginx。"
    readings = [Reading(7, 8, "pinyin", "shan4"), Reading(11, 16, "ipa", "ˈɛndʒɪn ˈɛks")]
    words = list(spelled(text, readings))
    assert ("单", ("shan4",)) in [(word, syllables) for word, syllables, _ in words]
    assert words[-1] == ("Nginx", (), "ˈɛnʤɪn ˈɛks")
    assert phonemes(text, readings).endswith("jʊ↘ŋ ˈɛnʤɪn ˈɛks.")


def test_a_reading_has_sandhi_like_any_other() -> None:
    assert phonemes("武好", [Reading(0, 1, "pinyin", "wu3")]).startswith("u↗")
    assert phonemes("一样", [Reading(0, 1, "pinyin", "yi1")]).startswith("i↗")


def test_every_valid_reading_of_a_lexicon_can_be_spoken() -> None:
    """The two tables of IPA, of the text and of the engines, have the same sounds."""
    from tts.engines.ipa_phonemes import PHONEMES, from_ipa
    from tts.text.ipa import SOUNDS

    assert PHONEMES.keys() == SOUNDS.keys()
    for sound in SOUNDS:
        assert from_ipa(sound) and all(symbol in VOCABULARY for symbol in from_ipa(sound)), sound


def test_names_of_both_lists_have_a_syllable_a_character() -> None:
    for name in ("尉迟", "六安", "万俟卨"):
        assert len(own_words()[name]) == len(name)
    assert len(own_words()) > 700
