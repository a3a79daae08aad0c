"""Finds the table of contents of a novel in plain text: lines that occur again below."""

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
"""Headings in a row, without text between them, that may be a table of contents."""
LISTED_BELOW: Final = 2
"""The same below a line that says that it is one."""
FURTHEST: Final = 200
"""Blocks within which such a line is looked for."""
LONGEST: Final = 120
"""Characters of a line of it."""
PAGE: Final = re.compile(r"(?:[\s.…·_-]{2,}|\t)\d{1,4}$")
"""The page that a line leads to."""


def contents(blocks: list[Block]) -> tuple[int, int]:
    """From where to where the table of contents goes; twice the same where there is none."""
    front = blocks[:FURTHEST]
    for place, block in enumerate(front):
        if CONTENTS.fullmatch(block.text):
            end = _end_of_list(blocks, place + 1)
            return (place, end) if end else _repeated(blocks)
    return _repeated(blocks)


def _end_of_list(blocks: list[Block], first: int) -> int:
    """Where the lines end that are listed below such a line; 0 where too few of them come again."""
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
    """Whether the text begins here: with what is listed first, or with what was listed and has
    text below."""
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
    """Whether two lines name the same chapter, of which one may leave out the title's end."""
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
    """What a line names, without the page behind it."""
    return _squeezed(PAGE.sub("", text))


def _repeated(blocks: Sequence[Block]) -> tuple[int, int]:
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


def _first_row(blocks: Sequence[Block]) -> tuple[int, int]:
    """From where to where the first headings go that follow each other."""
    first = None
    for place, block in enumerate(blocks):
        if block.kind == "heading" and first is None:
            first = place
        if block.kind != "heading" and first is not None:
            return first, place
    return 0, 0


def _names(blocks: Sequence[Block]) -> set[str]:
    """Those of the headings among them."""
    headings = [block for block in blocks if block.kind == "heading"]
    return {_squeezed(block.text) for block in headings}


def _squeezed(text: str) -> str:
    letters = re.sub(r"[\W_]+", "", text)
    return letters.casefold()
