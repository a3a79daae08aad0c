"""An address is never a name: it is the article's address, or is reported."""

from __future__ import annotations

import pytest

from tts import sources, text
from tts.model import Article, Source

BODY = "河湾镇的文化站每周开放五天，去年一共借出了九千多册书，馆长说书认得这里的路，也认得来看书的人。"
HERE = "https://example.org/river/ferry"
SITE = '<meta property="og:site_name" content="https://example.org/"><link rel="canonical" href="{}">'
SOURCES = {
    "front matter": ("a.md", f"---\ntitle: 渡船\nsource: {HERE}\n---\n\n{BODY}"),
    "an author": ("a.md", f"---\ntitle: 渡船\nauthor: {HERE}\nurl: {HERE}\n---\n\n{BODY}"),
    "a site": ("a.md", f"---\ntitle: 渡船\nsite: https://example.org\nurl: {HERE}\n---\n\n{BODY}"),
    "a head of lines": ("a.txt", f"渡船\n\n来源：{HERE}\n\n{BODY}\n\n{BODY}"),
    "a page's name": (
        "a.html",
        f"<html><head><title>渡船</title>{SITE.format(HERE)}</head><body><article><h1>渡船</h1><p>{BODY}</p>"
        f"<p>{BODY}</p></article></body></html>",
    ),
    "a page's data": (
        "a.html",
        f'<html><head><title>渡船</title><link rel="canonical" href="{HERE}"><script type="application/ld+json">'
        f'{{"@type":"NewsArticle","headline":"渡船","publisher":{{"@type":"Organization","name":"{HERE}"}},'
        f'"author":{{"@type":"Person","name":"{HERE}"}}}}</script></head><body><article><h1>渡船</h1><p>{BODY}</p>'
        f"<p>{BODY}</p></article></body></html>",
    ),
}


def read(name: str, content: str) -> Article:
    return text.edit(sources.read(Source(name, content.encode(), "")))


@pytest.mark.parametrize("where", SOURCES)
def test_an_address_is_not_a_name(where: str) -> None:
    article = read(*SOURCES[where])
    assert not [n for n in (article.publication, article.site, article.author) if "://" in n or "www." in n]
    assert article.url == HERE


def test_a_publication_whose_name_is_its_host_keeps_it() -> None:
    assert read("a.md", f"---\npublication: Example.org\n---\n\n{BODY}").publication == "Example.org"


def test_an_unused_address_is_reported() -> None:
    article = read("a.md", f"---\nsource: https://other.example/\nurl: {HERE}\n---\n\n{BODY}")
    assert article.url == HERE
    assert [change.text for change in article.changes if "an address" in change.reason] == ["https://other.example/"]


def test_a_link_has_the_name_and_the_address() -> None:
    article = read("a.md", f'---\nsource: "[河湾月报]({HERE})"\n---\n\n{BODY}')
    assert (article.publication, article.url) == ("河湾月报", HERE)
