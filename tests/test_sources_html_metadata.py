"""Metadata that pages state about their articles."""

from __future__ import annotations

from typing import Any

import pytest

from tts.model import Article, Source
from tts.sources import read

TEXT = "<p>" + "The ferry left at six, and the town behind it grew small and kind. " * 12 + "</p>"
URL = "https://www.riverside-times.example/2026/ferry.html"


def page(head: str = "", body: str = "", url: str = URL, html: str = "<html>") -> Article:
    """The article of a page with this in its head, and before its text."""
    head = f"<head><meta charset=utf-8>{head}</head>"
    content = f"<!doctype html>{html}{head}<body><article>{body}{TEXT}</article></body></html>"
    return read(Source(url or "page.html", content.encode(), "text/html", url=url))


def meta(**names: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{value}">' for name, value in names.items())


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>月亮为什么跟着人走-中国科普网</title>", "", "月亮为什么跟着人走"),
        ("<title>月亮为什么跟着人走-中国科普网</title>", "<h1>月亮为什么跟着人走</h1>", "月亮为什么跟着人走"),
        ("<title>春天的河_副刊_河湾日报</title>", "", "春天的河"),
        ("<title>一条河的名字_网易新闻</title>", "", "一条河的名字"),
        ("<title>沿河而下——一座小城的早晨</title>", "", "沿河而下——一座小城的早晨"),
        ("<title>沿河而下——一座小城的早晨_河湾新闻</title>", "", "沿河而下——一座小城的早晨"),
        ("<title>Slow Trains - A Love Story</title>", "", "Slow Trains - A Love Story"),
        ("<title>Slow Trains - A Love Story | The Herald</title>", "", "Slow Trains - A Love Story"),
        ("<title>Slow Trains | The Herald</title>", "<h1>Slow Trains</h1>", "Slow Trains"),
        ("<title>The Ferry – Riverside Times</title>", "", "The Ferry"),
        (
            "<title>The Ferry | Lanterns</title>" + meta(og_site_name="Lanterns", og_title="The Ferry | Lanterns"),
            "",
            "The Ferry",
        ),
        (
            "<title>Lanterns: home</title>" + meta(og_site_name="Lanterns"),
            "<h1>Lanterns</h1><h1>The Ferry</h1>",
            "The Ferry",
        ),
        (meta(og_title="Well-known and twice-told"), "", "Well-known and twice-told"),
        ("<title>x</title>" + meta(og_title="A - B"), "<h1>A - B</h1>", "A - B"),
        ("<title>Tom &amp; Ann's ferry</title>", "", "Tom & Ann's ferry"),
        (
            '<meta property="og:title" content="A day of "rest" at sea">',
            '<h1>A day of "rest" at sea</h1>',
            'A day of "rest" at sea',
        ),
        ("<title>河湾新桥今天通车--文化--河湾网</title>", "<h1>河湾新桥今天通车</h1>", "河湾新桥今天通车"),
        ("<title>河湾新桥今天通车|新桥|通车_河湾新闻_河湾网</title>", "<h1>河湾新桥今天通车</h1>", "河湾新桥今天通车"),
        ("<title>一座桥，两岸人——河湾新桥通车记 - 河灣日報</title>", "", "一座桥，两岸人——河湾新桥通车记"),
        ("<title>Fog – Ruth's notebook</title>", "<h1><a href='/'>Ruth's notebook</a></h1><h2>Fog</h2>", "Fog"),
        ("<title>Ruth's notebook – Fog</title>", "<h1><a href='/'>Ruth's notebook</a></h1><h2>Fog</h2>", "Fog"),
        ("<title>Fog | Bay weather | The Herald</title>", "<h1>Fog</h1>", "Fog"),
    ],
)
def test_title(head: str, body: str, title: str) -> None:
    article = page(head, body)
    assert article.title == title
    assert title not in [block.text for block in article.blocks]


def ld(**values: Any) -> str:
    import json

    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        ('<meta name="author" content="Ada Quill">', "", "Ada Quill"),
        (ld(author=[{"name": "Ada Quill"}, {"name": "Ben Marsh"}]), "", "Ada Quill, Ben Marsh"),
        (ld(author="Ada Quill") + '<meta name="author" content="webteam">', "", "Ada Quill"),
        ("", "<p class=byline>By Ada Quill</p>", "Ada Quill"),
        ("", "<p class=byline>By Ada Quill | 3 March 2026</p>", "Ada Quill"),
        ("", "<span itemprop=author><span itemprop=name>Ada Quill</span></span>", "Ada Quill"),
        ("", "<div>作者：李晓河　来源：河湾日报　责任编辑：王建国</div>", "李晓河"),
        ("", "<div>本报记者 李晓河</div>", "李晓河"),
        ("", "<div>责任编辑：王建国</div>", ""),
        ('<meta name="author" content="王建国">', "<div>责任编辑：王建国</div>", ""),
        ('<meta name="author" content="王建国">', "<div>作者：李晓河 责编：王建国</div>", "李晓河"),
        ('<meta name="author" content="admin">', "", ""),
        ('<meta property="article:author" content="https://social.example/ada">', "", ""),
        (meta(og_site_name="Lanterns") + '<meta name="author" content="Lanterns">', "", ""),
        ('<title>新桥通车_河湾网文化</title><meta name="author" content="河湾网">', "<h1>新桥通车</h1>", ""),
        ('<meta name="author" content="name, email@mail.example">', "", ""),
        ('<meta name="author" content="104363">', "<div>作者：李晓河</div>", "李晓河"),
        ("", "<div>2026年3月5日 文/李晓河 图/王小雨 编辑/赵敏</div>", "李晓河"),
        ("", "<div>全文：把春天的河水一直送到下游去</div>", ""),
        ("", "<div>記者 李曉河 責任編輯：趙敏</div>", "李曉河"),
        ("", "<div>作者：李晓河、王小雨 来源：河湾日报</div>", "李晓河、王小雨"),
        ("", "<p class=byline>By Ada Quill March 5, 2026</p>", "Ada Quill"),
        ("", "<p class=byline>Par Ada Quill</p>", "Ada Quill"),
        ("", "<p class=author>Editor: Ben Marsh</p>", ""),
    ],
)
def test_author(head: str, body: str, author: str) -> None:
    assert page(head, body).author == author


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        (ld(datePublished="2026-11-23T08:00:00+08:00"), "", "2026-11-23"),
        (meta(article_published_time="2026-11-23"), "", "2026-11-23"),
        (meta(article_modified_time="2026-11-23"), "", ""),
        ("", "<time datetime='2026-11-23'>yesterday</time>", "2026-11-23"),
        ("", "<div>2026年11月23日 08:30</div>", "2026-11-23"),
        ("", "<div>来源：河湾日报 2026-11-23</div>", "2026-11-23"),
        ("", "<p>Published November 23, 2026</p>", "2026-11-23"),
        ("", "<p>The bridge was opened on 23 November 1926 by nobody in particular, they say.</p>", ""),
        ("", "<div>发布时间：2026-11-23 来源：河湾日报 浏览次数：123</div>", "2026-11-23"),
        ("", "<div>© 2026-11-23 河湾网 版权所有</div>", ""),
        ("", "<p>更新於 2026年11月23日</p>", "2026-11-23"),
        ("", "<p>記者李曉河／河灣報導　2026/11/23 08:30</p>", "2026-11-23"),
        ("", "", ""),
    ],
)
def test_date_only_where_it_is_stated(head: str, body: str, date: str) -> None:
    assert page(head, body).date == date


@pytest.mark.parametrize(
    ("body", "publication"),
    [
        ("<div>来源：《街区与阅读》2026年第4期</div>", "《街区与阅读》2026年第4期"),
        ("<div><span>来源：</span><a href=/x>河湾日报</a> <span>作者：李晓河</span></div>", "河湾日报"),
        ("<div>2026-11-23 来源:河湾日报 | 打印</div>", "河湾日报"),
        ("<div>来源：</div>", ""),
        ("<div>2026-11-23 08:00 來源：河灣日報 記者：李曉河 字號：大 中 小</div>", "河灣日報"),
        ("<div>来源：河湾新闻网32人参与12评论</div>", "河湾新闻网"),
    ],
)
def test_publication(body: str, publication: str) -> None:
    assert page("", body).publication == publication


def test_addresses() -> None:
    canonical = '<link rel="canonical" href="/essays/ferry">'
    image = meta(og_image="../img/ferry.jpg")
    article = page(canonical + image)
    assert article.url == "https://www.riverside-times.example/essays/ferry"
    assert article.image == "https://www.riverside-times.example/img/ferry.jpg"
    assert page(canonical + image, url="").url == ""
    assert page(canonical + image, url="").image == ""
    assert page().url == URL
    assert page("", "<figure><img src=//cdn.example/a.png></figure>").image == "https://cdn.example/a.png"
    assert page(meta(og_image="data:image/png;base64,AAAA")).image == ""


@pytest.mark.parametrize(
    ("html", "head", "language"),
    [
        ("<html lang=zh-TW>", "", "zh-Hant"),
        ("<html lang='zh_CN'>", "", "zh-Hans"),
        ("<html lang='cmn-Hant'>", "", "zh-Hant"),
        ("<html lang='zh-Hans-HK'>", "", "zh-Hans"),
        ("<html lang='zh-yue-HK'>", "", "yue-HK"),
        ("<html lang='zh-CHT'>", "", "zh-Hant"),
        ("<html lang='tw'>", "", "zh-Hant"),
        ("<html lang='zh-cn-zh'>", "", "zh-Hans"),
        ("<html lang='en-usa'>", "", "en"),
        ("<html lang='english'>", "", ""),
        ("<html lang=en-gb>", "", "en-GB"),
        ("<html>", meta(og_locale="fr_FR"), "fr-FR"),
        ("<html>", '<meta http-equiv="Content-Language" content="de">', "de"),
        ("<html lang=''>", ld(inLanguage="ja"), "ja"),
        ("<html>", "", ""),
    ],
)
def test_language(html: str, head: str, language: str) -> None:
    assert page(head, html=html).language == language


def test_summary_and_site() -> None:
    head = meta(og_site_name="Lanterns", og_description="A ferry &amp; a town.") + ld(headline="The Ferry")
    article = page(head)
    assert (article.site, article.summary, article.title) == ("Lanterns", "A ferry & a town.", "The Ferry")


def test_broken_linked_data_is_passed_over() -> None:
    assert (
        page('<script type="application/ld+json">{"@type": "Article", </script><title>The Ferry</title>').title
        == "The Ferry"
    )


GRAPH = """<script type="application/ld+json">{"@graph": [{"@type": "Person", "@id": "#ann", "name": "Ann Moor"},
{"@type": "NewsArticle", "headline": "The Ferry", "author": {"@id": "#ann"}}]}</script>"""


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        ("", '<p class="author-name">Ann Moor</p><div class="read-more"><a rel="author">Ben Lee</a></div>', "Ann Moor"),
        ("", '<a rel="author">Ann Moor</a><div class="comments"><a rel="author">Ben Lee</a></div>', "Ann Moor"),
        ("", '<span class="post__author-link">Author: Ann Moor</span>', "Ann Moor"),
        ("", "<p>By Ann Moor Tuesday, Aug. 3</p>", "Ann Moor"),
        (GRAPH, "", "Ann Moor"),
        ("", "<p>本报记者注意到</p><p>责任编辑：王建国</p>", ""),
        ("", "<p>本报记者 李晓河 摄影报道</p>", "李晓河"),
        ("", '<span class="author">landing.com</span>', ""),
    ],
)
def test_authors_are_those_of_this_article(head: str, body: str, author: str) -> None:
    assert page(head, body).author == author


def test_a_reporter_is_not_part_of_the_publication() -> None:
    assert page("", "<p>來源：河灣日報 本報記者 李曉河</p>").publication == "河灣日報"


def test_a_description_is_not_a_title() -> None:
    stated = '{"@type": "Article", "name": "Fog", "headline": "cloud at the ground"}'
    head = f'<title>Fog - The Cyclopedia</title><script type="application/ld+json">{stated}</script>'
    assert page(head, "<h1>Fog</h1>").title == "Fog"
