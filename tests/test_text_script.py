from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.work import ends
from tts.model import Article, Block, Kind, Script, TextTooLong
from tts.text import edit, write_script
from tts.text.block_rules import announced
from tts.text.sentences import graphemes, split_clauses, split_sentences
from tts.text.unspoken import speakable

GOLDEN = (Path(__file__).parent / "data/text/sentences.txt").read_text(encoding="utf-8").splitlines()
TEXT = st.text("我你好。！？…，；“”「」（）\"'.!?,; \nabcA1.5Dr👩\u200d🚀e\u0301他说", max_size=120)


def at_most(size: int) -> Callable[[str], bool]:
    return lambda spoken: len(spoken) <= size


def script(
    *blocks: Block, title: str = "", language: str = "en", limit: int = 10_000, normalizes: bool = True
) -> Script:
    article = Article(blocks, title=title, language=language)
    return write_script(article, fits=at_most(limit), normalizes=normalizes)


def paragraph(text: str) -> Block:
    return Block("paragraph", text)


@pytest.mark.parametrize("line", GOLDEN)
def test_sentences(line: str) -> None:
    assert split_sentences(line.replace("¦", "")) == line.split("¦")


def test_there_are_golden_sentences() -> None:
    """The number only rises."""
    assert len(set(GOLDEN)) == len(GOLDEN) >= 190


@given(TEXT)
def test_splitting_loses_nothing(text: str) -> None:
    for split in (split_sentences, split_clauses, graphemes):
        pieces = split(text)
        assert "".join(pieces) == text
        assert all(pieces)


@pytest.mark.parametrize(
    "text",
    ["我" * 200_000, "。" * 100_000, "“我。" * 30_000, "a. " * 50_000, "A! " * 30_000, "(" * 50_000, "www." * 20_000,
     "\n" * 50_000, " " * 50_000, "…" * 10_000, "a.b." * 20_000, "\"'" * 50_000, "x@" * 50_000, "。”" * 30_000,
     "।" * 100_000, "॥1" * 50_000, "।" + "1" * 100_000, "ि" * 100_000, "ि." * 30_000],
)  # fmt: skip
def test_splitting_a_monster_ends_and_loses_nothing(text: str) -> None:
    with ends():
        assert "".join(split_sentences(text)) == text
        assert "".join(split_clauses(text)) == text


def test_a_chunk_is_a_block_and_the_title_comes_first() -> None:
    made = script(Block("heading", "Storm", 2), paragraph("It rained. It blew."), title="The Light")
    assert [(c.kind, c.text, c.spoken, c.level) for c in made.chunks] == [
        ("title", "The Light", "The Light.", 0),
        ("heading", "Storm", "Storm.", 2),
        ("paragraph", "It rained. It blew.", "It rained. It blew.", 0),
    ]
    assert [s.text for s in made.chunks[2].sentences] == ["It rained. ", "It blew."]


def test_a_first_block_that_says_the_title_is_the_title() -> None:
    made = script(Block("heading", "“The Light”", 1), paragraph("It rained."), title="The light")
    assert [(c.kind, c.text) for c in made.chunks] == [("title", "“The Light”"), ("paragraph", "It rained.")]


def test_pauses_make_a_heading_sound_like_one() -> None:
    made = script(
        paragraph("One."), Block("heading", "Two", 2), paragraph("Three."), Block("item", "four", 1), title="T"
    )
    assert [c.pause for c in made.chunks] == [1000, 900, 800, 600, 350]


def test_a_heading_in_chinese_gets_a_full_stop_unless_it_has_an_end() -> None:
    made = script(Block("heading", "二、走出去", 2), Block("heading", "为什么？", 2), language="zh-Hans")
    assert [c.spoken for c in made.chunks] == ["二、走出去。", "为什么？"]


def test_omissions_are_reported() -> None:
    table = "\n".join(f"{n}\t{n * n}" for n in range(12))
    made = script(paragraph("A."), Block("code", "x = 1"), paragraph("* * *"), Block("table", table))
    assert [c.text for c in made.chunks] == ["A.", "Code, 1 line.", "A table of 12 rows."]
    assert [(c.text, c.became, c.reason) for c in made.changes] == [
        ("x = 1", "", "code is not read aloud: it is announced"),
        ("* * *", "", "nothing to say in it"),
        (table, "", "a table is not read aloud: it is announced"),
    ]


def test_a_small_table_is_read_row_by_row() -> None:
    text = "Port\tShips\nNorth\t12\nSouth\t7"
    (chunk,) = script(Block("table", text)).chunks
    assert chunk.text == text
    assert chunk.spoken == "Port: North, Ships: 12. Port: South, Ships: 7."
    (chunk,) = script(Block("table", "North\t12\nSouth\t7")).chunks
    assert chunk.spoken == "North, 12. South, 7."


def test_a_chinese_table_is_read_in_chinese_signs_and_counts() -> None:
    text = "年份\t人数\t电话\n2023\t120\t12345\n2024\t12345\t"
    (chunk,) = script(Block("table", text), language="zh-Hans", normalizes=False).chunks
    assert (
        chunk.spoken == "年份：二零二三，人数：一百二十，电话：幺二三四五。年份：二零二四，人数：一万二千三百四十五。"
    )
    (chunk,) = script(Block("table", "12\t7\n3\t4"), language="zh-Hans", normalizes=True).chunks
    assert chunk.spoken == "12，7。3，4。"
    (chunk,) = script(Block("table", "Port:\tShips\nNorth\t12"), language="zh-Hans", normalizes=True).chunks
    assert chunk.spoken == "Port: North, Ships: 12."


def test_signs_alone_join_their_neighbour() -> None:
    (chunk,) = script(paragraph("🎉! It works. 👍👍!"), normalizes=True).chunks
    assert chunk.text == "🎉! It works. 👍👍!"
    assert all(s.spoken for s in chunk.sentences)


def test_an_ordered_item_keeps_its_number() -> None:
    made = script(Block("item", "1. 打开盖子", 1), language="zh-Hans", normalizes=False)
    assert made.chunks[0].spoken == "一，打开盖子。"


def test_a_block_is_cut_only_when_it_does_not_fit() -> None:
    text = "One is here. Two is here, and it is long. Three."
    made = script(paragraph(text), limit=30)
    assert [c.text for c in made.chunks] == ["One is here. ", "Two is here, and it is long. ", "Three."]
    assert [c.pause for c in made.chunks] == [150, 150, 600]
    assert [c.text for c in script(paragraph(text), limit=20).chunks][1:3] == ["Two is here, ", "and it is long. "]


def test_a_word_is_cut_between_characters_and_never_inside_one() -> None:
    text = "e\u0301" * 20 + "👩\u200d🚀a" * 5
    pieces = [c.text for c in script(paragraph(text), limit=7).chunks]
    assert "".join(pieces) == text
    assert not any(unicodedata.combining(piece[0]) or piece[0] == "\u200d" for piece in pieces)


def test_an_engine_that_accepts_nothing_is_an_error() -> None:
    with pytest.raises(TextTooLong) as caught:
        script(paragraph("Hello"), limit=0)
    assert caught.value.hint


KINDS = st.sampled_from(["paragraph", "heading", "item", "quote", "caption", "code", "table", "note", "formula"])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(KINDS, TEXT), max_size=6), st.integers(8, 60), st.booleans(), st.sampled_from(["zh-Hans", "en"])
)
@example([("table", "a\tb\n1\t2")], 8, True, "en")
def test_every_sentence_is_spoken_or_reported(
    parts: list[tuple[Kind, str]], limit: int, keep: bool, language: str
) -> None:
    made = script(*(Block(k, text) for k, text in parts), language=language, limit=limit, normalizes=keep)
    said = iter(made.chunks)
    told = [change.text for change in made.changes]
    for kind, text in parts:
        if kind == "note" and speakable(text):
            assert text in told
            continue
        if kind == "code" or not speakable(text) or (kind == "table" and len(text.splitlines()) > 9):
            assert text in told
            rest = announced(Block(kind, text), language) if speakable(text) else ""
        else:
            rest = text
        while rest:
            chunk = next(said)
            assert rest.startswith(chunk.text)
            assert chunk.spoken.strip()
            assert at_most(limit)(chunk.spoken)
            assert all(sentence.spoken for sentence in chunk.sentences)
            rest = rest[len(chunk.text) :]
    assert next(said, None) is None


@pytest.mark.parametrize(("text", "limit"), [("我" * 50_000, 110), ("word " * 10_000, 300), ("他说，" * 15_000, 110)])
def test_one_huge_paragraph(text: str, limit: int) -> None:
    with ends():
        made = script(paragraph(text), limit=limit, normalizes=False)
    assert "".join(c.text for c in made.chunks) == text
    assert len(made.chunks) <= 1.4 * len(text) / limit


def test_half_a_million_characters() -> None:
    block = paragraph("那一年下了很大的雪。村里的人都出来看，谁也没有说话！" * 20)
    article = Article((block,) * 1_000, title="雪")
    asked = 0

    def fits(spoken: str) -> bool:
        nonlocal asked
        asked += len(spoken)
        return len(spoken) <= 110

    with ends():
        made = write_script(edit(article), fits=fits)
    assert sum(len(c.text) for c in made.chunks) == 1 + 1_000 * len(block.text)
    assert asked < 20 * 1_000 * len(block.text)
