"""Programs that convert documents: run with limits, missing, failing; golden pairs are in data/converted."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tests import books
from tests.documents import docx
from tests.needs import needs
from tts.model import Selection, Source, SourceError
from tts.sources import parts, read
from tts.sources.converted import article, bounded_process

MOBI = b"a book" + b"\0" * 54 + b"BOOKMOBI" + b"\0" * 50
OLD = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 100


@pytest.fixture(autouse=True)
def nothing_is_kept() -> None:
    article._ran.cache_clear()


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def stand_in(folder: Path, name: str, code: str) -> None:
    """A program of that name, which takes the same arguments."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport os, sys, time, subprocess\n{code}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("name", "content", "said", "advice"),
    [
        ("a.org", b"#+TITLE: A\n\nText.", "an Org document, .* without pandoc", "pandoc -s a.org"),
        ("a.adoc", b"= A\n\nText.", "AsciiDoc document, .* without asciidoctor or pandoc", "asciidoctor -o"),
        ("a b.tex", b"\\documentclass{x}", "LaTeX document, .* without pandoc", "pandoc -s 'a b.tex' -o page.html"),
        ("a.wiki", b"== A ==\nText.", "a MediaWiki text", "pandoc -s a.wiki"),
        ("a.textile", b"h1. A", "a Textile document", "pandoc"),
        ("a.rtf", b"{\\rtf1 A}", "an RTF document, .* without pandoc or LibreOffice or Calibre", "save it as .docx"),
        ("a.mobi", MOBI, "a Kindle book, .* without Calibre", "ebook-convert a.mobi book.epub"),
        ("a.doc", OLD, "an old Word document, .* without LibreOffice", "save it as .docx"),
    ],
)  # fmt: skip
def test_without_the_program_the_command_to_convert_is_printed(
    name: str, content: bytes, said: str, advice: str, bin_folder: Path
) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read(Source(name, content))
    assert advice in caught.value.hint and caught.value.hint.startswith("install ")


def test_a_kindle_book_is_read_and_split_by_calibre(bin_folder: Path, tmp_path: Path) -> None:
    pages = {name: books.page(f"<h1>{name}</h1><p>{'The bell rings. ' * 20}</p>") for name in ("one", "two")}
    (tmp_path / "made.epub").write_bytes(
        books.book(pages, contents=books.nav(books.links({"one": "One", "two": "Two"})))
    )
    stand_in(
        bin_folder,
        "ebook-convert",
        f"assert sys.argv[1:] == ['input.mobi', 'output.epub'], sys.argv\n"
        f"open('output.epub', 'wb').write(open({str(tmp_path / 'made.epub')!r}, 'rb').read())\n"
        f"open({str(tmp_path / 'times')!r}, 'a').write('x')",
    )
    source = Source("book.mobi", MOBI)
    found = parts(source, Selection())
    assert found is not None and [part.where for part in found] == ["book.mobi#OPS/one", "book.mobi#OPS/two"]
    assert [block.text for block in read(source).blocks if block.kind == "heading"] == ["one", "two"]
    assert (tmp_path / "times").read_text() == "x", "converted once"


def test_an_old_word_document_is_read_by_libreoffice(bin_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(docx({"paragraphs": [("", "The bell rings twice.")]}))
    stand_in(
        bin_folder,
        "soffice",
        f"open('input.docx', 'wb').write(open({str(tmp_path / 'made.docx')!r}, 'rb').read())",
    )
    assert [block.text for block in read(Source("a.doc", OLD)).blocks] == ["The bell rings twice."]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sys.exit('Traceback\\nDRMError: it has DRM')", "a Kindle book that is protected"),
        ("sys.exit('x\\nMobiError: of no kind')", "a Kindle book that Calibre can't convert: MobiError: of no kind"),
        ("sys.exit(3)", "Calibre can't convert: it gives no reason"),
        ("pass", "Calibre can't convert: it wrote nothing"),
        ("open('output.epub', 'wb').write(b'no book')", "a.mobi is an EPUB book, but is damaged"),
    ],
)
def test_messages_of_a_program_are_reported(code: str, said: str, bin_folder: Path) -> None:
    stand_in(bin_folder, "ebook-convert", code)
    with pytest.raises(SourceError, match=said) as caught:
        read(Source("a.mobi", MOBI))
    assert caught.value.hint


def test_a_program_that_does_not_end_is_killed_with_its_children(
    bin_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_process, "MOST_SECONDS", 4.0)
    child = "import time; time.sleep(3600)"
    note = tmp_path / "child"
    stand_in(
        bin_folder,
        "ebook-convert",
        f"child = subprocess.Popen([{sys.executable!r}, '-c', {child!r}])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\ntime.sleep(3600)",
    )
    with pytest.raises(SourceError, match="it did not finish within 4 seconds"):
        read(Source("a.mobi", MOBI))
    assert is_gone(int(note.read_text()))


def is_gone(number: int) -> bool:
    for _ in range(1200):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{number}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_program_that_writes_endlessly_is_killed(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_process, "MOST_OUTPUT", 1_000_000)
    stand_in(bin_folder, "ebook-convert", "with open('x', 'wb') as file:\n    while True: file.write(b'x' * 65536)")
    with pytest.raises(SourceError, match="it wrote more than 1 MB"):
        read(Source("a.mobi", MOBI))


def test_the_program_gets_nothing_of_the_users(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGECAST_OPENAI_KEY", "a secret")
    code = (
        "home = os.environ['HOME']\n"
        "assert os.getcwd() == home == os.environ['TMPDIR'], home\n"
        "assert sorted(os.listdir('.')) == ['errors', 'input.mobi'], os.listdir('.')\n"
        "assert not [one for one in os.environ if 'KEY' in one]\n"
        "assert os.environ['https_proxy'].endswith(':9')\n"
        "sys.exit('all is well')"
    )
    stand_in(bin_folder, "ebook-convert", code)
    with pytest.raises(SourceError, match="all is well"):
        read(Source("a.mobi", MOBI))


@needs("pandoc")
def test_pandoc_reads_no_other_file_and_its_errors_are_reported(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("A secret that nobody is to hear.", encoding="utf-8")
    text = f"\\documentclass{{article}}\\begin{{document}}\\input{{{secret}}}\nThe bell rings.\\end{{document}}"
    article = read(Source("a.tex", text.encode()))
    assert [block.text for block in article.blocks] == ["The bell rings."]
    with pytest.raises(SourceError, match="LaTeX document that pandoc can't convert: Error") as caught:
        read(Source("a.tex", b"\\documentclass{article}\\begin{document}\\emph{never closed"))
    assert "Markdown" in caught.value.hint


@needs("pandoc")
def test_a_text_of_another_charset_is_converted() -> None:
    text = "#+TITLE: 港口的钟\n\n港口的钟每天敲两次，早上六点和中午。没有人知道为什么。\n"
    assert read(Source("a.org", text.encode("gbk"))).title == "港口的钟"
