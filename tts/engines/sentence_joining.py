"""Shared by the embedded engines: speaks a chunk sentence by sentence and joins the parts with
pauses and exact times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tts.engines.alignment import Word, sentence_words, speakable
from tts.model import Chunk, EngineError, EngineMissing, Mark, NothingToSay, Sentence

if TYPE_CHECKING:
    from tts.model import Samples

RATE = 24_000
"""Samples per second of a clip, and of both models."""
BETWEEN_SENTENCES = 320
"""Milliseconds of silence, as left by a human reader."""
BETWEEN_CLAUSES = 140
"""The same, where a sentence was too long to be spoken at once."""
WORD, PHRASE = 0.55, 0.75
"""Seconds, at a voice's normal rate: anything up to the first counts as a single word; from the
second on a model speaks as loudly as in a sentence."""
MOST_LIFT = 4.0
"""Maximum gain in dB for a single word: one that is even quieter is meant to be."""
_FRAME = RATE // 100
_FLOOR = 10 ** (-50 / 20)
"""Level above which a frame counts as sound, relative to the loudest."""
_LEAD, _TAIL = 2, 4
"""Number of frames kept before the first sound and after the last."""


@dataclass(frozen=True, slots=True)
class Part:
    """A spoken sentence, or a clause of a long one."""

    samples: Samples
    words: Sequence[Word] = ()
    """In order; times are from the first sample."""


Say = Callable[[Sentence], Iterable[Part]]
"""A sentence -> its parts in order; none if nothing in it has a sound."""


def join(
    chunk: Chunk, say: Say, rate: float = 1.0, lift: float = 0.0
) -> tuple[Samples, list[Mark]]:
    """The chunk's PCM, and a mark for each audible sentence and each known word.

    `lift`: how many dB more quietly the voice says single words than sentences. Raises NothingToSay
    if nothing is audible.
    """
    import numpy as np

    pieces: list[Samples] = []
    marks: list[Mark] = []
    now = 0
    for sentence, at in _sentences(chunk):
        start = now
        words: list[Word] = []
        for part in say(sentence):
            first, last = _heard_bounds(part, sentence)
            is_first = start == now
            pause = BETWEEN_SENTENCES if is_first else BETWEEN_CLAUSES
            silent = round(pause * RATE / 1000 / rate) if pieces else 0
            begun = now + silent
            start = begun if is_first else start
            now = begun + last - first
            silence = np.zeros(silent, np.float32)
            pieces += [silence, _lifted(part.samples[first:last], lift, rate)]
            words += _moved(part.words, begun - first, begun, now)
        if now > start:
            marks.append(_mark(sentence, at, start, now))
            marks += sentence_words(words, sentence, at)
    if not pieces:
        raise NothingToSay(
            f"there is nothing to say in {chunk.text[:60]!r}", hint="leave it out of the script"
        )
    return np.concatenate(pieces), marks


def _lifted(samples: Samples, lift: float, rate: float) -> Samples:
    """The samples, made louder by the full lift for a single word, not at all for a phrase, and by
    part of it in between."""
    import numpy as np

    seconds = len(samples) / RATE * rate
    share = min(1.0, max(0.0, (PHRASE - seconds) / (PHRASE - WORD)))
    louder = min(lift, MOST_LIFT) * share
    if louder <= 0:
        return samples
    factor = 10 ** (louder / 20)
    return samples * np.float32(factor)


def _heard_bounds(part: Part, sentence: Sentence) -> tuple[int, int]:
    """The bounds of the audible part. Raises NothingToSay, with the sentence, for silence."""
    if not is_heard(part.samples):
        raise NothingToSay(
            f"there is no sound in {sentence.spoken[:60]!r}",
            hint="add a reading to the lexicon, or choose another voice",
            spoken=sentence.spoken,
        )
    return bounds(part.samples)


def _moved(words: Sequence[Word], by: int, first: int, last: int) -> Iterator[Word]:
    """Words with times from the clip's first sample, limited to the range between two samples,
    since trimmed parts are silent."""
    least, most = _around(first, last)
    later = by * 1000 // RATE
    for word in words:
        start = min(most, max(least, word.start + later))
        end = min(most, max(least, word.end + later))
        yield Word(word.text, start, end)


def _mark(sentence: Sentence, at: int, start: int, end: int) -> Mark:
    """The mark of a sentence that starts at index `at` of the text, between two samples;
    surrounding white space is excluded."""
    text = sentence.text
    before = len(text) - len(text.lstrip())
    behind = len(text.rstrip())
    first_ms, last_ms = _around(start, end)
    return Mark(first_ms, last_ms, at + before, at + behind)


def _around(start: int, end: int) -> tuple[int, int]:
    """Two sample positions in milliseconds, the first rounded down and the second up."""
    return start * 1000 // RATE, -(-end * 1000 // RATE)


def is_heard(samples: Samples) -> bool:
    """Whether the samples are more than digital silence."""
    whole_frames = len(samples) // _FRAME
    framed = samples[: whole_frames * _FRAME]
    return bool(framed.any())


def trim(samples: Samples) -> Samples:
    """The samples without silence at either end."""
    first, last = bounds(samples)
    return samples[first:last]


def bounds(samples: Samples) -> tuple[int, int]:
    """Start and end of the samples without silence at either end. Raises EngineError for
    silence."""
    import numpy as np

    count = len(samples) // _FRAME
    power = np.square(samples[: count * _FRAME]).reshape(count, _FRAME).mean(axis=1)
    sounding = np.flatnonzero(power > power.max(initial=0.0) * _FLOOR**2)
    if not len(sounding):
        raise EngineError("the model produced silence", hint="please report the text")
    first = max(0, int(sounding[0]) - _LEAD) * _FRAME
    last = (int(sounding[-1]) + 1 + _TAIL) * _FRAME
    return first, min(last, len(samples))


def _sentences(chunk: Chunk) -> Iterator[tuple[Sentence, int]]:
    """The sentences that have a sound, and the index of each in the text."""
    at = 0
    for sentence in chunk.sentences:
        if speakable(sentence.spoken):
            yield sentence, at
        at += len(sentence.text)


# --- the machine ----------------------------------------------------------------------------------


def require(*packages: str) -> None:
    """Raise EngineMissing if one of the packages is not installed; nothing is imported."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise EngineMissing(
            f"not installed: {', '.join(missing)}", hint="pip install 'pagecast[local]'"
        )
