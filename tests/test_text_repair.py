from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import corrupt
from tests.work import calls
from tts.text.repair.repair import repair

ROOT = Path(__file__).parents[1]
CLEAN = (ROOT / "tests/data/text/library.clean.txt").read_text(encoding="utf-8")
ENGLISH = "What? No (really): “yes” – it’s 5°, naïve café… Señor Ñandú? ok (a) then? (b)"


def repaired(text: str) -> str:
    return repair([text])[0][0]


def test_the_example_is_repaired_to_the_clean_text() -> None:
    spoilt = (ROOT / "examples/library.txt").read_text(encoding="utf-8")
    text, changes = repaired(spoilt), repair([spoilt])[1]
    assert text.replace(f"\n{corrupt.TAIL}\n", "").rstrip() == CLEAN.rstrip()
    assert "347 times" in changes[0].reason
    assert [c.became[4] for c in changes[1:]] == ["。", "。", "。", "為", "。"]


@pytest.mark.parametrize("place", ["。或許", "。回過頭", "。活動室", "。基層"])
def test_a_stretch_read_one_byte_off_is_put_right(place: str) -> None:
    assert repaired(corrupt.shift(CLEAN, CLEAN.index(place))) == CLEAN


def test_an_annotation_inside_a_character_is_undone() -> None:
    assert repaired(corrupt.inside(CLEAN, CLEAN.index("為一本書"))) == CLEAN


def test_the_lost_byte_may_be_shown_as_a_replacement_character() -> None:
    assert repaired(corrupt.shift(CLEAN, CLEAN.index("。基層")).replace("?", "\ufffd")) == CLEAN


def test_a_machines_pinyin_goes_and_the_rest_of_the_brackets_stays() -> None:
    text = "書屋（二樓）很小(xiǎo)，書很多(many)，圖書館開了門，門外有書，圖書館裏也有書。"
    assert repaired(corrupt.annotate(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "山城重(chóng)庆的夜景很美，银行(háng)也多。",
        "饕餮(tāotiè)是古代的怪兽。",
        "「樂(lè)」和「樂(yuè)」不同。樂(lè)者，樂(yuè)也。樂(lè)在其中。樂(yuè)器多。樂(lè)。樂(yuè)。樂(lè)。樂(yuè)。",
    ],
)
def test_a_human_gloss_stays(text: str) -> None:
    assert repair([text]) == ([text], [])


@pytest.mark.parametrize(
    "text", [CLEAN, ENGLISH, "真的嗎?我們都去看A隊的比賽?是B隊!對?T恤呢?", "C?C++?", "?", "", "a(b)c\n\n\td"]
)
def test_sound_text_stays(text: str) -> None:
    assert repair([text]) == ([text], [])


def test_question_marks_and_letters_in_sound_text_change_nothing() -> None:
    chance = random.Random(7)
    for _ in range(1500):
        start = chance.randrange(len(CLEAN) - 60)
        text = list(CLEAN[start : start + 60])
        for _ in range(chance.randint(1, 4)):
            text.insert(chance.randrange(60), chance.choice(["?", "?A", "?B", "T", "?!", "？", "?(a)", "QQ", "? "]))
        assert repaired("".join(text)) == "".join(text)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cs", "Zl", "Zp"), max_codepoint=0x2FFF))
)
@example("Ã la carte")
def test_undamaged_text_is_not_changed(text: str) -> None:
    became, changes = repair([text])
    assert bool(changes) == (became[0] != text)


@settings(max_examples=200)
@given(st.text("?？;；(（)zhènaA鶎狱層基黨的一 。\ufffd", max_size=40))
def test_any_text_can_be_repaired_and_twice_changes_nothing_more(text: str) -> None:
    once = repaired(text)
    assert repaired(once) == once


def test_mojibake_is_read_again_and_chinese_signs_stay_full_width() -> None:
    assert repaired("It\u00e2\u20ac\u2122s caf\u00c3\u00a9 \u00e2\u20ac\u009d") == "It’s café ”"
    assert repaired("caf\u00c3\u00a9，“好”，１２％") == "café，“好”，１２％"


def test_invisible_characters_are_removed_and_reported() -> None:
    became, changes = repair(["soft\u00adly\u200b \ue000ok\x07\ufeff", "emoji 👩\u200d🚀 stay"])
    assert became == ["softly ok", "emoji 👩\u200d🚀 stay"]
    assert "U+00AD ×1" in changes[0].text


def test_four_times_the_text_takes_about_four_times_the_work() -> None:
    repair([corrupt.annotate("書屋很小，圖書館開門。" * 3)])  # loads the tables
    damaged = corrupt.shift(CLEAN, CLEAN.index("。基層"))
    for text in (damaged, CLEAN, "真的嗎?我們都去看?"):
        few, many = (calls(lambda text=text, n=n: repair([text * n])) for n in (5, 20))  # type: ignore[misc]
        assert many < 6 * few + 1000
        alone, among = (calls(lambda text=text, n=n: repair([text] * n)) for n in (5, 20))  # type: ignore[misc]
        assert among < 6 * alone + 1000


def test_sound_text_loads_no_tables() -> None:
    code = (
        "import sys; from tts.model import Article, Block; from tts.text import edit, write_script\n"
        f"a = Article((Block('paragraph', {ENGLISH!r}),), title='A day')\n"
        "write_script(edit(a), fits=lambda s: len(s) < 20, normalizes=True)\n"
        "print([m for m in ('opencc', 'pypinyin', 'wetext', 'ftfy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
