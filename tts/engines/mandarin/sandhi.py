"""Tones as they are when words are said together: 一, 不, and third tones in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tts.engines.mandarin.frequencies import frequencies

DIGITS = "零〇一二三四五六七八九"

POWERS = "百千万亿"

ORDINAL_AFTER = "月号楼级等期流线季"
"""一 before these counts a place in an order and keeps its tone: 一月, 一号, 一流."""

ORDINAL_BEFORE = "第初周期百千万亿点十之唯统单专同逐划合归" + DIGITS
"""一 after these keeps its tone too: 第一, 星期一, 十一, 一百一十, 统一."""


RESULTS = ("zhao2", "liao3")
VERBS = "说看听想打吃买做跑走追赶拿搬抬推拉写读背记认分数算猜找赢跟跳爬飞坐站躺睡放装抓拔挡拦管忍按憋遮藏关张抽卖学考"
POSSIBLE = frozenset(
    verb + result for verb in VERBS for result in "上出开见到动完住清懂起掉够下来去好"
)
"""不 between a verb and what it can't come to has no tone: 睡不着, 说不出."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters said as one word, with one syllable each: numbered pinyin, `v` for ü, 5 for the
    neutral tone."""

    text: str
    syllables: tuple[str, ...]


def sandhi(words: list[Word], given: Mapping[int, str], before: str = "") -> list[Word]:
    """The words of one run without punctuation, with the tones they have when said together.

    `given` has the syllables that are known before, by their place in the run; they take part in
    sandhi too. `before` is the character in front of the run.
    """
    spans = _spans(words)
    cited = [
        given.get(i, syllable)
        for i, syllable in enumerate(s for word in words for s in word.syllables)
    ]
    text = "".join(w.text for w in words)
    said = _one_and_not(text, cited, {b - 1 for a, b in spans if b - a > 1})
    if text[:1] == "一" and before.isalnum():
        said[0] = cited[0]  # the number of a model: F一
    said = _third(said, spans, text)
    return [Word(w.text, tuple(said[a:b])) for w, (a, b) in zip(words, spans, strict=True)]


def _spans(words: list[Word]) -> list[tuple[int, int]]:
    edges = [0]
    for word in words:
        edges.append(edges[-1] + len(word.text))
    return list(pairwise(edges))


def _one_and_not(text: str, syllables: list[str], ends: set[int]) -> list[str]:
    said = list(syllables)
    for i, char in enumerate(text[:-1]):
        between = i > 0 and text[i - 1] == text[i + 1] and text[i - 1] not in DIGITS
        between = between and text[i - 1 : i + 3] != "数一数二"
        if char == "一" and syllables[i] == "yi1" and i not in ends:
            said[i] = "yi5" if between else _one(text, syllables, i)
        elif char == "不" and syllables[i] in ("bu2", "bu4"):
            light = between or (
                i > 0 and (syllables[i + 1] in RESULTS or text[i - 1] + text[i + 1] in POSSIBLE)
            )
            said[i] = "bu5" if light else "bu2" if syllables[i + 1].endswith("4") else "bu4"
    return said


def _one(text: str, syllables: list[str], i: int) -> str:
    after = text[i + 1]
    before = text[i - 1] if i else ""
    place = after in POWERS and before in POWERS  # 一万一千: a number, and not the last of it
    if text[i - 1 : i + 3] == "数一数二":
        return "yi1"
    if after in DIGITS or after in ORDINAL_AFTER or before + after == "月日":
        return "yi1"
    if before and before in ORDINAL_BEFORE and not (before and place):
        return "yi1"
    if after == "个" or syllables[i + 1].endswith("4"):
        return "yi2"
    return "yi1" if syllables[i + 1].endswith("5") else "yi4"


def _third(syllables: list[str], spans: list[tuple[int, int]], text: str) -> list[str]:
    """A third tone before a third tone rises, inside a foot: a longer word, or two or three short
    words."""
    said = list(syllables)
    for start, end in spans:
        for i in reversed(range(start, end - 1)):
            _rise(said, syllables if _joined(text[start:end], i - start) else said, i)
    for first, last in _feet(spans, syllables):
        for i in range(first, last):
            _rise(said, syllables if last - first > 1 else said, i)
    return said


def _rise(said: list[str], then: list[str], i: int) -> None:
    """`then` holds the tones that the next syllable is judged by."""
    if said[i].endswith("3") and then[i + 1].endswith("3"):
        said[i] = said[i][:-1] + "2"


def _joined(word: str, i: int) -> bool:
    """Whether characters i and i + 1 of a word are in one foot: 展览馆 is 展览 and 馆, 小老虎 小 and 老虎."""
    if len(word) == 3 and i == 0:
        return word[1:] not in frequencies() or word[:2] in frequencies()
    return len(word) < 4 or i % 2 == 0


def _feet(spans: list[tuple[int, int]], syllables: list[str]) -> Iterator[tuple[int, int]]:
    """First and last character of the feet that short words make, among third tones: 我想|买两把, 很|美丽,
    打点|水."""
    short = [b - a == 1 for a, b in spans]
    at = 0
    while at < len(spans):
        stop = at
        while stop < len(spans) and short[stop] and syllables[spans[stop][0]].endswith("3"):
            stop += 1
        first = spans[at][0]
        if stop - at == 1:
            follows = stop < len(spans) and syllables[spans[stop][0]].endswith("3")
            yield (first, first + 1) if follows else (max(first - 1, 0), first)
        while stop - at > 1:
            size = 3 if stop - at == 3 else 2
            yield spans[at][0], spans[at + size - 1][0]
            at += size
        at = max(stop, at + 1)
