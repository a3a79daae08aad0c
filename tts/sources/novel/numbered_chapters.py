"""Chapters named only by a number: consecutive numbers from one, with text between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import Final

from tts.model import Block
from tts.sources.novel.headings import ROMAN, value
from tts.sources.plain import columns

NUMBERED: Final = re.compile(
    rf"(?P<number>\d{{1,4}}|[一二三四五六七八九十百千零〇]{{1,7}}|{ROMAN})\.?"
    r"(?:(?:[、.．:：]|[ \u3000])\s*(?P<title>[^。；，\s][^。；，]{0,30}))?"
)
"""`1`, `IV.`, `十二`, `12、雨夜`."""
LONGEST: Final = 40
FEWEST: Final = 10
"""Minimum number of consecutive numbers that make them chapters."""
LEAST: Final = 300
"""Minimum columns of text for half of them; anything shorter is a list."""


def numbered_chapters(blocks: Sequence[Block]) -> list[int]:
    """Indexes of the blocks that are chapter numbers; empty if they are a list or too few."""
    found: list[int] = []
    for place, block in enumerate(blocks):
        if _number(block) == len(found) + 1:
            found.append(place)
    if len(found) < FEWEST:
        return []
    ends = [*found[1:], len(blocks)]
    sizes = [_size(blocks[start:end]) for start, end in zip(found, ends, strict=True)]
    return found if median(sizes) >= LEAST else []


def _number(block: Block) -> int:
    if block.kind != "paragraph" or len(block.text) > LONGEST:
        return 0
    match = NUMBERED.fullmatch(block.text.strip())
    return value(match["number"]) if match else 0


def _size(blocks: Sequence[Block]) -> int:
    return sum(columns(block.text) for block in blocks)
