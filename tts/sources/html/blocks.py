"""A tree of elements -> blocks: HTML's own tags, and those of TEI, which trafilatura uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

from tts.model import Block, Kind
from tts.sources.html.attribute_limit import bounded
from tts.sources.html.inline_elements import BLOCKS, HEADINGS, INLINE, ITEMS, LISTS, is_inline
from tts.sources.html.line_splitting import lines_of
from tts.sources.html.math import only_formula
from tts.sources.html.tables import is_frame, rows_of
from tts.sources.plain import WIDE
from tts.sources.ruby import with_furigana
from tts.speech_rates import RULE

KINDS: dict[str, Kind] = {
    **{
        "quote": "quote",
        "blockquote": "quote",
        "figcaption": "caption",
        "caption": "caption",
        "note": "note",
    }
}
"""Elements that determine the kind of their content's blocks."""
CODES = frozenset({"code", "pre"})
LINES = frozenset({"lb", "br"})
SILENT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "title",
        "iframe",
        "object",
        "button",
        "select",
    }
    | {"textarea", "rt", "rp", "video", "audio", "canvas", "nav"}
)
"""HTML elements whose content is not running text. `head` is TEI's heading if it has a `rend`."""

LONG, PARAGRAPHS = 80, 2
"""Characters of a paragraph, and the number of such paragraphs, from which a caption is treated as
text."""
UNSEEN = "ancestor::script or ancestor::style or ancestor::template"

SPACE = re.compile(r"[ \t\n\r\f]+")
BETWEEN_WIDE = re.compile(rf"(?<={WIDE.pattern})[ \t]*[\n\r]\s*(?={WIDE.pattern})")


class PlacedBlock(NamedTuple):
    """A block, and where it was found."""

    block: Block
    element: Any
    """The innermost element that contains all of it."""
    linked: int
    """Number of its characters that are in links."""


def blocks_of(root: Any) -> list[Block]:
    """The blocks of an lxml element, in order; white space is collapsed except in code."""
    return [placed.block for placed in placed_blocks(root)]


def placed_blocks(root: Any, shown: Collection[str] = ()) -> list[PlacedBlock]:
    """The same, with the element of each block; elements that are not running text are skipped
    unless they are in `shown`."""
    walk = _Walk(root, shown=shown)
    walk.children(root)
    walk.flush()
    return [each._replace(block=with_furigana(each.block)) for each in walk.done]


def fragment_blocks(html: str) -> list[Block]:
    """The blocks of an HTML fragment."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        return blocks_of(lxml_html.fragment_fromstring(bounded(html), create_parent="div"))
    except (etree.LxmlError, ValueError, AssertionError):  # the last for a lone `<html>`
        return []


@dataclass
class _Walk:
    """Collects running text until an element ends the paragraph."""

    at: Any
    """The element that contains the running text."""
    done: list[PlacedBlock] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    linked: int = 0
    """Number of characters of the running text that are in links."""
    links: int = 0
    """Number of links around the current position."""
    kind: Kind = "paragraph"
    level: int = 0
    depth: int = 0
    number: str = ""
    shown: Collection[str] = ()

    def children(self, element: Any) -> None:
        if element.text:
            self.add(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.element(child)
            if child.tail:
                self.add(child.tail)

    def add(self, text: str) -> None:
        collapsed = _collapsed(text)
        self.running.append(collapsed)
        if self.links:
            self.linked += len(collapsed)

    def element(self, element: Any) -> None:
        if how := HOW.get(element.tag.lower()):
            how(self, element)
        elif element.tag not in BLOCKS and is_inline(element):
            self.children(element)
        else:
            self.inside(element, self.kind, self.level)

    def heading(self, element: Any) -> None:
        self.inside(element, "heading", HEADINGS[element.tag.lower()])

    def head(self, element: Any) -> None:
        """A heading in TEI; HTML's head has no `rend`."""
        if rend := element.get("rend"):
            self.inside(element, "heading", HEADINGS.get(rend, 2))

    def rule(self, element: Any) -> None:
        """A pause after the previous block."""
        self.flush()
        if self.done:
            last = self.done[-1]
            self.done[-1] = last._replace(block=replace(last.block, pause=RULE))

    def line(self, element: Any) -> None:
        self.running.append("\n")

    def code(self, element: Any) -> None:
        if _is_block_code(element):
            self.whole(element, "code", "".join(element.itertext()).strip("\n").rstrip())
        else:
            self.children(element)

    def formula(self, element: Any) -> None:
        self.whole(element, "formula", _flat(element))

    def apart(self, element: Any) -> None:
        kind = KINDS[element.tag.lower()]
        if kind == "caption" and _holds_text(element):
            kind = self.kind
        self.inside(element, kind)

    def silent(self, element: Any) -> None:
        if element.tag.lower() in self.shown and (text := _seen(element)):
            self.done.append(PlacedBlock(Block("paragraph", text), element, 0))

    def link(self, element: Any) -> None:
        self.links += 1
        self.children(element)
        self.links -= 1

    def inside(self, element: Any, kind: Kind, level: int = 0) -> None:
        """The content of an element that is a separate block."""
        self.flush()
        outer = self.kind, self.level, self.at
        self.kind, self.level, self.at = kind, level, element
        self.children(element)
        self.flush()
        self.kind, self.level, self.at = outer

    def whole(self, element: Any, kind: Kind, text: str) -> None:
        self.flush()
        if text.strip():
            linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
            self.done.append(PlacedBlock(Block(kind, text), element, linked))

    def list(self, element: Any) -> None:
        self.flush()
        self.depth += 1
        ordered = element.tag == "ol" or element.get("rend") == "ol"
        start = element.get("start") or "1"
        count = int(start) if start.isdecimal() and len(start) < 6 else 1
        self.add(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and child.tag.lower() in ITEMS:
                self.number, count = f"{count}. " if ordered else "", count + 1
                self.inside(child, "item", self.depth)
                self.number = ""
            elif isinstance(child.tag, str):
                self.element(child)
            self.add(child.tail or "")
        self.flush()
        self.depth -= 1

    def table(self, element: Any) -> None:
        """Layout tables are read as their content, data tables row by row."""
        if is_frame(element):
            self.inside(element, self.kind, self.level)
            return
        for caption in element.iterchildren("caption"):
            self.apart(caption)
        self.whole(
            element, "table", "\n".join("\t".join(row) for row in rows_of(element) if any(row))
        )

    def flush(self) -> None:
        """End the current paragraph."""
        if not self.running:
            return
        text, linked = "".join(self.running), self.linked
        self.running, self.linked = [], 0
        if not text or text.isspace():
            return
        for part, pause in lines_of(text, self.kind):
            may_be_formula = self.kind == "paragraph" and part[0] in "$\\"
            formula = only_formula(part) if may_be_formula else ""
            if formula:
                block = Block("formula", formula, pause=pause)
            else:
                block = Block(self.kind, self.number + part, self.level, pause=pause)
            share = linked * len(part) // len(text)
            placed = PlacedBlock(block, self.at, share)
            self.done.append(placed)
            self.number = ""


HOW: dict[str, Callable[[_Walk, Any], None]] = {
    **dict.fromkeys(INLINE, _Walk.children),
    **dict.fromkeys(SILENT, _Walk.silent),
    **dict.fromkeys(HEADINGS, _Walk.heading),
    **dict.fromkeys(LISTS, _Walk.list),
    **dict.fromkeys(LINES, _Walk.line),
    **dict.fromkeys(CODES, _Walk.code),
    **dict.fromkeys(KINDS, _Walk.apart),
    "a": _Walk.link,
    "formula": _Walk.formula,
    "head": _Walk.head,
    "hr": _Walk.rule,
    "table": _Walk.table,
}
"""How elements are processed; any other is a separate block."""


def _holds_text(caption: Any) -> bool:
    """Whether a caption consists of paragraphs, as in picture stories."""
    long = (one for one in caption.iterchildren("p") if len("".join(one.itertext())) > LONG)
    return sum(1 for _ in islice(long, PARAGRAPHS)) == PARAGRAPHS


def _is_block_code(element: Any) -> bool:
    parent = element.getparent()
    alone = (
        parent is not None and parent.tag in ("body", "code") and not (element.tail or "").strip()
    )
    return element.tag == "pre" or alone or "\n" in "".join(element.itertext()).strip()


def _collapsed(text: str) -> str:
    """Line ends of the markup become a space, or nothing in scripts without spaces."""
    if "\n" not in text and "\r" not in text:
        return SPACE.sub(" ", text)
    return SPACE.sub(" ", text if text.isascii() else BETWEEN_WIDE.sub("", text))


def _flat(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _seen(element: Any) -> str:
    """The visible text of an element: no scripts, no styles."""
    return " ".join(" ".join(element.xpath(f".//text()[not({UNSEEN})]")).split())
