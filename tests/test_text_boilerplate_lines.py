"""Page remains in scraped text, in both scripts and in English, and lines that only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.work import ends
from tts.model import Article, Block
from tts.sources.plain import read_text
from tts.text import edit
from tts.text.boilerplate_lines import RELATED, is_chrome

ROWS = [row.split("\t") for row in (Path(__file__).parent / "data/text/chrome.tsv").read_text("utf-8").splitlines()]
BODY = "河边的老柳树一到春天就醒了，孩子们把书包挂在低处的枝上，脱了鞋去踩水，谁也舍不得上来。"


def lines(kind: str) -> list[str]:
    return [line for one, line in ROWS if one == kind]


@pytest.mark.parametrize("line", lines("chrome"))
def test_lines_recognized_anywhere(line: str) -> None:
    assert is_chrome(line)


@pytest.mark.parametrize("line", lines("below"))
def test_lines_recognized_below_the_last_paragraph(line: str) -> None:
    assert is_chrome(line, below=True)
    assert not is_chrome(line)


@pytest.mark.parametrize("line", lines("related"))
def test_a_headline_of_other_articles(line: str) -> None:
    assert RELATED.fullmatch(line)


@pytest.mark.parametrize("line", lines("text"))
def test_text_stays(line: str) -> None:
    assert not is_chrome(line)
    assert not is_chrome(line, below=True)
    assert not RELATED.fullmatch(line)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (
            "河湾网 首页 新闻 文化 登录\n首页 > 新闻 > 正文\n",
            "责任编辑：赵敏\n【打印本页】 【关闭窗口】\n上一篇：一碗豆花的四十年\n下一篇：没有了\n版权所有 河湾网",
        ),
        (
            "返回首頁\n您的位置：首頁 › 生活\n字號：大 中 小\n",
            "稿源：河灣日報\n分享到：微信 微博\n相關閱讀\n老柳樹下的水文站\n木船回到了下游\n掃一掃在手機打開當前頁",
        ),
        (
            "收听本文 00:00/03:12\n浏览次数：123\n",
            "1 2 3 下一页\n标签：春天 河流\n推荐阅读\n小书馆的第九个春天\n灯亮了一整夜\n关于我们 | 联系我们",
        ),
    ],
)
def test_a_scraped_page_is_its_paragraphs(above: str, below: str) -> None:
    text = f"{above}\n{BODY}\n\n{BODY}今年也是。\n\n{below}\n"
    article = edit(read_text(text))
    assert [block.text for block in article.blocks] == [BODY, f"{BODY}今年也是。"]
    told = "\n".join(change.text for change in article.changes)
    assert [line for line in f"{above}{below}".split("\n") if line and line not in told] == []


def test_an_english_page_is_its_paragraphs() -> None:
    body = "The ferry left at six, and the town behind it grew small and kind in the early light of the bay."
    text = (
        "Home > News > Bay\nThe last ferry\nBy Ada Quill\nListen to this article · 9 min\nShare full article\n\n"
        f"{body}\n\n{body} Nobody waved.\n\n"
        "Next: The winter road\nMore from The River Post\nFog over the bay\nA clock that is slow\n"
    )
    article = edit(read_text(text))
    assert (article.title, article.author) == ("The last ferry", "Ada Quill")
    assert [block.text for block in article.blocks] == [body, f"{body} Nobody waved."]


def test_ambiguous_lines_stay_above_the_last_paragraph() -> None:
    rows = (BODY, "来源：老人的记忆", "标签：一个箱子上的字", "推荐阅读", "Next: the winter", BODY)
    article = edit(Article(tuple(Block("paragraph", row) for row in rows), title="x", plain=True))
    assert [block.text for block in article.blocks] == list(rows)


def test_buttons_above_the_notes_of_a_page_go() -> None:
    notes = [Block("note", f"注释说的是第{n}件事，和正文无关。") for n in range(8)]
    blocks = [*(Block("paragraph", f"{BODY}{n}。") for n in range(7)), Block("paragraph", "分享到：微信"), *notes]
    article = edit(Article(tuple(blocks), title="x"))
    assert [block.text for block in article.blocks] == [block.text for block in blocks if block.text != "分享到：微信"]


def test_lines_made_to_take_forever_do_not() -> None:
    hostile = [
        "1" * 79,
        "当前位置：" + ">a" * 36 + "。",
        "首页" + ">" * 70 + "。",
        "编辑李编辑李" * 8 + "。",
        "上一页" * 20 + "。",
    ]
    hostile += [
        "« " * 39 + "x",
        "listen" + " " * 70 + "x",
        "大 中 小" * 10 + "x",
        "共 1 页 " * 12 + "。",
        "1x " * 26 + "y",
    ]
    with ends():  # a pattern that tries every way takes hours
        chrome = [line for line in hostile if is_chrome(line, below=True)]
    assert len(chrome) < len(hostile)
