"""Invalid, oversized or damaged archives cause a message, but never cost memory or time."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import books
from tts.model import Selection, Source, SourceError
from tts.sources import parts, read
from tts.sources.zip_archive import MOST_DIRECTORY, MOST_ENTRIES, Archive


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def opened(content: bytes) -> Archive:
    return Archive(content, "book.epub", "an EPUB book")


def test_what_is_in_it_is_read() -> None:
    archive = opened(zipped({"a.txt": b"one", "folder/b.txt": b"two"}))
    assert archive.names() == ["a.txt", "folder/b.txt"]
    assert archive.read("folder/b.txt") == b"two"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Text/Chapter One.xhtml", "Text/Chapter%20One.xhtml"),
        ("OPS/Ch1.xhtml", "ops/ch1.XHTML"),
        ("OPS/第一章.xhtml", "OPS/%E7%AC%AC%E4%B8%80%E7%AB%A0.xhtml"),
        ("OPS/a%20b.xhtml", "OPS/a%20b.xhtml"),
        ("OPS/ch1.xhtml", "OPS/text/../ch1.xhtml"),
        ("OPS/cafe\u0301.xhtml", "OPS/caf\u00e9.xhtml"),
    ],
)
def test_names_are_found_however_they_are_written(name: str, asked: str) -> None:
    assert opened(zipped({name: b"x"})).find(asked) == name


@pytest.mark.parametrize(
    ("name", "charset"), [("第一章.xhtml", "gb18030"), ("はじめに.xhtml", "cp932"), ("第一章.xhtml", "utf-8")]
)
def test_names_in_an_undeclared_charset_are_found(name: str, charset: str) -> None:
    raw = name.encode(charset)
    place = "x" * len(raw)
    content = zipped({place: b"text"}).replace(place.encode(), raw)
    archive = opened(content)
    assert archive.read(archive.find(name)) == b"text"


def test_an_entry_that_bursts_is_not_unpacked() -> None:
    archive = opened(zipped({"bomb.xhtml": b" " * 20_000_000}))
    with pytest.raises(SourceError, match=r"book\.epub is not safe to unpack: bomb\.xhtml expands to more than"):
        archive.read("bomb.xhtml")


def test_a_false_size_is_not_believed() -> None:
    content = bytearray(zipped({"bomb.xhtml": b" " * 20_000_000}))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 10)
    with pytest.raises(SourceError):
        opened(bytes(content)).read("bomb.xhtml")


def test_many_entries_that_are_large_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts.sources.zip_archive.MOST_BYTES", 1_000_000)
    archive = opened(zipped({f"{n}.xhtml": bytes(range(256)) * 1600 for n in range(4)}))
    assert archive.read("0.xhtml") and archive.read("0.xhtml") and archive.read("1.xhtml")
    with pytest.raises(SourceError, match="its text is larger than"):
        archive.read("2.xhtml")


def test_too_many_entries() -> None:
    with pytest.raises(SourceError, match=f"more than {MOST_ENTRIES} files"):
        opened(zipped({str(n): b"" for n in range(MOST_ENTRIES + 1)}, zipfile.ZIP_STORED))


def test_a_list_of_entries_without_end_is_not_read() -> None:
    content = bytearray(zipped({"a": b"x"}) + b"\0" * (MOST_DIRECTORY * 2))
    end = zipped({"a": b"x"})[-22:]
    fields = list(struct.unpack("<4s4H2LH", end))
    fields[5], fields[6] = MOST_DIRECTORY * 2, 0
    with pytest.raises(SourceError, match="damaged"):
        opened(bytes(content) + struct.pack("<4s4H2LH", *fields))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_no_book_uses(method: int) -> None:
    with pytest.raises(SourceError, match="compressed in a way"):
        opened(zipped({"a.xhtml": b"x" * 100}, method)).read("a.xhtml")


def test_a_locked_entry_is_reported() -> None:
    content = bytearray(zipped({"a.xhtml": b"x" * 100}))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1
    with pytest.raises(SourceError, match="locked with a password"):
        opened(bytes(content)).read("a.xhtml")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04" + b"x" * 500])
def test_files_that_are_not_archives_are_refused(content: bytes) -> None:
    try:
        assert opened(content).names() == []
    except SourceError as error:
        assert "an EPUB book, but is damaged" in error.message


SOUND = zipped({"a.xhtml": b"<p>text</p>" * 50, "b/c.xhtml": b"other text"})


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_damage_anywhere_causes_no_foreign_error(damage: list[tuple[int, int]]) -> None:
    content = bytearray(SOUND)
    for place, byte in damage:
        content[place] = byte
    try:
        archive = opened(bytes(content))
        for name in archive.names():
            archive.read(name)
    except SourceError as error:
        assert error.message and error.hint


def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    """An entry of 300 megabytes, in 1.4."""
    path = tmp_path / "bomb.epub"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("a.xhtml", "w") as entry,
    ):
        for _ in range(300):
            entry.write(b"\0" * 1_000_000)
    code = """
import sys, tracemalloc
from tts.model import SourceError
from tts.sources.zip_archive import Archive
archive = Archive(open(sys.argv[1], "rb").read(), "bomb", "an EPUB book")
tracemalloc.start()
try:
    archive.read("a.xhtml")
except SourceError as error:
    print(tracemalloc.get_traced_memory()[1])
"""
    told = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True).stdout
    assert int(told) < 40_000_000, "bytes"


# --- entries that no writer makes ---------------------------------------------------------------------------

ODD_NAMES = ["\0x", "/", "//", "/etc/passwd", "../../up", "C:\\x", "\\\\host\\x", "folder/", ".", "..", " ",
             "a\nb", "%00", "x" * 60_000, "mimetype"]  # fmt: skip


def with_entry(content: bytes, name: str, **header: int) -> bytes:
    """The archive with one more entry; `header` are fields of its ZipInfo that the directory then states."""
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        entry = zipfile.ZipInfo("odd")
        entry.filename = name  # as it stands: zipfile would put it right
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr(entry, b"odd")
        for field, value in header.items():
            setattr(archive.infolist()[-1], field, value)
    return buffer.getvalue()


def book_and_document() -> dict[str, bytes]:
    text = "The ferry leaves at six, and nobody has ever seen it leave late. " * 5
    document = Document()
    document.add_paragraph(text)
    packed = io.BytesIO()
    document.save(packed)
    return {"book.epub": books.book({"a.xhtml": books.page(f"<p>{text}</p>")}), "letter.docx": packed.getvalue()}


def read_or_refused(name: str, content: bytes) -> str:
    """The spoken text, or the message; any exception but SourceError is our fault."""
    source = Source(name, content)
    try:
        found = parts(source, Selection())
        held = [each for each in found.articles if isinstance(each, Source)] if found else []
        articles = [read(each) for each in held or [source]]
        return " ".join(block.text for article in articles for block in article.blocks)
    except SourceError as error:
        return error.message


@pytest.mark.parametrize("kind", ["book.epub", "letter.docx"])
@pytest.mark.parametrize("odd", ODD_NAMES, ids=[ascii(name)[:20] for name in ODD_NAMES])
def test_an_odd_name_takes_nothing_away(odd: str, kind: str) -> None:
    content = book_and_document()[kind]
    assert "The ferry leaves at six" in read_or_refused(kind, with_entry(content, odd))


@pytest.mark.parametrize("kind", ["book.epub", "letter.docx"])
@pytest.mark.parametrize(
    "header",
    [
        {"flag_bits": 1},
        {"flag_bits": 0x40},
        {"compress_type": 99},
        {"file_size": 2**31},
        {"file_size": 0},
        {"compress_size": 2**31},
        {"header_offset": 2**31},
        {"CRC": 1},
        {"create_version": 255, "extract_version": 255},
        {"external_attr": 0xA1FF << 16},
    ],
    ids=str,
)
def test_an_odd_header_is_a_message_at_most(header: dict[str, int], kind: str) -> None:
    """The header of an entry that is not part of the text, and of the text itself, which is then in the archive
    twice."""
    content = book_and_document()[kind]
    text = "word/document.xml" if kind == "letter.docx" else "OPS/a.xhtml"
    for name in ("odd", text):
        assert read_or_refused(kind, with_entry(content, name, **header))
