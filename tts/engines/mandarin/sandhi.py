"""Tone sandhi: 一, 不, and third tones in a row.

These rules were checked against the tones of a professional reader (see docs/decisions.md): in
reading aloud, 不 and 一 between two words keep a tone (看不见, 试一试), and a third tone also rises before
one in the next word, up to the next punctuation mark.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tts.engines.mandarin.frequencies import frequencies
from tts.engines.mandarin.prosodic_breaks import opens_predicate

DIGITS: Final = "零〇一二三四五六七八九"
POWERS: Final = "百千万亿"
ORDINAL_AFTER: Final = "月号楼级等期流线季"
"""Before these 一 is an ordinal and keeps its tone: 一月, 一号, 一流."""
ORDINAL_BEFORE: Final = "第初周期百千万亿点十之唯统单专同逐划合归" + DIGITS
"""After these 一 also keeps its tone: 第一, 星期一, 十一, 一百一十, 统一."""
RIGHTWARD: Final = frozenset("很挺想请找以与每只使把")
"""One-syllable words that are grouped with the next word: 我|很喜…; all others go with the previous
one."""

ERHUA: Final = "er5"
"""儿 as the end of the previous syllable: third tones interact across it, as in 一点儿感情."""

Span = tuple[int, int]
"""Start and end of a word or foot; the end is exclusive."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters spoken as one word, with one syllable each in numbered pinyin: `v` for ü, 5 for
    the neutral tone."""

    text: str
    syllables: tuple[str, ...]


def sandhi(words: list[Word], given: Mapping[int, str], before: str = "") -> list[Word]:
    """The words of one run without punctuation, with their tones in connected speech.

    `given` has syllables that are already known, by index in the run; sandhi applies to them too.
    `before` is the character before the run.
    """
    text = "".join(word.text for word in words)
    spans = _spans(words)
    cited = [syllable for word in words for syllable in word.syllables]
    for place, syllable in given.items():
        if 0 <= place < len(cited):
            cited[place] = syllable
    ends = set()
    for start, end in spans:
        if end - start > 1:
            ends.add(end - 1)
    said = []
    for place in range(len(text)):
        word_ends = place in ends
        said.append(_changed(text, cited, place, word_ends=word_ends))
    if text.startswith("一") and before.isalnum():
        said[0] = cited[0]  # the number of a model: F一
    said = _third(said, spans, text)
    return _cut(said, words, spans)


def _cut(syllables: Sequence[str], words: Sequence[Word], spans: Sequence[Span]) -> list[Word]:
    """The words with the syllables of their spans."""
    found = []
    for word, (start, end) in zip(words, spans, strict=True):
        own = tuple(syllables[start:end])
        found.append(Word(word.text, own))
    return found


def _spans(words: Sequence[Word]) -> list[Span]:
    edges = [0]
    for word in words:
        edges.append(edges[-1] + len(word.text))
    return list(pairwise(edges))


# --- 一 and 不 ------------------------------------------------------------------------------------


def _changed(text: str, syllables: Sequence[str], index: int, *, word_ends: bool) -> str:
    """A syllable, with the tone of 一 and 不 determined by what follows."""
    char, syllable = text[index], syllables[index]
    if index + 1 == len(text):
        return syllable
    following = syllables[index + 1]
    if char == "不" and syllable in ("bu2", "bu4"):
        before_fourth = following.endswith("4")
        return "bu2" if before_fourth else "bu4"
    if char != "一" or syllable != "yi1":
        return syllable
    if word_ends or _is_number(text, index):
        return syllable
    return _one(text[index + 1], following)


def _one(next_char: str, following: str) -> str:
    """The tone of 一 between words, by the next syllable."""
    if next_char == "个" or following.endswith("4"):
        return "yi2"
    return "yi1" if following.endswith("5") else "yi4"


def _is_number(text: str, place: int) -> bool:
    """Whether 一 is a digit or an ordinal, and so keeps its tone."""
    if text[place - 1 : place + 3] == "数一数二":
        return True
    before = text[:place][-1:]
    after = text[place + 1]
    if after in DIGITS or after in ORDINAL_AFTER:
        return True
    if before + after == "月日":
        return True
    behind_point = text[place + 2 : place + 3]
    if after == "点" and behind_point in tuple(DIGITS):  # 一点六六
        return True
    if before == "" or before not in ORDINAL_BEFORE:
        return False
    counts_on = after in POWERS and before in POWERS  # 一万一千: not the last of the number
    return not counts_on


# --- third tones ----------------------------------------------------------------------------------


def _third(syllables: Sequence[str], spans: Sequence[Span], text: str) -> list[str]:
    """Third tones rise before a third tone: first inside a word, then in feet of short words, then
    from foot to foot.

    So 小老虎 is low, rising, low, because 老 has already risen when 小 is considered. 展览馆, split after
    its second character, is rising, rising, low.
    """
    kept, said = _without_endings(syllables, spans)
    feet = [_within(kept, foot) for foot in _feet(spans, syllables, text)]
    for start, end in spans:
        word = text[start:end]
        inner = [_within(kept, foot) for foot in _bound(word, start)]
        _rise_inside(said, inner)
    for foot in feet:
        _rise_inside(said, [foot])
    for _, end in feet[:-1]:
        next_place = kept[end]
        if not opens_predicate(text, spans, next_place):
            _rise(said, end - 1)
    changed = list(syllables)
    for place, syllable in zip(kept, said, strict=True):
        changed[place] = syllable
    return changed


def _without_endings(
    syllables: Sequence[str], spans: Sequence[Span]
) -> tuple[list[int], list[str]]:
    """Indexes and syllables without 儿 that only ends the previous syllable, since third tones
    interact across it."""
    starts = {start for start, _ in spans}
    kept = []
    said = []
    for place, syllable in enumerate(syllables):
        if syllable == ERHUA and place not in starts:
            continue
        kept.append(place)
        said.append(syllable)
    return kept, said


def _within(kept: Sequence[int], span: Span) -> Span:
    """A span of characters as a span of the remaining syllables."""
    start, end = span
    first = bisect_left(kept, start)
    behind = bisect_left(kept, end)
    return first, behind


def _rise_inside(said: list[str], feet: Sequence[Span]) -> None:
    """All third tones in a foot except the last rise; then the last of each foot before the next
    one."""
    for start, end in feet:
        for place in range(start, end - 1):
            _rise(said, place)
    for _, end in feet[:-1]:
        _rise(said, end - 1)


def _rise(said: list[str], place: int) -> None:
    if place + 1 == len(said):
        return
    syllable = said[place]
    following = said[place + 1]
    if syllable.endswith("3") and following.endswith("3"):
        said[place] = syllable[:-1] + "2"


def _bound(word: str, start: int) -> list[Span]:
    """The feet of a word: 展览馆 is 展览 and 馆, 小老虎 is 小 and 老虎; four characters are two and two."""
    end = start + len(word)
    if len(word) < 3:
        return [(start, end)]
    first = 1 if _begins_alone(word) else 2
    edges = [start, *range(start + first, end, 2), end]
    return list(pairwise(edges))


def _begins_alone(word: str) -> bool:
    """Whether the first of three characters is a separate foot."""
    if len(word) != 3:
        return False
    known = frequencies()
    return word[1:] in known and word[:2] not in known


def _feet(spans: Sequence[Span], syllables: Sequence[str], text: str) -> Iterator[Span]:
    """Longer words as they are; one-syllable words in the third tone in pairs: 我想|买两|把伞."""
    index = 0
    while index < len(spans):
        start, end = spans[index]
        stop = index
        while stop < len(spans):
            if not _is_short_third(spans[stop], syllables):
                break
            stop += 1
        alone = stop - index
        if alone < 2:
            yield start, end
            index += 1
            continue
        next_start, next_end = spans[index + 1]
        odd = alone % 2 == 1
        lone_first = odd and text[next_start] in RIGHTWARD
        if lone_first:
            yield start, end
            index += 1
        else:
            yield start, next_end
            index += 2


def _is_short_third(span: Span, syllables: Sequence[str]) -> bool:
    start, end = span
    is_short = end - start == 1
    return is_short and syllables[start].endswith("3")
