"""Formulas and footnotes in pages: separate blocks, or words in their sentence, each once."""

from __future__ import annotations

import pytest

from tts.model import Article, Source
from tts.sources import read

STORY = "".join(
    f"<p>The clockmaker wrote the sum number {n} on the wall, and nobody in the town ever rubbed it out.</p>"
    for n in range(6)
)
ENERGY = "E = mc^2"
ANNOTATED = (
    "<semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow>"
    f'<annotation encoding="application/x-tex">{ENERGY}</annotation></semantics>'
)
KATEX = (
    f'<span class="katex"><span class="katex-mathml"><math>{ANNOTATED}</math></span>'
    '<span class="katex-html" aria-hidden="true"><span>E</span><span>=</span><span>mc2</span></span></span>'
)


def page(body: str) -> Article:
    html = f"<!doctype html><html><head><title>Sums</title></head><body><article>{STORY}{body}</article></body></html>"
    return read(Source("page.html", html.encode(), "text/html"))


def last(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in article.blocks[6:]]


@pytest.mark.parametrize(
    "math",
    [
        f"<math>{ANNOTATED}</math>",
        f'<math alttext="{ENERGY}"><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>',
        f'<math alttext="{{\\displaystyle {ENERGY}}}"><mi>E</mi></math>',
        KATEX,
        f'<span class="MathJax_Preview">E</span><script type="math/tex">{ENERGY}</script>',
        f'<mjx-container><svg><text>E</text></svg><mjx-assistive-mml><math>{ANNOTATED}</math></mjx-assistive-mml>'
        "</mjx-container>",
        '<span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none;">'
        f'<math alttext="{{\\displaystyle {ENERGY}}}"><mi>E</mi></math></span>'
        f'<img class="mwe-math-fallback-image-inline" alt="{{\\displaystyle {ENERGY}}}"></span>',
        f'<img class="latex" alt="{ENERGY}">',
    ],
)  # fmt: skip
def test_a_formula_in_a_sentence_stays_in_it(math: str) -> None:
    article = page(f"<p>He knew that {math} was only the beginning of it.</p>")
    assert last(article) == [("paragraph", rf"He knew that \({ENERGY}\) was only the beginning of it.")]


@pytest.mark.parametrize(
    "math",
    [
        f'<math display="block">{ANNOTATED}</math>',
        f'<span class="katex-display">{KATEX}</span>',
        f'<div class="MathJax_Display"><span class="MathJax">E=mc2</span></div>'
        f'<script type="math/tex; mode=display">{ENERGY}</script>',
        f'<mjx-container display="true"><mjx-assistive-mml><math display="block">{ANNOTATED}</math>'
        "</mjx-assistive-mml></mjx-container>",
        f"<p>$$ {ENERGY} $$</p>",
        f"<p>\\[ {ENERGY} \\]</p>",
    ],
)  # fmt: skip
def test_a_formula_outside_a_sentence_is_a_block(math: str) -> None:
    article = page(f"<p>This was the sum on the last wall of all:</p>{math}<p>Nobody could read it in the dark.</p>")
    assert last(article) == [
        ("paragraph", "This was the sum on the last wall of all:"),
        ("formula", ENERGY),
        ("paragraph", "Nobody could read it in the dark."),
    ]


def test_math_without_a_source_is_read_as_shown() -> None:
    article = page("<p>He wrote <math><mi>a</mi><mo>+</mo><mi>b</mi></math> on the wall of the mill.</p>")
    assert last(article) == [("paragraph", "He wrote a+b on the wall of the mill.")]


def test_a_formula_as_a_drawing_is_read_by_its_text() -> None:
    drawn = (
        '<span class="katex"><span class="katex-html" aria-hidden="true"><span>a</span>+<span>b</span></span></span>'
    )
    article = page(f"<p>He wrote {drawn} on the wall of the old mill.</p>")
    assert last(article) == [("paragraph", "He wrote a+b on the wall of the old mill.")]


NOTE = "The mill burned down in the year after."


@pytest.mark.parametrize(
    "notes",
    [
        f'<section class="footnotes"><ol><li id="fn1">{NOTE} <a href="#ref1">↩︎</a></li></ol></section>',
        f'<section role="doc-endnotes"><ol><li id="fn1"><p>{NOTE} <a href="#ref1">^</a></p></li></ol></section>',
        f'<hr><p id="fn1"><a href="#ref1">[1]</a> {NOTE}</p>',
        f'<div><a name="fn1" href="#ref1">1</a> {NOTE}</div>',
        f'<aside id="fn1">{NOTE}</aside>',
    ],
)
def test_a_footnote_is_a_block_where_it_stands(notes: str) -> None:
    mark = '<sup id="ref1"><a href="#fn1">[1]</a></sup>'
    article = page(f"<p>The sum was found again in the mill{mark} by a child.</p>{notes}")
    assert last(article) == [("paragraph", "The sum was found again in the mill by a child."), ("note", NOTE)]
    assert [(change.text, change.reason) for change in article.changes] == [("[1]", "marks of footnotes")]


def test_notes_after_the_article_belong_to_it() -> None:
    html = (
        f"<html><body><div class=text>{STORY}<p>The end of it<a href='#n1'><sup>1</sup></a> came late.</p></div>"
        f"<div class=below><p id=n1>{NOTE}</p></div><footer>All rights reserved</footer></body></html>"
    )
    article = read(Source("page.html", html.encode(), "text/html"))
    assert last(article) == [("paragraph", "The end of it came late."), ("note", NOTE)]


def test_a_mark_in_a_table_of_contents_makes_no_notes() -> None:
    contents = "<ul><li><a href='#s1'>1</a></li><li><a href='#s2'>2</a></li></ul>"
    parts = "<h2 id=s1>One</h2><p>The first of the sums was easy.</p><h2 id=s2>Two</h2><p>The second was not.</p>"
    assert [block.kind for block in page(contents + parts).blocks if block.kind == "note"] == []
