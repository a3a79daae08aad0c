"""Cues -> paragraphs: sentences are joined across cues, and separated at pauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from tts.model import Block
from tts.sources.plain import WIDE, columns, join_lines
from tts.sources.subtitles.cues import Cue
from tts.sources.subtitles.two_languages import ENDED, Sides, languages_of

PAUSE = 2000
"""Milliseconds of silence after a sentence that end a paragraph."""
LONG_PAUSE = 8000
"""The same within a sentence."""
FULL = 600
"""Columns after which a paragraph ends with its sentence."""
CLAUSE = 250
"""Milliseconds of silence after a line that is a clause, in Chinese subtitles without
punctuation."""
SIGN = re.compile(r"[.!?。！？]")
SIGNED = 8
"""Minimum share of lines that end with punctuation, if the subtitles use it."""


def blocks_of(cues: list[Cue], *, verse: bool, rolling: bool) -> Iterator[Block]:
    """Paragraphs; for cues in two languages, alternately."""
    if verse:
        yield from _verse(cues)
        return
    merged = list(_merged(cues))
    sides = languages_of(merged)
    texts = [side.first for side in sides]
    if not sides:
        texts = [join_lines(list(cue.lines)) for cue in merged]
    is_signed = _is_signed(texts)
    by_clause = not is_signed and not rolling and _is_wide(texts)
    for first, last in _paragraphs(merged, texts, is_signed=is_signed):
        if sides:
            yield from _two(sides[first:last])
        elif by_clause:
            yield from _clauses(merged[first:last])
        else:
            text = join_lines(texts[first:last])
            label = _label(merged, first)
            yield Block("paragraph", label + text)


def _label(cues: list[Cue], place: int) -> str:
    """The speaker's name, if the speaker changes here."""
    before = cues[place - 1].speaker if place else ""
    speaker = cues[place].speaker
    return f"{speaker}: " if speaker not in ("", before) else ""


def _verse(cues: Iterable[Cue]) -> Iterator[Block]:
    """One line each, as sung."""
    for cue in cues:
        for line in cue.lines:
            yield Block("paragraph", line)


def _clauses(cues: list[Cue]) -> Iterator[Block]:
    """One line each, with a short pause; the last has the paragraph's own pause."""
    *lines, last = chain.from_iterable(cue.lines for cue in cues)
    for line in lines:
        yield Block("paragraph", line, pause=CLAUSE)
    yield Block("paragraph", last)


def _two(sides: list[Sides]) -> Iterator[Block]:
    """A paragraph in one language, and the same in the other."""
    first = join_lines([side.first for side in sides])
    second = join_lines([side.second for side in sides])
    for text in filter(None, (first, second)):
        yield Block("paragraph", text)


def _is_signed(texts: list[str]) -> bool:
    """Whether sentences end with punctuation."""
    signs = sum(len(SIGN.findall(text)) for text in texts)
    return signs * SIGNED >= len(texts)


def _is_wide(texts: list[str]) -> bool:
    text = "".join(texts)
    return len(WIDE.findall(text)) * 2 > len(text)


def _merged(cues: list[Cue]) -> Iterator[Cue]:
    """Cues that are shown at the same time, merged, as needed for bilingual files."""
    held: Cue | None = None
    for cue in cues:
        if held is None:
            held = cue
        elif _is_together(held, cue):
            held = replace(held, lines=held.lines + cue.lines)
        else:
            yield held
            held = cue
    if held:
        yield held


def _is_together(held: Cue, cue: Cue) -> bool:
    if cue.turn or held.speaker != cue.speaker:
        return False
    return (held.start, held.end) == (cue.start, cue.end)


def _paragraphs(cues: list[Cue], texts: list[str], *, is_signed: bool) -> Iterator[tuple[int, int]]:
    """The first cue of each paragraph, and the one after its last."""
    first = 0
    size = 0
    for place, cue in enumerate(cues):
        before = place - 1
        if place and _ends(cues[before], cue, texts[before], size, is_signed=is_signed):
            yield first, place
            first = place
            size = 0
        size += columns(texts[place])
    if cues:
        yield first, len(cues)


def _ends(before: Cue, cue: Cue, text: str, size: int, *, is_signed: bool) -> bool:
    gap = cue.start - before.end
    if cue.turn or cue.speaker != before.speaker or gap >= LONG_PAUSE:
        return True
    ended = not is_signed or ENDED.search(text) is not None
    return ended and (gap >= PAUSE or size >= FULL)
