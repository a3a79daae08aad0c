"""XML of the book: elements, and complete pages."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from tts.locale.language_tags import direction, html_of
from tts.show import safe_text

DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
NO_ATTRIBUTES: Final[Mapping[str, str]] = {}
_EPUB: Final = "http://www.idpf.org/2007/ops"
_XHTML: Final = "http://www.w3.org/1999/xhtml"


def clean(text: str) -> str:
    """Untrusted text, escaped for XML."""
    return escape(safe_text.text(text), quote=False)


def element(name: str, inside: str = "", attributes: Mapping[str, str] = NO_ATTRIBUTES) -> str:
    """An element. `inside` is XML; attribute values are plain text, and empty ones are left out.

    >>> element("p", "A &amp; B", {"class": "x", "id": ""}), element("br")
    ('<p class="x">A &amp; B</p>', '<br/>')
    """
    written = [name]
    for attribute, value in attributes.items():
        if value:
            quoted = escape(safe_text.text(value))
            written.append(f'{attribute}="{quoted}"')
    start = " ".join(written)
    if not inside:
        return f"<{start}/>"
    return f"<{start}>{inside}</{name}>"


def lines(*inside: str) -> str:
    """Elements on separate lines; empty ones are left out."""
    kept = filter(None, inside)
    text = "\n".join(kept)
    return f"\n{text}\n"


def language_attributes(language: str) -> dict[str, str]:
    """Language and direction of an element, for XML and HTML parsers.

    >>> language_attributes("ar")
    {'lang': 'ar', 'xml:lang': 'ar', 'dir': 'rtl'}
    """
    tag = html_of(language)
    turned = direction(language) or "ltr"
    return {"lang": tag, "xml:lang": tag, "dir": turned}


def page(title: str, language: str, kind: str, inside: str) -> str:
    """A complete page. `title` is plain text, `kind` an `epub:type`, `inside` XHTML."""
    style = {"rel": "stylesheet", "type": "text/css", "href": "style.css"}
    head = lines(
        element("title", clean(title)),
        element("link", attributes=style),
    )
    root = {
        "xmlns": _XHTML,
        "xmlns:epub": _EPUB,
        **language_attributes(language),
    }
    body = element("body", lines(inside), {"epub:type": kind})
    html = element("html", lines(element("head", head), body), root)
    return f"{DECLARATION}<!DOCTYPE html>\n{html}\n"
