"""A Word document -> Article, by mammoth: styles become headings, notes follow the text.

Without styles, title and sections are found as in a plain text, and by bold lines.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from lxml import html as lxml_html

from tts.model import Article, Block, Change, Source, SourceError
from tts.sources.docx.package import FORMULA, KIND, Package
from tts.sources.epub.xml_trees import flat
from tts.sources.html.blocks import blocks_of
from tts.sources.html.book_markup import write_out_markup
from tts.sources.html.inline_elements import HEADINGS
from tts.sources.html.prepare import name_bold_lines
from tts.sources.metadata_values import iso_date, people, squeezed

STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Author'] => p.author:fresh
p[style-name='Date'] => p.date:fresh
p[style-name^='toc '] => p.contents:fresh
p[style-name^='TOC '] => p.contents:fresh
p[style-name='TOC Heading'] => p.contents:fresh
p[style-name='table of figures'] => p.contents:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Image Caption'] => figcaption:fresh
p[style-name='Table Caption'] => figcaption:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name^='HTML Preformatted'] => pre:separator('\\n')
strike => s
"""
"""Word's built-in styles, which have these names in every language, as rules for mammoth."""
NOBODY = frozenset(
    {
        "user",
        "author",
        "owner",
        "administrator",
        "admin",
        "windows user",
        "microsoft office user",
        "python-docx",
        "pc",
    }
    | {
        "unknown",
        "microsoft",
        "office",
        "微软用户",
        "用户",
        "作者",
        "系统管理员",
        "hp",
        "dell",
        "lenovo",
        "asus",
        "acer",
    }
)
CREDIT = "the line that names author or date"
JUNK_TITLE = re.compile(
    r"word document|microsoft word|untitled|document\s*\d*|\.(docx?|dotx?|pdf)$"
    r"|^(title|文档|无标题|標題)\s*\d*$|^\W*$",
    re.IGNORECASE,
)


def read_docx(source: Source) -> Article:
    """The article of a Word document. Raises SourceError."""
    package = Package(source)
    html, dropped = _html(package)
    root = lxml_html.fragment_fromstring(html or "<p/>", create_parent="div")
    changes = [*package.changes, *dropped, *_contents(root)]
    notes = list(_notes(root))
    styled = _styled_title(root)
    credits = _Credits.of(root)
    changes += credits.changes
    plain = next(root.iter(*HEADINGS), None) is None
    if plain:
        name_bold_lines(root)
    write_out_markup(root)
    blocks = [*_once(map(_formula, blocks_of(root))), *notes]
    if not blocks:
        raise SourceError(
            f"{source.where} is {KIND} without text", "use one that contains an article"
        )
    stated, names = (
        package.metadata_value("title"),
        re.split(r"[;；]", package.metadata_value("creator")),
    )
    title, blocks = _titled("" if JUNK_TITLE.search(stated) else stated, styled, blocks)
    if plain and not title and blocks[0].kind == "heading" and len(blocks) > 1:
        title, blocks = blocks[0].text, blocks[1:]
    return Article(
        tuple(blocks),
        title=title,
        author=credits.author
        or people(name for name in names if name.strip().lower() not in NOBODY),
        date=credits.date,
        language=package.language(blocks),
        summary=package.metadata_value("description"),
        changes=tuple(changes),
        plain=plain,
    )


def _html(package: Package) -> tuple[str, list[Change]]:
    """The text as HTML, and what mammoth had to leave out."""
    try:
        html, messages = _converted(package)
    except (
        Exception
    ):  # it has no error of its own: a part or a relation that is missing ends in any
        try:
            package.without_references()
            html, messages = _converted(package)
        except Exception as error:  # the same
            raise package.archive.broken() from error
    ignored = sorted({message for message in messages if "ignored" in message})
    return html, [Change(message, "", "not read") for message in ignored]


def _converted(package: Package) -> tuple[str, list[str]]:
    import mammoth

    result = mammoth.convert_to_html(
        io.BytesIO(package.repacked()),
        style_map=STYLES + package.heading_styles(),
        convert_image=mammoth.images.img_element(lambda image: {}),
        include_embedded_style_map=False,
    )
    return result.value, [message.message for message in result.messages]


# --- after mammoth --------------------------------------------------------------------------------


def _contents(root: Any) -> Iterator[Change]:
    """The table of contents, as one item."""
    lines = root.xpath(".//p[@class='contents']")
    if lines:
        yield Change(" ".join(flat(line) for line in lines)[:300], "", "the table of contents")
    for line in lines:
        line.drop_tree()


def _notes(root: Any) -> Iterator[Block]:
    """Remove the notes and their marks; returns the notes."""
    for mark in root.xpath(
        ".//a[starts-with(@href, '#footnote-') or starts-with(@href, '#endnote-')]"
    ):
        if "-ref-" in mark.get("href"):
            mark.drop_tree()
        else:
            around = mark.getparent()
            (around if around.tag == "sup" and flat(around) == flat(mark) else mark).drop_tree()
    for note in root.xpath(".//li[starts-with(@id, 'footnote-') or starts-with(@id, 'endnote-')]"):
        write_out_markup(note)
        if text := " ".join(block.text for block in blocks_of(note)):
            yield Block("note", text)
        note.drop_tree()


def _styled_title(root: Any) -> str:
    """Remove and return the text with the style of a title."""
    found = root.find(".//h1[@class='title']")
    if found is None:
        return ""
    text = flat(found)
    found.drop_tree()
    return text


@dataclass(frozen=True, slots=True)
class _Credits:
    """The paragraphs under the title with the styles for author and date, as pandoc writes them."""

    author: str
    date: str
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, root: Any) -> _Credits:
        """Remove them if they are a name or a date."""
        authors: list[str] = []
        dates: list[str] = []
        changes: list[Change] = []
        for line in list(_head(root)):
            text = flat(line)
            is_author = line.get("class") == "author" and bool(people([text]))
            is_date = line.get("class") == "date" and bool(iso_date(text))
            if is_author or is_date:
                (authors if is_author else dates).append(text)
                changes.append(Change(text, "", CREDIT))
                line.drop_tree()
        return cls(people(authors), iso_date(" ".join(dates)), tuple(changes))


def _head(root: Any) -> Iterator[Any]:
    """The paragraphs before the text."""
    return takewhile(lambda line: line.get("class") in ("subtitle", "author", "date"), root)


def _titled(stated: str, styled: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The visible title, otherwise the stated one, otherwise the first heading if it is of level
    1."""
    title = styled or stated
    place = _first_heading(blocks[:5])
    if place is None:
        return title, blocks
    heading = blocks[place]
    is_title = squeezed(heading.text) == squeezed(title) if title else _is_only_one(heading, blocks)
    if not is_title:
        return title, blocks
    others = blocks[:place] + blocks[place + 1 :]
    return title or heading.text, others


def _first_heading(blocks: list[Block]) -> int | None:
    """Index of the first heading."""
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            return place
    return None


def _is_only_one(heading: Block, blocks: list[Block]) -> bool:
    """Whether it is the only heading of the first level."""
    first_rank = [block for block in blocks if block.kind == "heading" and block.level == 1]
    return len(first_rank) == 1 and first_rank[0] is heading


def _once(blocks: Iterable[Block]) -> Iterator[Block]:
    """Without captions that repeat the one before: a picture's alternative text and the line below
    it."""
    last = None
    for block in blocks:
        if block.kind != "caption" or block != last:
            yield block
        last = block


def _formula(block: Block) -> Block:
    return (
        Block("formula", block.text.replace(FORMULA, ""))
        if block.text.startswith(FORMULA)
        else block
    )
