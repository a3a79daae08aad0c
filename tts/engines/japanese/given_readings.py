"""Applies given readings to the words of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tts.engines.japanese.analysis import Word
from tts.engines.japanese.kana import as_pronounced, katakana
from tts.model import Reading

Analyse = Callable[[str], list[Word]]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word and its position in a text."""

    word: Word
    start: int
    end: int


def with_readings(text: str, readings: Sequence[Reading], words: Analyse) -> Iterator[Word]:
    """The words of a text, with the given readings in kana or IPA.

    The text around a reading in kana determines the rest of its word: 行 read as おこな makes 行った
    オコナッタ.
    """
    at = 0
    kana: list[Reading] = []
    for reading in readings:
        if reading.kind == "kana":
            kana.append(reading)
            continue
        yield from _with_kana(text[at : reading.start], _moved(kana, at), words)
        written = text[reading.start : reading.end]
        yield Word(written, reading.said, "ipa")
        at = reading.end
        kana = []
    yield from _with_kana(text[at:], _moved(kana, at), words)


def _moved(readings: Sequence[Reading], by: int) -> list[Reading]:
    moved = []
    for each in readings:
        start = each.start - by
        end = each.end - by
        moved.append(replace(each, start=start, end=end))
    return moved


def _with_kana(text: str, readings: Sequence[Reading], words: Analyse) -> Iterator[Word]:
    found = words(text)
    if not readings:
        yield from found
        return
    placed = list(_placed(text, found))
    if len(placed) < len(found):  # the analyser writes something otherwise: 3人 as 三人
        yield from _cut(text, readings, words)
        return
    waiting = list(readings)
    group: list[_Placed] = []
    for each in placed:
        group.append(each)
        inside = _started(waiting, each.end)
        if inside and inside[-1].end > each.end:
            continue
        yield _read(text, group, inside, words) if inside else each.word
        del waiting[: len(inside)]
        group = []
    yield from (each.word for each in group)


def _placed(text: str, words: Sequence[Word]) -> Iterator[_Placed]:
    at = 0
    for word in words:
        start = text.find(word.text, at)
        if start < 0:
            return
        at = start + len(word.text)
        yield _Placed(word, start, at)


def _started(readings: Sequence[Reading], end: int) -> list[Reading]:
    """The leading readings that start before a position."""
    count = 0
    while count < len(readings) and readings[count].start < end:
        count += 1
    return list(readings[:count])


def _read(text: str, group: Sequence[_Placed], readings: Sequence[Reading], words: Analyse) -> Word:
    """The words covered by readings, joined into one."""
    start, end = group[0].start, group[-1].end
    kana = ""
    at = start
    for reading in readings:
        before = text[at : reading.start]
        kana += _between(before, words)
        kana += katakana(reading.said)
        at = reading.end
    kana += _between(text[at:end], words)
    usual = "".join(each.word.kana for each in group)
    said = usual if _alike(usual, kana) else as_pronounced(kana)
    return Word(text[start:end], said)


def _between(text: str, words: Analyse) -> str:
    """The kana of the part of a word without a given reading."""
    if re.fullmatch("[ぁ-ヺー]*", text):
        return katakana(text)
    return "".join(word.kana for word in words(text))


def _alike(one: str, two: str) -> bool:
    return as_pronounced(one) == as_pronounced(two)


def _cut(text: str, readings: Sequence[Reading], words: Analyse) -> Iterator[Word]:
    """The words of a text, with each reading as a separate word."""
    at = 0
    for reading in readings:
        before = text[at : reading.start]
        written = text[reading.start : reading.end]
        said = katakana(reading.said)
        yield from words(before)
        yield Word(written, as_pronounced(said))
        at = reading.end
    yield from words(text[at:])
