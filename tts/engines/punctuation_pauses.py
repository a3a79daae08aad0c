"""Adds silence at punctuation, if a model pauses less than a human reader.

It is added in the PCM where the model is silent already, between two words whose times are known:
nothing that sounds is touched, and what follows moves with its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tts.engines.alignment import Word
from tts.engines.sentence_joining import RATE, Part

if TYPE_CHECKING:
    from tts.model import Samples

STEP: Final = RATE // 200
"""Samples of 5 ms, of which it is asked whether they are silent."""
QUIET: Final = 10 ** (-45 / 20)
"""Level below which they are, relative to the loudest."""
SHORTEST: Final = 6
"""Steps that must be silent: where the voice goes on without a break, none is made."""
REACH: Final = 150
"""Milliseconds on both sides of a joint: a word's times are not exact to the sample."""
FADE: Final = RATE // 500
"""Samples of 2 ms on both sides of a cut, so that not even what is left in silence clicks."""


def with_breath(
    parts: Iterable[Part], text: str, least: Mapping[str, int], rate: float
) -> Iterator[Part]:
    """The parts of a sentence with at least so much silence at its signs; `text` is what they say,
    `least` has milliseconds at the voice's own rate by the sign."""
    finder = _Joints(text, least)
    for part in parts:
        joints = finder.of(part.words)
        if not joints:
            yield part
            continue
        yield _breathing(part, joints, rate)


class _Joints:
    """Looks for the words of a sentence, in order, and for the signs between them."""

    def __init__(self, text: str, least: Mapping[str, int]) -> None:
        self._text = text
        self._least = least
        self._at = 0

    def of(self, words: Sequence[Word]) -> dict[int, int]:
        """The silence that is wanted before words, by their places."""
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
    """With silence before the words at these places: milliseconds at the voice's own rate."""
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
    """Of each step, whether nothing is heard in it."""
    import numpy as np

    steps = len(samples) // STEP
    framed = np.square(samples[: steps * STEP]).reshape(steps, STEP)
    power = framed.mean(axis=1)
    loudest = power.max(initial=0.0)
    silent = power < loudest * QUIET**2
    steps_silent: list[bool] = silent.tolist()
    return steps_silent


def _longest(silent: Sequence[bool], first_ms: int, last_ms: int) -> tuple[int, int]:
    """The longest run of silent steps between two times, from where to where."""
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
    """Without a click at a cut, though it is silent there already."""
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
