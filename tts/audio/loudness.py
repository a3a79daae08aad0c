"""Loudness and true peak, by ITU-R BS.1770-4, for 24 kHz mono.

Implemented here because libraries for it require scipy (a third of a gigabyte) or a compiler, and
none returns the energies of short blocks, from which an episode's loudness is computed without
reading its audio again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tts.model import Samples

    _Reals = NDArray[np.float64]
    _Places = NDArray[np.intp]
    _Response = NDArray[np.complex128]
    """The response of a filter at points of the unit circle."""

RATE = 24_000
HOP = RATE // 10
"""Energies cover 100 ms, a quarter of BS.1770's block of 400 ms, which moves by a quarter."""
DUAL_MONO = 10 * math.log10(2)
"""A mono file is played by two speakers: twice the energy (ebur128's `dualmono=1`)."""
SILENT = -70.0
"""LUFS: BS.1770's absolute gate, also used as the value of silence."""

_REACH = 24
"""Number of samples on each side from which a value is interpolated."""
_TAPS = np.arange(1 - _REACH, _REACH + 1)
_WINDOW = np.hanning(2 * _REACH + 2)[1:-1]
_QUARTERS = (0.25, 0.5, 0.75)
_FILTERS = [np.sinc(_TAPS - at) * _WINDOW for at in _QUARTERS]
_BETWEEN = np.stack(_FILTERS, axis=1).astype(np.float32)
"""Windowed sinc for three points between two samples, shape (48, 3)."""

_MOST_NEAR = 10_000
"""Maximum number of places that are interpolated to find a clip's true peak."""
_AT_ONCE = 4_096
"""Number of them processed at once. A larger product is spread over threads by OpenBLAS, which then
wait for the next one by spinning (an eighth of the processor time of an archive spoken online), and
its last bit depends on the number of cores."""

_SEGMENT = 30 * RATE
_MARGIN = RATE // 2
"""Samples around a segment that are filtered with it: the high-pass filter decays within 0.2 s."""


_POWERS_OF_3 = (1, 3, 9, 27, 81, 243)


def energies(samples: Samples) -> tuple[float, ...]:
    """The mean square after K-weighting of each 100 ms; a shorter last block counts as if padded
    with silence."""
    found: list[float] = []
    for segment in _segments(samples):
        weighted = _k_weighted(segment.samples)
        inside = weighted[segment.before : segment.behind]
        missing = -segment.length % HOP
        padded = np.pad(inside, (0, missing))
        hops = padded.reshape(-1, HOP)
        squares = hops**2
        means = squares.mean(axis=1)
        found.extend(map(_rounded, means))
    return tuple(found)


def _rounded(energy: float) -> float:
    """Rounded to four significant digits."""
    digits = f"{energy:.4g}"
    return float(digits)


def _k_weighted(piece: Samples) -> _Reals:
    size = _fast_size(len(piece))
    spectrum = np.fft.rfft(piece, size)
    spectrum = spectrum * _k_weighting(size)
    weighted: _Reals = np.fft.irfft(spectrum, size)
    return weighted


def true_peak(samples: Samples) -> float:
    """The true peak in dBTP: the maximum of the samples and of three points between each two
    (BS.1770-4, annex 2).

    Only points next to the highest samples are interpolated, by a filter of 48 taps: below a
    quarter of the sampling rate, where speech is, a peak has a sample within 3 dB next to it.
    """
    level = np.abs(samples)
    top = float(level.max(initial=0.0))
    near = _near_highest(level, top)
    padded = np.pad(samples, _REACH)
    windows = sliding_window_view(padded, 2 * _REACH)
    highest = top
    for first in range(0, len(near), _AT_ONCE):
        places = near[first : first + _AT_ONCE]
        around = windows[places + 1]
        between = np.abs(around @ _BETWEEN)
        highest = max(highest, float(between.max()))
    return decibel(highest)


def _near_highest(level: Samples, top: float) -> _Places:
    """Indexes where the sample or the next one is nearly as high as the highest."""
    least = top * 0.7
    high = level > least
    either = high[:-1] | high[1:]
    near = np.flatnonzero(either)
    if len(near) <= _MOST_NEAR:
        return near
    # a steady tone: its highest samples are at its peaks
    here = level[near]
    behind = level[near + 1]
    pairs = np.maximum(here, behind)
    by_height = np.argpartition(pairs, -_MOST_NEAR)
    highest = by_height[-_MOST_NEAR:]
    return near[highest]


def peaks(samples: Samples) -> Samples:
    """The true peak around each sample, same shape: the maximum of it and the three following
    points at four times the rate, by band-limited interpolation."""
    out = np.abs(samples)
    top = float(out.max(initial=0.0))
    least = top / 4  # 12 dB below the top
    for segment in _segments(samples):
        highest = np.abs(segment.samples).max()
        if highest < least:  # nothing between its samples is the peak
            continue
        finer = _four_times_finer(segment.samples)
        first = 4 * segment.before
        last = 4 * segment.behind
        inside = finer[first:last] * 4
        quarters = np.abs(inside).reshape(-1, 4)
        out[segment.start : segment.end] = quarters.max(axis=1)
    return out


def _four_times_finer(piece: Samples) -> _Reals:
    size = _fast_size(len(piece))
    spectrum = np.fft.rfft(piece, size)
    finer: _Reals = np.fft.irfft(spectrum, 4 * size)
    return finer


def integrated(blocks: Sequence[float]) -> float:
    """The gated loudness in LUFS of a sequence of 100 ms energies, as heard on two speakers. -70
    for silence."""
    hops = np.asarray(blocks, np.float64)
    missing = max(0, 4 - hops.size)
    hops = np.pad(hops, (0, missing))
    padded = np.concatenate(([0.0], hops))
    sums = np.cumsum(padded)
    of_four = sums[4:] - sums[:-4]
    power = np.maximum(of_four / 4, 1e-20)
    is_loud = _lufs(power) > SILENT
    loud = power[is_loud]
    if not loud.size:
        return SILENT
    gate = loud.mean() / 10  # the relative gate, 10 LU below
    is_heard = loud >= gate
    mean = loud[is_heard].mean()
    heard = _lufs(mean)
    return float(heard + DUAL_MONO)


def _lufs(power: _Reals) -> _Reals:
    """Loudness on one speaker."""
    level: _Reals = 10 * np.log10(power) - 0.691
    return level


def decibel(amplitude: float) -> float:
    return 20 * math.log10(max(amplitude, 1e-10))


@dataclass(frozen=True, slots=True)
class _Segment:
    """A segment of the audio with its surroundings, so that a filter settles before it."""

    samples: Samples
    """With a margin on either side."""
    start: int
    """Its start in the whole audio, without the margin."""
    before: int
    """Number of samples in the margin before it."""
    length: int
    """Number of samples without the margins."""

    @property
    def behind(self) -> int:
        """Where the margin after it starts, in `samples`."""
        return self.before + self.length

    @property
    def end(self) -> int:
        """Its end in the whole audio."""
        return self.start + self.length


def _segments(samples: Samples) -> Iterator[_Segment]:
    count = len(samples)
    for start in range(0, count, _SEGMENT):
        before = min(start, _MARGIN)
        length = min(_SEGMENT, count - start)
        first = start - before
        last = start + length + _MARGIN
        piece = samples[first:last]
        yield _Segment(piece, start, before, length)


def _fast_size(length: int) -> int:
    """The next size with no prime factors but 2 and 3, with room for the filter's decay."""
    least = length + _MARGIN
    sizes: list[int] = []
    for power in _POWERS_OF_3:
        factor = least / power
        doublings = math.ceil(math.log2(factor))
        sizes.append(power << doublings)
    return min(sizes)


@lru_cache(maxsize=32)
def _k_weighting(size: int) -> NDArray[np.complex64]:
    """The two biquads of BS.1770-4, designed for 24 kHz, as a response over rfft bins, shape (size
    // 2 + 1,).

    The standard has coefficients for 48 kHz only; the analogue prototypes are those derived by
    libebur128 (`ebur128_init_filter`).
    """
    count = size // 2 + 1
    bins = np.arange(count)
    angles = -2j * np.pi * bins / size
    z = np.exp(angles)
    response = _shelf(z) * _high_pass(z)
    weighting: NDArray[np.complex64] = response.astype(np.complex64)
    return weighting


@dataclass(frozen=True, slots=True)
class _Corner:
    """The corner of a filter: its analogue prototype after the bilinear transform."""

    hertz: float
    quality: float

    @property
    def k(self) -> float:
        """The frequency, warped by the transform."""
        half_turn = math.pi * self.hertz
        return math.tan(half_turn / RATE)

    @property
    def squared(self) -> float:
        return self.k * self.k

    @property
    def damping(self) -> float:
        return self.k / self.quality

    @property
    def scale(self) -> float:
        """The common divisor of the coefficients, which makes the first one of the denominator
        1."""
        return 1 + self.damping + self.squared


_SHELF = _Corner(1681.974450955533, 0.7071752369554196)
_SHELF_DECIBEL = 3.999843853973347
_SHELF_AT_CORNER = 0.4996667741545416
"""The exponent of the shelf's gain at its corner."""
_HIGH_PASS = _Corner(38.13547087602444, 0.5003270373238773)


def _shelf(z: _Response) -> _Response:
    """The high shelf: 1681.97 Hz, Q 0.7072, 4 dB."""
    gain = 10 ** (_SHELF_DECIBEL / 20)
    at_corner = gain**_SHELF_AT_CORNER
    boost = at_corner * _SHELF.k / _SHELF.quality
    squared = _SHELF.squared
    scale = _SHELF.scale
    first = gain + boost + squared
    second = 2 * (squared - gain)
    third = gain - boost + squared
    numerator = _quadratic(z, first / scale, second / scale, third / scale)
    return numerator / _denominator(z, _SHELF)


def _high_pass(z: _Response) -> _Response:
    """The high-pass: 38.14 Hz, Q 0.5003."""
    numerator = _quadratic(z, 1, -2, 1)
    return numerator / _denominator(z, _HIGH_PASS)


def _denominator(z: _Response, corner: _Corner) -> _Response:
    """The denominator of a biquad, with 1 as its first coefficient."""
    squared = corner.squared
    scale = corner.scale
    second = 2 * (squared - 1)
    third = 1 - corner.damping + squared
    return _quadratic(z, 1, second / scale, third / scale)


def _quadratic(z: _Response, first: float, second: float, third: float) -> _Response:
    linear = second * z
    square = third * z * z
    return first + linear + square
