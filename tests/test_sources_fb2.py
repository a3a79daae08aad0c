"""FictionBooks: their chapters, cover and archives; the text is in the golden pairs."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from tts.model import Article, Selection, Source, SourceError
from tts.sources import parts, read

RIVER = "The boat crossed the river every morning at six, and nobody on it spoke."
LONG = f"<p>{RIVER}</p>" * 80
"""Longer than what is a section of a chapter."""
SHORT = f"<p>{RIVER}</p>" * 5
PICTURE = b"\x89PNG\r\n\x1a\n and so on"


def section(title: str, *inner: str) -> str:
    return f"<section><title><p>{title}</p></title>{''.join(inner)}</section>"


def book(*sections: str, info: str = "", more: str = "") -> bytes:
    text = (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"'
        ' xmlns:l="http://www.w3.org/1999/xlink"><description><title-info>'
        "<author><first-name>Ann</first-name><last-name>Lee</last-name></author>"
        f"<book-title>The Ferry</book-title>{info}<lang>en</lang></title-info></description>"
        f"<body>{''.join(sections)}</body>{more}</FictionBook>"
    )
    return text.encode()


def chapters(content: bytes, split: bool | None = None) -> list[Source]:
    found = parts(Source("ferry.fb2", content, modified="2026-01-02"), Selection(split))
    assert found is not None and found.each == "chapter"
    return [part for part in found if isinstance(part, Source)]


def opened(part: Source) -> Article:
    assert part.article
    return part.article()


def test_each_chapter_is_an_episode() -> None:
    first, second = chapters(book(section("One", LONG), section("Two", LONG)))
    assert (first.where, second.where) == ("ferry.fb2#One", "ferry.fb2#Two")
    assert first.modified == "2026-01-02"
    article = opened(second)
    assert (article.title, article.publication) == ("The Ferry: Two", "The Ferry")
    assert (article.author, article.language) == ("Ann Lee", "en")
    assert article.blocks[0].text == RIVER, "the title is not said twice"


def test_whole_or_split_is_the_users_choice() -> None:
    two = book(section("One", LONG), section("Two", LONG))
    assert parts(Source("ferry.fb2", two), Selection(split=False)) is None
    assert len(chapters(two, split=True)) == len(chapters(two)) == 2
    assert parts(Source("ferry.fb2", book(section("One", LONG))), Selection()) is None


@pytest.mark.parametrize(
    ("title", "inner", "names"),
    [
        ("Winter", LONG, ["One", "Two", "Last"]),
        ("Winter", SHORT, ["Winter", "Last"]),
        ("Part 1", SHORT, ["One", "Two", "Last"]),
    ],
    ids=["long sections", "short sections", "short sections of what is called a part"],
)
def test_sections_of_a_section_are_chapters_or_not(title: str, inner: str, names: list[str]) -> None:
    nested = section(title, section("One", inner), section("Two", inner))
    found = chapters(book(nested, section("Last", LONG)))
    assert [part.where for part in found] == [f"ferry.fb2#{name}" for name in names]
    said = [block.text for part in found for block in opened(part).blocks]
    assert said.count(RIVER) == 2 * inner.count("<p>") + 80


def test_a_chapter_is_made_again_only_if_it_changed() -> None:
    before = chapters(book(section("One", LONG), section("Two", LONG)))
    after = chapters(book(section("New", LONG), section("One", LONG), section("Two", LONG, SHORT)))
    stamps = {part.where: part.content for part in before}
    changed = [part.where for part in after if stamps.get(part.where) != part.content]
    assert changed == ["ferry.fb2#New", "ferry.fb2#Two"]


@pytest.mark.parametrize(
    ("binary", "picture"),
    [(base64.b64encode(PICTURE).decode(), PICTURE), ("no base64 at all!", None), ("", b"")],
)
def test_the_cover_is_the_picture(binary: str, picture: bytes | None) -> None:
    cover = '<coverpage><image l:href="#c.png"/></coverpage>'
    more = f'<binary id="c.png" content-type="image/png">{binary}</binary>'
    article = read(Source("ferry.fb2", book(section("One", LONG), info=cover, more=more)))
    assert picture is None or article.picture == picture
    assert article.title == "The Ferry", "a picture that can't be had costs nothing else"


def test_pictures_may_be_larger_than_a_text_may_be() -> None:
    more = f'<binary id="c.png">{"A" * 12_000_000}</binary>'
    article = read(Source("ferry.fb2", book(section("One", SHORT), more=more)))
    assert len(article.blocks) == 6


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, book(section("One", LONG), section("Two", LONG)))
    return buffer.getvalue()


def test_a_zipped_book_is_a_book() -> None:
    source = Source("ferry.fb2.zip", zipped("Ferry.FB2"))
    found = parts(source, Selection())
    assert found is not None and len(found) == 2
    assert read(source).title == "The Ferry"


def test_several_books_in_an_archive_are_not_guessed_at() -> None:
    with pytest.raises(SourceError, match=r"books.zip holds 2 FictionBooks") as caught:
        read(Source("books.zip", zipped("a.fb2", "b.fb2")))
    assert "unpack it" in caught.value.hint


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig", "windows-1251"])
def test_it_is_known_in_every_charset(charset: str) -> None:
    text = book(section("Паром", SHORT)).decode().replace('encoding="utf-8"', "")
    if charset == "windows-1251":
        text = text.replace('version="1.0"', 'version="1.0" encoding="windows-1251"')
    assert read(Source("ferry", text.encode(charset))).blocks[0].text == "Паром"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_book_that_was_cut_off_is_read_as_far_as_it_goes(cut: float) -> None:
    content = book(section("One", LONG), section("Two", LONG))
    article = read(Source("ferry.fb2", content[: int(len(content) * cut)]))
    assert article.blocks[0].text == "One"
    assert "damaged" in article.changes[0].reason
