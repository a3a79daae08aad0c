"""English words inside a Mandarin sentence, spoken by a second voice.

The Mandarin voices were trained with almost no English. They say the whole sentence, to keep its
melody; then the stretches in Latin letters are cut out, using the model's own durations, and
replaced by the words of the second voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from tts.engines.alignment import Word
from tts.engines.sentence_joining import Part, bounds
from tts.engines.splicing import RATE, Insert, PlacedInsert, spliced
from tts.engines.word_times import EARLY, NO_SOUNDS, UNIT, SaidWord, sounds, token_edges

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive foreign words in part of a sentence's phonemes."""

    start: int
    end: int
    first: int
    """Index of its first word among the part's words."""
    phonemes: str
    words: tuple[SaidWord, ...]


def runs(parts: Sequence[str], words: Sequence[SaidWord]) -> list[list[Run]]:
    """The runs of each part; empty lists if parts do not start and end at word boundaries."""
    sounded = [word for word in words if sounds(word.phonemes)]
    word_ends = _ends([word.phonemes for word in sounded])
    part_ends = _ends(parts)
    same_end = part_ends[-1:] == word_ends[-1:]
    if not same_end or not set(part_ends) <= set(word_ends):
        return [[] for _ in parts]
    waiting = iter(sounded)
    found = []
    for part in parts:
        placed = _placed(part, waiting)
        found.append(list(_in_a_row(part, placed)))
    return found


def _ends(pieces: Sequence[str]) -> list[int]:
    """Number of sounds up to the end of each piece of phonemes."""
    counts = map(sounds, pieces)
    ends = accumulate(counts)
    return list(ends)


def _placed(part: str, waiting: Iterator[SaidWord]) -> Iterator[Run]:
    """Each word of a part as a separate run."""
    symbols = enumerate(part)
    places = [at for at, symbol in symbols if symbol not in NO_SOUNDS]
    at = 0
    count = 0
    while at < len(places):
        word = next(waiting)
        behind = at + sounds(word.phonemes)
        start = places[at]
        end = places[behind - 1] + 1
        phonemes = part[start:end]
        yield Run(
            start=start,
            end=end,
            first=count,
            phonemes=phonemes,
            words=(word,),
        )
        at = behind
        count += 1


def _in_a_row(part: str, placed: Iterator[Run]) -> Iterator[Run]:
    """The runs of foreign words, adjacent ones joined."""
    for foreign, group in groupby(placed, key=_is_foreign):
        if not foreign:
            continue
        row = list(group)
        start = row[0].start
        end = row[-1].end
        first = row[0].first
        phonemes = part[start:end]
        words = tuple(run.words[0] for run in row)
        yield Run(
            start=start,
            end=end,
            first=first,
            phonemes=phonemes,
            words=words,
        )


def _is_foreign(run: Run) -> bool:
    word = run.words[0]
    return word.foreign


def splice_words(
    first: Part, units: NDArray[np.float32], runs: Sequence[Run], second: Sequence[Part]
) -> Part:
    """A part with its runs replaced by the second voice.

    `units` are the durations of the part's tokens in units of 25 ms, shape (phonemes + 2,);
    `second` is the sound of each run.
    """
    trimmed = [_trimmed(part) for part in second]
    coming = inserts(units, runs, trimmed)
    samples, placed = spliced(first.samples, coming)
    words = _words(first.words, runs, trimmed, placed)
    return Part(samples, list(words))


def inserts(
    units: NDArray[np.float32], runs: Sequence[Run], second: Sequence[Part]
) -> list[Insert]:
    """Where the sound of each run is inserted."""
    edges = token_edges(units)
    found = []
    for run, part in zip(runs, second, strict=True):
        start = _sample(edges[run.start + 1])
        end = _sample(edges[run.end + 1])
        insert = Insert(
            start=start,
            end=end,
            samples=part.samples,
        )
        found.append(insert)
    return found


def _sample(unit: int) -> int:
    """The sample at which a token that starts at `unit` is heard."""
    milliseconds = max(0, unit * UNIT - EARLY)
    return milliseconds * RATE // 1000


def _trimmed(part: Part) -> Part:
    """A part without silence at either end; its last word may have extended into it."""
    first, last = bounds(part.samples)
    last = min(last, len(part.samples))
    samples = part.samples[first:last]
    longest = len(samples) * 1000 // RATE
    words = []
    for word in _later(part.words, -first):
        start = min(longest, max(0, word.start))
        end = min(longest, max(0, word.end))
        kept = Word(
            text=word.text,
            start=start,
            end=end,
        )
        words.append(kept)
    return Part(samples, words)


def _words(
    words: Sequence[Word],
    runs: Sequence[Run],
    second: Sequence[Part],
    placed: Sequence[PlacedInsert],
) -> Iterator[Word]:
    """The words of the first voice, shifted, with those of the second between them."""
    at = 0
    later = 0
    for run, part, place in zip(runs, second, placed, strict=True):
        between = words[at : run.first]
        yield from _later(between, later)
        yield from _later(part.words, place.begins)
        at = run.first + len(run.words)
        later = place.later
    rest = words[at:]
    yield from _later(rest, later)


def _later(words: Sequence[Word], samples: int) -> Iterator[Word]:
    seconds = samples / RATE
    by = round(seconds * 1000)
    for word in words:
        start = word.start + by
        end = word.end + by
        yield Word(
            text=word.text,
            start=start,
            end=end,
        )
