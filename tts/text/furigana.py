"""Kana readings that an article gives for words: their positions in the spoken text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tts.model import Block, Furigana, Reading, Sentence
from tts.text.detect import HAN
from tts.text.lexicon import Entry

ORIGIN: Final = "the furigana of the article"
WORD: Final = re.compile("[\u3400-\u9fff々]{2,}")
"""A word that has the same reading wherever it occurs again."""
HIRAGANA: Final = re.compile("[ぁ-ゖー]+")
"""Furigana in katakana are often a different word than the one written: 本気 as マジ, but only
there."""
NEAR: Final = 200
"""How many characters from its original position a word is searched for, if the text was
repaired."""
AROUND: Final = (2, 1, 0)
"""Numbers of adjacent characters that identify the position of a word, the largest first."""
WINDOW: Final = 1000
"""Number of characters of the spoken text in which a word is searched for."""
FEW: Final = 0.3
"""Maximum share of characters with furigana in a text for readers of Chinese characters."""
MANY: Final = 5
"""Minimum number of such characters for a decision."""


def hints(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """Words whose reading applies to the whole article; the first furigana of a word count. None if
    nearly all words have furigana."""
    found: dict[str, Entry] = {}
    given = [each for block in blocks for each in block.furigana]
    texts = (block.text for block in blocks)
    if given and _is_full(given, "".join(texts)):
        return ()
    for block in blocks:
        for each in _joined(block.furigana):
            if WORD.fullmatch(each.base) and HIRAGANA.fullmatch(each.said):
                entry = Entry(each.base, "ja", "kana", each.said, ORIGIN)
                found.setdefault(each.base, entry)
    return tuple(found.values())


def _joined(furigana: Sequence[Furigana]) -> list[Furigana]:
    """Adjacent furigana joined, since 東 and 京 are one word."""
    joined: list[Furigana] = []
    for each in furigana:
        last = joined[-1] if joined else None
        if not last or _end(last) != each.start:
            joined.append(each)
            continue
        base = last.base + each.base
        said = last.said + each.said
        joined[-1] = replace(last, base=base, said=said)
    return joined


def furigana_of(block: Block) -> list[Furigana]:
    """The furigana of a block at the current positions of their words."""
    found = []
    for each in block.furigana:
        start = each.start
        if not block.text.startswith(each.base, start):
            begin = max(0, start - NEAR)
            start = block.text.find(each.base, begin, start + NEAR)
        if start >= 0:
            found.append(replace(each, start=start))
    return sorted(found, key=_start)


def furigana_within(furigana: Sequence[Furigana], start: int, end: int) -> list[Furigana]:
    """The furigana of a stretch of their text, with positions relative to it."""
    first = bisect_left(furigana, start, key=_start)
    found = []
    for at in range(first, len(furigana)):
        each = furigana[at]
        if _end(each) > end:
            break
        moved = each.start - start
        found.append(replace(each, start=moved))
    return found


def _start(furigana: Furigana) -> int:
    return furigana.start


def _end(furigana: Furigana) -> int:
    return furigana.start + len(furigana.base)


def readings(furigana: Sequence[Furigana], sentence: Sentence) -> Iterator[Reading]:
    """The furigana of a sentence, at their positions in its spoken form."""
    at = 0
    for each in furigana:
        start = _said_at(each, sentence, at)
        if start >= 0:
            at = start + len(each.base)
            yield Reading(start, at, "kana", each.said)


def _said_at(each: Furigana, sentence: Sentence, at: int) -> int:
    """The position of a word in the spoken form, from `at` on; -1 if it is not there."""
    end = _end(each)
    for more in AROUND:
        first = max(0, each.start - more)
        near = sentence.text[first : end + more]
        found = sentence.spoken.find(near, max(0, at - more), at + WINDOW)
        start = found + each.start - first
        if found >= 0 and start >= at:
            return start
    return -1


def in_kana(furigana: Sequence[Furigana], text: str) -> str:
    """The text with kana instead of the words, for a voice without readings; unchanged if nearly
    all words have them, because kana alone are harder to read than characters."""
    if _is_full(furigana, text):
        return text
    written = ""
    at = 0
    for each in furigana:
        written += text[at : each.start] + each.said
        at = _end(each)
    return written + text[at:]


def _is_full(furigana: Sequence[Furigana], text: str) -> bool:
    """Whether so many words have furigana that the text is for readers of kana only."""
    annotated = sum(len(each.base) for each in furigana)
    return annotated >= MANY and annotated > FEW * len(HAN.findall(text))


def merged(first: Sequence[Reading], second: Iterable[Reading]) -> tuple[Reading, ...]:
    """Both, in order; where two overlap, that of the first."""
    both = list(first)
    for each in second:
        clashing = [one for one in first if _overlap(one, each)]
        if not clashing:
            both.append(each)
    both.sort(key=lambda reading: reading.start)
    return tuple(both)


def _overlap(one: Reading, other: Reading) -> bool:
    return one.start < other.end and other.start < one.end
