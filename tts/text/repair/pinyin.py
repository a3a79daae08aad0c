"""Pinyin after characters, `習(xí)近平`: if inserted automatically it is removed, a human gloss
stays."""

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
"""Minimum number of annotations that count as automatic."""
SHARE = 0.9
"""Minimum share of annotated characters that are traditional, and of those characters' occurrences
that are annotated."""
ALIKE = 0.95
"""Minimum share of those characters that have the same reading throughout."""


def strip_annotations(texts: Sequence[str]) -> tuple[list[str], list[Change]]:
    """The texts of an article without automatic pinyin, and the changes; human glosses stay.

    Software annotates every occurrence of certain traditional characters, each with one reading;
    the readings ignore the context and are partly wrong, so they are not kept.
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
    """The annotated characters and their readings, in order."""
    for text in texts:
        for char, pinyin in ANNOTATION.findall(text):
            yield char, plain(pinyin)


def _change(dropped: Sequence[tuple[str, str]]) -> Change:
    """The change that reports removed annotations: their number, and the first ones."""
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
    """The characters annotated automatically; empty if there are none."""
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
    """All known readings of a Chinese character, with tone marks.

    >>> sorted(readings("重"))
    ['chóng', 'tóng', 'zhòng']
    """
    from pypinyin.constants import PINYIN_DICT

    if len(char) != 1:
        return frozenset()
    listed = PINYIN_DICT.get(ord(char), "").split(",")
    return frozenset(plain(reading) for reading in listed if reading)


def plain(py: str) -> str:
    """A syllable in one Unicode form, however its marks were encoded."""
    return unicodedata.normalize("NFC", py)
