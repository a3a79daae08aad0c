"""Prepares pages of books and documents before they become blocks: superscripts, quotes and
pictures are written out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from tts.sources.epub.xml_trees import flat
from tts.sources.html.images import is_file_name, is_telling
from tts.sources.html.inline_elements import HEADINGS
from tts.sources.html.superscripts import lowered, raised
from tts.sources.metadata_values import squeezed
from tts.sources.ruby import mark_ruby

ICON_NAME = re.compile(
    r"(?:.*[-_])?(?:icons?|emoji|smiley|ornament|decor\w*|divider|separator|bullet|logo|glyph"
    r"|dingbat|picto(?:gram)?s?|spacer|flourish|fleuron|vignette)(?:[-_].*)?",
    re.IGNORECASE,
)
"""Classes of pictures that are icons."""
SMALL = {"px": 48.0, "": 48.0, "pt": 36.0, "em": 3.0, "rem": 3.0, "ex": 6.0}
"""Maximum width or height of an icon, by unit."""
LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d+)?)\s*(px|pt|em|rem|ex|)\s*")
STYLED = re.compile(r"(?:^|;)\s*(?:max-)?(?:width|height)\s*:([^;]+)")
OFTEN = 3
"""Number of pictures with the same alternative text in a book from which it is no caption."""
STANDING = frozenset(
    {
        "p",
        "div",
        "figure",
        "section",
        "body",
        "td",
        "li",
        "blockquote",
        "center",
        "article",
        *HEADINGS,
    }
)
"""Elements that a picture's caption can follow."""


def alt_texts(root: Any) -> Iterator[str]:
    """The alternative texts of a page's pictures."""
    for image in root.iter("img"):
        yield squeezed(image.get("alt") or "")


def write_out_markup(body: Any, alts: Mapping[str, int] | None = None) -> list[str]:
    """Remove ruby readings, write superscripts, subscripts and quotes as text, and give pictures
    captions.

    Returns the alternative texts of icons, which are no captions. `alts` counts the alternative
    texts of the whole book, if available.
    """
    counted = Counter(alt_texts(body)) if alts is None else alts
    mark_ruby(body)
    for element in list(body.iter("rt", "rp")):
        element.drop_tree()
    for tag, shifted in (("sup", raised), ("sub", lowered)):
        for element in list(body.iter(tag)):
            text = flat(element)
            if (became := shifted(text)) != text:
                for child in list(element):
                    child.drop_tree()
                element.text = became
    for element in list(body.iter("q")):
        _quote(element)
    icons = []
    for element in list(body.iter("img")):
        text = " ".join((element.get("alt") or "").split())
        if len(text) > 2 and _is_icon(element, text, counted):
            icons.append(text)
        elif text:
            _caption(element, text)
    return icons


def _is_icon(image: Any, text: str, alts: Mapping[str, int]) -> bool:
    """Whether a picture is an icon rather than an illustration: it is marked as one, is small, is
    repeated, or its text is next to it."""
    if image.get("role") in ("presentation", "none") or image.get("aria-hidden") == "true":
        return True
    names = (image.get("class") or "").split()
    if any(map(ICON_NAME.fullmatch, names)) or _is_small(image):
        return True
    if alts.get(squeezed(text), 0) >= OFTEN:
        return True
    link = next(image.iterancestors("a"), None)
    around = link if link is not None else image.getparent()
    beside = "" if around is None else flat(around)
    return bool(beside) and (link is not None or squeezed(beside) == squeezed(text))


def _is_small(image: Any) -> bool:
    lengths = [image.get("width"), image.get("height")]
    lengths += STYLED.findall(image.get("style") or "")
    for length in filter(None, lengths):
        found = LENGTH.fullmatch(length)
        if found and float(found[1]) <= SMALL[found[2]]:
            return True
    return False


def _quote(element: Any) -> None:
    outer = not any(one.tag == "q" for one in element.iterancestors())
    before, after = "“”" if outer else "‘’"
    element.text = before + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + after
    else:
        element.text += after


def _caption(image: Any, text: str) -> None:
    """Insert a picture's alternative text: a single letter in the line, words after the block with
    the picture."""
    if _is_captioned(image):
        return
    address = image.get("src") or ""
    says_nothing = is_file_name(text, address) or not is_telling(text, address)
    if says_nothing and (len(text) > 1 or not is_telling(text, "")):
        return
    if len(text) <= 2:  # an initial, or a character that the fonts do not have
        image.tail = text + (image.tail or "")
        return
    place = image
    while place.tag not in STANDING and place.getparent() is not None:
        place = place.getparent()
    caption = etree.Element("figcaption")
    caption.text = text
    if place.tag in ("body", "td", "section", "div", "article", "li"):
        caption.tail, image.tail = image.tail, None
        image.addnext(caption)
    else:
        caption.tail, place.tail = place.tail, None
        place.addnext(caption)


def _is_captioned(image: Any) -> bool:
    """Whether its figure has a caption."""
    figure = next(image.iterancestors("figure"), None)
    return figure is not None and any(flat(caption) for caption in figure.iter("figcaption"))
