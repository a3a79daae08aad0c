"""A tree of elements -> blocks: HTML's own tags, and those trafilatura gives them (TEI)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from tts.model import Block, Kind
from tts.sources.document import ENDED, WIDE, join_lines

CAPTION = "\ue000"
"""Stands before a caption on its way through the extractor, which knows none."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset({"list", "ul", "ol", "dl", "menu"})
ITEMS = frozenset({"item", "li", "dd", "dt"})
QUOTES = frozenset({"quote", "blockquote"})
CODES = frozenset({"code", "pre"})
LINES = frozenset({"lb", "br"})
SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "head", "title", "iframe", "object", "button", "select"}
    | {"textarea", "rt", "rp", "video", "audio", "canvas", "nav"}
)
"""HTML elements whose content is no running text. `head` is TEI's heading when it has a `rend`."""

UNSEEN = "ancestor::script or ancestor::style or ancestor::template"

SPACE = re.compile(r"[ \t\n\r\f]+")
BETWEEN_WIDE = re.compile(rf"(?<={WIDE.pattern})[ \t]*[\n\r]\s*(?={WIDE.pattern})")
INDENT = re.compile(r"[\u3000\xa0]")

INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "hi",
        "i",
        "img",
        "ins",
    }
    | {"kbd", "label", "mark", "q", "ref", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"}
    | {"time", "tt", "u", "var", "wbr", "graphic", "date", "name"}
)
"""Elements that do not break a paragraph; any other does."""


def blocks_of(root: Any) -> list[Block]:
    """The blocks of an lxml element, in order; white space is collapsed except in code."""
    return [block for block, _ in placed_blocks(root)]


def placed_blocks(root: Any, shown: Collection[str] = ()) -> list[tuple[Block, Any]]:
    """The same, each with the element it stands in; of the elements that are no running text, those in `shown` too."""
    walk = _Walk(root, shown=shown)
    walk.children(root)
    walk.flush()
    return walk.done


def fragment_blocks(html: str) -> list[Block]:
    """The blocks of a piece of HTML."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        return blocks_of(lxml_html.fragment_fromstring(html, create_parent="div"))
    except (etree.LxmlError, ValueError):
        return []


@dataclass
class _Walk:
    """Gathers running text until an element breaks it."""

    at: Any
    """The element that the running text stands in."""
    done: list[tuple[Block, Any]] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    kind: Kind = "paragraph"
    level: int = 0
    depth: int = 0
    number: str = ""
    shown: Collection[str] = ()

    def children(self, element: Any) -> None:
        self.running.append(_collapsed(element.text))
        for child in element:
            if isinstance(child.tag, str):
                self.element(child)
            self.running.append(_collapsed(child.tail))

    def element(self, element: Any) -> None:
        tag = element.tag.lower()
        if level := _heading_level(element):
            self.inside(element, "heading", level)
        elif tag in SILENT:
            if tag in self.shown and (text := _seen(element)):
                self.done.append((Block("paragraph", text), element))
        elif tag in LINES:
            self.running.append("\n")
        elif tag in CODES and _is_block_code(element):
            self.whole(element, "code", "".join(element.itertext()).strip("\n").rstrip())
        elif tag == "table":
            self.table(element)
        elif tag in LISTS:
            self.list(element)
        elif tag in QUOTES:
            self.inside(element, "quote")
        elif tag == "figcaption":
            self.inside(element, "caption")
        elif tag in INLINE or tag in CODES:
            self.children(element)
        else:
            self.inside(element, self.kind, self.level)

    def inside(self, element: Any, kind: Kind, level: int = 0) -> None:
        """The content of an element that stands by itself."""
        self.flush()
        outer = self.kind, self.level, self.at
        self.kind, self.level, self.at = kind, level, element
        self.children(element)
        self.flush()
        self.kind, self.level, self.at = outer

    def whole(self, element: Any, kind: Kind, text: str) -> None:
        self.flush()
        if text.strip():
            self.done.append((Block(kind, text), element))

    def list(self, element: Any) -> None:
        self.flush()
        self.depth += 1
        ordered = element.tag == "ol" or element.get("rend") == "ol"
        start = element.get("start") or "1"
        count = int(start) if start.isdecimal() and len(start) < 6 else 1
        for child in element:
            if isinstance(child.tag, str) and child.tag.lower() in ITEMS:
                self.number, count = f"{count}. " if ordered else "", count + 1
                self.inside(child, "item", self.depth)
                self.number = ""
            elif isinstance(child.tag, str):
                self.element(child)
        self.flush()
        self.depth -= 1

    def table(self, element: Any) -> None:
        """A table of one column is a frame around text, and so is one that holds paragraphs or tables."""
        rows = [[_flat(cell) for cell in row if cell.tag in ("td", "th", "cell")] for row in element.iter("tr", "row")]
        nested = next(element.iterdescendants("table"), None) is not None
        if nested or max(map(len, rows), default=0) < 2 or max((len(c) for row in rows for c in row), default=0) > 1000:
            self.inside(element, self.kind, self.level)
            return
        self.whole(element, "table", "\n".join("\t".join(row) for row in rows if any(row)))

    def flush(self) -> None:
        """Ends the paragraph that is being gathered."""
        text, self.running = "".join(self.running), []
        for part in _lines(text):
            if part.startswith(CAPTION):
                self.done.append((Block("caption", part.strip(CAPTION + " ")), self.at))
            else:
                self.done.append((Block(self.kind, self.number + part, self.level), self.at))
                self.number = ""


def _heading_level(element: Any) -> int:
    if element.tag == "head" and element.get("rend"):
        return HEADINGS.get(element.get("rend"), 2)
    return HEADINGS.get(element.tag.lower(), 0)


def _is_block_code(element: Any) -> bool:
    parent = element.getparent()
    alone = parent is not None and parent.tag in ("body", "code") and not (element.tail or "").strip()
    return element.tag == "pre" or alone or "\n" in "".join(element.itertext()).strip()


def _collapsed(text: str | None) -> str:
    """Line ends of the markup are no line breaks: a space, or nothing where the writing needs none."""
    return SPACE.sub(" ", BETWEEN_WIDE.sub("", text)) if text else ""


def _flat(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _seen(element: Any) -> str:
    """The text of an element that somebody sees: no scripts, no styles."""
    return " ".join(" ".join(element.xpath(f".//text()[not({UNSEEN})]")).split())


def _lines(text: str) -> Iterator[str]:
    """Paragraphs of text that has line breaks: at two in a row, before an indent, behind a sentence."""
    part: list[str] = []
    for line in text.split("\n"):
        flat = " ".join(line.split())
        if part and (not flat or INDENT.match(line) or ENDED.search(part[-1])):
            yield join_lines(part)
            part = []
        if flat:
            part.append(flat)
    if part:
        yield join_lines(part)
