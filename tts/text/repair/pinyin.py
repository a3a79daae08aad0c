"""Pinyin after characters, `習(xí)近平`: a machine's is removed, a human gloss stays visible."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from tts.model import Change
from tts.text.likelihood import simplified

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿêế"
_MARKS = "\u0300\u0301\u0304\u0308\u030c"
SYLLABLE = f"[a-z{_TONED}{_MARKS}]{{1,8}}"
ANNOTATION = re.compile(rf"([\u3400-\u9fff])[(（]({SYLLABLE})[)）]")
FEWEST = 8
"""Annotations below which it is not a machine's work."""
SHARE = 0.9
"""Of the annotated characters that are traditional, and of those characters' occurrences that are
annotated."""
ALIKE = 0.95
"""Of those characters that have one reading throughout."""


def strip_annotations(texts: Sequence[str]) -> tuple[list[str], list[Change]]:
    """The texts of one article without a machine's pinyin; what a human wrote stays.

    A machine annotates every occurrence of a set of traditional characters, each with one reading;
    its readings know no context and are partly wrong, so they are not kept.
    """
    annotated = list(_annotated(texts))
    if len(annotated) < FEWEST:
        return list(texts), []
    readable = [(char, reading) for char, reading in annotated if reading in readings(char)]
    chars = _machine_characters(readable, texts)
    if not chars:
        return list(texts), []

    def strip(match: re.Match[str]) -> str:
        char = match[1]
        if char not in chars:
            return match[0]
        is_reading = plain(match[2]) in readings(char)
        return char if is_reading else match[0]

    stripped: list[str] = []
    for text in texts:
        rest = ANNOTATION.sub(strip, text)
        stripped.append(rest)
    dropped = [(char, reading) for char, reading in readable if char in chars]
    return stripped, [_change(dropped)]


def _annotated(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each annotated character and its reading, in order."""
    for text in texts:
        for char, pinyin in ANNOTATION.findall(text):
            yield char, plain(pinyin)


def _change(dropped: Sequence[tuple[str, str]]) -> Change:
    """What is told of the annotations that went: how many, and the first of them."""
    before: list[str] = []
    after: list[str] = []
    for char, reading in dropped[:3]:
        before.append(f"{char}({reading})")
        after.append(char)
    annotated = "，".join(before)
    bare = "，".join(after)
    reason = f"a machine had put pinyin behind characters, {len(dropped)} times"
    return Change(f"{annotated}…", f"{bare}…", reason)


def _machine_characters(found: list[tuple[str, str]], texts: Sequence[str]) -> set[str]:
    """The characters that a machine annotated; empty when it was none."""
    by_char: defaultdict[str, list[str]] = defaultdict(list)
    for char, reading in found:
        by_char[char].append(reading)
    chars = {char for char in by_char if simplified(char) != char}
    count = single = 0
    for char in chars:
        given = by_char[char]
        count += len(given)
        single += len(set(given)) == 1
    least = max(FEWEST, SHARE * len(found))
    if count < least or single < ALIKE * len(chars):
        return set()
    everywhere = 0
    for text in texts:
        everywhere += sum(map(text.count, chars))
    is_everywhere = count >= SHARE * everywhere
    return chars if is_everywhere else set()


@cache
def readings(char: str) -> frozenset[str]:
    """All known readings of a Han character, with tone marks.

    >>> sorted(readings("重"))
    ['chóng', 'tóng', 'zhòng']
    """
    from pypinyin.constants import PINYIN_DICT

    if len(char) != 1:
        return frozenset()
    listed = PINYIN_DICT.get(ord(char), "").split(",")
    return frozenset(plain(reading) for reading in listed if reading)


def plain(py: str) -> str:
    """One spelling for each syllable, however its marks were encoded."""
    return unicodedata.normalize("NFC", py)
