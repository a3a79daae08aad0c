"""Four times the input takes about four times the work, in every reader and every text step: counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from tts.model import Source, TtsError
from tts.sources import read
from tts.text import edit, write_script

SENTENCE = "The river rose by four feet, and the bridge held all the same, which nobody had foreseen. "
FITS = 100
"""Characters that an engine takes: all of these texts are cut."""
LEAST = 20_000
"""Calls of a run that may be its start alone: patterns that are compiled, tables that are read."""
MOST = 6
"""Times the work for four times the input; what is quadratic takes sixteen."""


def page(body: str) -> tuple[str, str]:
    return "a.html", f"<!doctype html><title>Crowd</title><article><h1>Crowd</h1>{body}<p>{SENTENCE * 5}</p></article>"


def markdown(body: str) -> tuple[str, str]:
    return "a.md", f"# Crowd\n\n{body}\n\n{SENTENCE}\n"


def text(body: str) -> tuple[str, str]:
    return "a.txt", f"{SENTENCE}\n\n{body}\n\n{SENTENCE}\n"


def mail(body: str) -> tuple[str, str]:
    head = "From: Ann <a@b>\nSubject: Bell\nDate: Sun, 1 Feb 2026 08:00:00 +0100\nContent-Type: text/html\n"
    return "a.eml", f"{head}\n<p>{SENTENCE}</p>{body}\n"


def subtitles(body: str) -> tuple[str, str]:
    return "a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{body}\n\n00:05.000 --> 00:06.000\n{SENTENCE}\n"


INPUTS: dict[str, Callable[[int], tuple[str, str]]] = {
    "text: addresses with Chinese hosts": lambda n: text("https://例.中国/新闻/" * n),
    "text: addresses of files": lambda n: text("file:///a./b " * n),
    "text: counts in words": lambda n: text("two - ten five-six " * n),
    "bold lines": lambda n: page("<p><b>Bold line</b></p>" * n),
    "raised": lambda n: page("a<sup>2</sup> " * n),
    "quotations": lambda n: page("<q>a</q>" * n),
    "hidden": lambda n: page("<p>" + "a <span style='display:none'>secret</span> " * n + "</p>"),
    "marks": lambda n: page("<p>" + "".join(f"a<sup><a href='#n{i}'>1</a></sup> " for i in range(n)) + "</p>"),
    "page numbers": lambda n: page("<p>" + "a <span class='pagenum'>[Pg 1]</span> [Pg 2] " * n + "</p>"),
    "edit links": lambda n: page("<p>" + "a <span class=editsection>[<a href=e>edit</a>]</span> " * n + "</p>"),
    "furigana": lambda n: page("<p>" + "<ruby>東雲<rt>しののめ</rt></ruby>の町で、3人が歌う。" * n + "</p>"),
    "furigana in furigana": lambda n: page("<p>" + "<ruby>東<rt>しの</rt>" * min(n, 40) + "の町で歌う。" * n + "</p>"),
    "furigana in Markdown": lambda n: markdown("<ruby>東雲<rt>しののめ</rt></ruby>の町で、" * n),
    "open furigana": lambda n: markdown("<ruby>東<rt>の町で歌う" * n),
    "readings in brackets": lambda n: text("東雲（しののめ）の町で、本気《マジ》" * n),
    "counters": lambda n: text("3本と1億2,000万円の" * n),
    "figures in Japanese": lambda n: text("これは" + "1,1万" * n),
    "spans": lambda n: page("<p>" + "<span>a</span> " * n + "</p>"),
    "wrappers": lambda n: page("<div>a " * n),
    "lists": lambda n: page("<ul><li>a " * n),
    "tables": lambda n: page("<table><tr><td>a " * n),
    "figures": lambda n: page("<figure><img src=a.jpg><figcaption>A caption of it.</figcaption></figure>" * n),
    "brackets": lambda n: markdown("[" * n),
    "pictures": lambda n: markdown("![" * n),
    "nested links": lambda n: markdown("[" * n + "a" + "](b)" * n),
    "emphasis": lambda n: markdown("*a **b " * n),
    "code": lambda n: markdown("`a " * n),
    "quotes": lambda n: markdown("> " * n + "deep"),
    "quoted lines": lambda n: markdown("> " * 100 + "a\n" + "a\n" * n),
    "items": lambda n: markdown("- " * n + "deep"),
    "references": lambda n: markdown("".join(f"[a{i}]: b\n" for i in range(n)) + "[a1]" * n),
    "footnotes": lambda n: markdown("".join(f"A word[^{i}].\n\n[^{i}]: A note.\n\n" for i in range(n))),
    "dialects": lambda n: markdown('{{< a b="c" >}} [[a|b]] ==c== <Enter> {ref}`d` x^[e] :f: [g]{.h} ' * n),
    "open dialects": lambda n: markdown('{{< [[ == ^[ {% %% {{ <Tab a=" [@ {# ' * n),
    "boxes": lambda n: markdown("> [!note] a\n> b\n\n!!! tip\n    c\n\n:::d e\n\n%% f\n\n/// note\n\n" * n),
    "definitions": lambda n: markdown("Word\n: What it means.\n\n" * n),
    "glosses": lambda n: text("重(chóng)" * n),
    "digits": lambda n: text("1" * n),
    "dates": lambda n: text("2024-" * n),
    "letters": lambda n: text("A." * n),
    "titles": lambda n: text("《" * n),
    "chapters": lambda n: text("".join(f"Chapter {i}\n\n{SENTENCE}\n\n" for i in range(n))),
    "lines": lambda n: text("A line of a text.\n" * n),
    "empty lines": lambda n: ("a.txt", "\n" * n + SENTENCE),
    "remarks": lambda n: ("a.txt", "# a\n" * n + SENTENCE),
    "quotes of a mail": lambda n: mail("<blockquote type=cite>a</blockquote>b" * n),
    "cues": lambda n: subtitles("A line of it\n\n00:02.000 --> 00:03.000\n" * n),
    "lines of a cue": lambda n: subtitles("- A line of it.\n" * n),
    "tags of a cue": lambda n: subtitles("<v Ann>a <c.x>b [" * n),
}


def worked(source: tuple[str, str]) -> int:
    """Functions that were called, of Python and of C, from a source to its script."""
    name, content = source
    count = 0

    def counted(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        write_script(edit(read(Source(name, content.encode()))), fits=lambda said: len(said) < FITS)
    except TtsError as error:
        assert error.message
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("made", INPUTS.values(), ids=INPUTS)
def test_four_times_the_input_takes_about_four_times_the_work(made: Callable[[int], tuple[str, str]]) -> None:
    worked(made(5))  # what is loaded once
    small, large = worked(made(150)), worked(made(600))
    assert large < MOST * small + LEAST


@pytest.mark.parametrize("tag", ["ul><li", "blockquote", "table><tr><td", "q", "details", "nobr"])
def test_a_page_nested_thousands_deep_is_read(tag: str) -> None:
    body = f"<{tag}>" * 5_000 + f"{SENTENCE * 5}"
    article = read(Source("a.html", f"<!doctype html><article><p>{SENTENCE}</p>{body}</article>".encode()))
    assert SENTENCE.strip() in article.blocks[-1].text


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - ", ">"])
def test_markdown_nested_thousands_deep_is_read_without_its_marks(mark: str) -> None:
    article = read(Source("a.md", f"# Deep\n\n{mark * 20_000}It lies down here.\n\nAnd behind.\n".encode()))
    assert [block.text.removeprefix("1. ") for block in article.blocks] == ["It lies down here.", "And behind."]


def test_lines_and_tables_in_deep_quotes_are_read() -> None:
    quote = "> " * 60
    body = f"{quote}| a | b |\n{quote}|---|---|\n{quote}| c | d |\n\n{quote}A line\n{quote}and another.\n"
    article = read(Source("a.md", f"# Deep\n\n{body}".encode()))
    said = " ".join(block.text for block in article.blocks)
    assert "A line and another." in said and ">" not in said and all(f"| {cell}" in said for cell in "abcd")
