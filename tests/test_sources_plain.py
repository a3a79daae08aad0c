"""Lines of plain text wrapped by a program become paragraphs again; intended lines stay."""

from __future__ import annotations

import random
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages import CHINESE, ENGLISH
from tts.sources.plain import columns, read_text

MIXED = (
    *CHINESE,
    "2023年，水文站用了3台新仪器，Python程序每10分钟读一次数。",
    "老人说：“今年的水，比往年大；桥却没有动。”",
)
NEVER_FIRST = "，。、；：！？”）》"


def wrapped(paragraph: str, width: int, *, moves: bool) -> list[str]:
    """A paragraph in lines of that many columns. No closing sign begins a line: it hangs, or takes another sign
    along."""
    rows, row = [], ""
    for char in paragraph:
        if columns(row + char) > width and not (char in NEVER_FIRST and not moves):
            taken = row[-1] if char in NEVER_FIRST else ""
            rows.append(row[: len(row) - len(taken)])
            row = taken
        row += char
    return [*rows, row]


def texts(width: int, seed: int) -> list[str]:
    dice = random.Random(f"{width} {seed}")
    return ["".join(dice.choices(MIXED, k=dice.randint(2, 6))) for _ in range(8)]


@pytest.mark.parametrize("moves", [True, False], ids=["moved signs", "hanging signs"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "with empty lines"])
@pytest.mark.parametrize("width", range(40, 101, 3))
def test_chinese_wrapped_at_any_width_has_no_break_in_a_sentence(width: int, gap: str, moves: bool) -> None:
    for seed in range(4):
        paragraphs = texts(width, seed)
        text = gap.join("\n".join(wrapped(paragraph, width, moves=moves)) for paragraph in paragraphs)
        found = [block.text for block in read_text(text).blocks]
        assert "".join(found).replace(" ", "") == "".join(paragraphs)
        assert [one for one in found if one[-1] not in "。”！？"] == []


@pytest.mark.parametrize("width", range(40, 101, 3))
def test_paragraphs_with_an_indent_come_out_as_they_were(width: int) -> None:
    for seed in range(4):
        paragraphs = texts(width, seed)
        text = "\n".join("\n".join(wrapped(f"\u3000\u3000{one}", width, moves=True)) for one in paragraphs)
        assert [block.text.replace(" ", "") for block in read_text(text).blocks] == paragraphs


MAIL = """Dear all,

the boat is ready at last, and I would like to thank everybody who came to
help with the sanding. We used 12 sheets of paper, two tins of varnish and
more tea than I had thought possible.

Please bring:
- gloves
- a hat

Ann Lee
River Street 5
"""


def test_a_mail_is_joined_and_its_list_and_signature_are_not() -> None:
    first, letter, *rest = [block.text for block in read_text(MAIL).blocks]
    assert first == "Dear all,"
    assert letter.endswith("than I had thought possible.")
    assert rest == ["Please bring:", "- gloves", "- a hat", "Ann Lee", "River Street 5"]


@pytest.mark.parametrize(
    "text",
    [
        "我在桥上等你\n等到灯都灭了\n等到河水把我的影子\n带到很远很远的地方去\n你还是没有来\n只有风\n轻轻地翻了一页书",
        "春眠河上雨，夜听水边风。\n老柳知人意，新枝拂面红。\n孩童争看水，老者独听钟。\n日暮归来晚，灯明小院中。",
        "我愿意在清晨的河边坐下来看那些水慢慢地流过石头\n就像一个人慢慢地流过他的一生\n没有人告诉我它们要到哪里去\n"
        "也没有人告诉我它们从哪里来，带着什么样的名字和泥土\n只是流着\n在所有人都睡去以后，在最后一盏灯也灭了以后",
        "“你来了？”\n“我来了，路上的雪很大，走了整整一个晚上，鞋都湿透了。”\n"
        "“快进来，火还没有灭，锅里还有半碗豆花，趁热喝了吧。”\n“不急，我先把信给你。”",
        "王小雨\n河湾镇老街二十三号三单元\n河湾县邮政局转\n邮编：123456",
        "河湾镇举行第三届春天读书节，三百名孩子参加\n老柳树下的小书馆重新开门，每天有人来还书\n"
        "水文站公布三月份水位数据，比往年高十二厘米\n桥头豆花摊搬到新街，老主顾们都说味道没有变",
        "The river took the morning and it carried it to sea,\nand nobody who stood there\n"
        "remembered which was which of all the things they used to be,\nor if the bridge was there\n"
        "the day the water went away and left the stones to me.",
        "Ann Lee\n14 River Street\nAlder\nEngland",
    ],
    ids=["verse", "couplets", "long lines", "talk", "address", "titles", "english verse", "english address"],
)
def test_lines_that_are_meant_stay(text: str) -> None:
    assert [block.text for block in read_text(text).blocks] == text.split("\n")


ROW = st.one_of(st.sampled_from((*MIXED, *ENGLISH)), st.text("水河 a-1。，“”\u3000.b", max_size=60))


@given(st.lists(ROW, max_size=30))
def test_joining_neither_loses_nor_adds_a_letter(rows: list[str]) -> None:
    joined = "".join(block.text for block in read_text("\n".join(rows)).blocks)
    assert "".join(joined.split()) == "".join("".join(rows).split())


def prose(count: int, seed: str) -> list[str]:
    dice = random.Random(seed)
    return [" ".join(dice.choices(ENGLISH, k=dice.randint(3, 6))) for _ in range(count)]


def filled(paragraph: str, width: int, indent: str = "") -> str:
    return textwrap.fill(paragraph, width, initial_indent=indent, subsequent_indent=indent)


LONG = "A line that an editor put in by hand, which nobody wrapped, and which goes on for over a hundred columns."


@pytest.mark.parametrize("width", [60, 65, 72, 78])
def test_a_line_that_is_longer_does_not_end_the_joining(width: int) -> None:
    paragraphs = prose(12, f"long {width}")
    text = "\n\n".join([*(filled(one, width) for one in paragraphs), LONG])
    assert [block.text for block in read_text(text).blocks] == [*paragraphs, LONG]


@pytest.mark.parametrize("width", [48, 60, 72])
def test_a_chinese_line_that_is_longer_does_not_end_the_joining(width: int) -> None:
    paragraphs = texts(width, 9)
    text = "\n\n".join(["\n".join(wrapped(one, width, moves=True)) for one in paragraphs] + ["".join(CHINESE)])
    assert [block.text.replace(" ", "") for block in read_text(text).blocks] == [*paragraphs, "".join(CHINESE)]


def test_letters_and_quotations_with_their_own_width_are_joined() -> None:
    paragraphs = prose(12, "letters")
    narrow = [place % 3 == 1 for place in range(12)]
    text = "\n\n".join(
        filled(one, 56, "     ") if is_narrow else filled(one, 72)
        for one, is_narrow in zip(paragraphs, narrow, strict=True)
    )
    assert [block.text for block in read_text(text).blocks] == paragraphs


def test_verse_in_a_wrapped_book_keeps_its_lines() -> None:
    verse = [
        "The lamp upon the pier",
        "  was all the light we had,",
        "and nobody came near",
        "  to ask if we were glad.",
    ]
    capital = ["The river ran below us still,", "And all the boats lay by the mill,", "And no one came to row."]
    paragraphs = prose(6, "verse")
    stanzas = "\n".join(f"    {line}" for line in verse) + "\n\n" + "\n".join(capital)
    text = "\n\n".join(filled(one, 70) for one in paragraphs) + "\n\n" + stanzas
    found = [block.text for block in read_text(text).blocks]
    assert found == [*paragraphs, *map(str.strip, verse), *capital]


def test_quoted_mail_is_joined_without_its_marks() -> None:
    paragraphs = prose(4, "mail")
    quoted = "\n>\n".join(filled(one, 68, "> ") for one in paragraphs[:3])
    blocks = read_text(f"{quoted}\n\n{filled(paragraphs[3], 68)}").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        *(("quote", one) for one in paragraphs[:3]),
        ("paragraph", paragraphs[3]),
    ]


def test_hyphens_at_the_ends_of_lines() -> None:
    text = (
        "The keeper of the lighthouse on the island had a well-known lamp; light-\n"
        "house and lamp stood at the end of the pier, where one could see a well-\n"
        "known lamp from the village, and from boats, and from the road as long-\n"
        "forgotten as the mill.\n"
    )
    joined = read_text(text).blocks[0].text
    assert "lamp; lighthouse and" in joined and "a well-known lamp from" in joined and "long-forgotten as" in joined


def test_marks_of_italics_are_removed_and_names_of_programs_stay() -> None:
    text = "It was _the_ lamp, _of all\nthings in the world_, and not snake_case_names or __init__."
    assert [block.text for block in read_text(text.replace("\n", " ")).blocks] == [
        "It was the lamp, of all things in the world, and not snake_case_names or __init__."
    ]


def test_page_numbers_are_removed_and_reported() -> None:
    paragraphs = prose(6, "pages")
    pages = [f"{filled(one, 70)}\n\n- {number} -\n" for number, one in enumerate(paragraphs, 11)]
    article = read_text("\n".join(pages))
    assert [block.text for block in article.blocks] == paragraphs
    assert [(change.text, change.reason) for change in article.changes] == [
        ("- 11 - … - 16 -", "page numbers of the printed book")
    ]
    assert len(read_text("\n\n".join(["1984", *paragraphs, "2001"])).blocks) == 8


def test_the_frame_of_project_gutenberg_is_removed_and_reported() -> None:
    paragraphs = prose(3, "frame")
    body = "\n\n".join(filled(one, 70) for one in paragraphs)
    text = (
        "Some words about it.\n\nTitle: The Ferry\n\nAuthor: Ada Quill\n\nLanguage: English\n\n"
        "*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY ***\n\nProduced by people\nat a table.\n\n"
        f"{body}\n\n*** END OF THE PROJECT GUTENBERG EBOOK THE FERRY ***\n\nWhat may be done with it.\n"
    )
    article = read_text(text)
    assert [block.text for block in article.blocks] == paragraphs
    assert (article.title, article.author, article.language) == ("The Ferry", "Ada Quill", "en")
    assert [change.reason for change in article.changes] == [
        "the header of Project Gutenberg",
        "the credits of the file",
        "the licence of Project Gutenberg",
    ]
    assert "What may be done with it." in article.changes[2].text


AOZORA = """港の灯
大野春樹

{explained}　船は六時に出た。町は朝の光の中で小さくなった。［＃「朝」に傍点］

底本：「港の話」河口文庫
1988年9月30日初版発行
入力：河口文庫の会
"""
EXPLAINED = f"{'-' * 40}\n【テキスト中に現れる記号について】\n\n《》：ルビ\n{'-' * 40}\n\n"


@pytest.mark.parametrize("explained", ["", EXPLAINED], ids=["without marks", "with their explanation"])
def test_the_frame_of_aozora_bunko_is_removed_and_reported(explained: str) -> None:
    article = read_text(AOZORA.format(explained=explained))
    assert (article.title, article.author, article.language) == ("港の灯", "大野春樹", "ja")
    assert [block.text for block in article.blocks] == ["船は六時に出た。町は朝の光の中で小さくなった。"]
    told = " ".join(f"{change.text} {change.reason}" for change in article.changes)
    assert "底本：「港の話」" in told and "［＃「朝」に傍点］" in told
    assert ("記号について" in told) == bool(explained)


def test_the_translator_of_a_text_of_aozora_bunko_is_not_its_author() -> None:
    text = AOZORA.format(explained=EXPLAINED).replace("大野春樹", "THE LAMP\nアン・リー\n大野春樹訳")
    article = read_text(text)
    assert (article.title, article.author) == ("港の灯", "アン・リー")
    assert [block.text for block in article.blocks[:2]] == ["THE LAMP", "大野春樹訳"]


def test_a_japanese_text_that_names_its_source_book_stays() -> None:
    lines = ["底本：港の話、という題の本を読んだ。", "船は六時に出た。"]
    assert [block.text for block in read_text("\n".join(lines)).blocks] == lines
