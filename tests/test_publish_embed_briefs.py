"""Short briefs are articles if their page says so; pages that only link to articles are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tts.publish.embed.recognition import read_page

BRIDGE = "河湾镇的新桥今天上午通车，从镇口到对岸的小学，步行只要三分钟，比绕道老桥少走两公里。"
LAMPS = "镇长说，夜里桥上的灯亮到十二点，孩子们下了晚自习也能走。"
FERRY = "The ferry will leave at seven instead of six from Monday on, the harbour office said on Friday."
OPEN_GRAPH = '<meta property="og:type" content="article">'
WEBSITE = '<meta property="og:type" content="website">'
NEWS = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "新桥通车"}</script>'
POSTING = '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "新桥通车"}</script>'
H1 = "<h1>新桥通车</h1>"
LINKED = '<h2><a href="/news/1.html">新桥通车</a></h2>'
OTHER = '<h2><a href="/news/2.html">老桥</a></h2>'

BRIEFS = {
    "og:type, 100 columns": (OPEN_GRAPH, f"{H1}<p>{BRIDGE}</p>"),
    "NewsArticle, 100 columns": (NEWS, f"{H1}<p>{BRIDGE}</p>"),
    "NewsArticle in English": (NEWS, f"<h1>Ferry</h1><p>{FERRY}</p>"),
    "BlogPosting, two paragraphs": (POSTING, f"{H1}<p>{BRIDGE}</p><p>{LAMPS}</p>"),
    "microdata": ("", f'<div itemscope itemtype="https://schema.org/NewsArticle">{H1}<p>{BRIDGE}</p></div>'),
    "an article element, 170 columns": ("", f"<article>{H1}<p>{BRIDGE}{LAMPS}{LAMPS[:15]}。</p></article>"),
    "the same on a site of websites": (WEBSITE, f"<article>{H1}<p>{BRIDGE}{LAMPS}{LAMPS[:15]}。</p></article>"),
}
OTHERS = {
    "nothing said": ("", f"{H1}<p>{BRIDGE}{LAMPS}</p>"),
    "a website without an article": (WEBSITE, f"{H1}<p>{BRIDGE}{LAMPS}{LAMPS}</p>"),
    "a line": (NEWS, f"{H1}<p>{LAMPS[:20]}。</p>"),
    "a teaser": (WEBSITE, f"<article>{LINKED}<p>{BRIDGE}{LAMPS}{LAMPS}</p></article>"),
    "a list": ("", f"<article>{LINKED}<p>{BRIDGE}</p></article><article>{OTHER}<p>{LAMPS}{LAMPS}</p></article>"),
    "a list of a website": (
        WEBSITE,
        f"<h1>新闻</h1><article>{LINKED}<p>{BRIDGE}</p></article><article>{OTHER}<p>{LAMPS}{LAMPS}</p></article>",
    ),
    "a teaser below the site's name": (WEBSITE, f"{H1}<article>{LINKED}<p>{BRIDGE}{LAMPS}{LAMPS}</p></article>"),
}


def taken(root: Path, name: str, head: str, body: str) -> bool:
    page = f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>新桥通车</title>{head}</head><body>'
    page += f'<nav><a href="/">首页</a> <a href="/news">新闻</a></nav><main>{body}</main></body></html>'
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(page, encoding="utf-8")
    return read_page(page.encode(), root, name).taken


@pytest.mark.parametrize("kind", BRIEFS)
def test_a_brief_is_an_article_where_its_page_says_so(kind: str, tmp_path: Path) -> None:
    assert taken(tmp_path, "news/bridge.html", *BRIEFS[kind])


@pytest.mark.parametrize("kind", OTHERS)
def test_pages_that_are_not_articles_get_no_player(kind: str, tmp_path: Path) -> None:
    assert not taken(tmp_path, "news/bridge.html", *OTHERS[kind])


@pytest.mark.parametrize("name", ["index.html", "tags/river.html", "page/2/index.html", "search.html"])
def test_lists_are_not_taken_for_briefs(name: str, tmp_path: Path) -> None:
    _, body = BRIEFS["the same on a site of websites"]
    assert not taken(tmp_path, name, WEBSITE, body)
