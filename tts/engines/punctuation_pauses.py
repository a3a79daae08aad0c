"""Adds silence at punctuation, if a model pauses less than a human reader.

It is inserted in the PCM where the model is already silent, between two words with known times: no
sound is changed, and later words move along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tts.engines.alignment import Word
from tts.engines.sentence_joining import RATE, Part

if TYPE_CHECKING:
    from tts.model import Samples

STEP: Final = RATE // 200
"""Number of samples in 5 ms, the unit that is tested for silence."""
QUIET: Final = 10 ** (-45 / 20)
"""Level below which a step is silent, relative to the loudest."""
SHORTEST: Final = 6
"""Minimum number of silent steps: where the voice continues without a break, none is inserted."""
REACH: Final = 150
"""Milliseconds searched on either side of a gap between words, because word times are not exact."""
FADE: Final = RATE // 500
"""Number of samples in 2 ms, faded on either side of a cut, so that even residual noise does not
click."""


def with_breath(
    parts: Iterable[Part], text: str, least: Mapping[str, int], rate: float
) -> Iterator[Part]:
    """The parts of a sentence with a minimum silence at its punctuation; `text` is the text of the
    parts, `least` has milliseconds by sign, at the voice's normal rate."""
    finder = _Joints(text, least)
    for part in parts:
        joints = finder.of(part.words)
        if not joints:
            yield part
            continue
        yield _breathing(part, joints, rate)


class _Joints:
    """Finds the words of a sentence, in order, and the signs between them."""

    def __init__(self, text: str, least: Mapping[str, int]) -> None:
        self._text = text
        self._least = least
        self._at = 0

    def of(self, words: Sequence[Word]) -> dict[int, int]:
        """Index of a word -> milliseconds of silence wanted before it."""
        wanted: dict[int, int] = {}
        for place, word in enumerate(words):
            found = self._text.find(word.text, self._at)
            if found < 0:
                break
            signs = self._text[self._at : found]
            silence = max(map(self._silence, signs), default=0)
            if place and silence:
                wanted[place] = silence
            self._at = found + len(word.text)
        return wanted

    def _silence(self, sign: str) -> int:
        return self._least.get(sign, 0)


def _breathing(part: Part, joints: Mapping[int, int], rate: float) -> Part:
    """A part with silence before the words at these indexes, in milliseconds at the voice's normal
    rate."""
    pieces: list[Samples] = []
    words = list(part.words)
    silent = _silent(part.samples)
    done = 0
    for place, wanted in joints.items():
        before = part.words[place - 1]
        after = part.words[place]
        earliest = before.end - REACH
        latest = after.start + REACH
        start, end = _longest(silent, earliest, latest)
        steps = end - start
        milliseconds = round(wanted / rate)
        in_all = milliseconds * RATE // 1000
        lacking = in_all - steps * STEP
        if steps < SHORTEST or lacking <= 0:
            continue
        middle = start + steps // 2
        cut = middle * STEP
        piece = _faded(part.samples[done:cut], begins_at_cut=done > 0, ends_at_cut=True)
        silence = _nothing(lacking)
        pieces.append(piece)
        pieces.append(silence)
        done = cut
        later = lacking * 1000 // RATE
        words[place:] = [_later(word, later) for word in words[place:]]
    if not pieces:
        return part
    rest = _faded(part.samples[done:], begins_at_cut=True, ends_at_cut=False)
    pieces.append(rest)
    return Part(_together(pieces), words)


def _later(word: Word, by: int) -> Word:
    return Word(word.text, word.start + by, word.end + by)


def _silent(samples: Samples) -> Sequence[bool]:
    """Whether each step is silent."""
    import numpy as np

    steps = len(samples) // STEP
    framed = np.square(samples[: steps * STEP]).reshape(steps, STEP)
    power = framed.mean(axis=1)
    loudest = power.max(initial=0.0)
    silent = power < loudest * QUIET**2
    steps_silent: list[bool] = silent.tolist()
    return steps_silent


def _longest(silent: Sequence[bool], first_ms: int, last_ms: int) -> tuple[int, int]:
    """Start and end of the longest run of silent steps between two times."""
    first = max(0, first_ms // 5)
    last = min(len(silent), last_ms // 5)
    best = (0, 0)
    begun = first
    for step in range(first, last):
        behind = step + 1
        if not silent[step]:
            begun = behind
            continue
        longest = best[1] - best[0]
        if behind - begun > longest:
            best = (begun, behind)
    return best


def _faded(samples: Samples, *, begins_at_cut: bool, ends_at_cut: bool) -> Samples:
    """The samples faded at cuts, so that they do not click even if nearly silent."""
    import numpy as np

    rising = np.linspace(0, 1, FADE, dtype=np.float32)
    faded = samples.copy()
    if begins_at_cut:
        faded[:FADE] *= rising
    if ends_at_cut:
        falling = rising[::-1]
        faded[-FADE:] *= falling
    return faded


def _nothing(count: int) -> Samples:
    import numpy as np

    return np.zeros(count, np.float32)


def _together(pieces: Sequence[Samples]) -> Samples:
    import numpy as np

    return np.concatenate(pieces)
