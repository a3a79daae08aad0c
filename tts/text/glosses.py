"""Readings that an article gives itself, 重(chóng)庆 or 尉迟（yù chí）: taken out of the speech, kept as
hints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from tts.text.lexicon import Entry
from tts.text.likelihood import words
from tts.text.repair.pinyin import readings
from tts.text.syllables import numbered
from tts.text.unspoken import TONED

ORIGIN: Final = "the article itself"
HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
LETTERS: Final = f"A-Za-zü{TONED}{TONED.upper()}\u0300\u0301\u0304\u0308\u030c"
GLOSS: Final = re.compile(
    rf"(?<=[{HAN}])[(（\[［〔](?:(?:拼音|读作|讀作|念作|音|读|讀|念)[:：]?\s?)?([{LETTERS}1-5 '’·-]{{1,40}})[)）\]］〕]"
)
BEFORE: Final = re.compile(rf"[{HAN}]{{1,8}}\Z")
"""What a gloss may be of."""
LONGEST: Final = 4
"""Characters of the words that the table of frequencies has."""


def without_glosses(text: str) -> str:
    """The text without the glosses in it.

    >>> without_glosses("重(chóng)庆和尉迟（yù chí）恭，重(zhong4)要（café）")
    '重庆和尉迟恭，重要（café）'
    """
    return "".join(text[start:end] for start, end, _ in _cut(text))


def hints(texts: Iterable[str]) -> tuple[Entry, ...]:
    """What the glosses of these texts say, each of the word that it stands in. The first gloss of a word holds.

    >>> [(h.word, h.at, h.said) for h in hints(["重(chóng)庆，尉迟（yù chí）恭"])]
    [('重庆', 0, 'chong2'), ('尉迟', 0, 'yu4 chi2')]
    """
    found: dict[tuple[str, int], Entry] = {}
    for text in texts:
        for hint in _hints(text):
            found.setdefault((hint.word, hint.at), hint)
    return tuple(found.values())


def _hints(text: str) -> Iterator[Entry]:
    """Each with the word around the characters that it is of, as it stands in the text without
    glosses."""
    bare = without_glosses(text)
    at = 0
    for start, end, syllables in _cut(text):
        at += end - start
        if syllables:
            first = at - len(syllables)
            left = max(0, min(first - 1, at - LONGEST))
            right = max(first + LONGEST, at + 1)
            yield _hint(bare[left:right], first - left, syllables)


@lru_cache(maxsize=4096)
def _hint(near: str, first: int, syllables: tuple[str, ...]) -> Entry:
    """Of the word at `first`, found in what stands near it: as far as a word may reach."""
    start, end = _word(near, first, first + len(syllables))
    said = " ".join(syllables)
    return Entry(near[start:end], "zh", "pinyin", said, ORIGIN, first - start)


@lru_cache(maxsize=16)
def _cut(text: str) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """The stretches between glosses, each with the syllables of the gloss behind it. A sentence is
    asked for several times in a row."""
    return tuple(_stretches(text))


def _stretches(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    at = 0
    for match in GLOSS.finditer(text):
        before = BEFORE.search(text, max(at, match.start() - 8), match.start())
        if before and (syllables := _syllables(before.group(), match[1])):
            yield at, match.start(), syllables
            at = match.end()
    yield at, len(text), ()


@lru_cache(maxsize=4096)
def _syllables(before: str, pinyin: str) -> tuple[str, ...]:
    """Of a gloss behind these characters; empty where it is something else in brackets.

    Marks tell pinyin by themselves. Numbers do not (方案(a1)), so that each must be a known reading
    of its character.
    """
    marked = any(char in TONED for char in unicodedata.normalize("NFC", pinyin).lower())
    if not marked and not re.search("[a-z][1-5]", pinyin):
        return ()
    for count in range(len(before), 0, -1):
        syllables = numbered(pinyin, count)
        if len(syllables) == count and all(map(_is_reading, before[-count:], syllables)):
            return syllables
    syllables = numbered(pinyin)
    likely = marked and (pinyin[0].islower() or len(syllables) > 1)
    return syllables if likely and len(syllables) <= len(before) else ()


def _is_reading(char: str, syllable: str) -> bool:
    said = {numbered(reading, 1) for reading in readings(char)}
    return (syllable,) in said or (
        syllable.endswith("5") and any(syllable[:-1] == s[0][:-1] for s in said if s)
    )


def _word(text: str, first: int, end: int) -> tuple[int, int]:
    """What a gloss is of: its characters where they are several, else the longest known word with
    that one in it."""
    if end - first > 1:
        return first, end
    ways = _known(text, first, end)
    if ways:
        return max(ways, key=lambda way: (way[1] - way[0], way[0] == first))
    if BEFORE.search(text[end : end + 1]):
        return first, end + 1
    return (first - 1, end) if BEFORE.search(text, 0, first) else (first, end)


def _known(text: str, first: int, end: int) -> list[tuple[int, int]]:
    """Where known words stand that have these characters in them."""
    known = words()
    ways = []
    for left in range(max(0, end - LONGEST), first + 1):
        least = max(end, left + 2)
        most = min(len(text), left + LONGEST)
        for right in range(least, most + 1):
            if text[left:right] in known:
                ways.append((left, right))
    return ways
