"""The pages around the article: cover, title, and the origin of text and voice.

Their types mark them as not part of the article's text, so that reading the book back skips them.
"""

from __future__ import annotations

from typing import Final

from tts.episode.epub.xhtml import clean, element, lines, page
from tts.locale.epub import EPUB
from tts.show import safe_text
from tts.show.manifest import Manifest

_COVER: Final = {"class": "cover"}
_TITLE: Final = {"class": "title"}
_BYLINE: Final = {"class": "byline"}


def cover(title: str, language: str) -> str:
    name = EPUB.of(language).cover
    attributes = {
        "src": "cover.jpg",
        "alt": f"{name}: {title}",
    }
    inside = element("figure", element("img", attributes=attributes), _COVER)
    return page(name, language, "cover", inside)


def title(manifest: Manifest, title: str, language: str, said: str) -> str:
    """The title page: what is `said` before the article, with its title if it is spoken, and the
    author."""
    heading = ""
    if "<h1" not in said:
        heading = element("h1", clean(title))
    place = manifest.site or manifest.publication
    byline = [manifest.author, place, manifest.stated_date]
    stated = " · ".join(filter(None, byline))
    below = ""
    if stated:
        below = element("p", clean(stated), _BYLINE)
    section = element("section", lines(said, heading, below), _TITLE)
    return page(title, language, "titlepage", section)


def about(manifest: Manifest, disclosure: str, language: str, said: str) -> str:
    """The last page: what is `said` after the article, and where text and voice are from."""
    words = EPUB.of(language)
    heading = element("h2", clean(words.about))
    synthetic = element("p", clean(disclosure))
    source = ""
    address = safe_text.address(manifest.url)
    if address:
        link = element("a", clean(address), {"href": address})
        label = clean(words.article + words.colon)
        source = element("p", label + link)
    inside = lines(said, heading, synthetic, source)
    return page(words.about, language, "colophon", inside)
