"""The contents of a book by its headings, and its landmarks: the navigation document (EPUB 3.3,
7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tts.episode.epub.xhtml import clean, element, lines, page
from tts.locale.epub import EPUB


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the contents."""

    title: str
    address: str
    level: int = 1
    """Level of its heading."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A page that reading apps offer a command for."""

    kind: str
    """An `epub:type`."""
    title: str
    address: str


def contents(language: str, entries: Sequence[Entry], landmarks: Sequence[Landmark]) -> str:
    title = EPUB.of(language).contents
    heading = element("h1", clean(title))
    toc = element(
        "nav",
        lines(heading, _nested(entries)),
        {"epub:type": "toc", "id": "toc", "role": "doc-toc"},
    )
    marks = []
    for mark in landmarks:
        attributes = {"epub:type": mark.kind, "href": mark.address}
        marks.append(element("li", element("a", clean(mark.title), attributes)))
    places = element(
        "nav",
        element("ol", lines(*marks)),
        {"epub:type": "landmarks", "hidden": "hidden"},
    )
    return page(title, language, "frontmatter", lines(toc, places))


def _nested(entries: Sequence[Entry]) -> str:
    """Nested lists without gaps, whatever levels the article uses."""
    written: list[str] = []
    levels: list[int] = []
    for entry in entries:
        while len(levels) > 1 and entry.level <= levels[-2]:
            levels.pop()
            written.append("</li></ol>")
        if levels and entry.level <= levels[-1]:
            written.append("</li>\n")
        else:
            levels.append(entry.level)
            written.append("<ol>\n")
        link = element("a", clean(entry.title), {"href": entry.address})
        written.append(f"<li>{link}")
    ends = ["</li></ol>"] * len(levels)
    return "".join([*written, *ends])
