"""What is read from a source, and what is refused; golden pairs are in test_sources_golden.py."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from tts.model import Source, SourceError
from tts.sources import fetch, read
from tts.sources.format import Sample
from tts.sources.registry import formats, recognised

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"

RIVER = "春天的河水从山里流下来带着叶子和泥土的气味"
BRIDGE = "孩子们在桥上看鱼老人在桥下听水谁也不说话了"


def kind_of(text: str, declared: str) -> str:
    sample = Sample(Source("a", text.encode(), declared))
    return recognised(sample, formats()).media_types[0]


def test_plain_text_is_not_changed() -> None:
    article = read(fetch(str(EXAMPLES / "library.txt")))
    lines = [line.strip() for line in (EXAMPLES / "library.txt").read_text("utf-8").splitlines() if line.strip()]
    assert article.plain
    assert [block.text for block in article.blocks] == lines
    assert {block.kind for block in article.blocks} == {"paragraph"}
    assert not article.title
    assert not article.changes


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("one\ntwo\n\nthree\n", ["one", "two", "three"]),
        ("手機版\n歡迎使用手機瀏覽\n1 1 1", ["手機版", "歡迎使用手機瀏覽", "1 1 1"]),
        (f"{'长' * 70}。\n{'句' * 65}。", [f"{'长' * 70}。", f"{'句' * 65}。"]),
        ("　　一段不长的话。\n　　又一段不长的话。", ["一段不长的话。", "又一段不长的话。"]),
        ("Use <b> for bold, and 3 < 4.", ["Use <b> for bold, and 3 < 4."]),
        ("Title\r\n\r\nText\r\n", ["Title", "Text"]),
        ("page one\fpage two", ["page one", "page two"]),
        (
            "The rain had stopped by the time we came to the house on the hill, and\n"
            "the windows were lit. Nobody had told us that there would be a feast,\n"
            "or that we were late for it.\n\nNext.",
            [
                "The rain had stopped by the time we came to the house on the hill, and the windows were lit. "
                "Nobody had told us that there would be a feast, or that we were late for it.",
                "Next.",
            ],
        ),
        (
            f"{RIVER * 2}\n{BRIDGE * 2}\n就这样。",
            [
                "春天的河水从山里流下来带着叶子和泥土的气味" * 2
                + "孩子们在桥上看鱼老人在桥下听水谁也不说话了" * 2
                + "就这样。"
            ],
        ),
        ("- one thing that is rather long, so that the line is nearly filled up\n- another", None),
    ],
)
def test_paragraphs_of_plain_text(text: str, blocks: list[str] | None) -> None:
    expected = blocks if blocks is not None else text.split("\n")
    assert [block.text for block in read(Source("a.txt", text.encode(), "text/plain")).blocks] == expected


@pytest.mark.parametrize(
    ("text", "declared", "kind"),
    [
        ("<!DOCTYPE html><html><p>x</p></html>", "text/plain", "text/html"),
        ("<!-- saved --><html><p>x</p></html>", "", "text/html"),
        ("<p>x</p>", "", "text/html"),
        ("<p align=center>x</p>\n\n# y", "text/markdown", "text/markdown"),
        ("---\ntitle: x\n---\ny", "text/plain", "text/markdown"),
        ("---\n\ntext between rules\n\n---\n", "text/plain", "text/plain"),
        ("# a comment", "text/plain", "text/plain"),
        ("# A heading\n\ntext", "", "text/markdown"),
        ("# A heading\n\ntext", "text/plain", "text/plain"),
        ("# A heading\n\ntext\n\n## Another\n\ntext", "text/plain", "text/markdown"),
        ("# A heading\n\ntext with [a link](b.html)", "text/plain", "text/markdown"),
        ("![Alt](a.png)\n\n## A heading\n\ntext", "text/plain", "text/markdown"),
        ("## 标题\n一段话。\n又一段话。\n## 又一个\n一段话。", "text/plain", "text/plain"),
        ("# set this\nport = 1\n\n# and that\nhost = 2", "text/plain", "text/plain"),
        ("Numbers:\n\n#1 is one, #2 is two, **both** are few", "text/plain", "text/plain"),
        ("<rss version='2.0'></rss>", "", "application/xml"),
    ],
)
def test_kind_by_content_first(text: str, declared: str, kind: str) -> None:
    assert kind_of(text, declared) == kind


SCRIPTED = "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>"
SHELL = "<!doctype html><html><head><title>x</title></head><body>{}</body></html>"
LINKS = "".join(
    f"<li><a href='{n}'>The council will open the new bridge number {n} on Monday.</a></li>" for n in range(9)
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SHELL.format(""), "no article found"),
        (
            SHELL.format(SCRIPTED),
            "no article",
        ),
        (SHELL.format(f"<h1>News</h1><ul>{LINKS}</ul>"), "no article"),
        (
            SHELL.format("<h1>Sign in</h1><p>Please sign in.</p><form><input type=password></form>"),
            "asks you to log in",
        ),
        ("<rss><channel><title>x</title></channel></rss>", "feed"),
        ("---\ntitle: x\n---\n", "contains no article"),
        (" \n\t\n", "is empty"),
        ("\ufeff", "is empty"),
        ("text\0with\0nuls\0", "is not text"),
    ],
)
def test_sources_without_an_article_are_refused(content: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read(Source("here", content.encode()))
    assert "here" in caught.value.message
    assert caught.value.hint


POST = (
    "<div id=post-12 class='post hentry'><h1>The title</h1><div class=entry-content><section>{}</section></div></div>"
)
WRAPS = {
    "article": "<main><article><h1>The title</h1>{}</article></main>",
    "divs": "<div class=wrapper><div class=content><h1>The title</h1><div class=text>{}</div></div></div>",
    "bare": "<h1>The title</h1>{}",
    "table": "<table><tr><td><h1>The title</h1>{}</td></tr></table>",
    "wechat": "<div id=js_content class=rich_media_content>{}</div>",
    "post": POST,
}
PIECES = (
    *("<p>{}</p>", "<p>{}</p>", "<h2>{}</h2>", "<p>{}</p>", "<ul><li>{}</li><li>{}</li></ul>", "<p>{}</p>"),
    *("<blockquote><p>{}</p><p>{}</p></blockquote>", "<h3>{}</h3>", "<ol><li><p>{}</p></li><li>{}</li></ol>"),
    *("<h2>{}</h2>", "<pre><code>a = 1  # {}\nprint(a)</code></pre>", "<p>{}</p>", "<div>{}</div>"),
    *("<p>{} <a href='https://x.example/'>{}</a></p>", "<p>{}<br><br>{}</p>", "<p>{}</p>", "<p>{}</p>"),
    *("<table><tr><th>a</th><th>b</th></tr><tr><td>{}</td><td>{}</td></tr></table>", "<p>{}</p>"),
    "<div><section><p><span>{}</span></p><div><p>{}</p></div></section></div>",
    "<p>{}</p>",
)


def sentences(dice: random.Random, chinese: bool) -> str:
    if chinese:
        return "".join(
            "".join(dice.choices("春天河水老人孩子走过石桥看见灯光慢慢亮起风从山里吹来", k=24)) + "。" for _ in range(2)
        )
    words = ["river", "lantern", "morning", "carpet", "quiet", "window", "garden", "letter", "silver", "market"]
    return " ".join(" ".join(dice.choices(words, k=14)).capitalize() + "." for _ in range(2))


@pytest.mark.parametrize("chinese", [False, True], ids=["en", "zh"])
@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
def test_nothing_is_lost_or_said_twice(wrap: str, chinese: bool) -> None:
    for seed in range(5):
        dice = random.Random(seed)
        body = "".join(PIECES)
        for number in range(body.count("{}")):
            body = body.replace("{}", f"{sentences(dice, chinese)} X{number}X.", 1)
        page = f"<nav><a href=/>Home</a></nav>{wrap.format(body)}<footer>All rights reserved</footer>"
        article = read(Source("page", SHELL.format(page).encode(), "text/html"))
        marks = re.findall(r"X\d+X", "\n".join(block.text for block in article.blocks))
        assert marks == re.findall(r"X\d+X", body)


def test_an_article_of_two_sentences_is_one() -> None:
    blocks = read(fetch(str(HERE / "data" / "html" / "short.html"))).blocks
    assert len(blocks) == 2


STATED = [f"The keeper of bridge number {n} walks to work over the ice in winter." for n in range(3)]


@pytest.mark.parametrize(
    "body",
    ["\n\n".join(STATED), "".join(f"<p>{one}</p>" for one in STATED), "&lt;p&gt;" + "&lt;/p&gt;&lt;p&gt;".join(STATED)],
    ids=["plain", "html", "escaped"],
)
def test_a_page_written_by_its_script_is_read_as_it_states_itself(body: str) -> None:
    stated = json.dumps({"@type": "NewsArticle", "headline": "Keepers", "articleBody": body})
    page = SHELL.format(f'<div id="root">Loading</div><script type="application/ld+json">{stated}</script>')
    article = read(Source("here", page.encode()))
    assert [block.text for block in article.blocks] == STATED
    assert article.title == "Keepers"


def test_verse_needs_no_sentences() -> None:
    lines = ["The tide comes in", "The tide goes out", "And no one knows", "What it’s about", "That go to sea"] * 2
    marked = SHELL.format(f"<article><h1>Two songs</h1><p>{'</p><p>'.join(lines[:9])}</p></article>")
    assert len(read(Source("here", marked.encode())).blocks) == 9
    loading = SHELL.format(
        "<article><h1>Two songs</h1>" + "<p>Please sign in to go on with reading</p>" * 3 + "</article>"
    )
    with pytest.raises(SourceError, match="no article"):
        read(Source("here", loading.encode()))


def test_a_page_with_thousands_of_nested_elements_is_no_trouble() -> None:
    deep = "<div>" * 5000 + "<p>" + "The river rose, and the bridge held all the same. " * 20 + "</p>"
    try:
        assert "bridge" in read(Source("deep", SHELL.format(deep).encode())).blocks[0].text
    except SourceError as error:
        assert "no article" in error.message


def test_an_entity_bomb_stays_small() -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    page = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">{entities}]><html><body><p>&e9;</p></body></html>'
    with pytest.raises(SourceError):
        read(Source("bomb", page.encode()))


def test_front_matter_that_is_not_yaml_is_read_line_by_line() -> None:
    article = read(Source("a.md", b"---\ntitle: One: two\nauthor: Ann Lee\n---\n\nText.", "text/markdown"))
    assert (article.title, article.author) == ("One: two", "Ann Lee")


UNREADABLE = "front matter that can't be read"


@pytest.mark.parametrize(
    ("front", "fields", "lost"),
    [
        ("title: [broken\nauthor: Ann Lee", {"author": "Ann Lee"}, ["title: [broken"]),
        ("title: A day\nauthor: : x", {"title": "A day"}, ["author: : x"]),
        ("title: 'A day\ndate: 2026-03-05", {"date": "2026-03-05"}, ["title: 'A day"]),
        ("title: A day\ndate: yesterday", {"title": "A day"}, ["date: yesterday"]),
        ("date: 2026-13-45", {}, ["date: 2026-13-45"]),
        ("title: {a: b}", {}, ["title: a: b"]),
        ("lang: the one of the sea", {}, ["lang: the one of the sea"]),
        ("date: never\npublished: 2026-03-05", {"date": "2026-03-05"}, ["date: never"]),
        ("title:\nauthor: Ann Lee", {"author": "Ann Lee"}, []),
        ("title: One: two # three\nlayout: post\ntags: [a, b]", {"title": "One: two # three"}, []),
        ("title: Day\nauthor: [Ann Lee, Bo Chen]\ntags:\n  - a", {"title": "Day", "author": "Ann Lee, Bo Chen"}, []),
    ],
)
def test_front_matter_is_used_or_reported(front: str, fields: dict[str, str], lost: list[str]) -> None:
    article = read(Source("a.md", f"---\n{front}\n---\n\nText.\n".encode(), "text/markdown"))
    assert [block.text for block in article.blocks] == ["Text."]
    assert {name: getattr(article, name) for name in ("title", "author", "date") if getattr(article, name)} == fields
    assert [(change.text, change.reason) for change in article.changes] == [(line, UNREADABLE) for line in lost]


@pytest.mark.parametrize("media_type", ["text/markdown", "text/plain"])
def test_unterminated_front_matter_is_reported(media_type: str) -> None:
    text = "---\ntitle: A day\nauthor: Ann Lee\n\nIt rained. {}\n"
    for rest in ("", "\n\n---\n\nThen not."):
        article = read(Source("a", text.format(rest).encode(), media_type))
        assert article.blocks[0].text == "It rained."
        assert article.blocks[-1].text == ("Then not." if rest else "It rained.")
        assert [change.reason for change in article.changes] == [UNREADABLE]


@pytest.mark.parametrize("rule", ["---\n\n", "---\n"])
def test_text_between_rules_is_text(rule: str) -> None:
    text = f"{rule}It rained: all day.\n\n---\n\nThen not.\n"
    article = read(Source("a.md", text.encode(), "text/markdown"))
    assert [block.text for block in article.blocks] == ["It rained: all day.", "Then not."]


def test_a_page_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    page = tmp_path / "in" / "page.md"
    page.write_text("---\nimage: ../secret.png\n---\n\nText.")
    assert read(fetch(str(page))).image == ""
    (tmp_path / "in" / "own.png").write_bytes(b"x")
    page.write_text("---\nimage: own.png\n---\n\nText.")
    assert read(fetch(str(page))).image == str(tmp_path / "in" / "own.png")
