"""Subtitles in two languages, one above the other: recognized and separated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import filterfalse

from tts.sources.plain import WIDE, join_lines
from tts.sources.subtitles.cues import Cue

ENDED = re.compile(r"[.!?…。！？]+[\"'”’」』)）\]]*$")
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Sides:
    """The text of a cue in each of its two languages."""

    first: str
    second: str


def languages_of(cues: list[Cue]) -> list[Sides]:
    """The text of each cue in its two languages; empty if there is only one. Recognized by two
    scripts, or by two complete sentences one above the other."""
    by_script = sum(map(_has_two_scripts, cues))
    by_sentence = sum(map(_has_two_sentences, cues))
    most = max(by_script, by_sentence)
    if most < FEWEST or most * 10 < len(cues) * 6:
        return []
    if by_script < by_sentence:
        return list(map(_by_place, cues))
    wide_first = sum(_script(cue.lines[0]) for cue in cues)
    is_wide_first = wide_first * 2 > len(cues)
    return [_by_script(cue, is_wide_first) for cue in cues]


def _has_two_scripts(cue: Cue) -> bool:
    return len(set(map(_script, cue.lines))) == 2


def _has_two_sentences(cue: Cue) -> bool:
    return len(cue.lines) == 2 and all(map(ENDED.search, cue.lines))


def _script(line: str) -> bool:
    """Whether it is written in Chinese, Japanese or Korean."""
    return len(WIDE.findall(line)) * 3 > len(line)


def _by_place(cue: Cue) -> Sides:
    first, *others = cue.lines
    return Sides(first, join_lines(others))


def _by_script(cue: Cue, is_wide_first: bool) -> Sides:
    wide = join_lines(list(filter(_script, cue.lines)))
    other = join_lines(list(filterfalse(_script, cue.lines)))
    if is_wide_first:
        return Sides(wide, other)
    return Sides(other, wide)
