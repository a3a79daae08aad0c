"""Unpacks the parts of a Word document with limits, and writes out what mammoth would drop
(ECMA-376)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tts.model import Block, Change, Source, SourceError
from tts.sources.epub.xml_trees import flat
from tts.sources.html.superscripts import lowered, raised
from tts.sources.metadata_values import language_tag
from tts.sources.plain import WIDE
from tts.sources.zip_archive import Archive

KIND = "a Word document"
MAIN = "word/document.xml"
CORE = "docProps/core.xml"
NOT_READ = re.compile(
    r"(?:theme|fontTable|webSettings|comments\w*|header\d*|footer\d*|people)\.xml$"
    r"|customXml/|glossary/|theme/"
)
MOST_ELEMENTS = 400_000
"""Maximum number in a part; each takes two kilobytes in mammoth. A novel has a quarter of that."""
DEEPEST = 100
"""Maximum depth of elements, because mammoth recurses."""
MOST_FIELDS = 20
"""Maximum depth of fields: mammoth searches all enclosing ones for each run of text."""
FORMULA = "\ue001"
"""Marks a formula on its own line."""


class Package:
    """The parts of a document, unpacked with limits and cleaned."""

    def __init__(self, source: Source) -> None:
        self.archive = Archive(source.content, source.where, KIND)
        self.changes: list[Change] = []
        names = [name for name in self.archive.names() if name.endswith((".xml", ".rels"))]
        self.parts: dict[str, Any] = {}
        for name in names:
            if not NOT_READ.search(name):
                self._add(name)
        main = next((name for name in self.parts if _local(self.parts[name]) == "document"), "")
        if not main:
            raise self.archive.broken("it contains no text")
        for name, root in self.parts.items():
            if name == main or _local(root) in ("footnotes", "endnotes"):
                self.changes += prepare(root, source.where)

    def _add(self, name: str) -> None:
        """Add a part, parsed without entities; Word writes no document type, so one is treated as
        an attack. A damaged secondary part is skipped."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        content = self.archive.read(name)
        if b"<!DOCTYPE" in content.replace(b"\0", b""):
            hint = "save it again in Word, and use that"
            raise SourceError(
                f"{self.archive.where} is not safe to read: {name} declares a document type", hint
            )
        try:
            root = etree.fromstring(content, parser)
        except (etree.LxmlError, ValueError) as error:
            if name == MAIN:
                raise self.archive.broken(f"{name} is damaged") from error
            self.changes.append(Change(name, "", "a part of the document that is damaged"))
            return
        count = sum(1 for _ in root.iter())
        if count > MOST_ELEMENTS:
            raise SourceError(
                f"{self.archive.where} is too large: {name} has {count} elements", "split it"
            )
        self.parts[name] = root

    def without_references(self) -> None:
        """Without notes, pictures and link targets: a document that lost these can still be
        read."""
        for root in self.parts.values():
            for element in list(
                root.iter("{*}footnoteReference", "{*}endnoteReference", "{*}drawing", "{*}pict")
            ):
                element.getparent().remove(element)
            for link in root.iter("{*}hyperlink"):
                link.attrib.clear()
        self.changes.append(
            Change(
                "(notes, pictures, links)",
                "",
                "the document is damaged: what they refer to is lost",
            )
        )

    def repacked(self) -> bytes:
        """A document with only the needed parts, as bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, root in self.parts.items():
                archive.writestr(name, etree.tostring(root, encoding="utf-8", xml_declaration=True))
        return buffer.getvalue()

    def metadata_value(self, name: str) -> str:
        """The value of a core property."""
        core = self.parts.get(CORE)
        found = core.find(f"{{*}}{name}") if core is not None else None
        return "" if found is None else flat(found)

    def language(self, blocks: list[Block]) -> str:
        """The stated language, for the script of most of the text."""
        if stated := language_tag(self.metadata_value("language")):
            return stated
        text = "".join(block.text for block in blocks)[:20_000]
        name = "eastAsia" if len(WIDE.findall(text)) * 3 > len(text) else "val"
        for part in self.parts.values():
            if _local(part) == "styles":
                for lang in part.iterfind("{*}docDefaults//{*}lang"):
                    return language_tag(_attribute(lang, name))
        return ""

    def heading_styles(self) -> str:
        """Rules for styles that have an outline level but are not named like headings."""
        styles = next((part for part in self.parts.values() if _local(part) == "styles"), None)
        rules = [f"p.{OUTLINED}{level} => h{level}:fresh" for level in range(1, 7)]
        known = {
            _attribute(style, "styleId"): style
            for style in (styles.iterfind("{*}style") if styles is not None else ())
        }
        for style in known.values():
            name = _attribute(style.find("{*}name"), "val")
            level = _outline_level(style, known)
            if level and not UNRULED.search(name):
                rules.append(f"p[style-name='{name}'] => h{level}:fresh")
        return "\n".join(rules)


UNRULED = re.compile(r"['\\\n]|^(?:heading \d|title$)", re.IGNORECASE)
"""Names of styles that have a rule, or can't be written in one."""
OUTLINED = "PagecastHeading"
"""Style of paragraphs with their own outline level."""


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _attribute(element: Any, name: str) -> str:
    """An attribute in any namespace: Word has a transitional and a strict one."""
    if element is None:
        return ""
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def _outline_level(style: Any, known: dict[str, Any]) -> int:
    """1 to 6; 0 for running text."""
    for _ in range(10):
        level = style.find("{*}pPr/{*}outlineLvl")
        if level is not None:
            value = _attribute(level, "val")
            return int(value) + 1 if value in tuple("012345") else 0
        style = known.get(_attribute(style.find("{*}basedOn"), "val"))
        if style is None:
            return 0
    return 0


# --- before mammoth -------------------------------------------------------------------------------


def prepare(root: Any, where: str) -> Iterator[Change]:
    """Write out what mammoth would drop: formulas, text boxes, outline levels; remove hidden
    text."""
    if any(len(list(element.iterancestors())) > DEEPEST for element in root.iter("{*}t")):
        raise SourceError(
            f"{where} has tables or boxes that are nested too deep", "save only its text"
        )
    for run in list(root.iter("{*}r")):
        vanish = run.find("{*}rPr/{*}vanish")
        if vanish is not None and _attribute(vanish, "val") not in ("0", "false", "off"):
            if text := "".join(run.itertext("{*}t")):
                yield Change(text, "", "hidden in the document")
            run.getparent().remove(run)
    _bound_fields(root)
    for formula in list(root.iter("{*}oMath")):
        _write_formula(formula)
    for box in list(root.iter("{*}AlternateContent")):
        _unbox(box)
    for level in list(root.iter("{*}outlineLvl")):
        _style_by_level(level)


def _bound_fields(root: Any) -> None:
    """Remove the marks of fields nested too deeply, or following some that never end; their text
    stays."""
    depth = 0
    for mark in list(root.iter("{*}fldChar")):
        kind = _attribute(mark, "fldCharType")
        depth += kind == "begin"
        if depth > MOST_FIELDS:
            mark.getparent().remove(mark)
        depth -= kind == "end" and depth > 0


def _write_formula(formula: Any) -> None:
    """Write a formula as text in a run; one that fills its paragraph is marked."""
    paragraph = next(formula.iterancestors("{*}p"), None)
    if paragraph is None:
        return
    space = etree.QName(paragraph).namespace
    alone = not any((t.text or "").strip() for t in paragraph.iter(f"{{{space}}}t"))
    run = etree.Element(f"{{{space}}}r")
    etree.SubElement(run, f"{{{space}}}t").text = (FORMULA if alone else "") + _linear(formula)
    place = formula.getparent() if _local(formula.getparent()) == "oMathPara" else formula
    run.tail = place.tail
    if place.getparent() is not None:
        place.addprevious(run)
        place.getparent().remove(place)


def _linear(element: Any) -> str:
    """A formula on one line."""
    parts = {_local(child): child for child in element if isinstance(child.tag, str)}

    def part(name: str) -> str:
        return _linear(parts[name]) if name in parts else ""

    match _local(element):
        case "t":
            return element.text or ""
        case "f":
            return f"{_grouped(part('num'))}/{_grouped(part('den'))}"
        case "sSup":
            return part("e") + raised(part("sup"))
        case "sSub":
            return part("e") + lowered(part("sub"))
        case "rad":
            return f"√{_grouped(part('e'))}"
        case _:
            return "".join(_linear(child) for child in element if isinstance(child.tag, str))


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _unbox(box: Any) -> None:
    """Put a text box that only new programs support after its paragraph."""
    if any((t.text or "").strip() for t in box.iterfind("{*}Fallback//{*}t")):
        return
    paragraph = next(box.iterancestors("{*}p"), None)
    inner = list(box.iterfind("{*}Choice//{*}txbxContent/{*}p"))
    if paragraph is not None:
        for one in reversed(inner):
            paragraph.addnext(one)


def _style_by_level(level: Any) -> None:
    about = level.getparent()
    value = _attribute(level, "val")
    if _local(about) != "pPr" or _local(about.getparent()) != "p" or value not in tuple("012345"):
        return
    space = etree.QName(about).namespace
    style = about.find("{*}pStyle")
    if style is None:
        style = etree.Element(f"{{{space}}}pStyle")
        about.insert(0, style)
    style.set(f"{{{space}}}val", f"{OUTLINED}{int(value) + 1}")
