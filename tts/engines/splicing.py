"""Replaces stretches of speech by others: cut where it is quiet, matched in level, and joined
without a click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tts.model import Samples

RATE: Final = 24_000
"""Samples per second."""
REACH: Final = RATE * 40 // 1000
"""Number of samples on either side of an edge that are searched for the quietest place."""
FADE: Final = RATE * 8 // 1000
"""Number of samples over which one sound fades into the other."""
FRAME: Final = RATE // 100
_AUDIBLE_DB: Final = -20.0
"""Power above which a frame counts towards the level, relative to the loudest."""
_MOST_DB: Final = 12.0
"""Maximum change in level of a stretch, in dB."""


@dataclass(frozen=True, slots=True)
class Insert:
    """The replacement for the samples from `start` to `end`."""

    start: int
    end: int
    samples: Samples


@dataclass(frozen=True, slots=True)
class PlacedInsert:
    """The position of an insert in the result."""

    begins: int
    """Its first sample."""
    later: int
    """Number of samples by which everything after it moved later; negative for earlier."""


def spliced(base: Samples, inserts: Sequence[Insert]) -> tuple[Samples, list[PlacedInsert]]:
    """The base with its inserts, PCM of shape (n,), and the position of each of them.

    The inserts must be in order and not overlap. Their edges may move by up to 40 ms to a quieter
    place.
    """
    import numpy as np

    wanted = level(_kept(base, inserts))
    joined = np.zeros(0, np.float32)
    placed: list[PlacedInsert] = []
    at = 0
    for insert in inserts:
        start = max(at, quietest(base, insert.start))
        end = max(start, quietest(base, insert.end))
        own = level(insert.samples)
        leveled = insert.samples * _gain(own, wanted)
        before = crossfaded(joined, base[at:start])
        joined = crossfaded(before, leveled)
        begins = len(joined) - len(leveled)
        at = end
        overlap = _faded(joined, base[at:])
        later = len(joined) - overlap - at
        place = PlacedInsert(
            begins=begins,
            later=later,
        )
        placed.append(place)
    return crossfaded(joined, base[at:]), placed


def _kept(base: Samples, inserts: Sequence[Insert]) -> Samples:
    """The remaining parts of the base, or the whole base if hardly anything remains."""
    import numpy as np

    pieces = list(_between(base, inserts))
    kept: Samples = np.concatenate(pieces)
    return kept if len(kept) > 10 * FRAME else base


def _between(base: Samples, inserts: Sequence[Insert]) -> Iterator[Samples]:
    at = 0
    for insert in inserts:
        yield base[at : max(at, insert.start)]
        at = insert.end
    yield base[at:]


def quietest(samples: Samples, at: int) -> int:
    """The middle of the quietest 5 ms around a position, at most REACH away."""
    import numpy as np

    width = FRAME // 2
    first = max(0, at - REACH)
    near = samples[first : at + REACH]
    if len(near) <= width:
        return min(max(at, 0), len(samples))
    window = np.ones(width, np.float32)
    squares = np.square(near)
    powers = np.convolve(squares, window, "valid")
    return first + int(np.argmin(powers)) + width // 2


def level(samples: Samples) -> float:
    """Root mean square of the audible 10 ms frames, excluding those 20 dB below the loudest; 0 for
    silence."""
    import numpy as np

    count = len(samples) // FRAME
    framed = samples[: count * FRAME].reshape(count, FRAME)
    powers = np.square(framed).mean(axis=1)
    loudest = powers.max(initial=0.0)
    audible = loudest * 10 ** (_AUDIBLE_DB / 10)
    heard = powers[powers > audible]
    if not len(heard):
        return 0.0
    return float(np.sqrt(heard.mean()))


def _gain(own: float, wanted: float) -> float:
    if not own or not wanted:
        return 1.0
    most = 10 ** (_MOST_DB / 20)
    gain = wanted / own
    return min(most, max(1 / most, gain))


def crossfaded(one: Samples, two: Samples) -> Samples:
    """One sound followed by the other, with an equal-power crossfade."""
    import numpy as np

    overlap = _faded(one, two)
    if not overlap:
        return np.concatenate([one, two])
    middles = np.arange(overlap, dtype=np.float32) + 0.5
    angles = middles * (np.pi / 2 / overlap)
    ending = one[-overlap:] * np.cos(angles)
    beginning = two[:overlap] * np.sin(angles)
    both = ending + beginning
    return np.concatenate([one[:-overlap], both, two[overlap:]])


def _faded(one: Samples, two: Samples) -> int:
    """Number of samples by which two sounds overlap."""
    return min(FADE, len(one), len(two))
