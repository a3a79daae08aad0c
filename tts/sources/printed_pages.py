"""Page numbers of printed books in plain text: lines with only a number, in sequence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from tts.model import Change

ENDING: Final = re.compile(r"[.!?:;。！？：；][\"”’)]*$")
"""How a line ends that ends a sentence."""
CLOSED: Final = re.compile(r"[.!?…。！？][\"”’」』）)]*$")
NUMBER: Final = re.compile(
    r"[\s\u3000]*(?:[-–—=~·•]{1,3}\s*)?(?:[\[{(（【]\s*)?(?:page|pg\.?|p\.|seite|第)?"
    r"\s*(?P<number>\d{1,4})\s*(?:页|頁)?(?:\s*(?:of|/|von)\s*\d{1,4})?"
    r"(?:\s*[\]})）】])?(?:\s*[-–—=~·•]{1,3})?[\s\u3000]*",
    re.IGNORECASE,
)
LONGEST: Final = 24
"""Maximum characters of such a line."""
FEWEST: Final = 4
"""Minimum number of increasing numbers that make them page numbers."""
LARGEST_STEP: Final = 2
"""Maximum increase between two of them, for pages with pictures."""


def without_page_numbers(lines: Sequence[str]) -> tuple[list[str], tuple[Change, ...]]:
    """The lines without page numbers, which are listed; a sentence interrupted by one is joined."""
    places = _page_numbers(lines)
    kept = list(lines)
    if not places or _are_chapters(lines, places):
        return kept, ()
    for place in reversed(places):
        above = range(place - 1, -1, -1)
        below = range(place + 1, len(kept))
        before = _filled(lines, above, -1)
        after = _filled(kept, below, len(kept))
        between = [] if _goes_on(kept, before, after) else [""]
        kept[before + 1 : after] = between
    first = lines[places[0]].strip()
    last = lines[places[-1]].strip()
    shown = f"{first} … {last}"
    left_out = Change(shown, "", "page numbers of the printed book")
    return kept, (left_out,)


def _are_chapters(lines: Sequence[str], places: list[int]) -> bool:
    """Whether they rather number chapters: bare, beginning with one, and never inside a
    sentence."""
    bare = [lines[place].strip(" .") for place in places]
    are_bare = all(number.isdecimal() for number in bare)
    if bare[0] != "1" or not are_bare:
        return False
    for place in places[1:]:
        above = range(place - 1, -1, -1)
        before = _filled(lines, above, 0)
        if not CLOSED.search(lines[before]):
            return False
    return True


def _filled(lines: Sequence[str], places: Iterable[int], otherwise: int) -> int:
    """The first index at which a line is not empty."""
    return next((place for place in places if lines[place].strip()), otherwise)


def _goes_on(lines: Sequence[str], before: int, after: int) -> bool:
    """Whether a sentence continues from one line to the other."""
    if before < 0 or after >= len(lines):
        return False
    ended = ENDING.search(lines[before])
    return ended is None and lines[after][:1].islower()


def _page_numbers(lines: Sequence[str]) -> list[int]:
    """Indexes of the lines that are page numbers."""
    page_numbers: list[int] = []
    last = 0
    for index, line in enumerate(lines):
        if len(line) > LONGEST:
            continue
        match = NUMBER.fullmatch(line)
        if match is None:
            continue
        number = int(match["number"])
        counts_on = last < number <= last + LARGEST_STEP
        if page_numbers and not counts_on:
            if len(page_numbers) >= FEWEST:
                continue
            page_numbers = []
        page_numbers.append(index)
        last = number
    return page_numbers if len(page_numbers) >= FEWEST else []
