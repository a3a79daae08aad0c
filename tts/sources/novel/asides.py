"""What authors of serial novels say to their readers at the beginning or end of a chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from tts.model import Block, Change

LONGEST: Final = 200
"""Maximum characters of such a line."""
FEWEST: Final = 3
"""Minimum headings of a text with chapters."""
ASIDE: Final = re.compile(
    r"[\s（(【\[*—-]*(?:[pPｐＰ][.．]?[sSｓＳ]\d?[.．]?|作者有[话話][说說要]{0,2}|作者[的题題]?[话話]|[题題]外[话話])"
    r"\s*[:：，,、—…].*"
)
OF_WRITING: Final = re.compile(
    r"更新|[一二两兩三四五六七八九十\d加补補断斷第]更|更[了完]|有[点點]晚|晚了|[这這本上下]章|章[节節]|月票|推[荐薦]"
    r"|收藏|[订訂][阅閱]|[书書]友|[读讀]者|打[赏賞]|[码碼]字|[请請]假|新[书書]|本[书書]|求[票支评評]|作者"
)
"""Topics that a letter inside the story does not mention."""
REASON: Final = "a remark by the author to waiting readers"


def split_asides(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """The blocks without asides, in a text with chapters, and what was left out."""
    headings = [block for block in blocks if block.kind == "heading"]
    if len(headings) < FEWEST:
        return list(blocks), []
    asides: set[int] = set()
    for place, block in enumerate(blocks):
        if _is_aside(block):
            asides.add(place)
    at_edge = _from_edges(blocks, asides)
    kept: list[Block] = []
    changes: list[Change] = []
    for place, block in enumerate(blocks):
        if place in at_edge:
            aside = Change(block.text, "", REASON)
            changes.append(aside)
        else:
            kept.append(block)
    return kept, changes


def _is_aside(block: Block) -> bool:
    text = block.text
    if block.kind != "paragraph" or len(text) > LONGEST:
        return False
    return bool(ASIDE.fullmatch(text) and OF_WRITING.search(text))


def _from_edges(blocks: Sequence[Block], asides: set[int]) -> set[int]:
    """Those at the beginning or end of a chapter, consecutively."""
    size = len(blocks)
    down = range(size)
    found = _behind_edges(blocks, asides, down)
    up = reversed(down)
    return found | _behind_edges(blocks, asides, up, is_edge=True)


def _behind_edges(
    blocks: Sequence[Block], asides: set[int], places: Iterable[int], *, is_edge: bool = False
) -> set[int]:
    """Those that follow a heading, or each other, in the order of `places`."""
    found: set[int] = set()
    for place in places:
        if blocks[place].kind == "heading":
            is_edge = True
        elif place not in asides:
            is_edge = False
        elif is_edge:
            found.add(place)
    return found
