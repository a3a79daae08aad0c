"""Documents for tests, built of specs: an EPUB, a Word document or a PDF as a TOML file that a person can read."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests import books
from tts.model import Source
from tts.sources import fetch

MADE = datetime(2026, 1, 2, tzinfo=UTC)
FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def source_of(path: Path) -> Source:
    """What a golden input is: the file itself, or what its spec builds."""
    if path.suffix != ".toml":
        return fetch(path.name)
    spec = tomllib.loads(path.read_text("utf-8"))
    name = path.stem
    return Source(name, BUILDERS[Path(name).suffix](spec))


def epub(spec: Mapping[str, Any]) -> bytes:
    """`pages`: the bodies by name; `contents`: titles by address; `ncx`: the same for EPUB 2; `metadata`, `guide`,
    `items`, `beside` as the builder takes them; `files`: further files of the archive; `attributes` of bodies."""
    attributes = spec.get("attributes", {})
    pages = {name: books.page(body, attributes=attributes.get(name, "")) for name, body in spec["pages"].items()}
    contents = spec.get("contents")
    more = {f"OPS/{name}": text for name, text in spec.get("files", {}).items()}
    if "ncx" in spec:
        more["OPS/toc.ncx"] = books.ncx(spec["ncx"])
    return books.book(
        pages,
        contents=books.nav(books.links(contents)) if contents else "",
        metadata=spec.get("metadata", books.METADATA),
        items=spec.get("items", "") + (books.NCX_ITEM if "ncx" in spec else ""),
        guide=spec.get("guide", ""),
        beside=spec.get("beside", ()),
        more=more,
    )


def archive(spec: Mapping[str, Any]) -> bytes:
    """`files`: the texts in a ZIP, by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in spec["files"].items():
            packed.writestr(name, text)
    return buffer.getvalue()


def docx(spec: Mapping[str, Any]) -> bytes:
    """`paragraphs`: pairs of a style (or "" or "table" with rows of cells) and a text, which is WordprocessingML where
    it begins with `<w:`; `properties`: what the document states; `footnote`: the text of note 1."""
    from docx import Document

    document = Document()
    for style, text in spec["paragraphs"]:
        if style == "table":
            _add_table(document, text)
        elif text.startswith("<w:"):
            _add_xml(document, text)
        else:
            document.add_paragraph(text, style=style or None)
    document.core_properties.comments = ""
    for name, value in spec.get("properties", {}).items():
        setattr(document.core_properties, name, value)
    buffer = io.BytesIO()
    document.save(buffer)
    note = spec.get("footnote")
    return _with_footnote(buffer.getvalue(), note) if note else buffer.getvalue()


def _add_table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    cells = [cell for row in rows for cell in row]
    for cell, text in zip(table._cells, cells, strict=True):
        cell.text = text


def _add_xml(document: Any, runs: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    body = document.element.body
    spaces = f'{nsdecls("w")} xmlns:m="{math}"'
    body.insert(len(body) - 1, parse_xml(f"<w:p {spaces}>{runs}</w:p>"))


def _with_footnote(packed: bytes, note: str) -> bytes:
    """The same document with a part for its footnotes, as Word writes it."""
    buffer = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    added = {
        "[Content_Types].xml": f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
        "word/_rels/document.xml.rels": (
            f'<Relationship Id="rIdNotes" Type="{relation}" Target="footnotes.xml"/></Relationships>'
        ),
    }
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name in added:
                end = added[name][added[name].rindex("</") :].encode()
                text = text.replace(end, added[name].encode())
            new.writestr(name, text)
        new.writestr("word/footnotes.xml", FOOTNOTES.format(note))
    return buffer.getvalue()


def pdf(spec: Mapping[str, Any]) -> bytes:
    """`pages`: lists of what is set on them: `at` = [x, y, size, text] with a `style` and a `font`, or `column` =
    [x, y, width] with `paragraphs` and what else a column takes."""
    from tests.papers import Paper

    paper = Paper(**spec.get("properties", {}))
    paper.set_creation_date(MADE)
    for page in spec["pages"]:
        paper.add_page()
        for one in page["set"]:
            if "at" in one:
                x, y, size, text = one["at"]
                paper.at(x, y, text, size, style=one.get("style", ""), font=one.get("font", "times"))
            else:
                x, y, width = one["column"]
                extra = {k: v for k, v in one.items() if k not in ("column", "paragraphs")}
                paper.column(x, y, width, one["paragraphs"], **extra)
    return paper.bytes()


BUILDERS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {".zip": archive, ".epub": epub, ".docx": docx, ".pdf": pdf}
