"""The blocks of a plain text with their headings known, without what sites and tables of contents
put in front of them or between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tts.model import Block, Change
from tts.sources.novel.headings import heading_of, is_title_below
from tts.sources.novel.junk import is_junk
from tts.sources.novel.numbers import numbered_chapters

LEVELS: Final = {"part": 1, "chapter": 2, "beside": 2, "section": 3}
CONTENTS: Final = re.compile(
    r"[\s\u3000【\[《=*—-]*(?:目\s*[录錄次]|章节目录|章節目錄|正文目录"
    r"|(?:table of )?contents|inhalt(?:sverzeichnis)?)[\s\u3000】\]》=*:：.—-]*",
    re.IGNORECASE,
)
FEWEST: Final = 3
"""Headings that say of themselves what they are, in a text where numbers alone are none."""
LISTED: Final = 3
"""Headings in a row, without text between them, that may be a table of contents."""
OF_THE_SITE: Final = "a line of the site that the file comes from"


def with_headings(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """Lines that call themselves chapters as headings, lines of the sites that files come from
    left out, a table of contents in front too."""
    kept: list[Block] = []
    changes: list[Change] = []
    for block in blocks:
        if is_junk(block.text):
            changes.append(Change(block.text, "", OF_THE_SITE))
        else:
            kept.append(_marked(block))
    headings = [block for block in kept if block.kind == "heading"]
    if len(headings) < FEWEST:
        for place in numbered_chapters(kept):
            kept[place] = Block("heading", kept[place].text, LEVELS["chapter"])
    titled = _with_titles(kept)
    begin, end = _contents(titled)
    if end > begin:
        text = "\n".join(block.text for block in titled[begin:end])
        changes.append(Change(text, "", "the table of contents"))
    return titled[:begin] + titled[end:], changes


def _marked(block: Block) -> Block:
    heading = heading_of(block.text)
    if heading is None:
        return block
    return Block("heading", heading.text, LEVELS[heading.rank])


def _with_titles(blocks: list[Block]) -> list[Block]:
    """A title that stands in a line of its own below `CHAPTER IV.` is a part of the heading."""
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


def _contents(blocks: list[Block]) -> tuple[int, int]:
    """From where to where the table of contents goes: headings in a row, most of which come again
    with their text. Twice the same where there is none."""
    first, end = _first_row(blocks)
    if end - first < LISTED:
        return 0, 0
    listed = _names(blocks[first:end])
    again = _names(blocks[end:])
    in_both = listed & again
    if len(in_both) * 2 < len(listed):
        return 0, 0
    while _squeezed(blocks[end - 1].text) not in again:
        end -= 1  # the first chapter itself, and what stands above it
    if first > 0 and CONTENTS.fullmatch(blocks[first - 1].text):
        first -= 1
    return first, end


def _first_row(blocks: list[Block]) -> tuple[int, int]:
    """From where to where the first headings go that follow each other."""
    first = None
    for place, block in enumerate(blocks):
        if block.kind == "heading" and first is None:
            first = place
        if block.kind != "heading" and first is not None:
            return first, place
    return 0, 0


def _names(blocks: list[Block]) -> set[str]:
    """Those of the headings among them."""
    headings = [block for block in blocks if block.kind == "heading"]
    return {_squeezed(block.text) for block in headings}


def _squeezed(text: str) -> str:
    letters = re.sub(r"[\W_]+", "", text)
    return letters.casefold()
