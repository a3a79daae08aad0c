"""Pinyin standing behind characters, `習(xí)近平`: a machine's is taken out, a human gloss is left for
the eye."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from tts.model import Change
from tts.text.likelihood import simplified

SYLLABLE = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿêế\u0300\u0301\u0304\u0308\u030c]{1,8}"
ANNOTATION = re.compile(rf"([\u3400-\u9fff])[(（]({SYLLABLE})[)）]")
FEWEST = 8
"""Annotations below which it is not a machine's work."""
SHARE = 0.9
"""Of the annotated characters that are traditional, and of those characters' occurrences that are
annotated."""


def strip_annotations(texts: Sequence[str]) -> tuple[list[str], list[Change]]:
    """The texts of one article without a machine's pinyin; what a human wrote stays.

    A machine annotates every occurrence of a set of traditional characters, each with one reading;
    its readings know no context and are partly wrong, so they are not kept.
    """
    found = [(char, py) for text in texts for char, py in ANNOTATION.findall(text)]
    if len(found) < FEWEST:
        return list(texts), []
    found = [(char, plain(py)) for char, py in found if plain(py) in readings(char)]
    chars = _machine_characters(found, texts)
    if not chars:
        return list(texts), []
    dropped = [f"{char}({py})" for char, py in found if char in chars]
    reason = f"a machine had put pinyin behind characters, {len(dropped)} times"
    change = Change(
        "，".join(dropped[:3]) + "…", "，".join(d[0] for d in dropped[:3]) + "…", reason
    )

    def strip(match: re.Match[str]) -> str:
        return match[1] if match[1] in chars and plain(match[2]) in readings(match[1]) else match[0]

    return [ANNOTATION.sub(strip, text) for text in texts], [change]


def _machine_characters(found: list[tuple[str, str]], texts: Sequence[str]) -> set[str]:
    """The characters that a machine annotated; empty when it was none."""
    annotated = Counter(char for char, _ in found)
    chars = {char for char in annotated if simplified(char) != char}
    count = sum(annotated[char] for char in chars)
    if count < FEWEST or count < SHARE * len(found):
        return set()
    everywhere = sum(text.count(char) for text in texts for char in chars)
    by_char: defaultdict[str, set[str]] = defaultdict(set)
    for char, py in found:
        by_char[char].add(py)
    single = sum(len(by_char[char]) == 1 for char in chars)
    return chars if count >= SHARE * everywhere and single >= 0.95 * len(chars) else set()


@cache
def readings(char: str) -> frozenset[str]:
    """All known readings of a Han character, with tone marks.

    >>> sorted(readings("重"))
    ['chóng', 'tóng', 'zhòng']
    """
    from pypinyin.constants import PINYIN_DICT

    return frozenset(
        plain(py) for py in PINYIN_DICT.get(ord(char) if len(char) == 1 else 0, "").split(",") if py
    )


def plain(py: str) -> str:
    """One spelling for each syllable, however its marks were encoded."""
    return unicodedata.normalize("NFC", py)
