"""Four times the input takes about four times the work in every reader and text step, counted rather than timed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.work import calls
from tts.model import Selection, Source, SourceError, TtsError
from tts.sources import parts, read
from tts.text import edit, normalize, write_script
from tts.text.lexicon import Entry, Lexicon
from tts.text.normalize import to_spoken
from tts.text.repair.repair import repair
from tts.text.sentences import split_clauses, split_sentences

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


def written(source: tuple[str, str]) -> None:
    """From a source to its script."""
    name, content = source
    try:
        write_script(edit(read(Source(name, content.encode()))), fits=lambda said: len(said) < FITS)
    except TtsError as error:
        assert error.message


def feed(body: str) -> None:
    """From a feed to its entries."""
    try:
        [*(parts(Source("a.xml", body.encode(), "application/xml"), Selection()) or ())]
    except SourceError as error:
        assert error.message


def rss(body: str) -> str:
    """An entry whose text is HTML."""
    return f"<rss><channel><item><link>https://a.b/c</link><description><![CDATA[{body}]]></description></item></channel></rss>"


def split(body: str) -> None:
    split_sentences(body)
    split_clauses(body)


def said(body: str, language: str) -> None:
    normalize._said.cache_clear()  # of a text like these most pieces are the same
    to_spoken(body, language)


NOTE = "<note><title>T</title><content><![CDATA[<en-note>a</en-note>]]></content></note>"


def notes(note: str, number: int) -> bytes:
    return f"<en-export>{note * number}</en-export>".encode()


def chapters(number: int) -> str:
    return "\n".join(f"第{n}章 河水之{n}\n" + "　　河水涨了四尺，桥还在那里。\n" * 8 for n in range(1, number + 1))


SPLIT = [
    *(
        "我",
        "。",
        "“我。",
        "a. ",
        "A! ",
        "(",
        "www.",
        "\n",
        " ",
        "…",
        "a.b.",
        "\"'",
        "x@",
        "。”",
        "।",
        "॥1",
        "1",
        "ि",
        "ि.",
    ),
]
SAID = [
    *(
        "1",
        "一",
        "1-",
        "[1]",
        "*a",
        "a.b",
        "1.",
        "$1 ",
        "1/2",
        "A1",
        "12:30",
        "+1 ",
        "@a.b",
        "http://a.b/",
        "第2",
        "1℃到",
    ),
]
DAMAGED = [
    "真的嗎?我們都去看?",
    "書屋很小，圖書館開門。",
    "It\u00e2\u20ac\u2122s caf\u00c3\u00a9 ",
    "soft\u00adly\u200b ",
]
STEPS: dict[str, Callable[[int], Callable[[], object]]] = {
    **{f"split: {unit!r}": lambda n, unit=unit: lambda: split(unit * 8 * n) for unit in SPLIT},
    **{f"said in Chinese: {unit}": lambda n, unit=unit: lambda: said(unit * n, "zh-Hans") for unit in SAID},
    **{f"said in English: {unit}": lambda n, unit=unit: lambda: said(unit * n, "en") for unit in SAID},
    **{f"repaired: {unit}": lambda n, unit=unit: lambda: repair([unit * n]) for unit in DAMAGED},
    "feed: deep": lambda n: lambda: feed("<rss>" + "<a>" * n),
    "feed: many": lambda n: lambda: feed("<rss><channel>" + "<item/>" * n),
    "feed: open data": lambda n: lambda: feed("<rss><channel>" + "<![CDATA[" * n),
    "feed: open tags": lambda n: lambda: feed("<rss><channel><item>" + "<" * n),
    "feed: ampersands": lambda n: lambda: feed("<rss><channel><item>" + "&" * n),
    "feed: attributes": lambda n: lambda: feed("<rss " + " ".join(f'a{i}="x"' for i in range(n)) + "><channel/></rss>"),
    "feed: prefixes": lambda n: lambda: feed("<rss><channel>" + "".join(f"<p{i}:x/>" for i in range(n))),
    "feed: comments": lambda n: lambda: feed("<!--x-->" * n + "<!--" * n),
    "feed: doctype": lambda n: lambda: feed("<!DOCTYPE rss [" + "]" * n),
    "feed: share links": lambda n: lambda: feed(rss(f"<div>{'<a href=https://wa.me/>x</a>' * n}</div>")),
    "notes": lambda n: lambda: parts(Source("a.enex", notes("<note/>" + NOTE, n)), Selection()),
    "notes: boxes": lambda n: (
        lambda: parts(Source("a.enex", notes(NOTE.replace("a", "<en-todo/>a" * n), 1)), Selection())
    ),
    "notes: files": lambda n: lambda: parts(Source("a.enex", notes(NOTE + "<resource>" * n, 1)), Selection()),
    "novel": lambda n: lambda: parts(Source("a.txt", chapters(n // 5).encode()), Selection()),
}
"""What a step does alone: from how many, its work."""


def source(made: Callable[[int], tuple[str, str]]) -> Callable[[int], Callable[[], object]]:
    return lambda n: lambda: written(made(n))


WORKS = {**{name: source(made) for name, made in INPUTS.items()}, **STEPS}


@pytest.mark.parametrize("made", WORKS.values(), ids=WORKS)
def test_four_times_the_input_takes_about_four_times_the_work(made: Callable[[int], Callable[[], object]]) -> None:
    made(5)()  # what is loaded once
    small, large = calls(made(150)), calls(made(600))
    assert large < MOST * small + LEAST


def test_a_lexicon_of_many_words_takes_no_more_work_at_a_place_than_one_of_few() -> None:
    text = "这是一段很长的文章，里面没有那些词。" * 600
    small, large = (Lexicon(tuple(Entry(f"词{i}", "zh", "words", "好", "") for i in range(n))) for n in (500, 20_000))
    made = [calls(lambda each=each: [*each.matches("词：一二三四五", ("words",))]) for each in (small, large)]
    assert made[1] < 50 * made[0], "each is looked at once, when the first is looked for"
    few, many = (calls(lambda each=each: [*each.matches(text, ("words",))]) for each in (small, large))
    assert few <= many < few + 10 * text.count("词"), "its words have two more lengths"


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
