"""Readings given in the article, 重(chóng)庆 or 尉迟（yù chí）: not spoken, but kept as hints."""

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
_UPPER: Final = TONED.upper()
_MARKS: Final = "\u0300\u0301\u0304\u0308\u030c"
LETTERS: Final = f"A-Za-zü{TONED}{_UPPER}{_MARKS}"
_OPENING: Final = r"[(（\[［〔]"
_CLOSING: Final = r"[)）\]］〕]"
_SAID: Final = r"(?:(?:拼音|读作|讀作|念作|音|读|讀|念)[:：]?\s?)?"
_PINYIN: Final = rf"([{LETTERS}1-5 '’·-]{{1,40}})"
GLOSS: Final = re.compile(rf"(?<=[{HAN}]){_OPENING}{_SAID}{_PINYIN}{_CLOSING}")
BEFORE: Final = re.compile(rf"[{HAN}]{{1,8}}\Z")
"""The characters that a gloss may refer to."""
LONGEST: Final = 4
"""Maximum characters of words in the table of frequencies."""


Stretch = tuple[int, int, tuple[str, ...]]
"""Start and end of text between glosses, and the syllables of the gloss that follows."""


def without_glosses(text: str) -> str:
    """The text without its glosses.

    >>> without_glosses("重(chóng)庆和尉迟（yù chí）恭，重(zhong4)要（café）")
    '重庆和尉迟恭，重要（café）'
    """
    stretches = [text[start:end] for start, end, _ in _cut(text)]
    return "".join(stretches)


def hints(texts: Iterable[str]) -> tuple[Entry, ...]:
    """The readings given by glosses in these texts, each for the word that contains it. The first
    gloss of a word counts.

    >>> [(h.word, h.at, h.said) for h in hints(["重(chóng)庆，尉迟（yù chí）恭"])]
    [('重庆', 0, 'chong2'), ('尉迟', 0, 'yu4 chi2')]
    """
    found: dict[tuple[str, int], Entry] = {}
    for text in texts:
        for hint in _hints(text):
            place = (hint.word, hint.at)
            found.setdefault(place, hint)
    return tuple(found.values())


def _hints(text: str) -> Iterator[Entry]:
    """The gloss readings, with the words around their characters, as in the text without
    glosses."""
    bare = without_glosses(text)
    at = 0
    for start, end, syllables in _cut(text):
        at += end - start
        if not syllables:
            continue
        first = at - len(syllables)
        left = max(0, min(first - 1, at - LONGEST))
        right = max(first + LONGEST, at + 1)
        near = bare[left:right]
        yield _hint(near, first - left, syllables)


@lru_cache(maxsize=4096)
def _hint(near: str, first: int, syllables: tuple[str, ...]) -> Entry:
    """The entry for a gloss on the characters at `first`, in nearby text of the maximum length of a
    word."""
    behind = first + len(syllables)
    start, end = _word(near, first, behind)
    word = near[start:end]
    said = " ".join(syllables)
    return Entry(word, "zh", "pinyin", said, ORIGIN, first - start)


@lru_cache(maxsize=16)
def _cut(text: str) -> tuple[Stretch, ...]:
    """The stretches of a text, cached because each sentence is looked up several times in a row."""
    return tuple(_stretches(text))


def _stretches(text: str) -> Iterator[Stretch]:
    at = 0
    for match in GLOSS.finditer(text):
        begin = match.start()
        before = BEFORE.search(text, max(at, begin - 8), begin)
        if before is None:
            continue
        syllables = _syllables(before.group(), match[1])
        if syllables:
            yield at, begin, syllables
            at = match.end()
    yield at, len(text), ()


@lru_cache(maxsize=4096)
def _syllables(before: str, pinyin: str) -> tuple[str, ...]:
    """The syllables of a gloss after these characters; empty if the brackets contain something
    else.

    Tone marks identify pinyin. Numbers do not (方案(a1)), so each must be a known reading of its
    character.
    """
    composed = unicodedata.normalize("NFC", pinyin)
    marked = any(char in TONED for char in composed.lower())
    is_numbered = re.search("[a-z][1-5]", pinyin)
    if not marked and not is_numbered:
        return ()
    for count in range(len(before), 0, -1):
        syllables = numbered(pinyin, count)
        chars = before[-count:]
        if len(syllables) == count and all(map(_is_reading, chars, syllables)):
            return syllables
    if not marked:
        return ()
    syllables = numbered(pinyin)
    length = len(syllables)
    is_name = length == 1 and not pinyin[0].islower()
    if is_name or length > len(before):
        return ()
    return syllables


def _is_reading(char: str, syllable: str) -> bool:
    is_toneless = syllable.endswith("5")
    for reading in readings(char):
        said = numbered(reading, 1)
        if said == (syllable,):
            return True
        if is_toneless and said and said[0][:-1] == syllable[:-1]:
            return True
    return False


def _word(text: str, first: int, end: int) -> tuple[int, int]:
    """What a gloss refers to: its characters if there are several, otherwise the longest known word
    containing the one."""
    if end - first > 1:
        return first, end
    ways = _known(text, first, end)
    if ways:
        return _longest(ways, first)
    after = text[end : end + 1]
    if BEFORE.search(after):
        return first, end + 1
    if BEFORE.search(text, 0, first):
        return first - 1, end
    return first, end


def _longest(ways: list[tuple[int, int]], first: int) -> tuple[int, int]:
    """The longest; among equals one that starts there, otherwise the first."""
    longest = ways[0]
    highest = (0, False)
    for left, right in ways:
        rank = (right - left, left == first)
        if rank > highest:
            highest = rank
            longest = (left, right)
    return longest


def _known(text: str, first: int, end: int) -> list[tuple[int, int]]:
    """The positions of known words that contain these characters."""
    known = words()
    ways: list[tuple[int, int]] = []
    begin = max(0, end - LONGEST)
    for left in range(begin, first + 1):
        least = max(end, left + 2)
        most = min(len(text), left + LONGEST)
        for right in range(least, most + 1):
            word = text[left:right]
            if word in known:
                ways.append((left, right))
    return ways
