"""Pages and texts designed to break their reader, or produced by faulty editors."""

from __future__ import annotations

import pytest

from tests.work import ends
from tts.model import Article, Source, SourceError
from tts.sources import read


def article(text: str, name: str = "a.html", media_type: str = "") -> Article:
    return read(Source(name, text.encode(), media_type))


@pytest.mark.parametrize("wrapper", ["<div>", "<span><font>", "<b>", "<div><section>"])
def test_wrappers_that_nobody_closes_lose_nothing(wrapper: str) -> None:
    lines = [f"This is paragraph number {n} of the long page." for n in range(400)]
    body = "".join(f"{wrapper}<p>{line}</p>" for line in lines)
    page = f"<html><head><title>Long</title></head><body><article><h1>Long</h1>{body}</article></body></html>"
    said = "\n".join(block.text for block in article(page).blocks)
    assert [line for line in lines if line not in said] == []


def test_deep_lists_lose_nothing() -> None:
    lines = [f"{'  ' * n}- item number {n} here" for n in range(60)]
    said = "\n".join(block.text for block in article("# Deep\n\n" + "\n".join(lines), "a.md", "text/markdown").blocks)
    assert all(f"item number {n} here" in said for n in range(60))


@pytest.mark.parametrize(
    "text",
    [
        "<!--x-->" * 4000 + "just some text that is no page",
        "<!--" * 4000 + "just some text",
        "---\n"
        + "\n".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else '1'] * 9)}]" for n in range(9))
        + "\ntitle: *a8\n---\n\nText of the page.\n",
        "> " * 5000 + "deep",
        "[" * 20_000 + "x",
        "<div>" * 30_000 + "A sentence at the bottom.",
        f"<!doctype html><pre>{'no sentence ' * 60_000}</pre>",
        f"<!doctype html><h1>{'<a href=#x>¶</a>' * 12_000}A title</h1><p>A sentence of the page below its title.</p>",
        f"<!doctype html><div><span>{'<a class=edit href=e>edit</a> word ' * 12_000}</span></div><p>Text.</p>",
        f"<!doctype html><h1>{'<a href=#x>y</a>' * 12_000}</h1><p>A sentence of the page below its title.</p>",
    ],
    ids=[
        "comments",
        "open comments",
        "aliases",
        "quotes",
        "brackets",
        "divs",
        "typed",
        "own links",
        "edit links",
        "linked letters",
    ],
)
def test_malicious_pages_do_not_take_forever(text: str) -> None:
    for name in ("a.md", "a.html", "a.txt"):
        with ends():
            try:
                assert article(text, name).blocks
            except SourceError as error:
                assert error.message


def test_hidden_text_is_not_spoken() -> None:
    hidden = "<p hidden>One secret sentence here.</p><div hidden><p>Another secret sentence here.</p></div>"
    shown = "<p>This paragraph of the page is for everybody to read.</p>" * 2
    last = "<p>And so is this one, at the end of it.</p>"
    page = f"<html><body><article><h1>A page</h1>{shown}{hidden}{last}</article></body></html>"
    found = article(page)
    assert "secret" not in " ".join(block.text for block in found.blocks)
    assert "secret" in " ".join(change.text for change in found.changes)


SENTENCE = "The river rose by four feet, and the bridge held all the same, which nobody had foreseen. "
ATTRIBUTES = " ".join(f'a{number}="<{number}>"' for number in range(100_000))
CROWDS = {
    "attributes": f"<div {ATTRIBUTES}><article><p>{SENTENCE * 5}</p></article></div>",
    "bare attributes": f"<p {' '.join(f'a{number}' for number in range(100_000))}>{SENTENCE * 5}</p>",
    "spans": "<article><p>" + "<span>a</span> " * 20_000 + SENTENCE * 5 + "</p></article>",
    "formulas": "<article><p>" + "<math><mi>a</mi></math> " * 20_000 + SENTENCE * 5 + "</p></article>",
    "drawings": "<article><p>" + "<span class='katex-html'>a</span> " * 20_000 + SENTENCE * 5 + "</p></article>",
    "marks": f"<article><div id=f>{f'<p>{SENTENCE}<sup><a href=#f>1</a></sup></p>' * 5_000}</div></article>",
    "hidden": f"{'<div hidden>' + SENTENCE + '</div>'}" * 5_000 + f"<article><p>{SENTENCE * 5}</p></article>",
    "links": f"<article>{f'<p><a href=/x>{SENTENCE}</a></p>' * 5_000}<p>{SENTENCE * 5}</p></article>",
}


@pytest.mark.parametrize("body", CROWDS.values(), ids=CROWDS)
def test_a_crowd_of_elements_is_read_or_refused(body: str) -> None:
    with ends():
        try:
            assert article(f"<!doctype html><html><head><title>Crowd</title></head><body>{body}</body></html>").blocks
        except SourceError as error:
            assert "no article" in error.message


def test_a_tag_with_too_many_attributes_keeps_its_text_and_its_first_ones() -> None:
    from tts.sources.html.attribute_limit import MOST, bounded

    cut = bounded(f'<p id="first" {ATTRIBUTES} id="last">{SENTENCE}</p><p class="x">{SENTENCE}</p>')
    assert cut.startswith('<p id="first" a0="<0>"') and cut.endswith(f'>{SENTENCE}</p><p class="x">{SENTENCE}</p>')
    assert cut.count("=") == MOST + 1


@pytest.mark.parametrize("part", ["<a", '<a "', "<a =", "<a/", '<a x="', "<a x='\"", "<a x=y", "< ", "='"])
def test_looking_for_attributes_reads_each_place_once(part: str) -> None:
    """Text designed to be scanned repeatedly is unchanged."""
    from tts.sources.html.attribute_limit import bounded

    assert bounded(part * 200_000) == part * 200_000


RAW = " ".join(f"word{number}" for number in range(900))


@pytest.mark.parametrize(
    "text",
    [
        f'<script type="application/ld+json">{{"articleBody": "a <b then {RAW}"}}</script>',
        f"<style>/* <b {RAW} */</style>",
        f"<textarea><b {RAW}</textarea>",
        f"<title>a <b {RAW}</title>",
        f"<!-- <b {RAW} -->",
        f"<SCRIPT>if (a <b {RAW}</SCRIPT>",
    ],
)
def test_text_that_looks_like_attributes_is_kept_where_there_are_no_tags(text: str) -> None:
    from tts.sources.html.attribute_limit import bounded

    page = f"<html><head>{text}</head><body><p {ATTRIBUTES}>{SENTENCE}</p></body></html>"
    assert text in bounded(page) and len(bounded(page)) < 30_000


@pytest.mark.parametrize("part", ["<!--", "<script ", "<title>", "<textarea a='", "<!-- <b "])
def test_unterminated_markup_is_searched_for_once(part: str) -> None:
    from tts.sources.html.attribute_limit import bounded

    assert bounded(part * 100_000) == part * 100_000
