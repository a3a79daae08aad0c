"""The HTML that pandoc, asciidoctor or docutils writes -> Article: all of it is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tts.model import Article, Block, Change, Source
from tts.sources.epub.xml_trees import flat
from tts.sources.html.article import parse
from tts.sources.html.blocks import blocks_of
from tts.sources.html.book_markup import write_out_markup
from tts.sources.html.prepare import clear_headings, prepare
from tts.sources.metadata_values import iso_date, language_tag, people, squeezed

TITLES = ".//h1[@class='document-title'] | .//div[@id='header']/h1"
"""The title in our pandoc template, and in asciidoctor's output."""
DATES = (
    "//meta[@name='date']/@content | .//span[@id='revdate']/text()"
    " | .//p[@class='document-date']//text()"
)
REFERENCES_WIDTH = ".//div[@class='thebibliography']/p[1]/span[1]"
"""Width of the widest number."""
WORKS = "the list of references"
CATEGORY = "a category of the wiki"
LEFT_OUT = (
    (".//div[@id='toc'] | .//nav[@role='doc-toc']", "the table of contents"),
    (".//div[@id='header']/div[@class='details']", "the line that names author and date"),
    (".//p[@class='document-date']", "the line that names author and date"),
    (".//*[following-sibling::*[1][@class='thebibliography']][starts-with(name(), 'h')]", WORKS),
    (".//div[@class='thebibliography']", WORKS),
    (".//span[contains(@class, 'citation')]", "a citation"),
    (".//span[contains(@class, 'todo')] | .//span[@class='tag']", "the status of a task, or a tag"),
    (".//a[@data-reference-type][starts-with(., '[')]", "a mark that leads nowhere"),
    (".//a[@title='wikilink'][contains(@href, 'Category:') or contains(@href, '分类:')]", CATEGORY),
    (".//a[contains(@class, 'include')]", "a file included here"),
    (".//div[@id='footer']", "the foot of the page"),
)
NOTES = ".//div[@id='footnotes']/div[@class='footnote']"
NOTE_MARKS = ".//sup[@class='footnote']"
"""How asciidoctor writes notes; pandoc's are recognized as on any page."""
ADMONITIONS = ".//div[contains(@class, 'admonitionblock')]/table"
"""A layout table: a label, and the text for it."""
REFERENCES = ".//a[@data-reference-type]"
"""A number or a name that refers to a place in the document."""
NUMBER = re.compile(r"^\s*\d+\s*\.\s*")
LONGEST_TOLD = 200


def read_document(html: str, source: Source) -> Article:
    """The article of a document that was converted to HTML."""
    tree = parse(html)
    author = people(tree.xpath("//meta[@name='author']/@content"))
    date = _first(tree, DATES)
    language = _first(tree, "/html/@lang")
    changes = list(_left_out(tree))
    _unwrap(tree)
    notes = list(_notes(tree))
    title = _title(tree)
    changes += [*clear_headings(tree), *prepare(tree, html)]
    write_out_markup(tree.body)
    blocks = [*blocks_of(tree.body), *notes]
    title, blocks = _titled(title, blocks)
    return Article(
        tuple(blocks),
        title=title,
        author=author,
        date=iso_date(date),
        language=language_tag(language),
        url=source.url,
        changes=tuple(changes),
    )


def _first(tree: Any, place: str) -> str:
    found = tree.xpath(place)
    return str(found[0]) if found else ""


def _unwrap(tree: Any) -> None:
    """References become part of their line, admonitions become paragraphs."""
    for reference in tree.xpath(REFERENCES):
        reference.drop_tag()
    for table in tree.xpath(ADMONITIONS):
        for element in table.iter("table", "tbody", "tr", "td"):
            element.tag = "div"


def _left_out(tree: Any) -> Iterator[Change]:
    """Remove what converters add to the text."""
    for width in tree.xpath(REFERENCES_WIDTH):
        width.drop_tree()
    for place, reason in LEFT_OUT:
        for element in tree.xpath(place):
            words = flat(element)
            if element.getparent() is not None:
                _close_up(element)
                element.drop_tree()
            if words:
                yield Change(words[:LONGEST_TOLD], "", reason)


def _close_up(element: Any) -> None:
    """Remove the space before an element that is followed by punctuation."""
    behind = (element.tail or "")[:1]
    if not behind or behind.isalnum() or behind.isspace():
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "").rstrip()
    else:
        parent = element.getparent()
        parent.text = (parent.text or "").rstrip()


def _notes(tree: Any) -> Iterator[Block]:
    """Remove asciidoctor's notes and their marks; returns the notes."""
    for mark in tree.xpath(NOTE_MARKS):
        mark.drop_tree()
    for note in tree.xpath(NOTES):
        text = NUMBER.sub("", flat(note))
        note.drop_tree()
        yield Block("note", text)


def _title(tree: Any) -> str:
    """Remove and return the document's own title."""
    found = tree.xpath(TITLES)
    if not found:
        return ""
    title = flat(found[0])
    found[0].drop_tree()
    return title


def _titled(title: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, otherwise the first heading if it is the only one of its level."""
    kinds = [block.kind for block in blocks[:5]]
    if "heading" not in kinds:
        return title, blocks
    place = kinds.index("heading")
    heading = blocks[place]
    is_again = squeezed(heading.text) == squeezed(title)
    is_title = not title and place == 0 and _is_only_one(heading, blocks)
    if not is_again and not is_title:
        return title, blocks
    others = blocks[:place] + blocks[place + 1 :]
    return title or heading.text, others


def _is_only_one(heading: Block, blocks: list[Block]) -> bool:
    """Whether it is the only heading of its level, without one above it."""
    headings = [block for block in blocks if block.kind == "heading"]
    alike = [one for one in headings if one.level <= heading.level]
    return len(alike) == 1
