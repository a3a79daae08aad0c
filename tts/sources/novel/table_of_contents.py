"""Finds the table of contents of a novel in plain text: lines that are repeated below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from tts.model import Block
from tts.sources.novel.headings import heading_of

CONTENTS: Final = re.compile(
    r"[\s\u3000【\[《=*—-]*(?:目\s*[录錄次]|章节目录|章節目錄|正文目录"
    r"|(?:table of )?contents|inhalt(?:sverzeichnis)?)[\s\u3000】\]》=*:：.—-]*",
    re.IGNORECASE,
)
LISTED: Final = 3
"""Minimum headings in a row, without text between them, for a table of contents."""
LISTED_BELOW: Final = 2
"""The same after a line that announces one."""
FURTHEST: Final = 200
"""Blocks that are searched for such a line."""
LONGEST: Final = 120
"""Maximum characters of an entry."""
PAGE: Final = re.compile(r"(?:[\s.…·_-]{2,}|\t)\d{1,4}$")
"""An entry's page number."""


def contents(blocks: list[Block]) -> tuple[int, int]:
    """Start and end of the table of contents; equal if there is none."""
    front = blocks[:FURTHEST]
    for place, block in enumerate(front):
        if CONTENTS.fullmatch(block.text):
            end = _end_of_list(blocks, place + 1)
            return (place, end) if end else _repeated(blocks)
    return _repeated(blocks)


def _end_of_list(blocks: list[Block], first: int) -> int:
    """The end of the list after such a line; 0 if too few entries are repeated later."""
    short = [block.text for block in blocks if len(block.text) <= LONGEST]
    counted = Counter(map(_entry, short))
    headings_seen: set[str] = set()
    end = first
    is_anew = False
    for place in range(first, len(blocks)):
        text = blocks[place].text
        name = _entry(text)
        comes_again = counted[name] > 1
        is_listed = comes_again or blocks[place].kind == "heading"
        is_anew = _begins_anew(blocks, first, place, headings_seen)
        if len(text) > LONGEST or not is_listed or is_anew:
            break
        headings_seen.add(name)
        end = place + 1
    again = [name for name in headings_seen if counted[name] > 1]
    listed = len(headings_seen)
    is_sure = is_anew or len(again) * 2 >= listed
    if listed < LISTED_BELOW:
        return 0
    return end if is_sure else 0


def _begins_anew(blocks: list[Block], first: int, place: int, seen: set[str]) -> bool:
    """Whether the text begins here: with the first entry, or with any entry followed by text."""
    text = blocks[place].text
    if place == first:
        return False
    if _is_same(blocks[first].text, text):
        return True
    name = _entry(text)
    if name not in seen:
        return False
    below = blocks[place + 1 : place + 2]
    return any(len(block.text) > LONGEST for block in below)


def _is_same(one: str, other: str) -> bool:
    """Whether two lines name the same chapter, one possibly abbreviated."""
    if _entry(one) == _entry(other):
        return True
    listed = heading_of(one)
    heading = heading_of(other)
    if listed is None or heading is None or not listed.number:
        return False
    if (listed.rank, listed.number) != (heading.rank, heading.number):
        return False
    title = _squeezed(heading.title)
    stated = _squeezed(listed.title)
    return title.startswith(stated) or stated.startswith(title)


def _entry(text: str) -> str:
    """An entry without its page number."""
    return _squeezed(PAGE.sub("", text))


def _repeated(blocks: Sequence[Block]) -> tuple[int, int]:
    """Start and end of the table of contents: headings in a row, most of which are repeated with
    their text. Equal if there is none."""
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


def _first_row(blocks: Sequence[Block]) -> tuple[int, int]:
    """Start and end of the first consecutive headings."""
    first = None
    for place, block in enumerate(blocks):
        if block.kind == "heading" and first is None:
            first = place
        if block.kind != "heading" and first is not None:
            return first, place
    return 0, 0


def _names(blocks: Sequence[Block]) -> set[str]:
    """The headings among them."""
    headings = [block for block in blocks if block.kind == "heading"]
    return {_squeezed(block.text) for block in headings}


def _squeezed(text: str) -> str:
    letters = re.sub(r"[\W_]+", "", text)
    return letters.casefold()
