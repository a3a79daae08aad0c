"""The time of each word, from the durations that a model computes for phonemes.

A model has one token for each phoneme, plus one before and one after, and speaks each for a number
of 25 ms units, which add up to exactly the audio. The words of a sentence, in order, have the
sounds of its phonemes, in order; signs and spaces between them are pauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from tts.engines.alignment import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNIT: Final = 25
"""Milliseconds: 600 samples at 24 kHz."""
EARLY: Final = 30
"""Milliseconds by which a sound is heard before its token starts: 22 to 45, depending on the voice,
as measured by tools/measure_onsets.py."""
NO_SOUNDS: Final = frozenset(';:,.!?—…"()“” ')
"""Symbols in a model's alphabet that are not sounds."""


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word of a sentence's spoken form, and its pronunciation."""

    text: str
    phonemes: str
    foreign: bool = False
    """Whether it is in Latin letters while the sentence is in another script."""


def extra_output(name: str) -> bytes:
    """Bytes that make an internal tensor an output of an ONNX model when appended to its file.

    Protocol Buffers merge a message that occurs twice, so this is a second `graph` (field 7 of
    ModelProto) whose only `output` (field 12 of GraphProto) has a `name` (field 1 of
    ValueInfoProto): https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

    >>> extra_output("d")
    b':\\x05b\\x03\\n\\x01d'
    """
    named = _field(1, name.encode())
    return _field(7, _field(12, named))


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field. Raises ValueError for 128 bytes or more, whose length would need
    two bytes."""
    if len(content) >= 128:
        raise ValueError(f"{len(content)} bytes are too many: the length must be below 128")
    return bytes([number << 3 | 2, len(content)]) + content


def timed(
    parts: Sequence[str], durations: Iterable[NDArray[np.float32]], words: Sequence[SaidWord]
) -> Iterator[list[Word]]:
    """The words of each part of a sentence's phonemes, with times in milliseconds from the part's
    first sample.

    `durations` has those of each part in units, shape (phonemes + 2,). If words and parts differ in
    their sounds, no words are returned: a wrong time is worse than none.
    """
    of_words = sum(sounds(word.phonemes) for word in words)
    of_parts = sum(map(sounds, parts))
    agree = of_words == of_parts
    waiting = _Waiting(words)
    for part, units in zip(parts, durations, strict=True):
        if agree:
            yield list(waiting.words(part, units))
        else:
            yield []


def token_edges(units: NDArray[np.float32]) -> list[int]:
    """The start of each token, and the end of the last one, in units."""
    whole = units.ravel().astype(int)
    ends = accumulate(whole.tolist())
    return [0, *ends]


def sounds(phonemes: str) -> int:
    """The number of phoneme symbols that are sounds."""
    return sum(symbol not in NO_SOUNDS for symbol in phonemes)


class _Waiting:
    """The words of a sentence whose sounds are still to come."""

    def __init__(self, words: Sequence[SaidWord]) -> None:
        self._words = (word for word in words if sounds(word.phonemes))
        self._text = ""
        self._left = 0

    def words(self, part: str, units: NDArray[np.float32]) -> Iterator[Word]:
        edges = token_edges(units)
        start = 0
        for at, symbol in enumerate(part, 1):  # token 0 stands before the text
            if symbol in NO_SOUNDS:
                continue
            if not self._left:
                word = next(self._words)
                self._text = word.text
                self._left = sounds(word.phonemes)
                start = edges[at]
            self._left -= 1
            if not self._left:
                yield self._heard(start, edges[at + 1])
                start = 0
        if (
            self._left
        ):  # a word that is longer than a part: what is left of it has no place in the text
            yield self._heard(start, edges[len(part) + 1])
            self._text = ""

    def _heard(self, start: int, end: int) -> Word:
        return Word(self._text, start * UNIT - EARLY, end * UNIT - EARLY)
