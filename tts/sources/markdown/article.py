"""Markdown with front matter -> Article, by markdown-it-py (CommonMark, tables, strikethrough,
definition lists). Extensions of other dialects are rewritten, or listed as omitted, by `templates`,
`directives` and `inline`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from markdown_it import MarkdownIt

from tts.model import Article, Block, Source
from tts.sources.html.images import image_address
from tts.sources.markdown.code_spans import line_stretches
from tts.sources.markdown.directives import without_directives
from tts.sources.markdown.dropped import Dropped
from tts.sources.markdown.footnotes import without_notes
from tts.sources.markdown.frontmatter import front_matter
from tts.sources.markdown.html_tags import Elements
from tts.sources.markdown.inline import Inline
from tts.sources.markdown.inline_text import Running
from tts.sources.markdown.parser import parsed, parser
from tts.sources.markdown.templates import is_mdx, without_tags
from tts.sources.markdown.tex_spans import with_formulas
from tts.sources.markdown.walk import RULE_BLOCK, Walk
from tts.sources.metadata_values import iso_date, squeezed
from tts.sources.plain import join_lines
from tts.sources.ruby import with_furigana, with_marks
from tts.speech_rates import RULE

MARKED = re.compile(r"[^\w\s.,;?'\"()，。、；：？！“”（）-]|^[-+\d]|\n|:\w")
"""Characters in a note that may be Markdown syntax."""
DATED_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[-_ .]|$)")
MOST_NOTES = 20_000
"""Maximum number of footnotes, including inline ones and those inside footnotes."""


def read_markdown(text: str, source: Source) -> Article:
    """The article of a Markdown text: its title is that of the front matter, otherwise the first
    heading if it is of level 1."""
    front = front_matter(text)
    blocks, dropped = _blocks(front.body, front.stated, source.where)
    stated = front.stated
    title, blocks = _titled(stated["title"], blocks)
    return Article(
        tuple(blocks),
        title=title,
        author=stated["author"],
        date=stated["date"] or _date_of_file(source.where),
        publication=stated["publication"],
        site=stated["site"],
        url=stated["url"] if stated["url"].startswith(("http://", "https://")) else source.url,
        image=image_address(stated["image"], source.url, source.where),
        language=stated["language"],
        summary=stated["summary"],
        changes=(*front.changes, *dropped.changes()),
    )


def _date_of_file(name: str) -> str:
    """The date at the beginning of a file's name, as in Jekyll and daily notes.

    >>> _date_of_file("posts/2026-11-03-tides.md"), _date_of_file("a/2026-11-03/index.md")
    ('2026-11-03', '2026-11-03')
    """
    parts = re.split(r"[/\\\\]", name)
    is_index = len(parts) > 1 and parts[-1].lower().lstrip("_").startswith("index.")
    found = DATED_NAME.match(parts[-2] if is_index else parts[-1])
    return iso_date(found[1]) if found else ""


def _blocks(text: str, stated: Mapping[str, str], name: str) -> tuple[list[Block], Dropped]:
    """The blocks of a text, followed by its notes, and what is omitted."""
    dropped = Dropped()
    mdx = is_mdx(text, name)
    text = with_formulas(text)
    text = _with_ruby(text)
    text = without_tags(text, dropped, stated, mdx=mdx)
    text = without_directives(text, dropped, mdx=mdx)
    text, notes = without_notes(text, indented=not mdx)
    elements = Elements.of(text, indented=not mdx)
    dialects = Inline(dropped, elements, notes)
    made = parser(indented=not mdx)
    tokens = parsed(made, text, dialects)
    walk = Walk(Running(notes, dropped), elements)
    blocks = _ruled(map(with_furigana, walk.blocks(tokens)))
    blocks += _notes(made, dialects)
    return blocks, dropped


def _with_ruby(text: str) -> str:
    """Insert marks for furigana, except in code."""
    pieces = line_stretches(text)
    return "".join(piece if is_code else with_marks(piece) for is_code, piece in pieces)


def _notes(made: MarkdownIt, dialects: Inline) -> Iterator[Block]:
    """The notes, followed by those inside them."""
    notes = dialects.notes
    for name in islice(_growing(notes), MOST_NOTES):
        text = notes[name]
        if MARKED.search(text):
            walk = Walk(Running(notes, dialects.dropped), dialects.elements)
            blocks = walk.blocks(parsed(made, text, dialects))
            text = join_lines([block.text for block in blocks])
        if text:
            yield Block("note", text)


def _growing(names: Mapping[str, str]) -> Iterator[str]:
    """The names, including those added during iteration."""
    at = 0
    while at < len(names):
        found = list(names)[at:]
        yield from found
        at += len(found)


def _ruled(blocks: Iterable[Block]) -> list[Block]:
    """Give the block above a rule a pause."""
    kept: list[Block] = []
    for block in blocks:
        if block is not RULE_BLOCK:
            kept.append(block)
        elif kept:
            kept[-1] = replace(kept[-1], pause=RULE)
    return kept


def _titled(title: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, and the blocks without the heading that repeats it."""
    kinds = [block.kind for block in blocks]
    if "heading" not in kinds:
        return title, blocks
    place = kinds.index("heading")
    heading = blocks[place]
    is_another = title and squeezed(title) != squeezed(heading.text)
    if heading.level != 1 or is_another:
        return title, blocks
    others = blocks[:place] + blocks[place + 1 :]
    return title or heading.text, others
