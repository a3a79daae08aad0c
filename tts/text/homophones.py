"""Characters with the sound of a reading, for engines without phonemes: 朝阳 as 潮阳, if it is cháo
yáng.

A character stands in only when the dictionary gives it one reading and running text has it often.
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
"""A character keeps its place when so much of its running text has the wanted reading."""
MOSTLY: Final = 0.7
"""Of a character that stands in where no other will do."""
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
"""What is said so behind most words: no character has the neutral tone alone."""


def respelt(text: str, syllables: Sequence[str]) -> str:
    """The text with a homophone for each character that might be read another way. Empty where a
    syllable has none.

    >>> respelt("朝阳区", ("chao2", "yang2", "qu1"))
    '潮阳区'
    """
    plain = simplified(text)
    pairs = zip(plain if len(plain) == len(text) else text, syllables, strict=True)
    said = [char if is_sure(char, syllable) else homophone(syllable) for char, syllable in pairs]
    return "".join(said) if all(said) else ""


def homophone(syllable: str) -> str:
    """A common character that has no other reading; where there is none, one that hardly has; else
    nothing.

    >>> homophone("qiu2"), homophone("de5")
    ('求', '的')
    """
    return _table().get(syllable) or NEUTRAL.get(syllable, "")


def is_sure(char: str, syllable: str) -> bool:
    """Whether a character of GB 2312 is read so wherever it stands; a neutral tone is left to the
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
    """How much of a character's running text has that reading, as far as the phrases tell."""
    known = {numbered(reading, 1) for reading in readings(char)}
    if (syllable,) not in known:
        return 0.0
    if len(known) == 1:
        return 1.0
    counted = _counted().get(char)
    return counted.get(syllable, 0.0) / sum(counted.values()) if counted else 0.0


@cache
def _counted() -> Mapping[str, Mapping[str, float]]:
    """Character -> how often running text has it in each of its readings, by pypinyin's phrases."""
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
    """Syllable -> the commonest character that is read so and no other way, else the commonest that
    mostly is."""
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
    """Whether it is of the 3,755 common characters: level 1 of GB 2312, rows 16 to 55."""
    return b"\xb0" <= char.encode("gb2312", errors="ignore")[:1] <= b"\xd7"
