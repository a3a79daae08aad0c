"""Where a block is in a page: the elements that contain one text, and their containers."""

from __future__ import annotations

from typing import Any

from tts.sources.html.inline_elements import HEADINGS, ITEMS, LISTS

TEXTUAL = (
    frozenset({"p", "blockquote", "pre", "code", "figure", "figcaption", "formula", "note"})
    | ITEMS
    | LISTS
    | set(HEADINGS)
)
"""Elements that contain one text; their parent contains the article."""
LOOSE = frozenset({"div", "section", "center"})
FEW = 3
"""Maximum elements in a wrapper."""


def home_of(element: Any) -> Any:
    """The parent element of a block, or of the list, quote or table around it. Wrappers without
    other content are skipped."""
    if element.tag == "caption":
        element = next(element.iterancestors("table"), element)
    table = element if element.tag == "table" else None
    length = _length(element)
    while (parent := element.getparent()) is not None:
        source = element.tag == "footer" and parent.tag == "blockquote"
        if element.tag in TEXTUAL or element is table or source or _is_wrapper(element, length):
            element = parent
        else:
            break
    return element


def _is_wrapper(element: Any, length: int) -> bool:
    return element.tag in LOOSE and len(element) <= FEW and _length(element) == length


def _length(element: Any) -> int:
    return len(element.text_content().strip())


def is_like(one: Any, other: Any) -> bool:
    """Whether two elements share tag and class; so do the posts of a list, which are not parts of
    one article."""
    name = other.get("class")
    return bool(name and one.tag == other.tag != "article" and one.get("class") == name)
