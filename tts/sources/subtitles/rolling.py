"""Rolling captions: each line is shown twice or grows word by word, and is read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tts.sources.subtitles.cues import Cue

CLOSE = 200
"""Maximum milliseconds between two cues that show the same line."""
SHARE = 3
"""Minimum share of overlapping pairs of cues in rolling captions."""
FEWEST = 2


def said_once(cues: list[Cue]) -> tuple[list[Cue], bool]:
    """The cues without what the one before has already shown, and whether they roll. If not, spoken
    repetitions are kept."""
    pairs = list(pairwise(cues))
    shared = [_shared(before, cue) for before, cue in pairs]
    overlaps = sum(count > 0 for count in shared)
    if overlaps < FEWEST or overlaps * SHARE < len(pairs):
        return list(_layers_once(cues)), False
    return list(_rolled(cues)), True


def _layers_once(cues: list[Cue]) -> Iterator[Cue]:
    """Without duplicates of a cue at the same time, which are drawn as a shadow."""
    before: Cue | None = None
    for cue in cues:
        is_layer = before and (cue.start, cue.lines) == (before.start, before.lines)
        if not is_layer:
            yield cue
        before = cue


def _rolled(cues: list[Cue]) -> Iterator[Cue]:
    before: Cue | None = None
    for cue in cues:
        shared = _shared(before, cue) if before else 0
        words = _words(cue)[shared:]
        if words:
            new = " ".join(words)
            yield replace(cue, lines=(new,))
        before = cue


def _words(cue: Cue) -> list[str]:
    return " ".join(cue.lines).split(" ")


def _shared(before: Cue, cue: Cue) -> int:
    """Number of words at the beginning of a cue that repeat the end of the one before: whole lines
    of it, or all of it."""
    if cue.start - before.end > CLOSE:
        return 0
    shown = _words(before)
    size = len(shown)
    if _words(cue)[:size] == shown:
        return size
    most = min(len(before.lines), len(cue.lines))
    for count in range(most, 0, -1):
        first = cue.lines[:count]
        if first == before.lines[-count:]:
            return len(" ".join(first).split(" "))
    return 0
