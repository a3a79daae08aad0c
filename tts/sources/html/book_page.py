"""Pages of books and documents before they become blocks: what is raised, quoted or pictured is
written out."""

from __future__ import annotations

from typing import Any

from lxml import etree

from tts.sources.epub.markup import flat
from tts.sources.furigana import mark_ruby
from tts.sources.html.elements import HEADINGS
from tts.sources.html.superscripts import lowered, raised
from tts.sources.stated import squeezed

PICTURE_WORDS = frozenset(
    {
        "",
        "image",
        "img",
        "picture",
        "photo",
        "cover",
        "illustration",
        "figure",
        "logo",
        "icon",
        "ornament",
    }
    | {
        "图片",
        "圖片",
        "插图",
        "插圖",
        "封面",
        "image001",
        "bild",
        "untitled",
        "alt",
        "description",
        "注",
        "註",
    }
)
"""Alternative texts that say nothing."""
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
"""Elements that a picture's caption can stand behind."""


def dress(body: Any) -> None:
    """Readings above the line go, what is raised or lowered and what is quoted is written so,
    pictures get captions."""
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
    for element in list(body.iter("img")):
        _caption(element)


def _quote(element: Any) -> None:
    outer = not any(one.tag == "q" for one in element.iterancestors())
    before, after = "“”" if outer else "‘’"
    element.text = before + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + after
    else:
        element.text += after


def _caption(image: Any) -> None:
    """A picture's alternative text: a letter stands in the line, words behind the block that the
    picture is in."""
    text = " ".join((image.get("alt") or "").split())
    if squeezed(text) in PICTURE_WORDS or "." in text[-5:-2] or _is_captioned(image):
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
    """Whether its figure has a caption of its own."""
    figure = next(image.iterancestors("figure"), None)
    return figure is not None and any(flat(caption) for caption in figure.iter("figcaption"))
