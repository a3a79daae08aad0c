"""Readings in kana that an article gives its words: their positions in the spoken text."""

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
"""A word that is read so wherever it comes again."""
HIRAGANA: Final = re.compile("[ぁ-ゖー]+")
"""Furigana in katakana is often another word than is written: 本気 as マジ, here and not again."""
NEAR: Final = 200
"""Characters from its place that a word is looked for, where the text was mended."""
AROUND: Final = (2, 1, 0)
"""Characters beside a word that tell its place, the most telling first."""
WINDOW: Final = 1000
"""Characters of what is said that a word is looked for in."""
FEW: Final = 0.3
"""Part of the characters that have furigana in a text for those who can read the others."""
MANY: Final = 5
"""Characters that tell."""


def hints(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """Words whose reading holds for the whole article; the first furigana of a word decides. None
    where nearly all words have theirs."""
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
    """Those side by side as one: 東 and 京 are of a word."""
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
    """The furigana of a block, where its words stand now."""
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
    """Those of a stretch of their text, with places in the stretch."""
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
    """The furigana of a sentence, in what is said of it."""
    at = 0
    for each in furigana:
        start = _said_at(each, sentence, at)
        if start >= 0:
            at = start + len(each.base)
            yield Reading(start, at, "kana", each.said)


def _said_at(each: Furigana, sentence: Sentence, at: int) -> int:
    """Where a word is said, at `at` or behind; -1 where it is not."""
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
    """A text with the kana in place of the words, for a voice that takes no readings; as it is
    where nearly all words have them: kana alone are harder to read than characters."""
    if _is_full(furigana, text):
        return text
    written = ""
    at = 0
    for each in furigana:
        written += text[at : each.start] + each.said
        at = _end(each)
    return written + text[at:]


def _is_full(furigana: Sequence[Furigana], text: str) -> bool:
    """Whether so many words have furigana that they are there for those who read kana alone."""
    annotated = sum(len(each.base) for each in furigana)
    return annotated >= MANY and annotated > FEW * len(HAN.findall(text))


def merged(first: Sequence[Reading], second: Iterable[Reading]) -> tuple[Reading, ...]:
    """Both, in order; of two that overlap the first."""
    both = list(first)
    for each in second:
        clashing = [one for one in first if _overlap(one, each)]
        if not clashing:
            both.append(each)
    both.sort(key=lambda reading: reading.start)
    return tuple(both)


def _overlap(one: Reading, other: Reading) -> bool:
    return one.start < other.end and other.start < one.end
