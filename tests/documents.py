"""Documents for tests, built from readable specs: an EPUB, a Word document or a PDF as a TOML file."""

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
    """The content of a golden input: the file itself, or what its spec builds."""
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
    from docx.enum.style import WD_STYLE_TYPE

    document = Document()
    for style, text in spec["paragraphs"]:
        if style == "table":
            _add_table(document, text)
        elif text.startswith("<w:"):
            _add_xml(document, text)
        else:
            if style and style not in document.styles:
                document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
            document.add_paragraph(text, style=style or None)
    document.core_properties.comments = ""
    for name, value in spec.get("properties", {}).items():
        setattr(document.core_properties, name, value)
    drop_table_styles(document)
    buffer = io.BytesIO()
    document.save(buffer)
    note = spec.get("footnote")
    return _with_footnote(buffer.getvalue(), note) if note else buffer.getvalue()


def drop_table_styles(document: Any) -> None:
    """Remove the hundred styles of tables in the template, which are most of what would be read, and not used."""
    from docx.enum.style import WD_STYLE_TYPE

    styles = document.styles
    default = styles.default(WD_STYLE_TYPE.TABLE)
    for style in [each for each in styles if each.type == WD_STYLE_TYPE.TABLE and each != default]:
        style.delete()


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
    """The same document with a footnotes part, as written by Word."""
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


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_SPACES = " ".join(
    [
        *(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "style", "table", "presentation", "meta")),
        f'xmlns:draw="{ODF}:drawing:1.0" xmlns:svg="{ODF}:svg-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)


def odf(spec: Mapping[str, Any]) -> bytes:
    """`text`: what stands in the body; `styles`: the automatic ones; `properties`: elements of meta.xml by name;
    `kind`: of the body, else `text`."""
    kind = spec.get("kind", "text")
    styles = f"<office:automatic-styles>{spec.get('styles', '')}</office:automatic-styles>"
    body = f"<office:body><office:{kind}>{spec['text']}</office:{kind}></office:body>"
    stated = "".join(f"<{name}>{value}</{name}>" for name, value in spec.get("properties", {}).items())
    meta = f"<office:document-meta {ODF_SPACES}><office:meta>{stated}</office:meta></office:document-meta>"
    content = f"<office:document-content {ODF_SPACES}>{styles}{body}</office:document-content>"
    declared = f"application/vnd.oasis.opendocument.{kind}"
    return _packed({"mimetype": declared, "content.xml": content, "meta.xml": meta})


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PRESENTATION = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    f' xmlns:r="{RELATIONS}"'
)


def pptx(spec: Mapping[str, Any]) -> bytes:
    """`slides`: each with `shapes` = [place, lines...], a line's level before it; `xml`, `notes`, `hidden`, or
    `missing`; `properties` of the whole."""
    files = {"[Content_Types].xml": "<Types>presentationml.presentation.main+xml</Types>"}
    relations = []
    for number, slide in enumerate(spec["slides"], 1):
        name = f"slides/slide{number}.xml"
        relations.append(_relation(number, "slide", name))
        if slide.get("missing"):
            continue
        shapes = "".join(_shape(place, lines) for place, *lines in slide["shapes"]) + slide.get("xml", "")
        shown = ' show="0"' if slide.get("hidden") else ""
        files[f"ppt/{name}"] = f"<p:sld {PRESENTATION}{shown}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        if "notes" in slide:
            notes = f"../notesSlides/notesSlide{number}.xml"
            files[f"ppt/slides/_rels/slide{number}.xml.rels"] = _relations([_relation(1, "notesSlide", notes)])
            text = _shape("body", slide["notes"]) + _shape("sldNum", ["1"])
            files[f"ppt/notesSlides/notesSlide{number}.xml"] = f"<p:notes {PRESENTATION}>{text}</p:notes>"
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, len(spec["slides"]) + 1))
    files["ppt/presentation.xml"] = f"<p:presentation {PRESENTATION}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    files["ppt/_rels/presentation.xml.rels"] = _relations(relations)
    stated = "".join(f"<dc:{name}>{value}</dc:{name}>" for name, value in spec.get("properties", {}).items())
    files["docProps/core.xml"] = f'<x xmlns:dc="http://purl.org/dc/elements/1.1/">{stated}</x>'
    return _packed(files)


def _shape(place: str, lines: list[str]) -> str:
    """A shape with paragraphs; `1 text` is one of level 1."""
    kept = f'<p:ph type="{place}"/>' if place != "box" else ""
    paragraphs = ""
    for line in lines:
        level, _, text = line.partition(" ") if line[:1].isdigit() and " " in line else ("0", "", line)
        paragraphs += f'<a:p><a:pPr lvl="{level}"/><a:r><a:t>{text}</a:t></a:r></a:p>'
    return f"<p:sp><p:nvSpPr><p:nvPr>{kept}</p:nvPr></p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>"


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def _relations(relations: list[str]) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(relations)}</Relationships>'


def _packed(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


BUILDERS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    ".zip": archive,
    ".epub": epub,
    ".docx": docx,
    ".pdf": pdf,
    ".odt": odf,
    ".odp": odf,
    ".pptx": pptx,
}
