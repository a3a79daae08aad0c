"""Rejoins paragraphs that a figure, a table, a formula or a note interrupts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tts.model import Block
from tts.sources.pdf.line_joining import joined
from tts.sources.plain import WIDE, columns

FLOATS = frozenset({"caption", "table", "formula", "note", "code"})
ENDED = re.compile(r"[。！？!?….][”’」』）)\"'\]]*\s*$")
COLON = re.compile(r"[:：；;]\s*$")
SHORTEST = 30
"""Minimum columns of a paragraph that may be interrupted."""
LABEL = 60
"""Maximum columns of a label in a figure."""
MOST_BETWEEN = 8
"""Maximum blocks between the two halves of a paragraph."""


@dataclass(frozen=True, slots=True)
class SizedBlock:
    """A block, and whether its type is smaller than the text's, like that of captions."""

    block: Block
    is_small: bool = False


def rejoined(pieces: Sequence[SizedBlock], words: frozenset[str]) -> list[Block]:
    """The blocks, with interruptions of a sentence moved after its paragraph."""
    done: list[SizedBlock] = []
    for piece in pieces:
        place = _beginning(done, piece.block)
        if place is None:
            done.append(piece)
            continue
        first = done[place].block
        text = joined([first.text, piece.block.text], words)
        done[place] = SizedBlock(replace(first, text=text))
    return [piece.block for piece in done]


def _beginning(done: Sequence[SizedBlock], block: Block) -> int | None:
    """Index of the paragraph that a block continues; None if it begins one."""
    if block.kind != "paragraph" or not done:
        return None
    between = _between(done)
    place = len(done) - between - 1
    if not between or place < 0 or not _is_open(done[place].block):
        return None
    floats = [piece.block for piece in done[place + 1 :]]
    return place if _goes_on(done[place].block.text, block.text, floats) else None


def _between(done: Sequence[SizedBlock]) -> int:
    """How many pieces at the end are not text: floats, and labels next to them."""
    count = 0
    for piece in reversed(done[-MOST_BETWEEN:]):
        if not (_is_float(piece) or _is_label(piece.block)):
            break
        count += 1
    while count and not _is_float(done[-count]):
        count -= 1  # a short paragraph at the beginning is the one that was broken off
    return count


def _is_float(piece: SizedBlock) -> bool:
    return piece.is_small or piece.block.kind in FLOATS


def _is_label(block: Block) -> bool:
    is_short = block.kind == "paragraph" and columns(block.text) <= LABEL
    return is_short and not ENDED.search(block.text)


def _is_open(block: Block) -> bool:
    """Whether a paragraph is incomplete."""
    if block.kind not in ("paragraph", "item") or columns(block.text) < SHORTEST:
        return False
    return not ENDED.search(block.text)


def _goes_on(last: str, text: str, floats: Sequence[Block]) -> bool:
    """Whether a text continues in the middle of a sentence."""
    first = text.lstrip()[:1]
    if first.islower():
        return True
    if COLON.search(last) or any(block.kind == "formula" for block in floats):
        return False
    return bool(WIDE.match(first)) and bool(WIDE.match(last[-1:]))
