"""Passages in square brackets in texts without markup: notes and pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tts.model import Block, Change, Kind
from tts.sources.plain import join_lines

NOTE: Final = re.compile(
    r"\[(?:foot|side|end)?note(?:\s+[\w*†‡]{1,4})?\s*:\s*(?P<text>\S.*)", re.IGNORECASE | re.DOTALL
)
PICTURE: Final = re.compile(
    r"\[(?:illustration|picture|figure|plate|frontispiece)(?:\s+\w{1,4})?"
    r"(?:\s*:\s*(?P<text>[^\]]*))?\]?",
    re.IGNORECASE,
)
LONGEST: Final = 20
"""Maximum paragraphs of a note, and lines of a caption."""
NO_CAPTION: Final = "a picture without a caption"


def marked_brackets(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """`[Footnote 1: …]` becomes a note, `[Illustration: …]` a caption, also over several
    paragraphs, without the brackets; a picture without a caption is left out and listed."""
    kept: list[Block] = []
    changes: list[Change] = []
    end = 0
    for place, block in enumerate(blocks):
        if place < end:
            continue
        end = _end(blocks, place)
        if not end:
            kept.append(block)
            continue
        found = _inside(blocks[place:end])
        kept += found
        if not found:
            picture = Change(block.text, "", NO_CAPTION)
            changes.append(picture)
    return kept, changes


def _end(blocks: Sequence[Block], place: int) -> int:
    """Index after the block that closes such a bracket; 0 if none is opened, or closed."""
    first = blocks[place]
    is_open = NOTE.match(first.text) or PICTURE.match(first.text)
    if first.kind != "paragraph" or not is_open:
        return 0
    depth = 0
    last = min(place + LONGEST, len(blocks))
    for at in range(place, last):
        text = blocks[at].text
        depth += text.count("[")
        depth -= text.count("]")
        if depth <= 0:
            is_closed = text.endswith("]")
            return at + 1 if is_closed else 0
    return 0


def _inside(blocks: Sequence[Block]) -> list[Block]:
    """The paragraphs of a note or a caption."""
    first = blocks[0].text
    is_note = NOTE.match(first)
    opened = is_note or PICTURE.match(first)
    if opened is None:
        return list(blocks)
    texts = [opened["text"] or ""]
    for block in blocks[1:]:
        texts.append(block.text)
    last = texts.pop()
    bare = last.removesuffix("]")
    texts.append(bare.rstrip())
    kind: Kind = "note"
    if not is_note:
        kind = "caption"
        texts = [join_lines(texts)]
    return [replace(blocks[0], kind=kind, text=text) for text in texts if text.strip()]
