"""Word documents: styles become headings, notes follow the text, deleted or hidden text is not spoken."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from tests.documents import drop_table_styles
from tts.model import Article, Source, SourceError
from tts.sources import read
from tts.text import edit

SENTENCE = "The ferry leaves the harbour at six, when the light is still grey."
FOOTNOTES = """<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:t>It was built of wood.</w:t></w:r></w:p>
<w:p><w:r><w:t>Then of stone.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def content(document: Document) -> bytes:
    drop_table_styles(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def changed(packed: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The same archive with its parts changed; None leaves one out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
        for name, part in more.items():
            new.writestr(name, part)
    return buffer.getvalue()


def article(document: Document | bytes) -> Article:
    packed = document if isinstance(document, bytes) else content(document)
    return read(Source("letter.docx", packed))


def told(document: Document | bytes) -> list[str]:
    return [f"{b.kind}{b.level or ''} {b.text}" for b in article(document).blocks]


def add(document: Document, runs: str) -> None:
    """A paragraph of WordprocessingML."""
    spaces = nsdecls("w") + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:p {spaces}>{runs}</w:p>"))


def run(text: str, about: str = "") -> str:
    return f'<w:r><w:rPr>{about}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_styles_determine_the_blocks() -> None:
    document = docx.Document()
    document.add_paragraph("All About Ferries", style="Title")
    document.add_paragraph("A report", style="Subtitle")
    document.add_heading("Why ferries", 1)
    document.add_paragraph(SENTENCE)
    document.add_heading("Which ones", 2)
    for text, style in (("white", "List Bullet"), ("small", "List Bullet"), ("first", "List Number")):
        document.add_paragraph(text, style=style)
    document.add_paragraph("Slow is fast enough.", style="Quote")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Name", "Cars", "Anna", "12"), strict=True):
        cell.text = text
    document.add_paragraph("Table 1: A ferry.", style="Caption")
    document.core_properties.author = "Ann Lee"
    document.core_properties.language = "en-GB"
    found = article(document)
    assert (found.title, found.author, found.language) == ("All About Ferries", "Ann Lee", "en-GB")
    assert told(document) == [
        "paragraph A report",
        "heading1 Why ferries",
        f"paragraph {SENTENCE}",
        "heading2 Which ones",
        "item1 white",
        "item1 small",
        "item1 1. first",
        "quote Slow is fast enough.",
        "table Name\tCars\nAnna\t12",
        "caption Table 1: A ferry.",
    ]
    assert not found.changes


@pytest.mark.parametrize("bold", [True, False])
def test_a_document_without_styles_is_as_plain_as_it_is_typed(bold: bool) -> None:
    document = docx.Document()
    fog, ice = "　　老船长跑了三十一年，从来没有见过这么浓的雾。", "冬天结冰的时候，渡轮只能掉头返回。"
    for line in ["渡轮与码头", "作者：何青", fog, fog, "一、航线", ice, "二、船员", "他们轮流值夜，谁也不抱怨。"]:
        document.add_paragraph().add_run(line).bold = bold and len(line) < 6 and "：" not in line
    edited = edit(article(document))
    assert (edited.title, edited.author) == ("渡轮与码头", "何青")
    assert [b.text for b in edited.blocks if b.kind == "heading"] == ["一、航线", "二、船员"]
    assert len(edited.blocks) == 6


@pytest.mark.parametrize(
    ("stated", "author", "title", "name"),
    [
        ("On Ferries", "Ann Lee; Bo Chen", "On Ferries", "Ann Lee, Bo Chen"),
        ("Word Document", "python-docx", "", ""),
        ("report_final.docx", "微软用户", "", ""),
        ("", "", "", ""),
    ],
)
def test_stated_metadata_are_read(stated: str, author: str, title: str, name: str) -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = stated, author
    document.add_paragraph(SENTENCE)
    assert (article(document).title, article(document).author) == (title, name)


def test_a_lone_first_heading_is_the_title() -> None:
    document = docx.Document()
    document.add_heading("On Ferries", 1)
    document.add_paragraph(SENTENCE)
    assert (article(document).title, told(document)) == ("On Ferries", [f"paragraph {SENTENCE}"])


def test_the_language_of_the_writing_that_is_used() -> None:
    document = docx.Document()
    document.core_properties.language = ""
    fonts = document.styles.element.find(".//{*}docDefaults//{*}lang")
    space = re.match(r"\{.*\}", fonts.tag)
    assert space
    fonts.set(f"{space[0]}eastAsia", "zh-CN")
    document.add_paragraph("清晨的市集上，卖菜的老人正在数零钱。")
    assert article(document).language == "zh-Hans"


def test_styles_of_ones_own_and_levels_without_a_style() -> None:
    document = docx.Document()
    own = document.styles.add_style("Kapitel", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("In my own style", style="Kapitel")
    document.add_paragraph(SENTENCE)
    add(document, '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>' + run("By its level"))
    assert told(document) == ["heading2 In my own style", f"paragraph {SENTENCE}", "heading3 By its level"]


def test_notes_follow_the_text() -> None:
    document = docx.Document()
    add(document, run("The tower") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + run(" is old."))
    document.add_paragraph(SENTENCE)
    packed = changed(content(document), lambda name, part: part, **{"word/footnotes.xml": FOOTNOTES.encode()})
    assert told(packed) == [
        "paragraph The tower is old.",
        f"paragraph {SENTENCE}",
        "note It was built of wood. Then of stone.",
    ]


def test_deleted_text_and_comments_are_not_spoken() -> None:
    document = docx.Document()
    deleted = '<w:del w:id="1" w:author="x"><w:r><w:delText>not </w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="x">{run("really ")}</w:ins>'
    add(document, run("It is ") + deleted + inserted + run("true."))
    document.add_comment(document.paragraphs[0].runs, "Is it?", "Bo")
    assert told(document) == ["paragraph It is really true."]


def test_hidden_text_is_reported() -> None:
    document = docx.Document()
    add(document, run("Seen. ") + run("Unseen.", "<w:vanish/>") + run("Shown.", '<w:vanish w:val="0"/>'))
    found = article(document)
    assert [block.text for block in found.blocks] == ["Seen. Shown."]
    assert [(change.text, change.reason) for change in found.changes] == [("Unseen.", "hidden in the document")]


def test_superscripts_and_subscripts_are_read() -> None:
    document = docx.Document()
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    square = run("10") + run("6", up) + run(" m") + run("2", up)
    add(document, square + run(" of H") + run("2", down) + run("O, the 5") + run("th", up))
    assert told(document) == ["paragraph 10⁶ m² of H₂O, the 5th"]


def test_formulas_are_not_lost() -> None:
    document = docx.Document()
    part = "<m:r><m:t>{}</m:t></m:r>"
    square = f"<m:sSup><m:e>{part.format('c')}</m:e><m:sup>{part.format('2')}</m:sup></m:sSup>"
    half = f"<m:f><m:num>{part.format('a+b')}</m:num><m:den>{part.format('2')}</m:den></m:f>"
    add(document, run("With ") + f"<m:oMath>{part.format('E=m')}{square}</m:oMath>" + run(" it is known."))
    add(document, f"<m:oMathPara><m:oMath>{half}</m:oMath></m:oMathPara>")
    assert told(document) == ["paragraph With E=mc² it is known.", "formula (a+b)/2"]


def test_pictures_have_captions() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    document = docx.Document()
    document.add_picture(buffer)
    for about in document.element.body.iter("{*}docPr"):
        about.set("descr", "A map of the river")
    document.add_paragraph(SENTENCE)
    assert told(document) == ["caption A map of the river", f"paragraph {SENTENCE}"]


def test_the_table_of_contents_is_reported() -> None:
    document = docx.Document()
    for text, style in (("Contents", "TOC Heading"), ("One 1", "toc 1"), ("Two 2", "toc 1")):
        if style not in [known.name for known in document.styles]:
            document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph(text, style=style)
    document.add_paragraph(SENTENCE)
    found = article(document)
    assert [block.text for block in found.blocks] == [SENTENCE]
    changes = [(change.text, change.reason) for change in found.changes]
    assert changes == [("Contents One 1 Two 2", "the table of contents")]


# --- what is refused -----------------------------------------------------------------------------------------------


def letter() -> bytes:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    return content(document)


def test_nothing_in_it() -> None:
    with pytest.raises(SourceError, match=r"letter\.docx is a Word document without text"):
        article(docx.Document())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    def bomb(name: str, part: bytes) -> bytes:
        if name != "word/document.xml":
            return part
        entities = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "boom"}">' for n in range(9))
        text = part.decode().partition("?>")[2].replace(SENTENCE, "&b8;")
        return f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{entities}]>{text}'.encode(encoding)

    with pytest.raises(SourceError, match="not safe to read") as caught:
        article(changed(letter(), bomb))
    assert caught.value.hint


def test_a_bomb_is_refused() -> None:
    with pytest.raises(SourceError, match="not safe to unpack"):
        article(
            changed(letter(), lambda name, part: part, **{"word/styles2.xml": b"<a>" + b" " * 20_000_000 + b"</a>"})
        )


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("damage", [None, b"", b"<w:document", b"\0\0\0"])
def test_damaged_parts_are_reported_or_skipped(part: str, damage: bytes | None) -> None:
    packed = changed(letter(), lambda name, old: damage if name == part else old)
    try:
        assert SENTENCE in " ".join(told(packed))
    except SourceError as error:
        assert "letter.docx" in error.message and error.hint


def test_a_missing_note_affects_nothing_else() -> None:
    document = docx.Document()
    add(document, run("The tower") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + run(" is old."))
    found = article(document)
    assert [block.text for block in found.blocks] == ["The tower is old."]
    assert [change.reason for change in found.changes] == ["the document is damaged: what they refer to is lost"]


def test_endlessly_nested_tables_are_reported() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    for _ in range(60):
        cell = cell.add_table(1, 1).cell(0, 0)
    cell.text = SENTENCE
    with pytest.raises(SourceError, match=r"letter\.docx"):
        article(document)


def test_fields_that_never_end_keep_their_text_and_take_no_time() -> None:
    document = docx.Document()
    add(document, '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000 + run("The text behind them."))
    assert "paragraph The text behind them." in told(document)


def test_a_long_document_is_read_in_bounded_memory() -> None:
    """500,000 characters."""
    document = docx.Document()
    for _ in range(2000):
        document.add_paragraph(" ".join([SENTENCE] * 4))
    packed = content(document)
    tracemalloc.start()
    found = article(packed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.blocks) == 2000
    assert peak < 40_000_000, "bytes"


def test_the_content_decides_and_not_the_name() -> None:
    assert read(Source("letter.zip", letter(), "application/zip")).blocks
    assert read(Source("letter.txt", letter(), "text/plain")).blocks
