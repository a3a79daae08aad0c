"""The blocks of a plain text with their headings marked, without the table of contents and lines
added by sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tts.model import Block, Change
from tts.sources.novel.asides import split_asides
from tts.sources.novel.brackets import marked_brackets
from tts.sources.novel.headings import heading_of, is_title_below
from tts.sources.novel.numbered_chapters import numbered_chapters
from tts.sources.novel.site_lines import is_bare_address, is_junk
from tts.sources.novel.table_of_contents import contents

LEVELS: Final = {"part": 1, "chapter": 2, "beside": 2, "section": 3}
FEWEST: Final = 3
"""Minimum number of explicit headings in a text; bare numbers do not count."""
TEXT: Final = ("paragraph", "quote")
OF_THE_SITE: Final = "a line added by the site the file comes from"


def with_headings(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """Mark chapter headings, and notes and captions in brackets; remove lines of the sites that
    files come from, a table of contents at the beginning, and the author's asides."""
    bracketed, changes = marked_brackets(blocks)
    marked = [_marked(block) for block in bracketed]
    is_book = _count_headings(marked) >= FEWEST
    kept: list[Block] = []
    for block in marked:
        if _is_of_the_site(block, is_book):
            changes.append(Change(block.text, "", OF_THE_SITE))
        else:
            kept.append(block)
    if not is_book:
        for place in numbered_chapters(kept):
            kept[place] = Block("heading", kept[place].text, LEVELS["chapter"])
    titled = _with_titles(kept)
    begin, end = contents(titled)
    if end > begin:
        text = "\n".join(block.text for block in titled[begin:end])
        changes.append(Change(text, "", "the table of contents"))
    story, asides = split_asides(titled[:begin] + titled[end:])
    return story, changes + asides


def _count_headings(blocks: Sequence[Block]) -> int:
    return sum(1 for block in blocks if block.kind == "heading")


def _is_of_the_site(block: Block, is_book: bool) -> bool:
    """Whether a line is a site's. A bare address counts only in books: an article may name
    pages."""
    if block.kind == "heading" or not is_junk(block.text):
        return False
    return is_book or not is_bare_address(block.text)


def _marked(block: Block) -> Block:
    heading = heading_of(block.text) if block.kind in TEXT else None
    if heading is None:
        return block
    return Block("heading", heading.text, LEVELS[heading.rank])


def _with_titles(blocks: list[Block]) -> list[Block]:
    """Join `CHAPTER IV.` with a title on the line below."""
    kept: list[Block] = []
    nothing = Block("paragraph", "")
    following = [*blocks, nothing][1:]
    above = nothing
    for block, after in zip(blocks, following, strict=True):
        if _is_title(above, block, after):
            joint = " " if above.text.endswith((".", ":")) else ". "
            text = above.text + joint + block.text
            above = kept[-1] = replace(above, text=text)
        else:
            above = block
            kept.append(block)
    return kept


def _is_title(above: Block, block: Block, after: Block) -> bool:
    """Whether a line between a heading and longer text belongs to the heading."""
    if above.kind != "heading" or block.kind == "heading":
        return False
    if len(after.text) <= len(block.text):
        return False
    return is_title_below(above.text, block.text)
