"""Groups sentences into as few requests as possible: whole ones, otherwise clauses, words or
characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tts.model import Sentence, TextTooLong
from tts.text.sentences import graphemes, split_clauses

WORDS = re.compile(r"\S*\s*")
_BATCH = 32
"""Number of words tested together for whether each fits by itself."""

T = TypeVar("T")
Fits = Callable[[str], bool]
Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that become one chunk."""

    sentences: tuple[Sentence, ...]
    last: bool
    """Whether the group ends its block."""


def grouped(sentences: Sequence[Sentence], fits: Fits, say: Say) -> list[Group]:
    """The sentences of one block in as few groups as possible."""

    def fit(some: Sequence[Sentence]) -> bool:
        spoken = [sentence.spoken for sentence in some]
        return fits("".join(spoken))

    if fit(sentences):
        return [Group(tuple(sentences), True)]
    small: list[Sentence] = []
    for sentence in sentences:
        small += [sentence] if fits(sentence.spoken) else _cut(sentence, fits, say)
    groups: list[Group] = []
    start = 0
    for end in _packed(small, fit):
        group = tuple(small[start:end])
        groups.append(Group(group, end == len(small)))
        start = end
    return groups


def _packed(items: Sequence[T], fits: Callable[[Sequence[T]], bool]) -> Iterator[int]:
    """Where to cut so that each part fits and is as long as possible; single items are accepted as
    they are.

    The number tried is doubled, then bisected: the cost grows with what fits, not with its square.
    """
    start = 0
    guess = 1
    while start < len(items):
        low = 1
        high = len(items) - start
        step = max(1, guess)
        while low < high:
            size = min(step, high)
            if size > low and not fits(items[start : start + size]):
                high = size - 1
                break
            low = max(low, size)
            step = 2 * size
        while low < high:
            size = (low + high + 1) // 2
            if fits(items[start : start + size]):
                low = size
            else:
                high = size - 1
        guess = low
        start += low
        yield start


def _cut(sentence: Sentence, fits: Fits, say: Say) -> list[Sentence]:
    """A sentence that does not fit, as its clauses, or as many of their words as fit."""
    pieces = [Sentence(text, say(text)) for text in split_clauses(sentence.text)]
    small: list[Sentence] = []
    for piece in pieces:
        small += [piece] if fits(piece.spoken) else _cut_words(piece.text, fits, say)
    return merged(small)


def _atoms(words: Sequence[str], fits: Fits, say: Say) -> list[str]:
    """Words, and the characters of those that do not fit by themselves; if several fit together, so
    does each."""
    text = "".join(words)
    if fits(say(text)):
        return list(words)
    if len(words) == 1:
        return list(graphemes(text))
    middle = len(words) // 2
    first = _atoms(words[:middle], fits, say)
    second = _atoms(words[middle:], fits, say)
    return first + second


def _cut_words(text: str, fits: Fits, say: Say) -> Iterator[Sentence]:
    """A clause that does not fit, cut between words; a word that does not fit, between
    characters."""
    words = WORDS.findall(text)
    atoms: list[str] = []
    for at in range(0, len(words), _BATCH):
        batch = words[at : at + _BATCH]
        atoms += _atoms(batch, fits, say)
    start = 0
    for end in _packed(atoms, lambda some: fits(say("".join(some)))):
        piece = "".join(atoms[start:end])
        start = end
        spoken = say(piece)
        if not fits(spoken):
            raise TextTooLong(
                f"{piece.strip()[:20]!r} alone is too long for one request of the engine",
                "use another engine",
            )
        yield Sentence(piece, spoken)


def merged(sentences: list[Sentence]) -> list[Sentence]:
    """Sentences with nothing to say are joined to the previous one or, at the beginning, to the
    next."""
    merged: list[Sentence] = []
    lead = ""
    for sentence in sentences:
        if sentence.spoken:
            merged.append(Sentence(lead + sentence.text, sentence.spoken))
            lead = ""
        elif merged:
            merged[-1] = Sentence(merged[-1].text + sentence.text, merged[-1].spoken)
        else:
            lead += sentence.text
    return merged
