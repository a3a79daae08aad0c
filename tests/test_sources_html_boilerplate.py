"""Every sentence in an article's container is spoken or reported: what is kept, what is not, and why."""

from __future__ import annotations

import pytest

from tts.model import Article, Source, SourceError
from tts.sources import read

SAID = "The steel for the hull came from a mill that had closed in 1931 and was never opened again."
YARD = (
    "The yard lay at the mouth of the river, and number {0} of the sheds had a roof of tin that sang when it rained. "
    "Nobody who worked there minded the noise, least of all the riveters of gang {0}."
)
PARAGRAPHS = [f"<p>{YARD.format(number)}</p>" for number in range(12)]


def page(element: str, at: int = 6, wrap: str = "<main><article><h1>A yard</h1>{}</article></main>") -> Article:
    """An article with one more element before its paragraph number `at`."""
    body = wrap.format("".join([*PARAGRAPHS[:at], element, *PARAGRAPHS[at:]]))
    nav, foot = "<nav><a href=/>Home</a></nav>", "<footer>All rights reserved</footer>"
    html = f"<!doctype html><html><head><title>A yard</title></head><body>{nav}{body}{foot}</body></html>"
    article = read(Source("page.html", html.encode(), "text/html"))
    said = "\n".join(block.text for block in article.blocks)
    assert [number for number in range(12) if f"gang {number}." not in said] == []
    return article


def said(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks)


def told(article: Article) -> dict[str, str]:
    return {change.text: change.reason for change in article.changes}


KEPT = [
    *(
        f'<p class="{name}">{SAID}</p>'
        for name in ("meta", "author-note", "byline-story", "newsletter-story", "widget")
    ),
    f'<p class="footer-text">{SAID}</p>',
    f'<p id="tags-explained">{SAID}</p>',
    f'<div class="share-story">{SAID}</div>',
    f'<div class="sidebar-note"><p>{SAID}</p></div>',
    f'<ul class="related-facts"><li>{SAID}</li></ul>',
    f'<section id="comments-on-steel"><h3>Steel</h3><p>{SAID}</p></section>',
    f"<details><summary>About the steel</summary><p>{SAID}</p></details>",
    f"<details><summary>{SAID}</summary></details>",
    f'<aside class="note"><p>{SAID}</p></aside>',
    f"<header><p>{SAID}</p></header>",
    f"<blockquote><p>A ship is a promise to the water.</p><footer>{SAID}</footer></blockquote>",
    f"<p>So it is <math><mi>{SAID}</mi></math> in the end.</p>",
]


@pytest.mark.parametrize("element", KEPT)
def test_a_sentence_is_said_whatever_its_element_is_called(element: str) -> None:
    assert said(page(element)).count(SAID) == 1


def test_the_source_of_a_quotation_is_spoken() -> None:
    article = page("<blockquote><p>A ship is a promise to the water.</p><footer>Anna Lee</footer></blockquote>")
    assert [b.kind for b in article.blocks if b.text == "Anna Lee"] == ["quote"]


DROPPED = {
    f'<p><a href="/x">{SAID}</a></p>': "links",
    f"<noscript>{SAID}</noscript>": "shown only without JavaScript",
    f'<div class="share-bar"><a href=x>{SAID}</a><button>Copy link</button></div>': "buttons for sharing",
    f'<div class="read-more"><h4>Read more</h4><a href=x>{SAID}</a></div>': "related links",
    f'<ul class="related-posts"><li><a href=x>{SAID}</a></li></ul>': "related links",
    f'<div class="author-bio"><p>Ann Lee is a writer. {SAID}</p></div>': "a line about the author or the page",
    f'<div class="comments"><p>{SAID}</p></div>': "comments",
    f'<section class="comment-list"><p>{SAID}</p></section>': "comments",
    f'<div class="cookie-banner"><p>{SAID}</p><button>Accept</button></div>': "a notice about cookies or consent",
    f'<div class="newsletter"><p>{SAID}</p><form><input type=email></form></div>': "a form",
    f"<form><p>{SAID}</p><input></form>": "a form",
    f"<nav><a href=x>{SAID}</a></nav>": "a menu",
    f'<p style="display:none">{SAID}</p>': "hidden on the page",
    f"<div class=card><a href=x>{SAID}</a><p>Another sentence that is here to lure you away.</p></div>": "links",
    f"<footer><p>{SAID}</p></footer>": "the foot of the page",
    f"<button>{SAID}</button>": "buttons",
}


@pytest.mark.parametrize("at", [0, 6, 12])
@pytest.mark.parametrize("element", DROPPED)
def test_omitted_elements_are_reported(element: str, at: int) -> None:
    article = page(element, at)
    assert SAID not in said(article)
    assert [reason for text, reason in told(article).items() if SAID in text] == [DROPPED[element]]


WRAPS = {
    "article": "<main><article><h1>A yard</h1>{}</article></main>",
    "main": "<main><h1>A yard</h1>{}</main>",
    "divs": "<div class=wrapper><div class=content><h1>A yard</h1><div class=text>{}</div></div></div>",
    "bare": "<h1>A yard</h1>{}",
}


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
@pytest.mark.parametrize("element", [*KEPT, *DROPPED])
def test_nothing_vanishes(element: str, wrap: str) -> None:
    article = page(element, 6, wrap)
    assert SAID in said(article) or any(SAID in text for text in told(article))


@pytest.mark.parametrize("element", KEPT)
@pytest.mark.parametrize("at", [0, 12])
def test_nothing_vanishes_at_the_ends(element: str, at: int) -> None:
    article = page(element, at)
    assert SAID in said(article) or any(SAID in text for text in told(article))


def test_a_box_is_reported_once_and_completely() -> None:
    box = "<div class=share-bar><a href=a>One</a><a href=b>Two</a><button>Copy</button></div>"
    assert [all(word in text for word in ("One", "Two", "Copy")) for text in told(page(box))] == [True]


def test_a_plain_page_reports_nothing() -> None:
    assert page("").changes == ()


SHORT = "The boat came in at noon with nine people and one very wet and quiet dog."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<article><h1>A B C</h1><p>{SHORT}</p></article>", SHORT),
        (f"<main><h1>A B C</h1><p>{SHORT}</p></main>", SHORT),
        ("<article><h1>短</h1><p>今天下午河边来了一只白鹭。</p></article>", "今天下午河边来了一只白鹭。"),
    ],
)
def test_a_marked_article_may_be_short(body: str, text: str) -> None:
    html = f"<!doctype html><html><head><title>A B C</title></head><body>{body}</body></html>"
    assert [block.text for block in read(Source("x", html.encode())).blocks] == [text]


TEASER = f"<article><h2><a href=1>A B C</a></h2><p>{SHORT}</p></article>"


@pytest.mark.parametrize(
    "body",
    [
        "<main><p>Give the name and password that you chose.</p><form><input type=password></form></main>",
        "<main><p>You need to enable JavaScript to run this app.</p></main>",
        TEASER.replace(SHORT, "A lure of seven or eight words.") * 2,
        f"<main><ul>{f'<li><a href=x>{SHORT}</a></li>' * 5}</ul></main>",
        f"<main><p><a href=x>{SHORT}</a></p></main>",
        "<main></main>",
    ],
)
def test_a_marked_article_without_text_is_refused(body: str) -> None:
    with pytest.raises(SourceError, match=r"no article found|asks you to log in instead of showing an article"):
        read(Source("x", f"<!doctype html><html><body>{body}</body></html>".encode()))
