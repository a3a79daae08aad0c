"""The bibliography at the end of a paper, which is left out and listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tts.model import Block, Change

HEADINGS = re.compile(
    r"(?:\d+\.?|[IVX]+\.?|[A-Z]\.)?\s*(?:references?(?: and notes| cited)?|bibliography|works cited"
    r"|literature(?: cited)?|literatur(?:verzeichnis)?|références|bibliographie"
    r"|referencias|bibliografía"
    r"|参考文献|參考文獻|引用文献|引用文獻|참고\s*문헌)\s*[:：]?",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^\s*(?:\[\d{1,3}\]|\[[A-Z][^\]\s]{1,20}\]|\d{1,3}\.)\s*\S")
OTHERS = frozenset({"heading", "table", "caption"})
"""What does not occur in a bibliography."""
DATED = re.compile(r"\b(?:19|20)\d\d[a-z]?\b|\bin press\b|\barXiv\b|\bdoi\b", re.IGNORECASE)
LEAST = 3
"""Minimum entries of a list."""
NEAR_END = 0.5
"""Fraction of the document after which a bibliography may begin without a heading."""
LONGEST = 1000
"""Maximum characters of an entry; a longer paragraph is text."""
LONGEST_REST = 250
MOST_RESTS = 2
REASON = "the list of references"


def without_references(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """The blocks without bibliographies and their headings, and what was left out."""
    kept: list[Block] = []
    changes: list[Change] = []
    place = 0
    while place < len(blocks):
        end = _end_of_list(blocks, place)
        if end == place:
            kept.append(blocks[place])
            place += 1
            continue
        changes.append(_change(blocks[place:end]))
        place = end
    return kept, changes


def _change(blocks: Sequence[Block]) -> Change:
    text = " ".join(block.text for block in blocks)
    return Change(f"{text[:300]}…" if len(text) > 300 else text, "", REASON)


def _end_of_list(blocks: Sequence[Block], index: int) -> int:
    """Index after the bibliography that begins at an index; the same index if none does."""
    if _is_heading(blocks[index]):
        end = _entries(blocks, index + 1)
        is_alone = end == index + 1
        return index if is_alone else end
    if index < NEAR_END * len(blocks) or not NUMBERED.match(blocks[index].text):
        return index
    end = _entries(blocks, index)
    count = end - index
    dated = sum(1 for entry in blocks[index:end] if DATED.search(entry.text))
    if count < LEAST or 2 * dated < count:
        return index
    return end


def _is_heading(block: Block) -> bool:
    return block.kind in ("heading", "paragraph", "item") and bool(HEADINGS.fullmatch(block.text))


def _entries(blocks: Sequence[Block], index: int) -> int:
    """Index after the last entry of a list; two blocks may be the rests of entries divided by a
    page break."""
    end = index
    pattern = DATED
    if index < len(blocks) and NUMBERED.match(blocks[index].text):
        pattern = NUMBERED
    for at in range(index, len(blocks)):
        block = blocks[at]
        if block.kind in OTHERS or len(block.text) > LONGEST:
            break
        if at - end > MOST_RESTS:
            break
        if pattern.search(block.text):
            end = at + 1
    if index < end < len(blocks) and _is_rest(blocks[end - 1], blocks[end]):
        return end + 1
    return end


def _is_rest(entry: Block, rest: Block) -> bool:
    """Whether a block is the end of the entry before it."""
    broken_off = not entry.text.rstrip().endswith(".")
    return broken_off and rest.kind not in OTHERS and len(rest.text) < LONGEST_REST
