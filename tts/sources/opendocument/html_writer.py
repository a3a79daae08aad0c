"""The elements of an OpenDocument file, written as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from tts.model import Change
from tts.sources.epub.xml_trees import flat
from tts.sources.opendocument.styles import Styles, attribute, local

SILENT = frozenset(
    {
        "tracked-changes",
        "annotation",
        "annotation-end",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "forms",
        "ruby-text",
        "note-citation",
        "soft-page-break",
        "bibliography-mark",
        "page-number",
        "page-count",
        "script",
        "object",
        "binary-data",
    }
)
INDEXES = frozenset(
    {"table-of-content", "alphabetical-index", "illustration-index", "table-index", "user-index"}
)
PLAIN = {
    "list-item": "li",
    "list-header": "li",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "section": "div",
    "text-box": "div",
    "a": "a",
}
"""Elements that have the same meaning in HTML."""
STYLED = {
    "Title": ("h1", "document-title"),
    "Subtitle": ("p", ""),
    "Quotations": ("blockquote", ""),
    "Preformatted Text": ("pre", ""),
    "Caption": ("figcaption", ""),
    "Illustration": ("figcaption", ""),
    "Figure": ("figcaption", ""),
}
"""HTML elements for paragraphs with built-in styles."""
CREDITED = frozenset({"Author", "Date"})
CREDIT = "the line that names author or date"
HEADING = re.compile(r"Heading (\d{1,2})$")
LEVELS = {str(level): f"h{min(level, 6)}" for level in range(1, 11)}
SIGNS = frozenset({"s", "tab", "line-break"})
MOST_SPACES = 100
FURNITURE = frozenset({"date-time", "footer", "page-number", "header"})
"""Parts that are repeated on every slide."""
LONGEST_TOLD = 200
CONTENTS = "a table of contents or an index"
HIDDEN = "hidden in the document"


@dataclass
class Writer:
    """Writes elements as HTML, and collects notes and what is left out."""

    styles: Styles
    notes: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def html(self, element: Any, numbered: bool = False) -> str:
        """An element with its content."""
        name = local(element.tag)
        style = attribute(element, "style-name")
        if name in SILENT:
            return ""
        if name in SIGNS:
            return self.sign(element, name)
        is_hidden = self.styles.is_hidden(style)
        if is_hidden or name in INDEXES:
            return self.drop(element, HIDDEN if is_hidden else CONTENTS)
        if name == "list":
            is_numbered = self.styles.is_numbered(style) if style else numbered
            return self.list(element, is_numbered)
        write = WRITERS.get(name)
        if write:
            return write(self, element)
        tag = PLAIN.get(name, "") or self.styles.shifted(style)
        inside = self.inside(element, numbered)
        return f"<{tag}>{inside}</{tag}>" if tag else inside

    def sign(self, element: Any, name: str) -> str:
        """White space for the element that represents it."""
        if name == "s":
            count = attribute(element, "c")
            return " " * min(int(count) if count.isdigit() else 1, MOST_SPACES)
        return "\t" if name == "tab" else "<br>"

    def list(self, element: Any, numbered: bool) -> str:
        tag = "ol" if numbered else "ul"
        return f"<{tag}>{self.inside(element, numbered)}</{tag}>"

    def inside(self, element: Any, numbered: bool = False) -> str:
        pieces = [escape(element.text or "")]
        for child in element:
            pieces.append(self.html(child, numbered))
            pieces.append(escape(child.tail or ""))
        return "".join(pieces)

    def paragraph(self, element: Any) -> str:
        base = self.styles.base(attribute(element, "style-name"))
        if base in CREDITED:
            return self.drop(element, CREDIT)
        tag, kind = STYLED.get(base, ("p", ""))
        heading = HEADING.match(base)
        if local(element.tag) == "h" or heading:
            level = attribute(element, "outline-level") or (heading[1] if heading else "1")
            tag = LEVELS.get(level, "h6")
        inside = self.inside(element)
        named = f' class="{kind}"' if kind else ""
        return f"<{tag}{named}>{inside}</{tag}>"

    def note(self, element: Any) -> str:
        """Move a note to the end of the text."""
        for body in element:
            if local(body.tag) == "note-body" and (text := flat(body)):
                self.notes.append(text)
        return ""

    def frame(self, element: Any) -> str:
        """A picture with its description, or a text box."""
        if attribute(element, "class") in FURNITURE:
            return ""
        box = "".join(self.html(one) for one in element if local(one.tag) in ("text-box", "table"))
        if attribute(element, "class") == "title" and box:
            words = re.sub(r"</?(?:p|div|ul|ol|li)>", " ", box)
            return f"<h2>{words}</h2>"
        if box:
            return box
        said = (flat(one) for one in element if local(one.tag) in ("desc", "title"))
        words = escape(next(filter(None, said), ""), quote=True)
        return f'<img alt="{words}">' if words else ""

    def slide(self, element: Any) -> str:
        """A slide: its title first, its notes last."""
        frames = sorted(element, key=lambda one: attribute(one, "class") != "title")
        return f"<div>{''.join(map(self.html, frames))}</div>"

    def drop(self, element: Any, reason: str) -> str:
        if text := flat(element):
            self.changes.append(Change(text[:LONGEST_TOLD], "", reason))
        return ""


WRITERS: dict[str, Callable[[Writer, Any], str]] = {
    "p": Writer.paragraph,
    "h": Writer.paragraph,
    "note": Writer.note,
    "page": Writer.slide,
    "frame": Writer.frame,
}
"""Elements that need more than another name in HTML."""
