from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import corrupt
from tts.model import Article, Block, SourceError
from tts.text import edit
from tts.text.boilerplate_lines import is_chrome
from tts.text.cleaning import is_spam
from tts.text.control_characters import one_line

ROOT = Path(__file__).parents[1]
BODY = "The lighthouse keeper counted the ships again, and again there was one too many of them."


def plain(*lines: str) -> Article:
    return edit(Article(tuple(Block("paragraph", line) for line in lines), plain=True))


def example() -> Article:
    lines = (ROOT / "examples/library.txt").read_text(encoding="utf-8").split("\n")
    return plain(*(line.strip() for line in lines if line.strip()))


def test_the_example_gets_its_parts() -> None:
    article = example()
    assert article.title == "讓一座小圖書館成為街區的客廳"
    assert (article.author, article.publication) == ("林知夏", "《街區與閱讀》2023年第4期")
    assert article.language == "zh-Hant"
    headings = [block.text for block in article.blocks if block.kind == "heading"]
    assert headings == ["一、把門檻降下來", "二、讓書自己走出去", "三、留住一盞燈"]
    assert article.blocks[0].text.startswith("河灣鎮的老郵電所")
    assert article.blocks[-1].text.endswith("也許就是你。")


def test_every_line_of_the_example_is_kept_or_reported() -> None:
    article = example()
    kept = [article.title, *(block.text for block in article.blocks)]
    told = [change.text for change in article.changes if not change.became]
    clean = (ROOT / "tests/data/text/library.clean.txt").read_text(encoding="utf-8") + corrupt.TAIL
    for line in filter(None, (line.strip() for line in clean.split("\n"))):
        assert line in kept or line in told


@pytest.mark.parametrize(
    "line",
    [
        "手機版", "歡迎使用手機瀏覽", "河灣文化網 打印 糾錯", "微信掃一掃 ×", "收聽本文 00:00/00:00", "字号：大 中 小",
        "分享到：微信 微博 QQ空间", "打印 | 收藏 | 关闭", "责任编辑：王小明", "（責編：李四）", "上一篇 下一篇",
        "扫码关注公众号", "阅读 1234", "Share this article", "Print", "Facebook Twitter LinkedIn", "Subscribe",
        "Advertisement", "Click here to subscribe to our newsletter", "Next page",
        "We use cookies to improve this site.",
        "Pin", "Like this:", "Like Loading...", "Accept all", "Enter your email address", "Tags: kayak, repair",
        "Click to share on Facebook (Opens in new window)", "Copyright © 2023 River Forum. All rights reserved.",
        "Privacy Policy | Terms of Service | Contact us", "Read more: ten paddles of the year",
        "We use cookies to give you the best experience. By continuing, you agree to our use of cookies.",
        "Sign up for our newsletter", "5 min read", "Skip to content", "Share | Tweet | Email",
    ],
)  # fmt: skip
def test_chrome(line: str) -> None:
    assert is_chrome(line)


@pytest.mark.parametrize(
    "line",
    [
        "分享让人快乐", "打印机的历史", "微信改变了生活。", "他打印了一份。", "收藏家的一天", "1999", "第一章",
        "Print was dying.",
        "Share your bread with the hungry", "The next page was torn out of the book.", "Subscribers wept", "Searching",
        "Home is where the heart is", "Cookies and milk", "Copyright is a right.",
        "We ate cookies, and had the experience of our lives.", "Like a rolling stone", "About a boy", "Privacy",
        "Click to be heard was his motto.", "Pin the tail on it",
        "", "…", "我们欢迎你", BODY, "评论家说", "更多的人来了",
    ],
)  # fmt: skip
def test_not_chrome(line: str) -> None:
    assert not is_chrome(line)


def test_spam_is_a_row_of_short_items() -> None:
    assert is_spam(corrupt.TAIL)
    assert not is_spam("一 | 二 | 三")
    assert not is_spam("他来了。| 她走了。| 他来了。| 她走了。| 他来了。| 她走了。| 他来了。| 她走了。")


def test_share_lines_at_the_end_of_a_page_are_removed_and_reported() -> None:
    blocks = [
        Block("heading", "Print"),
        *(Block("paragraph", BODY) for _ in range(9)),
        Block("paragraph", "Share this"),
    ]
    article = edit(Article(tuple(blocks)))
    assert [block.text for block in article.blocks] == [block.text for block in blocks[:-1]]
    assert [(c.text, c.became) for c in article.changes] == [("Share this", "")]


def test_the_head_of_an_english_text() -> None:
    article = plain(
        "Subscribe", "The Keeper of the Light", "By Ada Quill", "March 4, 2021", "Source: The Harbour", BODY
    )
    assert (article.title, article.author) == ("The Keeper of the Light", "Ada Quill")
    assert (article.date, article.publication) == ("2021-03-04", "The Harbour")
    assert [block.text for block in article.blocks] == [BODY]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By J. R. R. Smith", "J. R. R. Smith"),
        ("By Ada Quill and Tom de la Cruz", "Ada Quill and Tom de la Cruz"),
        ("By Martin King Jr.", "Martin King Jr."),
        ("Posted by rivermouse on June 3, 2023 at 9:14 pm", "rivermouse"),
        ("By the river we sat", ""),
        ("By the river.", ""),
        ("Source code is text", ""),
    ],
)
def test_a_byline(line: str, author: str) -> None:
    article = plain("The Keeper of the Light", line, BODY)
    assert article.author == author
    assert article.blocks[0].text == (BODY if author else line)


def test_a_date_alone_is_not_a_counter() -> None:
    article = plain("小城的书屋", "作者：张小溪", "2021-11-05", "书屋很小，可是每天都有人来，一坐就是一天。")
    assert (article.author, article.date, len(article.blocks)) == ("张小溪", "2021-11-05", 1)


def test_a_byline_in_marked_up_text_is_reported() -> None:
    blocks = (Block("caption", "A boat"), Block("paragraph", "By Ada Quill"), Block("heading", "One", 2))
    article = edit(Article((*blocks, Block("paragraph", BODY)), title="The Light"))
    assert article.author == "Ada Quill"
    assert [block.kind for block in article.blocks] == ["caption", "heading", "paragraph"]
    assert [change.text for change in article.changes] == ["By Ada Quill"]


def test_a_first_line_that_is_not_the_stated_title_is_text() -> None:
    lines = ("What the keeper saw", "The river rose in the night, and nobody in the town slept before it fell.")
    blocks = tuple(Block("paragraph", line) for line in lines)
    for title, kept in (("Flood in the valley", lines), ("What the Keeper Saw!", lines[1:])):
        assert tuple(block.text for block in edit(Article(blocks, title=title, plain=True)).blocks) == kept


def test_facts_on_one_line() -> None:
    article = plain(
        "小城的书屋", "2021-11-05 10:30 来源：河湾日报 作者：张小溪", "书屋很小，可是每天都有人来，一坐就是一天。"
    )
    assert (article.date, article.publication, article.author) == ("2021-11-05", "河湾日报", "张小溪")


@pytest.mark.parametrize(
    "lines",
    [
        (BODY,),
        (BODY, BODY),
        ("Hello.",),
        ("Hello",),
        ("她说：“我们走吧。”", "于是他们走了，一路上谁也没有说话，只有风声。"),
    ],
)
def test_a_text_without_a_head_keeps_every_line(lines: tuple[str, ...]) -> None:
    article = plain(*lines)
    assert article.title == ""
    assert tuple(block.text for block in article.blocks) == lines


def test_a_second_line_that_is_not_a_name_is_text() -> None:
    article = plain("小城的书屋", "春天来了", "书屋很小，可是每天都有人来，一坐就是一天。")
    assert article.author == ""
    assert article.blocks[0].text == "春天来了"


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、开端", 2), ("（一）开端", 3), ("第一章 开端", 2), ("第3节 开端", 3), ("1. 开端", 3), ("1.2 开端", 4),
        ("Chapter 1", 2), ("Chapter Two: The Storm", 2), ("Part IV", 2), ("II. The Storm", 2), ("1. The storm", 3),
        ("一、开端，就这样来了。", 0), ("1. The storm came at night and it did not leave.", 0),
        ("一天早上", 0),
        ("Chapters end.", 0),
    ],
)  # fmt: skip
def test_sections(line: str, level: int) -> None:
    article = plain("Title of it all", BODY, line, BODY)
    block = article.blocks[1]
    assert (block.text, block.level if block.kind == "heading" else 0) == (line, level)


def test_numbered_lines_in_a_row_are_a_list() -> None:
    article = plain(BODY, "1. flour", "2. water", "3. salt")
    assert [(b.kind, b.text) for b in article.blocks[1:]] == [
        ("item", "1. flour"),
        ("item", "2. water"),
        ("item", "3. salt"),
    ]


@pytest.mark.parametrize("lines", [(), ("",), ("……！",), ("🎉🎉",), ("* * *", "———"), ("Share",)])
def test_nothing_to_say(lines: tuple[str, ...]) -> None:
    with pytest.raises(SourceError) as caught:
        plain(*lines)
    assert caught.value.hint


def test_a_language_given_wins() -> None:
    article = Article((Block("paragraph", BODY),), language="de")
    assert edit(article).language == "en"
    assert edit(article, language="en-GB").language == "en-GB"


LINE = st.text("一二三、。第章a1. |分享打印x×:/Chapter \n作者：王", min_size=1, max_size=30)


@given(st.lists(LINE, max_size=12), st.booleans())
def test_every_line_is_kept_or_reported(lines: list[str], is_plain: bool) -> None:
    article = Article((*(Block("paragraph", line) for line in lines), Block("paragraph", BODY)), plain=is_plain)
    became = edit(article)
    here = [became.title, *(block.text for block in became.blocks), *(change.text for change in became.changes)]
    for line in lines:
        assert one_line(line) in map(one_line, here)
