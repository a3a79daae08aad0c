"""English words inside a Mandarin sentence, spoken by a second voice.

The Mandarin voices learnt next to no English. Their sentence keeps its melody, for they say it
whole; then what stands in Latin letters is taken out by the model's own durations, and the second
voice's words come in its place.
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
    """Foreign words in a row, in a part of a sentence's phonemes."""

    start: int
    end: int
    first: int
    """Which of the part's words is its first."""
    phonemes: str
    words: tuple[SaidWord, ...]


def runs(parts: Sequence[str], words: Sequence[SaidWord]) -> list[list[Run]]:
    """The runs of each part. None where parts don't begin and end with words."""
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
    """Sounds up to the end of each piece of phonemes."""
    counts = map(sounds, pieces)
    ends = accumulate(counts)
    return list(ends)


def _placed(part: str, waiting: Iterator[SaidWord]) -> Iterator[Run]:
    """Each word of a part, as a run of its own."""
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
    """Those of foreign words, neighbours as one."""
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
    """A part with its runs as the second voice says them.

    `units`: the durations of the part's tokens, shape (phonemes + 2,). `second`: the sound of each
    run.
    """
    trimmed = [_trimmed(part) for part in second]
    coming = inserts(units, runs, trimmed)
    samples, placed = spliced(first.samples, coming)
    words = _words(first.words, runs, trimmed, placed)
    return Part(samples, list(words))


def inserts(
    units: NDArray[np.float32], runs: Sequence[Run], second: Sequence[Part]
) -> list[Insert]:
    """Where the sound of each run is to come."""
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
    """The sample at which the sound of the token is heard that begins with a unit."""
    milliseconds = max(0, unit * UNIT - EARLY)
    return milliseconds * RATE // 1000


def _trimmed(part: Part) -> Part:
    """Without silence at both ends; a word's last sound may have lasted into it."""
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
    """Of the first voice, moved; between them those of the second."""
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
