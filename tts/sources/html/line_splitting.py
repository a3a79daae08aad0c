"""Running text with line breaks in it -> its paragraphs and lines.

A `<br>` ends a line of verse, of a list, or of an address, but means nothing if a sentence was
broken to fit a width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tts.model import Kind
from tts.sources.plain import ENDED, WIDE, columns, join_lines
from tts.speech_rates import LINE

INDENT = re.compile(r"[\u3000\xa0]")
JOINED: frozenset[Kind] = frozenset({"heading", "caption", "note", "title"})
"""Kinds of blocks that are always one line."""
NARROWEST = 50
"""Minimum columns of a width to which text is wrapped."""
NEAR = 4
"""Columns by which a full line may be shorter, besides the word that did not fit."""


def lines_of(text: str, kind: Kind) -> Iterator[tuple[str, int]]:
    """The paragraphs of a text, split at two consecutive line breaks, before an indent, and after a
    sentence; and their lines, each with the milliseconds of silence after it (0: the default for
    paragraphs).

    >>> list(lines_of("Tiger, tiger, burning bright\\nIn the forests of the night", "paragraph"))
    [('Tiger, tiger, burning bright', 300), ('In the forests of the night', 0)]
    """
    if "\n" not in text:
        yield " ".join(text.split()), 0
        return
    for group in _paragraphs(text):
        if kind in JOINED or _is_wrapped(group):
            yield join_lines(group), 0
        else:
            yield from _lines(group)


def _paragraphs(text: str) -> Iterator[list[str]]:
    part: list[str] = []
    for line in text.split("\n"):
        flat = " ".join(line.split())
        if part and (not flat or INDENT.match(line) or ENDED.search(part[-1])):
            yield part
            part = []
        if flat:
            part.append(flat)
    if part:
        yield part


def _lines(group: list[str]) -> Iterator[tuple[str, int]]:
    """Each line, joined with those that continue its sentence."""
    part = group[:1]
    for line, after in pairwise(group):
        if _goes_on(line, after, few=len(group) == 2):
            part.append(after)
            continue
        yield join_lines(part), LINE
        part = [after]
    yield join_lines(part), 0


def _goes_on(line: str, after: str, *, few: bool) -> bool:
    """Whether a line in a script with lower case was broken inside its sentence: lines of verse are
    shorter, and more than two."""
    return after[:1].islower() and (few or columns(line) > NARROWEST)


def _is_wrapped(group: list[str]) -> bool:
    """Whether the lines were wrapped to a width: all except the last are full."""
    width = max(map(columns, group))
    if len(group) < 3 or width < NARROWEST:
        return False
    return all(columns(line) + _first(after) >= width - NEAR for line, after in pairwise(group))


def _first(line: str) -> int:
    """Columns of the first unbreakable part of a line."""
    return 2 if WIDE.match(line) else 1 + columns(line.split(maxsplit=1)[0])
