"""PDFs are read like a person would: column by column, in whole paragraphs, without page furniture."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from tests.papers import WIDTH, Paper
from tts.model import Article, Source, SourceError
from tts.sources import read
from tts.sources.pdf.document import read_document
from tts.sources.pdf.line_joining import joined

SENTENCES = (
    "The ferry leaves the harbour at six, when the light is still grey and the water has no colour at all.",
    "Those who wait on the pier do not talk much; they look at the other bank, and at the gulls above it.",
    "On the market the old man counted his coins twice, for he did not trust the light of the lamps any more.",
    "Behind the house there was a field, and behind the field a wood, in which children were not allowed to play.",
    "A dog that belonged to nobody went from door to door, and got something at each, so that it was never hungry.",
    "In the winter the river froze, and then people walked over it with lanterns, which looked like a procession.",
    "Nobody remembers who built the tower, but everybody knows the man who wound its clock until the clock stopped.",
)
HAN = "清晨的市集上，卖菜的老人正在数零钱，他说今天的萝卜比昨天便宜两毛，豆腐还是老价钱。雨停了，街上的人慢慢多起来。"


def paragraph(number: int, sentences: int = 4) -> str:
    return " ".join(SENTENCES[(number + n) % len(SENTENCES)] for n in range(sentences))


def article(paper: Paper | bytes) -> Article:
    return read(Source("paper.pdf", paper if isinstance(paper, bytes) else paper.bytes()))


def told(paper: Paper | bytes) -> list[str]:
    return [f"{block.kind} {block.text}" for block in article(paper).blocks]


def paragraphs(paper: Paper | bytes) -> list[str]:
    return [block.text for block in article(paper).blocks if block.kind == "paragraph"]


# --- columns and paragraphs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("style", ["indented", "gaps"])
def test_columns_are_read_one_after_the_other(count: int, style: str) -> None:
    texts = [paragraph(n) for n in range(2 * count)]
    width = (WIDTH - 100 - 20 * (count - 1)) / count
    paper = Paper()
    paper.add_page()
    paper.at(50, 60, "A Heading Across All Columns Of The Page", 18)
    looks = {"indent": 12, "gap": 0} if style == "indented" else {"indent": 0, "gap": 8}
    for n in range(count):
        paper.column(50 + n * (width + 20), 100, width, texts[2 * n : 2 * n + 2], **looks)
    assert told(paper) == [f"paragraph {text}" for text in texts]
    assert article(paper).title == "A Heading Across All Columns Of The Page"


def test_blocks_across_columns_separate_them() -> None:
    texts = [paragraph(n) for n in range(6)]
    paper = Paper()
    paper.add_page()
    low = max(paper.column(50, 60, 240, texts[0:1]), paper.column(310, 60, 240, texts[1:2]))
    low = paper.column(50, low + 20, 500, texts[2:3])
    paper.column(50, low + 20, 240, texts[3:4])
    paper.column(310, low + 20, 240, texts[4:5])
    assert paragraphs(paper) == texts[:5]


def test_the_order_of_drawing_does_not_matter() -> None:
    paper = Paper()
    paper.add_page()
    lines = paper.lines(paragraph(0, 6), 240, 10, indent=0, font="times", breaks=" ")
    for place, line in reversed(list(enumerate(lines))):
        paper.at(50, 60 + 12 * place, line)
    assert paragraphs(paper) == [paragraph(0, 6)]


def test_paragraphs_continue_across_pages_and_columns() -> None:
    text = paragraph(0, 20)
    paper = Paper()
    lines = paper.lines(text, 240, 10, indent=12, font="times", breaks=" ")
    for place in range(0, len(lines), 10):
        column = place // 10
        if column % 2 == 0:
            paper.add_page()
        for n, line in enumerate(lines[place : place + 10]):
            paper.at(50 + 260 * (column % 2) + (0 if place + n else 12), 60 + 12 * n, line)
    assert paragraphs(paper) == [text]


def test_an_indent_begins_a_paragraph_on_the_next_page() -> None:
    first, second = paragraph(0, 9), paragraph(2, 9)
    paper = Paper()
    paper.add_page()
    paper.column(50, 60, 240, [paragraph(1), first])
    paper.add_page()
    paper.column(50, 60, 240, [second, paragraph(3)])
    assert paragraphs(paper) == [paragraph(1), first, second, paragraph(3)]


def test_han_lines_are_joined_without_a_space() -> None:
    texts = [HAN * 3, HAN * 2, "用 Python 写的程序和 Rust 写的程序，" + HAN]
    paper = Paper()
    paper.add_page()
    paper.column(60, 60, 475, texts, size=12, indent=24, font="han", breaks="")
    assert paragraphs(paper) == texts


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the regis-", "tration of"], "the registration of"),
        (["a well-", "known man"], "a well-known man"),
        (["the Anglo-", "Saxon"], "the Anglo-Saxon"),
        (["COVID-", "19"], "COVID-19"),
        (["an up-", "to-date list"], "an up-to-date list"),
        (["soft\xad", "ened but\xadter"], "softened butter"),
        (["a state-", "owned ferry"], "a state-owned ferry"),
        (["die Nord-", "und Ostsee"], "die Nord- und Ostsee"),
    ],
)
def test_hyphens_at_line_ends(lines: list[str], text: str) -> None:
    words = frozenset({"well-known", "up-to-date", "state", "owned"})
    assert joined(lines, words) == text


# --- what only pages need ----------------------------------------------------------------------------------------


def book(pages: int = 5) -> Paper:
    paper = Paper()
    for number in range(1, pages + 1):
        paper.add_page()
        paper.at(50, 40, "The Book of Ferries" if number % 2 else f"Chapter {number}")
        paper.at(280, 810, f"- {number + 10} -")
        paper.column(50, 80, 480, [f"This is page {number} of it. {paragraph(number, 5)}"])
    return paper


def test_headers_footers_and_page_numbers_are_reported_once() -> None:
    found = article(book(6))
    changes = [(change.text, change.reason) for change in found.changes]
    assert changes == [
        ("The Book of Ferries", "the head or foot of 3 pages"),
        ("Chapter 2", "the head or foot of 3 pages"),
        ("- 11 - … - 16 -", "page numbers"),
    ]
    assert len(found.blocks) == 6
    assert not any("Ferries" in block.text or " - " in block.text for block in found.blocks)


def test_numbers_in_the_text_stay() -> None:
    paper = Paper()
    paper.add_page()
    paper.column(50, 80, 480, [paragraph(0)])
    paper.at(50, 300, "1984")
    assert told(paper)[-1] == "paragraph 1984"


def test_footnotes_leave_the_text_and_exponents_stay() -> None:
    paper = Paper()
    paper.add_page()
    y = paper.column(50, 60, 480, [paragraph(0, 8)])
    paper.at(50, y, "The tower")
    paper.at(50 + paper.get_string_width("The tower"), y - 4, "1", 6)
    x = 50 + 4 + paper.get_string_width("The tower") + 14
    paper.at(x, y, "has an area of x")
    x += paper.get_string_width("has an area of x")
    paper.at(x, y - 4, "2", 6)
    paper.at(x + 4, y, "in all.")
    paper.at(50, 760, "1", 5)
    paper.at(54, 763, "It was built of wood, and later of stone, by people who", 8)
    paper.at(50, 773, "had never seen one.", 8)
    found = told(paper)
    assert found[-1] == "note It was built of wood, and later of stone, by people who had never seen one."
    assert "The tower has an area of x² in all." in " ".join(found)


def test_headings_lists_captions_and_tables() -> None:
    paper = Paper(title="Microsoft Word - draft3.doc", author="Administrator")
    paper.add_page()
    paper.at(50, 60, "All About Towers", 24)
    paper.at(50, 100, "1 Why towers", 14, style="B")
    y = paper.column(50, 120, 480, [paragraph(0, 5)])
    for n, item in enumerate(("tall ones", "small ones")):
        paper.at(60, y + 10 + 14 * n, f"\u2022 {item}", font="han")
    paper.at(50, y + 60, "1.1 How high", style="B")
    y = paper.column(50, y + 75, 480, [paragraph(3, 5)])
    for n, row in enumerate((("Name", "Height"), ("Anna", "12"), ("Berta", "8"), ("Clara", "45"))):
        paper.at(60, y + 20 + 14 * n, row[0])
        paper.at(200, y + 20 + 14 * n, row[1])
    paper.at(60, y + 90, "Table 1: Three towers.", 9)
    paper.at(50, y + 130, "2 Why not", 14, style="B")
    paper.column(50, y + 150, 480, [paragraph(1, 5)])
    found = article(paper)
    assert (found.title, found.author) == ("All About Towers", "")
    assert [(b.kind, b.level, b.text) for b in found.blocks if b.kind != "paragraph"] == [
        ("heading", 2, "1 Why towers"),
        ("item", 1, "tall ones"),
        ("item", 1, "small ones"),
        ("heading", 3, "1.1 How high"),
        ("table", 0, "Name\tHeight\nAnna\t12\nBerta\t8\nClara\t45"),
        ("caption", 0, "Table 1: Three towers."),
        ("heading", 2, "2 Why not"),
    ]


def test_the_outline_names_headings() -> None:
    paper = Paper()
    paper.add_page()
    paper.start_section("A quiet beginning")
    paper.at(50, 60, "A quiet beginning")
    paper.column(50, 80, 480, [paragraph(0, 5)])
    assert told(paper)[0] == "heading A quiet beginning" or article(paper).title == "A quiet beginning"


def test_ligatures_are_letters() -> None:
    text = r"The o\003ce of the \001rst \002ag was shut, and nobody knew why the \001gures were gone."
    assert paragraphs(raw(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET")) == [
        "The office of the first flag was shut, and nobody knew why the figures were gone."
    ]


def raw(content: str) -> bytes:
    """A PDF of one page with a font whose codes 1 to 3 are ligatures."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [1 /fi /fl /ffi] >> >>"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources << /Font << /F1 {font} >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    ]
    objects = "".join(f"{n} 0 obj\n{body}\nendobj\n" for n, body in enumerate(bodies, 1))
    return f"%PDF-1.4\n{objects}trailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF".encode("latin-1")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_were_turned(turn: int) -> None:
    reader = pypdf.PdfReader(io.BytesIO(book(1).bytes()))
    writer = pypdf.PdfWriter()
    writer.add_page(reader.pages[0].rotate(turn))
    buffer = io.BytesIO()
    writer.write(buffer)
    assert paragraphs(buffer.getvalue())[-1].startswith("This is page 1 of it.")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_that_was_turned(turn: int) -> None:
    paper = Paper()
    paper.add_page()
    with paper.rotation(turn, WIDTH / 2, 421):
        paper.column(120, 200, 350, [paragraph(0, 5), paragraph(3, 5)])
    with paper.rotation(turn + 90, WIDTH / 2, 421):
        paper.at(WIDTH / 2, 421 + 200, "stamp")
    assert paragraphs(paper) == [paragraph(0, 5), paragraph(3, 5)]
    assert [(change.text, change.reason) for change in article(paper).changes] == [
        ("stamp", "stands across the page's text")
    ]


def test_han_that_is_written_downwards() -> None:
    paper = Paper()
    paper.add_page()
    for column, text in enumerate((HAN[:40], HAN[40:])):
        for n, sign in enumerate(text):
            paper.at(500 - 24 * column, 60 + 14 * n, sign, 12, font="han")
    assert "".join(paragraphs(paper)) == HAN


def test_text_outside_the_page_is_reported() -> None:
    paper = Paper()
    paper.add_page()
    paper.column(50, 60, 480, [paragraph(0)])
    paper.at(50, 870, "ferries.indd 1")
    found = article(paper)
    assert [block.text for block in found.blocks] == [paragraph(0)]
    assert [(change.text, change.reason) for change in found.changes] == [("ferries.indd 1", "outside the page")]


def test_stated_metadata_are_read() -> None:
    paper = Paper(title="Slow Boats", author="Ann Lee; Bo Chen")
    paper.add_page()
    paper.column(50, 60, 480, [paragraph(0)])
    found = article(paper)
    assert (found.title, found.author) == ("Slow Boats", "Ann Lee, Bo Chen")
    assert abs((date.today() - date.fromisoformat(found.date)).days) <= 1, "the day on which it was made"


# --- what is refused -----------------------------------------------------------------------------------------------


def picture() -> Image.Image:
    return Image.new("L", (60, 80), 200)


def test_a_scan_is_reported() -> None:
    paper = Paper()
    for _ in range(3):
        paper.add_page()
        paper.image(picture(), 0, 0, WIDTH)
    with pytest.raises(SourceError, match=r"paper\.pdf is a scan") as caught:
        article(paper)
    assert "OCR" in caught.value.hint


def test_scanned_pages_among_others_are_reported() -> None:
    paper = Paper()
    for number in range(1, 8):
        paper.add_page()
        if number in (2, 3, 6):
            paper.image(picture(), 0, 0, WIDTH)
        else:
            paper.column(50, 60, 480, [paragraph(number)])
    changes = [(change.text, change.reason) for change in article(paper).changes]
    assert ("pages 2-3, 6", "pages that are pictures: their text is not read") in changes


def test_a_scan_with_a_text_layer_is_read() -> None:
    paper = Paper()
    paper.add_page()
    paper.image(picture(), 0, 0, WIDTH)
    paper.column(50, 60, 480, [paragraph(0)])
    assert paragraphs(paper) == [paragraph(0)]


def test_pages_without_anything() -> None:
    paper = Paper()
    paper.add_page()
    with pytest.raises(SourceError, match="without text"):
        article(paper)


@pytest.mark.parametrize(("user", "owner", "refused"), [("secret", "other", True), ("", "other", False)])
def test_passwords(user: str, owner: str, refused: bool) -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(book(1).bytes())))
    writer.encrypt(user, owner, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    if refused:
        with pytest.raises(SourceError, match="locked with a password"):
            article(buffer.getvalue())
    else:
        assert paragraphs(buffer.getvalue())


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 5000, book(1).bytes()[:600]])
def test_broken_files_are_reported(content: bytes) -> None:
    with pytest.raises(SourceError, match=r"paper\.pdf is a damaged PDF"):
        article(content)


def test_damage_anywhere_causes_no_foreign_error() -> None:
    sound = book(2).bytes()
    for place in range(0, len(sound), max(1, len(sound) // 25)):
        try:
            article(sound[:place] + b"9>[(" + sound[place + 4 :])
        except SourceError as error:
            assert error.hint


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts.sources.pdf.document.MOST_PAGES", 2)
    with pytest.raises(SourceError, match="more than 2 pages"):
        read_document(book(3).bytes(), "paper.pdf")


def test_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts.sources.pdf.document.MOST_SECONDS", -1.0)
    with pytest.raises(SourceError, match="takes longer than"):
        read_document(book(3).bytes(), "paper.pdf")


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts.sources.pdf.article.MOST_SECONDS", 0.01)
    with pytest.raises(SourceError, match="takes longer than"):
        article(book(3))


@pytest.mark.parametrize("piece", [b"(abcdefgh) Tj " * 10_000, b" " * 1_000_000], ids=["letters", "spaces"])
def test_a_bomb_is_refused_with_a_message(piece: bytes, tmp_path: Path) -> None:
    """A few kilobytes for which PDFium needs gigabytes. It is read in a separate process: otherwise the largest child
    of the test process would be measured, including what other tests loaded."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"BT /F1 12 Tf 50 700 Td ") + b"".join(packer.compress(piece) for _ in range(300))
    packed += packer.compress(b" ET") + packer.flush()
    bomb = raw("XXXX").replace(b"<< /Length 4 >>", b"<< /Length %d /Filter /FlateDecode >>" % len(packed))
    (tmp_path / "paper.pdf").write_bytes(bomb.replace(b"XXXX", packed))
    look = (
        "import resource, sys; from pathlib import Path; from tts.model import Source, SourceError\n"
        "from tts.sources import read\n"
        "try: read(Source('paper.pdf', Path(sys.argv[1]).read_bytes()))\n"
        "except SourceError as e: print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, e)"
    )
    told = subprocess.run(
        [sys.executable, "-c", look, tmp_path / "paper.pdf"], capture_output=True, text=True, check=True
    )
    most, message = told.stdout.split(" ", 1)
    assert re.search(r"paper\.pdf is a PDF (that takes too much memory|without text)", message)
    assert 30_000 < int(most) < 2_000_000, "kilobytes"


def test_the_content_decides_and_not_the_name() -> None:
    paper = book(1).bytes()
    assert read(Source("paper.txt", paper, "text/plain")).blocks
    assert read(Source("paper.html", b"\r\n\r\n" + paper, "text/html")).blocks
    page = f"<!DOCTYPE html><html><body><article><h1>A page</h1><p>{paragraph(0)}</p></article></body></html>"
    assert read(Source("page.pdf", page.encode(), "application/pdf")).title == "A page"


def test_a_book_is_read_page_by_page(tmp_path: Path) -> None:
    """40 pages with 130,000 letters, in a separate process, so that threads and tables of other tests do not count."""
    paper = Paper()
    for number in range(40):
        paper.add_page()
        paper.at(50, 40, "The Book of Ferries")
        paper.column(50, 80, 480, [paragraph(number + n, 8) for n in range(4)])
    small = Paper()
    small.add_page()
    small.column(50, 80, 480, [paragraph(1, 8)])
    (tmp_path / "paper.pdf").write_bytes(paper.bytes())
    (tmp_path / "small.pdf").write_bytes(small.bytes())
    code = """
import sys, tracemalloc
from pathlib import Path
from tts.sources.pdf.document import read_document
small, paper = (Path(name).read_bytes() for name in sys.argv[1:])
read_document(small, "small.pdf")  # what is loaded once belongs to no book
tracemalloc.start()
found = read_document(paper, "paper.pdf")
print(len(found.blocks), tracemalloc.get_traced_memory()[1])
"""
    command = [sys.executable, "-c", code, tmp_path / "small.pdf", tmp_path / "paper.pdf"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    blocks, peak = map(int, printed.split())
    assert blocks == 160
    assert peak < 12_000_000, "bytes; the signs of a page, and the lines of all"
