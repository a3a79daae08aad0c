from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts.model import Article, Block, Change
from tts.text import edit, write_script
from tts.text.control_characters import tidy

BODY = Block("paragraph", "It rained all day, and nobody minded.")
NASTY = "\x00\x07\x1b[31m\x7f\x9b\x85\u202e\u2066"
NEVER = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]")
TEXTS = [f.name for f in fields(Article) if f.type == "str" and f.name != "language"]


def everything(article: Article) -> list[str]:
    told = [text for change in article.changes for text in (change.text, change.became, change.reason)]
    return [*(getattr(article, name) for name in TEXTS), *(block.text for block in article.blocks), *told]


@pytest.mark.parametrize("name", TEXTS)
def test_no_field_keeps_a_control_character(name: str) -> None:
    article = edit(replace(Article((BODY,)), **{name: f"be{NASTY}fore"}))
    assert not any(map(NEVER.search, everything(article)))
    assert "\n" not in getattr(article, name)
    assert getattr(article, name).startswith("be")


@pytest.mark.parametrize("kind", ["paragraph", "heading", "item", "quote", "caption", "table", "code"])
def test_no_block_keeps_a_control_character(kind: str) -> None:
    article = edit(Article((BODY, Block(kind, f"one\ttwo\n{NASTY}three"), BODY)))  # type: ignore[arg-type]
    assert not any(map(NEVER.search, everything(article)))
    lined = kind in {"table", "code"}
    assert article.blocks[1].text.startswith("one\ttwo\n" if lined else "one two ")


def test_reports_contain_no_control_characters() -> None:
    article = edit(Article((BODY,), changes=(Change("a\x1b]0;b\x07", "c\x9b", "d\u202e"),)))
    assert article.changes == (Change("a]0;b", "c", "d"),)


def test_a_title_is_one_line_and_keeps_its_emoji_and_marks() -> None:
    assert edit(Article((BODY,), title=" a\nb\t c ")).title == "a b c"
    title = "قصة\u200f 👩\u200d🚀"
    assert edit(Article((BODY,), title=title)).title == title


def test_an_address_keeps_all_other_characters() -> None:
    article = edit(Article((BODY,), url="https://example.org/\ue000/a\n b", image="a  b.png"))
    assert (article.url, article.image) == ("https://example.org/\ue000/a b", "a  b.png")


def test_lost_characters_are_reported_once_and_agree_with_the_text() -> None:
    article = edit(Article((Block("paragraph", "好的，这是一句话。���这里还有一句话，后面�没有了。"),)))
    assert article.blocks[0].text == "好的，这是一句话。�这里还有一句话，后面�没有了。"
    (change,) = article.changes
    assert (change.text, change.became) == ("���", "�")
    assert change.reason == "2 places hold characters that were lost: what stood there is uncertain, and is not said"
    made = write_script(article, fits=lambda s: True, normalizes=True)
    assert made.chunks[0].spoken == "好的，这是一句话。这里还有一句话，后面没有了。"


def test_losses_reported_by_the_decoder_are_not_reported_again() -> None:
    told = Change("���", "�", "3 places are not valid utf-8")
    (change,) = edit(Article((Block("paragraph", "A day.��� A night."),), changes=(told,))).changes
    assert change.reason == "3 places are not valid utf-8: what stood there is uncertain, and is not said"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["paragraph", "code", "table"]))
def test_tidying_twice_changes_nothing_more(text: str, kind: str) -> None:
    once = edit(Article((BODY, Block(kind, text), BODY), title=text))  # type: ignore[arg-type]
    twice = tidy(once)
    assert (twice.title, twice.blocks) == (once.title, once.blocks)
    assert not any(map(NEVER.search, everything(once)))
