"""Replaces characters by homophones to force a reading in engines without phonemes: 朝阳 as 潮阳, if it
is cháo yáng.

A replacement must be common and have only one reading in the dictionary.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from tts.text.likelihood import simplified, words
from tts.text.repair.pinyin import readings
from tts.text.syllables import numbered

SURE: Final = 0.97
"""Minimum share of a character's occurrences with the wanted reading for it to stay."""
MOSTLY: Final = 0.7
"""The same for a replacement if there is no better one."""
NEUTRAL: Final = {
    "ba5": "吧",
    "de5": "的",
    "ge5": "个",
    "le5": "了",
    "li5": "里",
    "ma5": "吗",
    "me5": "么",
    "men5": "们",
    "ne5": "呢",
    "shi5": "匙",
    "tou5": "头",
    "zhe5": "着",
    "zi5": "子",
}
"""Replacements for syllables in the neutral tone, pronounced like this after most words: no
character has only that tone."""


def respelt(text: str, syllables: Sequence[str]) -> str:
    """The text with homophones for characters that might be read differently. Empty if a syllable
    has none.

    >>> respelt("朝阳区", ("chao2", "yang2", "qu1"))
    '潮阳区'
    """
    plain = simplified(text)
    pairs = zip(plain if len(plain) == len(text) else text, syllables, strict=True)
    said = [char if is_sure(char, syllable) else homophone(syllable) for char, syllable in pairs]
    return "".join(said) if all(said) else ""


def homophone(syllable: str) -> str:
    """A common character with this reading only; otherwise one with hardly any other; otherwise
    empty.

    >>> homophone("qiu2"), homophone("de5")
    ('求', '的')
    """
    return _table().get(syllable) or NEUTRAL.get(syllable, "")


def is_sure(char: str, syllable: str) -> bool:
    """Whether a character of GB 2312 always has this reading; neutral tones are left to the
    service.

    >>> is_sure("阳", "yang2"), is_sure("区", "qu1"), is_sure("朝", "chao2"), is_sure("西", "xi5")
    (True, True, False, True)
    """
    if syllable.endswith("5"):
        return any(
            syllable[:-1] == said[:-1]
            for reading in readings(char)
            for said in numbered(reading, 1)
        )
    return bool(char.encode("gb2312", errors="ignore")) and _share(char, syllable) >= SURE


def _share(char: str, syllable: str) -> float:
    """The share of a character's occurrences with that reading, judged by the phrases."""
    known = {numbered(reading, 1) for reading in readings(char)}
    if (syllable,) not in known:
        return 0.0
    if len(known) == 1:
        return 1.0
    counted = _counted().get(char)
    return counted.get(syllable, 0.0) / sum(counted.values()) if counted else 0.0


@cache
def _counted() -> Mapping[str, Mapping[str, float]]:
    """Character -> the frequency of each of its readings in running text, by pypinyin's phrases."""
    from pypinyin.phrases_dict import phrases_dict

    counted: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for phrase, said in phrases_dict.items():
        nats = words().get(phrase)
        if nats is None or len(said) != len(phrase):
            continue
        for char, (reading, *_) in zip(phrase, said, strict=True):
            for syllable in numbered(reading, 1):
                counted[char][syllable] += math.exp(nats)
    return counted


@cache
def _table() -> dict[str, str]:
    """Syllable -> the most common character that has only this reading, otherwise the most common
    that mostly has it."""
    by_frequency = sorted(words().items(), key=lambda word: -word[1])
    common = [char for char, _ in by_frequency if len(char) == 1 and _is_common(char)]
    table: dict[str, str] = {}
    for least in (1.0, SURE, MOSTLY):
        for char in common:
            for (syllable,) in filter(None, (numbered(reading, 1) for reading in readings(char))):
                if not syllable.endswith("5") and _share(char, syllable) >= least:
                    table.setdefault(syllable, char)
    return table


def _is_common(char: str) -> bool:
    """Whether it is one of the 3,755 common characters: level 1 of GB 2312, rows 16 to 55."""
    return b"\xb0" <= char.encode("gb2312", errors="ignore")[:1] <= b"\xd7"
