"""What the embedded engines share: a chunk said sentence by sentence, joined with pauses, with
exact times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tts.engines.alignment import speakable
from tts.model import Chunk, EngineError, EngineMissing, Mark, NothingToSay, Sentence

if TYPE_CHECKING:
    from tts.model import Samples

RATE = 24_000
"""Samples a second of a clip, and of both models."""
BETWEEN_SENTENCES = 320
"""Milliseconds of silence, as a reader leaves them."""
BETWEEN_CLAUSES = 140
"""Where a sentence was too long to be said at once."""
_FRAME = RATE // 100
_FLOOR = 10 ** (-50 / 20)
"""Level above which a frame sounds, relative to the loudest."""
_LEAD, _TAIL = 2, 4
"""Frames kept before the first sound and after the last."""

Say = Callable[[Sentence], Iterable["Samples"]]
"""A sentence -> the PCM of its parts in order; none when nothing in it has a sound."""


def join(chunk: Chunk, say: Say, rate: float = 1.0) -> tuple[Samples, list[Mark]]:
    """The chunk's PCM and a mark for each sentence that is heard. Raises NothingToSay when nothing
    is."""
    import numpy as np

    pieces: list[Samples] = []
    marks: list[Mark] = []
    now = 0
    for sentence, first, last in _sentences(chunk):
        start = now
        for part in _trimmed(say, sentence):
            pause = 0 if not pieces else BETWEEN_SENTENCES if start == now else BETWEEN_CLAUSES
            silence = np.zeros(round(pause * RATE / 1000 / rate), np.float32)
            start = now + len(silence) if start == now else start
            pieces += [silence, part]
            now += len(silence) + len(part)
        if now > start:
            marks.append(Mark(start * 1000 // RATE, -(-now * 1000 // RATE), first, last))
    if not pieces:
        raise NothingToSay(
            f"there is nothing to say in {chunk.text[:60]!r}", hint="leave it out of the script"
        )
    return np.concatenate(pieces), marks


def _trimmed(say: Say, sentence: Sentence) -> Iterator[Samples]:
    """The parts of a sentence; where one of them is silence, it is known of which sentence."""
    for part in say(sentence):
        if not is_heard(part):
            raise NothingToSay(
                f"there is no sound in {sentence.spoken[:60]!r}",
                hint="give it a reading in the lexicon, or choose another voice",
                spoken=sentence.spoken,
            )
        yield trim(part)


def is_heard(samples: Samples) -> bool:
    """Whether there is more than silence."""
    framed = samples[: len(samples) // _FRAME * _FRAME]
    return bool(framed.any())


def trim(samples: Samples) -> Samples:
    """Without the silence at both ends."""
    first, last = bounds(samples)
    return samples[first:last]


def bounds(samples: Samples) -> tuple[int, int]:
    """What is left of samples without the silence at both ends. Raises EngineError for what is
    nothing else."""
    import numpy as np

    count = len(samples) // _FRAME
    power = np.square(samples[: count * _FRAME]).reshape(count, _FRAME).mean(axis=1)
    sounding = np.flatnonzero(power > power.max(initial=0.0) * _FLOOR**2)
    if not len(sounding):
        raise EngineError("the model gave silence", hint="please report the text")
    return max(0, int(sounding[0]) - _LEAD) * _FRAME, (int(sounding[-1]) + 1 + _TAIL) * _FRAME


def _sentences(chunk: Chunk) -> Iterator[tuple[Sentence, int, int]]:
    """Those that have a sound, with the range of their text without the white space around it."""
    at = 0
    for sentence in chunk.sentences:
        first = at + len(sentence.text) - len(sentence.text.lstrip())
        if speakable(sentence.spoken):
            yield sentence, first, at + len(sentence.text.rstrip())
        at += len(sentence.text)


# --- the machine ----------------------------------------------------------------------------------


def require(*packages: str) -> None:
    """Raises EngineMissing when one of them is not installed; imports none."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise EngineMissing(
            f"not installed: {', '.join(missing)}", hint="pip install 'pagecast[local]'"
        )
