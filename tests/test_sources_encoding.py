"""Bytes of every provenance become the same text, and what is no text is told by name."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from tts.model import Source, SourceError
from tts.sources import read
from tts.sources.encoding import decode

SIMPLE = (
    "清晨的集市上，卖菜的老人正在数零钱，他说今天的萝卜比昨天便宜两毛，豆腐还是老价钱。\n雨停了，街上的人慢慢多起来。"
)
TRADITIONAL = (
    "清晨的市集上，賣菜的老人正在數零錢，他說今天的蘿蔔比昨天便宜兩毛，豆腐還是老價錢。\n雨停了，街上的人慢慢多起來。"
)
FRENCH = "L’été dernier, à Besançon, nous avons mangé des pêches près de la forêt où naît la rivière."


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_text_without_a_word_about_its_charset(charset: str) -> None:
    assert decode(SIMPLE.encode(charset)) == (SIMPLE, ())


@pytest.mark.parametrize("charset", ["utf-8", "big5", "gb18030", "utf-16"])
def test_traditional_text_without_a_word_about_its_charset(charset: str) -> None:
    assert decode(TRADITIONAL.encode(charset)) == (TRADITIONAL, ())


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        (SIMPLE + "㐀€", "gb18030", "gb2312"),
        (SIMPLE + "镕", "gbk", "GB2312"),
        (TRADITIONAL, "big5", "Big5"),
        (FRENCH, "cp1252", "ISO-8859-1"),
        (FRENCH.replace("’", "'"), "latin-1", "latin1"),
        ("彼は駅で本を読んでいた。", "shift_jis", "Shift_JIS"),
        ("彼は駅で本を読んでいた。", "iso2022_jp", "iso-2022-jp"),
        (SIMPLE, "utf-8", "iso-8859-1"),
        (SIMPLE, "gb18030", "no-such-charset"),
    ],
)
def test_declared(text: str, charset: str, declared: str) -> None:
    assert decode(text.encode(charset), declared) == (text, ())


def test_meta_charset_of_a_page() -> None:
    page = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'></head><body><p>{SIMPLE}喆"
    article = read(Source("page", page.encode("gb18030"), "text/html"))
    assert article.blocks[0].text.startswith("清晨的集市上")


def test_a_few_bad_bytes_are_told_and_the_rest_is_read() -> None:
    text, changes = decode(b"\xef\xbb\xbfgood \xff text")
    assert text == "good \ufffd text"
    assert "1 places" in changes[0].reason


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "application/epub+zip" if name == "mimetype" else "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n\x00", "a PDF"),
        (zipped("mimetype"), "an EPUB book"),
        (zipped("word/document.xml"), "a Word document"),
        (zipped("notes.txt"), "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (gzip.compress(b"x"), "a gzip archive"),
        (b"ID3\x03\x00", "an MP3"),
        (b"\0\0\0\x20ftypM4A ", "MP4"),
    ],
)
def test_containers_are_called_by_name(content: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match=kind) as caught:
        read(Source("file", content, "text/plain"))
    assert caught.value.hint


@pytest.mark.parametrize("content", [bytes(range(256)) * 40, b"\0" * 100, b"MZ\x90\0\x03\0\0\0\x04\0" * 20])
def test_binary_is_not_text(content: bytes) -> None:
    with pytest.raises(SourceError, match="is not text"):
        read(Source("file", content))


def test_words_that_look_like_magic_are_words() -> None:
    assert read(Source("a.txt", b"ID3 tags and GIF87 are old. PK is a name.", "text/plain")).blocks
