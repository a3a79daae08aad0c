"""Books become chapters, separate or in one episode, and no text is lost."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books import CONTAINER, METADATA, NCX_ITEM, book, links, nav, ncx, package, page, zipped
from tts.model import Article, Selection, Source, SourceError
from tts.sources import read
from tts.sources.registry import parts

RIVER = "The boat crossed the river every morning at six, and nobody on it spoke until the other bank was reached."
FIELD = "Behind the house there was a field, and behind the field a wood, in which children were not allowed to play."
MARKET = "On the market the old man counted his coins twice, for he did not trust the light of the lamps any more."
LONG = f"<p>{RIVER}</p><p>{FIELD}</p><p>{MARKET}</p>"


def whole(content: bytes) -> Article:
    return read(Source("book.epub", content))


def chapters(content: bytes, split: bool | None = None) -> list[Source]:
    found = parts(Source("book.epub", content, modified="2026-01-02"), Selection(split))
    assert found is not None
    return [part for part in found if isinstance(part, Source)]


def told(article: Article) -> list[str]:
    return [f"{block.kind} {block.text}" for block in article.blocks]


def opened(part: Source) -> Article:
    assert part.article
    return part.article()


def test_each_chapter_is_an_episode() -> None:
    content = book(
        {"ded.xhtml": page("<p>For my mother.</p>"), "a.xhtml": page(LONG), "b.xhtml": page(f"<h1>Two</h1>{LONG}")},
        contents=nav(links({"a.xhtml": "One", "b.xhtml": "Two"})),
    )
    first, second = chapters(content)
    assert [part.where for part in (first, second)] == ["book.epub#OPS/a.xhtml", "book.epub#OPS/b.xhtml"]
    assert first.modified == "2026-01-02"
    article = opened(first)
    assert (article.title, article.author, article.language) == ("The Ferry: One", "Ann Lee", "en")
    assert article.publication == "The Ferry"
    assert told(article)[0] == "paragraph For my mother.", "a dedication is no episode, and is not lost"
    assert told(opened(second))[0] == f"paragraph {RIVER}", "the title is not said twice"


@pytest.mark.parametrize(
    ("body", "left_out"),
    [
        ("<h1>The Ferry</h1><p>Ann Lee</p><p>Copyright © 2019 Ann Lee. All rights reserved.</p><p>ISBN 123</p>", True),
        ("<h1>版权信息</h1><p>书名：渡轮</p><p>作者：何青</p><p>出版社：海港出版社</p><p>ISBN：9787</p>", True),
        ("<h1>版权信息</h1><p>书名：渡轮</p><p>献给我的母亲，她从来没有见过大海。</p>", False),
        ("<h1>The Ferry</h1><p>Ann Lee</p><p>For my mother.</p>", False),
    ],
)
def test_a_copyright_page_that_nothing_marks(body: str, left_out: bool) -> None:
    content = book({"x.xhtml": page(body), "a.xhtml": page(LONG), "b.xhtml": page(LONG)})
    article = whole(content)
    assert ["the copyright page"] * left_out == [change.reason for change in article.changes]
    assert left_out != any(block.text in body for block in article.blocks)
    split = parts(Source("book.epub", content), Selection())
    assert split is not None and split.changes == article.changes, "told of the chapters as well"


def test_whole_or_split_is_the_users_choice() -> None:
    two = book({"a.xhtml": page(LONG), "b.xhtml": page(LONG)})
    one = book({"a.xhtml": page(LONG)})
    source = Source("book.epub", two)
    assert parts(source, Selection(split=False)) is None
    assert len(chapters(two, split=True)) == len(chapters(two)) == 2
    assert parts(Source("book.epub", one), Selection()) is None
    assert parts(chapters(two)[0], Selection()) is None, "a chapter is one article"


def test_a_chapter_is_made_again_only_if_it_changed() -> None:
    pages = {"a.xhtml": page(LONG), "b.xhtml": page(LONG), "c.xhtml": page(LONG)}
    before = chapters(book(pages))
    after = chapters(book({"new.xhtml": page(LONG), **pages, "b.xhtml": page(f"{LONG}<p>One more line of text.</p>")}))
    stamps = {part.where: part.content for part in before}
    changed = [part.where for part in after if stamps.get(part.where) != part.content]
    assert changed == ["book.epub#OPS/new.xhtml", "book.epub#OPS/b.xhtml"]


def test_several_chapters_on_one_page() -> None:
    body = (
        f'<h2 id="c1">One</h2>{LONG}<h2><a id="c2"/>Two</h2>{LONG}<p>last of two</p>'
        f'<div id="c3"><h2>Three</h2>{LONG}</div>'
    )
    entries = {"all.xhtml#c1": "One", "all.xhtml#c2": "Two", "all.xhtml#c3": "Three"}
    content = book({"all.xhtml": page(body)}, contents=nav(links(entries)))
    found = chapters(content)
    assert [part.where for part in found] == [
        "book.epub#OPS/all.xhtml",
        *(f"book.epub#OPS/all.xhtml#c{n}" for n in (2, 3)),
    ]
    assert [len(opened(part).blocks) for part in found] == [3, 4, 3]
    assert told(opened(found[1]))[-1] == "paragraph last of two"
    changed = chapters(book({"all.xhtml": page(body.replace("last of two", "the end"))}, contents=nav(links(entries))))
    assert [a.content == b.content for a, b in zip(found, changed, strict=True)] == [True, False, True]


def test_one_chapter_over_several_pages() -> None:
    pages = {
        "a1.xhtml": page(f"<h1>One</h1>{LONG}"),
        "a2.xhtml": page("<p>It goes on here.</p>"),
        "b.xhtml": page(LONG),
    }
    found = chapters(book(pages, contents=nav(links({"a1.xhtml": "One", "b.xhtml": "Two"}))))
    assert told(opened(found[0]))[-1] == "paragraph It goes on here."
    assert len(found) == 2


def test_parts_hold_chapters_and_chapters_hold_sections() -> None:
    parts_of_it = (
        '<li><a href="p1.xhtml">Part One</a><ol><li><a href="a.xhtml">A</a>'
        '<ol><li><a href="a.xhtml#s1">A.1</a></li><li><a href="a.xhtml#s2">A.2</a></li></ol></li>'
        '<li><a href="b.xhtml">B</a></li></ol></li>'
    )
    pages = {
        "p1.xhtml": page("<h1>Part One</h1>"),
        "a.xhtml": page(f'<h1>A</h1>{LONG}<h2 id="s1">A.1</h2>{LONG}<h2 id="s2">A.2</h2>{LONG}'),
        "b.xhtml": page(f"<h1>B</h1>{LONG}"),
    }
    content = book(pages, contents=nav(parts_of_it))
    assert [opened(part).title for part in chapters(content)] == ["The Ferry: A", "The Ferry: B"]
    headings = [(block.text, block.level) for block in whole(content).blocks if block.kind == "heading"]
    assert headings == [("Part One", 1), ("A", 1), ("A.1", 2), ("A.2", 2), ("B", 1)]


def test_without_any_table_of_contents_pages_are_chapters() -> None:
    pages = {"a.xhtml": page(f"<h1>One</h1>{LONG}"), "b.xhtml": page(LONG, "The second"), "c.xhtml": page(LONG)}
    titles = [opened(part).title for part in chapters(book(pages))]
    assert titles == ["The Ferry: One", "The Ferry: The second", "The Ferry: 3"]


def test_epub_2() -> None:
    metadata = (
        '<dc:title>慢船</dc:title><dc:creator opf:role="trl">李晨</dc:creator>'
        '<dc:creator opf:role="aut">王小雨</dc:creator>'
        '<dc:language>zh-TW</dc:language><dc:date opf:event="modification">2026-01-01</dc:date>'
        '<dc:date opf:event="publication">2021-05-06</dc:date><meta name="cover" content="pic"/>'
    )
    text = "<p>" + "清晨的市集上，賣菜的老人正在數零錢，他說今天的蘿蔔比昨天便宜兩毛。" * 4 + "</p>"
    content = book(
        {"第一章.xhtml": page(text), "第二章.xhtml": page(text)},
        metadata=metadata,
        items=NCX_ITEM + '<item id="pic" href="images/c.png" media-type="image/png"/>',
        more={
            "OPS/toc.ncx": ncx({"%E7%AC%AC%E4%B8%80%E7%AB%A0.xhtml": "一　出發", "第二章.xhtml": "二　到達"}),
            "OPS/images/c.png": b"\x89PNG the cover",
        },
    )
    found = [opened(part) for part in chapters(content)]
    assert [article.title for article in found] == ["慢船：一 出發", "慢船：二 到達"]
    assert {(a.author, a.language, a.date, a.picture) for a in found} == {
        ("王小雨", "zh-Hant", "2021-05-06", b"\x89PNG the cover")
    }


@pytest.mark.parametrize(
    ("items", "guide", "metadata"),
    [
        ('<item id="x" href="c.jpg" media-type="image/jpeg" properties="cover-image"/>', "", ""),
        ('<item id="x" href="c.jpg" media-type="image/jpeg"/>', "", '<meta name="cover" content="x"/>'),
        ("", '<reference type="cover" href="cover.xhtml"/>', ""),
    ],
    ids=["property", "meta", "guide"],
)
def test_the_cover_is_found(items: str, guide: str, metadata: str) -> None:
    pages = {"cover.xhtml": page('<div><img src="c.jpg" alt="Cover"/></div>'), "a.xhtml": page(LONG)}
    content = book(
        pages, items=items, guide=guide, metadata=METADATA + metadata, more={"OPS/c.jpg": b"\xff\xd8picture"}
    )
    assert whole(content).picture == b"\xff\xd8picture"


# --- notes -----------------------------------------------------------------------------------------------------

NOTES = {
    "declared": (
        '<p>A word<a epub:type="noteref" href="#n1">1</a> here.</p>'
        '<aside epub:type="footnote" id="n1"><p>What it means.</p></aside>'
    ),
    "role": (
        '<p>A word<a role="doc-noteref" href="#n1">*</a> here.</p><div role="doc-footnote" id="n1">What it means.</div>'
    ),
    "back link": (
        '<p>A word<sup><a id="r1" href="#n1">[1]</a></sup> here.</p><p id="n1"><a href="#r1">[1]</a> What it means.</p>'
    ),
    "raised": '<p>A word<a href="#n1"><sup>1</sup></a> here.</p><p id="n1">1. What it means.</p>',
    "list": (
        '<p>A word<sup id="r1"><a href="#n1">1</a></sup> here.</p>'
        '<ol><li id="n1"><p>What it means. <a href="#r1">↩</a></p></li></ol>'
    ),
    "anchor": '<p>A word<a id="r1" href="#n1">(1)</a> here.</p><p><a id="n1" href="#r1">(1)</a> What it means.</p>',
    "Chinese": '<p>A word<a id="r1" href="#n1">①</a> here.</p><p id="n1"><a href="#r1">①</a>What it means.</p>',
    "picture": (
        '<p>A word<a class="duokan-footnote" href="#n1"><img alt="note" src="n.png"/></a> here.</p>'
        '<ol><li class="duokan-footnote-item" id="n1">What it means.</li></ol>'
    ),
}


@pytest.mark.parametrize("body", NOTES.values(), ids=NOTES.keys())
def test_notes_leave_the_text(body: str) -> None:
    article = whole(book({"a.xhtml": page(f"<h1>One</h1>{LONG}{body}")}))
    assert told(article)[-2:] == ["paragraph A word here.", "note What it means."]


LINKS = {
    "a chapter's number": '<p>See <a href="b.xhtml#top">2</a> for more.</p>',
    "a year": '<p>It was in <a href="b.xhtml#top">1974</a>, I think.</p>',
    "a paragraph": '<p>As was said in <a href="b.xhtml#said">12</a> above.</p>',
}


@pytest.mark.parametrize("body", LINKS.values(), ids=LINKS.keys())
def test_links_that_lead_to_text_stay(body: str) -> None:
    pages = {
        "a.xhtml": page(f"<h1>One</h1>{LONG}{body}"),
        "b.xhtml": page(f'<h1 id="top">2</h1>{LONG}<p id="said">12 people said so.</p>'),
    }
    article = whole(book(pages))
    words = " ".join(told(article))
    assert not any(block.kind == "note" for block in article.blocks)
    assert "12 people said so." in words
    assert "See 2 for more" in words or "in 1974, I" in words or "in 12 above" in words


def test_a_note_of_several_paragraphs_stays_together() -> None:
    notes = (
        '<h1>Notes</h1><p id="n1"><a href="a.xhtml#r1">1</a> First part.</p><p>Second part.</p>'
        '<p id="n2"><a href="a.xhtml#r2">2</a> Other.</p>'
    )
    marks = [f'<sup><a id="r{n}" href="n.xhtml#n{n}">{n}</a></sup>' for n in (1, 2)]
    body = f"{LONG}<p>One{marks[0]}, two{marks[1]}.</p>"
    article = whole(book({"a.xhtml": page(body), "n.xhtml": page(notes)}))
    assert told(article)[-3:] == ["paragraph One, two.", "note First part. Second part.", "note Other."]
    assert [change.text for change in article.changes] == ["Notes"]


def test_notes_of_a_chapter_are_at_its_end() -> None:
    def chapter(number: int) -> str:
        return page(f'{LONG}<p>Word<a epub:type="noteref" href="n.xhtml#n{number}">{number}</a>.</p><p>The end.</p>')

    notes = "".join(f'<aside epub:type="endnote" id="n{n}">Note {n}.</aside>' for n in (1, 2))
    pages = {"a.xhtml": chapter(1), "b.xhtml": chapter(2), "n.xhtml": page(notes)}
    found = chapters(book(pages, contents=nav(links({"a.xhtml": "A", "b.xhtml": "B"})), beside=["n.xhtml"]))
    assert [told(opened(part))[-2:] for part in found] == [["paragraph The end.", f"note Note {n}."] for n in (1, 2)]


# --- what is left out, and what is tolerated ---------------------------------------------------------------------


def test_pages_outside_the_order_are_reported() -> None:
    article = whole(book({"a.xhtml": page(LONG), "x.xhtml": page("<p>Answers to the quiz.</p>")}, beside=["x.xhtml"]))
    assert [(c.text, c.reason) for c in article.changes] == [
        ("Answers to the quiz.", "a page outside the reading order")
    ]


def test_a_page_that_is_marked_and_full_of_text_stays() -> None:
    long = "".join(f"<p>{RIVER} {n}</p>" for n in range(80))
    article = whole(book({"a.xhtml": page(long)}, guide='<reference type="title-page" href="a.xhtml"/>'))
    assert len(article.blocks) == 80


def test_the_contents_among_the_pages_are_not_read() -> None:
    pages = {"toc.xhtml": page("<p>1 One</p><p>2 Two</p>"), "a.xhtml": page(LONG)}
    article = whole(book(pages, guide='<reference type="toc" href="toc.xhtml"/>'))
    assert [(c.text, c.reason) for c in article.changes] == [("1 One 2 Two", "the table of contents")]
    assert "1 One" not in " ".join(told(article))


BROKEN: Mapping[str, tuple[str, dict[str, str]]] = {
    "no container": ("META-INF/container.xml", {}),
    "a broken container": ("META-INF/container.xml", {"META-INF/container.xml": "<container><rootfiles"}),
    "no package": ("OPS/book.opf", {}),
    "a broken package": ("OPS/book.opf", {"OPS/book.opf": package(["a.xhtml", "b.xhtml"])[:-40]}),
    "an empty spine": ("OPS/book.opf", {"OPS/book.opf": "<package><manifest/><spine/></package>"}),
    "a broken nav": ("OPS/nav.xhtml", {"OPS/nav.xhtml": "<html><nav><ol><li><a href='a.xhtml'>One"}),
    "no nav": ("OPS/nav.xhtml", {}),
}


@pytest.mark.parametrize(("gone", "instead"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_parts_affect_nothing_else(gone: str, instead: dict[str, str]) -> None:
    files = {
        "META-INF/container.xml": '<container><rootfile full-path="OPS/book.opf"/></container>',
        "OPS/book.opf": package(["a.xhtml", "b.xhtml"], items='<item id="nav" href="nav.xhtml" properties="nav"/>'),
        "OPS/nav.xhtml": nav(links({"a.xhtml": "One", "b.xhtml": "Two"})),
        "OPS/a.xhtml": page(f"<h1>One</h1>{LONG}"),
        "OPS/b.xhtml": page(f"<h1>Two</h1>{LONG}"),
    }
    files = {name: text for name, text in files.items() if name != gone} | instead
    texts = told(whole(zipped(files)))
    assert texts[texts.index("heading One") + 1] == f"paragraph {RIVER}"
    assert texts.count(f"paragraph {RIVER}") == 2


PAGES = {
    "not well-formed": f"<html><body><h1>One</h1>{LONG}<p>unclosed <b>text<p>and more &c</body>",
    "an unknown entity": f"<html><body><h1>One</h1>{LONG}<p>A &unknown; and &hellip; sign</p></body></html>",
    "closed at once": (
        f'<html><head><title/><script src="a.js"/></head><body><a id="x"/><h1>One</h1>{LONG}<br></body></html>'
    ),
}


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES.keys())
def test_pages_that_are_not_xml_are_read(text: str) -> None:
    assert told(whole(book({"a.xhtml": text})))[:4] == [
        "heading One",
        *(f"paragraph {line}" for line in (RIVER, FIELD, MARKET)),
    ]


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-be", "gb18030", "big5"])
def test_pages_in_other_charsets(charset: str) -> None:
    declared = "utf-16" if charset.startswith("utf") else charset
    text = page("<p>" + "清晨的市集上，賣菜的老人正在數零錢。" * 9 + "</p>").replace(
        'encoding="utf-8"', f'encoding="{declared}"'
    )
    content = book({}, more={"OPS/a.xhtml": ("\ufeff" * (charset == "utf-16-be") + text).encode(charset)})
    assert whole(content).blocks[0].text.startswith("清晨的市集上，賣菜")


PIECES = (
    "<p>",
    "</div>",
    "&x;",
    "\0",
    "<sup>",
    ' id="a"',
    "<a/>",
    "<nav>",
    '"',
    "<!--",
    "{x}:y='1'",
    "<a href='#",
    "]]>",
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 30), st.sampled_from(PIECES)), min_size=1, max_size=5))
def test_damaged_pages_are_read_or_reported(damage: list[tuple[int, int, str]]) -> None:
    text = page(f'<h1>One</h1>{LONG}<p>A word<sup><a id="r1" href="#n1">1</a></sup>.</p><p id="n1">1. Note.</p>')
    contents = nav(links({"a.xhtml": "One", "b.xhtml#x": "Two"}))
    for place, size, piece in damage:
        text = text[:place] + piece + text[place + size :]
        contents = contents[:place] + piece + contents[place + size :]
    try:
        assert whole(book({"a.xhtml": text, "b.xhtml": page(LONG)}, contents=contents)).blocks
    except SourceError as error:
        assert error.message and error.hint


# --- what is refused -----------------------------------------------------------------------------------------------

ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("META-INF/encryption.xml", ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc")),
        ("META-INF/rights.xml", "<rights/>"),
        ("META-INF/sinf.xml", "<sinf/>"),
        ("META-INF/license.lcpl", "{}"),
    ],
)
def test_protected_books_are_refused(name: str, content: str) -> None:
    with pytest.raises(SourceError, match=r"book\.epub is a copy-protected EPUB book") as caught:
        whole(book({"a.xhtml": page(LONG)}, more={name: content}))
    assert "without DRM" in caught.value.hint


def test_scrambled_fonts_are_no_protection() -> None:
    more = {"META-INF/encryption.xml": ENCRYPTED.format("http://www.idpf.org/2008/embedding")}
    assert whole(book({"a.xhtml": page(LONG)}, more=more)).blocks


def test_a_book_of_pictures_is_reported() -> None:
    with pytest.raises(SourceError, match="without text"):
        whole(book({"a.xhtml": page('<img src="1.png" alt=""/>')}))


def test_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "boom" * 10}">' for n in range(9))
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">{bomb}]>'
    text = page(f"{LONG}<p>See &x; and &b8; here.</p>").replace("<!DOCTYPE html>", doctype)
    words = " ".join(told(whole(book({"a.xhtml": text}, contents=nav(links({"a.xhtml": "One"}))))))
    assert "secret" not in words.replace("&x;", "") and len(words) < 2000
    assert "See &x; and &b8; here." in words


def test_pages_nested_without_end_are_read() -> None:
    wrapped = page("<em>x<div>" * 3000 + LONG + "</div></em>" * 3000)
    assert f"paragraph {RIVER}" in told(whole(book({"a.xhtml": wrapped})))
    quoted = page("<blockquote>" * 3000 + LONG + "</blockquote>" * 3000)
    assert f"paragraph {RIVER}" in told(whole(book({"a.xhtml": quoted})))


def test_a_large_book_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """A novel of 500,000 characters, with a file for each chapter; measured is the whole process with its parsers."""
    pages = {f"c{n}.xhtml": page(f"<h1>{n}</h1>" + f"<p>{RIVER} {FIELD} {MARKET}</p>" * 30) for n in range(50)}
    path = tmp_path / "large.epub"
    path.write_bytes(book(pages))
    code = """
import resource, sys, tracemalloc
from tts.model import Selection, Source
from tts.sources.epub.book import chapters
source = Source(sys.argv[1], open(sys.argv[1], "rb").read())
tracemalloc.start()
size = sum(len(block.text) for part in chapters(source, Selection()) for block in part.article().blocks)
print(size, tracemalloc.get_traced_memory()[1])
"""
    told = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True).stdout
    size, peak = map(int, told.split())
    assert size > 450_000
    assert peak < 8_000_000, "bytes that Python holds at once: the pages as they are, and one of them as a tree"


def test_the_content_decides_and_not_the_name() -> None:
    content = book({"a.xhtml": page(LONG)})
    assert read(Source("book.zip", content, "text/plain")).title == "The Ferry"


def test_a_book_in_a_zip_of_other_order() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book({"a.xhtml": page(LONG)}))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist(), reverse=True):
            new.writestr(name, old.read(name))
    assert read(Source("x", buffer.getvalue())).title == "The Ferry"


def test_a_missing_page_of_the_order_is_reported() -> None:
    pages = {name: page(f"<h1>{name}</h1>{LONG}") for name in ("a.xhtml", "b%20c.xhtml", "d.xhtml")}
    files = {f"OPS/{name}": text for name, text in pages.items() if name != "b%20c.xhtml"}
    listed = package([*pages], beside=["d.xhtml"]).replace("</spine>", "<itemref idref='unlisted'/></spine>")
    content = zipped({"META-INF/container.xml": CONTAINER, "OPS/book.opf": listed, **files})
    changes = [(change.text, change.reason) for change in whole(content).changes]
    reason = "a page of the book that is missing from its file"
    assert ("b%20c.xhtml", reason) in changes
    assert ("unlisted", reason) in changes
    assert not any(text in ("a.xhtml", "d.xhtml") for text, _ in changes)


@pytest.mark.parametrize(
    ("name", "media_type", "content", "reason"),
    [
        ("b.xml", "application/xml", page(LONG), ""),
        ("b.xhtml", "text/plain", page(LONG), ""),
        ("b.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>", "a page of the book without text"),
        ("b.xhtml", "application/xhtml+xml", "", "a page of the book that is empty in its file"),
    ],
)
def test_every_page_of_the_order_is_read_or_reported(name: str, media_type: str, content: str, reason: str) -> None:
    listed = package(["a.xhtml", name]).replace(
        f'href="{name}" media-type="application/xhtml+xml"', f'href="{name}" media-type="{media_type}"'
    )
    files = {"META-INF/container.xml": CONTAINER, "OPS/book.opf": listed, "OPS/a.xhtml": page("<p>One.</p>")}
    article = whole(zipped({**files, f"OPS/{name}": content}))
    assert [change.reason for change in article.changes] == [reason] * bool(reason)
    assert (RIVER in [block.text for block in article.blocks]) == (not reason)


def test_names_with_the_separator_of_windows_are_found_in_their_order() -> None:
    files = {"META-INF/container.xml": CONTAINER, "OPS/book.opf": package(["b.xhtml", "a.xhtml"])}
    files |= {"OPS/a.xhtml": page(f"<h1>Last</h1>{LONG}"), "OPS/b.xhtml": page(f"<h1>First</h1>{LONG}")}
    content = zipped({name.replace("/", "\\"): text for name, text in files.items()})
    article = whole(content)
    assert article.title == "The Ferry"
    assert [block.text for block in article.blocks if block.kind == "heading"] == ["First", "Last"]


def test_a_book_with_only_front_matter_is_read() -> None:
    content = book({"a.xhtml": page("<p>A law of words.</p>")}, contents=nav(links({"a.xhtml": "Copyright"})))
    article = whole(content)
    assert told(article) == ["paragraph A law of words."]
    assert not article.changes


def test_a_mark_without_a_note_on_its_page_is_reported() -> None:
    mark = "<p>It held<sup><a href='b.xhtml#gone'>1</a></sup>.</p>"
    article = whole(book({"a.xhtml": page(mark + LONG), "b.xhtml": page(LONG)}))
    assert told(article)[0] == "paragraph It held."
    assert [(change.text, change.reason) for change in article.changes] == [
        ("1", "marks of notes that are missing from the book")
    ]
