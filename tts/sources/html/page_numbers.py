"""Removes the page numbers of printed books from digital text, so that none is read in the middle
of a sentence."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Final

from lxml import etree

from tts.sources.html.tree_edits import drop

NUMBERS: Final = "page numbers of the printed book"
"""The reason why they are left out."""
NUMBER: Final = r"(?:\d{1,4}|[ivxlcdm]{1,8})"
MARKED: Final = re.compile(
    rf"[\[({{〔【|]?\s*(?:(?:pg|pag?e?|p|s|seite|第)\.?\s*)?(?P<number>{NUMBER}[a-z]?)"
    r"\s*[页頁]?\s*[\])}〕】|]?",
    re.IGNORECASE,
)
"""How a page number is written: `[Pg 12]`, `{12}`, `p. xii`, `第12页`."""
CLASS: Final = re.compile(
    r"(?:[a-z]+[-_])*(?:p(?:a?ge?)?[-_]?(?:num(?:ber)?s?|no|nr|bk|break|brk|marker|ref)"
    r"|folio|pb|pg)",
    re.IGNORECASE,
)
"""Class names: pagenum, page-number, pageno, pgbk, x-ebookmaker-pageno."""
NAME: Final = re.compile(rf"(?:page|pg|p|seite)[-_.]?(?P<number>{NUMBER})", re.IGNORECASE)
"""Ids where a page begins: `Page_12`."""
INLINE: Final = frozenset({"a", "span", "small", "sup", "b", "i", "em", "strong", "font"})
BARE: Final = re.compile(rf"\s?\[(?:Pg\.?|Page)\s+(?P<number>{NUMBER})\]", re.IGNORECASE)
"""A form that always is a page number."""
HINT: Final = re.compile(r"page?[-_]?(?:num|no\b|break|brk)|pg(?:bk|num|no)|\[pg|page[_ ]\d|folio")
"""Occurs in the source, in lower case, of pages with such numbers."""
PAGING: Final = re.compile(r"pagina|pager|nav", re.IGNORECASE)
"""Class names of pagination menus."""
LONGEST: Final = 24
"""Maximum characters of an element that only contains such a number."""
MOST_INSIDE: Final = 6
"""Maximum number of elements inside it."""
KEPT: Final = frozenset({"td", "th", "body", "html", "section", "article", "main", "nav"})
"""Elements that are never just a page number, because tables contain other numbers."""


def range_of(numbers: list[str]) -> str:
    """The first and the last, as in `3 … 97`."""
    ends = numbers[:1] + numbers[1:][-1:]
    return " … ".join(ends)


def drop_page_numbers(root: Any) -> list[str]:
    """Remove page numbers from a tree; returns them in order."""
    numbers: list[str] = []
    dropped: list[Any] = []
    for element in root.iterdescendants(etree.Element):
        number = _number_of(element)
        if number is None:
            continue
        dropped.append(element)
        numbers.append(number)
    drop(root, dropped)
    numbers += _drop_bare(root)
    known = dict.fromkeys(numbers)
    known.pop("", None)
    return list(known)


def _number_of(element: Any) -> str | None:
    """The page that an element marks, which may be empty; None if it marks none."""
    if element.tag in KEPT or not (element.attrib or element.tag == "pagenum"):
        return None
    declared = _is_declared(element)
    names = () if declared else _names(element)
    if not (declared or names):
        return None
    text = _short_text(element)
    if text is None:
        return None
    stated = text or element.get("title") or element.get("aria-label") or ""
    found = MARKED.fullmatch(stated.strip())
    number = found["number"].lower() if found else ""
    if declared:
        return number if found or not text else None
    return number if text and number in names else None


def _short_text(element: Any) -> str | None:
    """The text of an element on one line; None if it is too long for a number."""
    inside = islice(element.iter(), MOST_INSIDE + 1)
    if len(list(inside)) > MOST_INSIDE:
        return None
    words = "".join(element.itertext()).split()
    text = " ".join(words)
    return text if len(text) <= LONGEST else None


def _is_declared(element: Any) -> bool:
    """Whether an element declares itself as a page number."""
    if element.tag == "pagenum":
        return True
    kind = element.get("epub:type") or ""
    role = element.get("role") or ""
    if "pagebreak" in kind.lower() or "pagebreak" in role.lower():
        return True
    names = (element.get("class") or "").split()
    if not any(map(CLASS.fullmatch, names)) or _is_in_menu(element):
        return False
    links = islice(element.iter("a"), MOST_INSIDE)
    return all("#" in link.get("href", "#") for link in links)


def _names(element: Any) -> tuple[str, ...]:
    """The pages that begin at an element, by its ids or those inside it."""
    if element.tag not in INLINE or (element.tag == "a" and element.get("href")):
        return ()
    names = [element.get("id"), element.get("name")]
    names += [inner.get("id") for inner in islice(element, MOST_INSIDE)]
    found = map(NAME.fullmatch, filter(None, names))
    return tuple(match["number"].lower() for match in found if match)


def _is_in_menu(element: Any) -> bool:
    around = islice(element.iterancestors(), 4)
    return any(one.tag == "nav" or PAGING.search(one.get("class") or "") for one in around)


def _drop_bare(root: Any) -> list[str]:
    """Remove `[Pg 12]` from running text."""
    numbers: list[str] = []
    for element in root.iter(etree.Element):
        for name in ("text", "tail"):
            text = getattr(element, name) or ""
            found = BARE.findall(text) if "[" in text else []
            if not found:
                continue
            numbers += found
            kept = BARE.sub("", text)
            setattr(element, name, kept)
    return numbers
