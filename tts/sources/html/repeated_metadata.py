"""Lines of an article that repeat what its page states: its title, author, source and date."""

from __future__ import annotations

import re

from tts.model import Block, Change
from tts.sources.html.metadata import ArticleMetadata
from tts.sources.metadata_values import squeezed
from tts.sources.plain import columns

CREDITS = re.compile(
    r"^(by|written by|published|posted|updated)\b|^([发發]布|[时時][间間]|[记記]者)"
    r"|^([来來]源|作者|[编編][辑輯]|[责責][编編]|[责責]任[编編][辑輯])|([来來]源|作者|[编編][辑輯]|[责責][编編])\s*[:：]",
    re.IGNORECASE,
)
CREDIT = "the line that names author, source or date"
EDITOR_LINE = re.compile(
    r"(?:(?:本文)?[来來]源[:：]\s*\S{1,20}\s+)?[（(【\[]?\s*([责責]任)?([编編][辑輯]|[责責][编編]|校[对對]"
    r"|[审審][核校])\s*[:：/|].{1,30}"
)
LINES = frozenset({"paragraph", "item", "heading"})
TOP, HEAD, FOOT = 4, 5, 3
"""Number of blocks that are checked."""
LONGEST, SHORT = 120, 40
"""Maximum columns of such a line; of one with only a date or a name."""
SENTENCES = re.compile(r"[。！？!?]|\.\s")
DATED = re.compile(r"(19|20)\d\d\s*[-/.年]\s*\d{1,2}|\d{1,2}:\d\d")


def without_title(blocks: list[Block], title: str) -> list[Block]:
    """Without the first heading or line that repeats the title."""
    key = squeezed(title)
    if not title:
        return blocks
    for place, block in enumerate(blocks[:TOP]):
        is_line = block.kind in ("heading", "paragraph")
        if is_line and squeezed(block.text) == key:
            return blocks[:place] + blocks[place + 1 :]
    return blocks


def without_credits(
    blocks: list[Block], metadata: ArticleMetadata
) -> tuple[list[Block], list[Change]]:
    """Without the first lines that only name author, source and date, and the last ones that name
    editors."""
    kept: list[Block] = []
    changes: list[Change] = []
    texts = [place for place, block in enumerate(blocks) if block.kind != "note"]
    foot = texts[-1] - FOOT if texts else 0
    for place, block in enumerate(blocks):
        text = block.text
        credit = place < HEAD and is_credit(text, metadata)
        if place > foot and EDITOR_LINE.fullmatch(text.strip()):
            credit = True
        if credit and block.kind in LINES:
            changes.append(Change(text, "", CREDIT))
        else:
            kept.append(block)
    return (kept, changes) if kept else (blocks, [])


def is_credit(text: str, metadata: ArticleMetadata) -> bool:
    """Whether a line only says who wrote the article, when, or where it appeared."""
    size = columns(text)
    if size > LONGEST or SENTENCES.search(text):
        return False
    dated = bool(DATED.search(text))
    if dated and size <= SHORT:
        return True
    if not CREDITS.search(text):
        return False
    author = metadata.author
    if author and author in text and size <= columns(author) + SHORT:
        return True
    return dated or bool(re.search(r"[:：]", text))
