"""Numbered lines in plain text: which start a section, and which are list items."""

from __future__ import annotations

import pytest

from tts.model import Article, Block
from tts.text import edit

TEXT = "The tide was out, and the boats lay in the mud like cows in a field."
HAN = "潮水退了，船躺在泥里，像田里的牛一样安静，谁也不想动一下。"


def kinds(*lines: str) -> str:
    """The kind of each block, by its first letter."""
    article = edit(Article(tuple(Block("paragraph", line) for line in lines), plain=True))
    return "".join(block.kind[0] for block in article.blocks)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("1. 苹果", "2. 梨", HAN), "iip"),
        ((HAN, "1. 苹果", "2. 梨", HAN), "piip"),
        (("1. Apples", "2. Pears", TEXT), "iip"),
        ((TEXT, "1. Apples", "2. Pears", TEXT), "piip"),
        ((TEXT, "1. Apples", "2. Pears.", "3. Plums", TEXT), "piiip"),
        ((TEXT, "一、苹果", "二、梨", HAN), "piip"),
        ((TEXT, "（一）苹果", "（二）梨", HAN), "piip"),
        ((TEXT, "1. Apples", "- red", "- green", "2. Pears", "- soft", TEXT), "piiiiip"),
        ((TEXT, "1. Apples", TEXT, "2. Pears", TEXT), "phphp"),
        ((TEXT, "1. Apples", TEXT, "2. Pears", TEXT, "3. Thanks"), "phphph"),
        ((TEXT, "一、苹果", HAN, "二、梨", HAN), "phphp"),
        ((TEXT, "一、苹果", "（一）红的", HAN, "（二）绿的", HAN, "二、梨", HAN), "phhphphp"),
        ((TEXT, "一、总则", f"1. {HAN}", f"2. {HAN}", "二、附则", HAN), "phiihp"),
        ((TEXT, "1. Fruit", TEXT, "1. Apples", "2. Pears", TEXT, "2. Bread", TEXT), "phpiiphp"),
        ((TEXT, "1. Fruit", "1.1 Apples", TEXT, "1.2 Pears", TEXT, "2. Bread", TEXT), "phhphphp"),
        ((TEXT, "I. Apples", "II. Pears", TEXT), "piip"),
        ((TEXT, "I. Apples", TEXT, "II. Pears", TEXT), "phphp"),
        ((TEXT, "1. Apples", TEXT), "php"),
        ((TEXT, "LOW TIDE", TEXT, "THE PLAN, PART II", TEXT), "phphp"),
        ((TEXT, "LOW TIDE", "HIGH TIDE", TEXT), "pphp"),
        ((TEXT, "STOP IT!", TEXT, "NO.", TEXT, "OK", TEXT), "ppppppp"),
        ((TEXT, TEXT, "THE END"), "ppp"),
        ((TEXT, "第一章 苹果", "第二章 梨", HAN), "phhp"),
        ((TEXT, "第Ⅲ章 苹果", HAN), "php"),
        ((TEXT, "Chapter 1", "Chapter 2", TEXT), "phhp"),
        ((TEXT, "9. Apples", "10. Pears", "11. Plums", TEXT), "piiip"),
        ((TEXT, "九、苹果", "十、梨", "十一、桃", HAN), "piiip"),
    ],
)
def test_the_lines_of_a_count_are_treated_alike(lines: tuple[str, ...], expected: str) -> None:
    assert kinds(*lines) == expected


def test_an_item_is_no_title() -> None:
    article = edit(Article((Block("paragraph", "1. Apples"), Block("paragraph", TEXT)), plain=True))
    assert article.title == ""


def test_markdown_left_in_plain_text() -> None:
    lines = ("![A boat in the mud](boat.png)", "# Low tide", "By Ada Quill", TEXT, "![](b.png)", "## After", TEXT)
    article = edit(Article(tuple(Block("paragraph", line) for line in lines), plain=True))
    assert (article.title, article.author) == ("Low tide", "Ada Quill")
    assert [(block.kind, block.text, block.level) for block in article.blocks] == [
        ("caption", "A boat in the mud", 0),
        ("paragraph", TEXT, 0),
        ("heading", "After", 2),
        ("paragraph", TEXT, 0),
    ]
    assert [(change.text, change.became) for change in article.changes[:2]] == [
        ("![A boat in the mud](boat.png)", "A boat in the mud"),
        ("![](b.png)", ""),
    ]


@pytest.mark.parametrize("image", ["![](a.png)", "![a.png](a.png)", "![image 1](/x/a.png)", "[![图](a.png)](b.html)"])
def test_a_picture_without_words_is_no_title(image: str) -> None:
    article = edit(Article((Block("paragraph", image), Block("paragraph", TEXT)), plain=True))
    assert article.title == ""
    assert [block.text for block in article.blocks] == [TEXT]
    assert [change.text for change in article.changes] == [image]
