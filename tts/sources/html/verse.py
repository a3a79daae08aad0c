"""Many lines in a row without punctuation: verse, lyrics, lists without markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from tts.sources.html.blocks import PlacedBlock
from tts.sources.html.boilerplate import SILENT_KINDS

LINES: Final = 4
"""Minimum lines of verse."""
STANZA: Final = 80
"""Minimum columns of them."""


def verse_places(
    placed: Sequence[PlacedBlock], running: list[bool], columns: list[int]
) -> Iterator[int]:
    """The positions of such lines among the blocks of a page. `running` are those of sentences,
    `columns` the widths of blocks."""
    for run in _runs(placed):
        lines = [place for place in run if not running[place]]
        width = sum(columns[place] for place in run)
        if len(lines) >= LINES and width >= STANZA:
            yield from lines


def is_line(placed: Sequence[PlacedBlock], place: int) -> bool:
    """Whether a block is one of several lines of an element."""
    element = placed[place].element
    around = placed[max(place - 1, 0) : place + 2]
    return sum(one.element is element for one in around) > 1


def _runs(placed: Sequence[PlacedBlock]) -> Iterator[list[int]]:
    """Runs of adjacent loose lines."""
    loose = [place for place in range(len(placed)) if _is_loose(placed, place)]
    run = loose[:1]
    for before, place in pairwise(loose):
        if place != before + 1 or not _stand_together(
            placed[before].element, placed[place].element
        ):
            yield run
            run = []
        run.append(place)
    yield run


def _is_loose(placed: Sequence[PlacedBlock], place: int) -> bool:
    """Whether a block may be a line of verse."""
    block, element, linked = placed[place]
    if block.kind not in ("paragraph", "quote") or linked or element.tag in SILENT_KINDS:
        return False
    return element.tag == "p" or is_line(placed, place)


def _stand_together(one: Any, other: Any) -> bool:
    """Whether two lines are in the same element, or in paragraphs of the same."""
    if one is other:
        return True
    return one.tag == other.tag == "p" and one.getparent() is other.getparent()
