"""Loudness and true peak, by ITU-R BS.1770-4, for 24 kHz mono.

Written here because the libraries that do it bring scipy (a third of a gigabyte) or a compiler, and
none gives the energies of single stretches, from which an episode's loudness is had without
touching its audio again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tts.model import Samples

RATE = 24_000
HOP = RATE // 10
"""Energies are of 100 ms, a quarter of BS.1770's block of 400 ms that moves by a quarter."""
DUAL_MONO = 10 * math.log10(2)
"""A mono file is heard from two speakers: twice the energy (ebur128's `dualmono=1`)."""
SILENT = -70.0
"""LUFS: BS.1770's absolute gate, and what silence is said to have."""

_REACH = 24
"""Samples on each side that an interpolated one is made of."""
_TAPS = np.arange(1 - _REACH, _REACH + 1)
_WINDOW = np.hanning(2 * _REACH + 2)[1:-1]
_QUARTERS = (0.25, 0.5, 0.75)
_FILTERS = [np.sinc(_TAPS - at) * _WINDOW for at in _QUARTERS]
_BETWEEN = np.stack(_FILTERS, axis=1).astype(np.float32)
"""Windowed sinc for the three points between two samples, shape (48, 3)."""

_MOST_NEAR = 10_000
"""Places that are interpolated at most, to find a clip's true peak."""

_SEGMENT = 30 * RATE
_MARGIN = RATE // 2
"""Neighbourhood that is filtered along with a segment: the high-pass has faded after 0.2 s."""


_POWERS_OF_3 = (1, 3, 9, 27, 81, 243)


def energies(samples: Samples) -> tuple[float, ...]:
    """Mean square after K-weighting of each 100 ms; the last one may be short and counts as if
    padded by silence."""
    rounded: list[float] = []
    for piece, before, length in _segments(samples):
        weighted = _k_weighted(piece)
        segment = weighted[before : before + length]
        missing = -length % HOP
        hops = np.pad(segment, (0, missing)).reshape(-1, HOP)
        squares = hops**2
        for energy in squares.mean(axis=1):
            rounded.append(float(f"{energy:.4g}"))
    return tuple(rounded)


def _k_weighted(piece: Samples) -> NDArray[np.float64]:
    size = _fast_size(len(piece))
    spectrum = np.fft.rfft(piece, size)
    spectrum = spectrum * _k_weighting(size)
    weighted: NDArray[np.float64] = np.fft.irfft(spectrum, size)
    return weighted


def true_peak(samples: Samples) -> float:
    """dBTP: the highest of the samples and of three more between each two (BS.1770-4, annex 2).

    Only next to the highest samples is anything interpolated, by a filter of 48 taps: below a
    quarter of the sampling rate, where speech is, a peak has a neighbour within 3 dB.
    """
    level = np.abs(samples)
    top = float(level.max(initial=0.0))
    near = _near_highest(level, top)
    padded = np.pad(samples, _REACH)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _REACH)
    around = windows[near + 1]
    between = np.abs(around @ _BETWEEN)
    highest = float(between.max(initial=0.0))
    return decibel(max(top, highest))


def _near_highest(level: Samples, top: float) -> NDArray[np.intp]:
    """Places before which or at which a sample is nearly as high as the highest."""
    high = level > top * 0.7
    near = np.flatnonzero(high[:-1] | high[1:])
    if len(near) <= _MOST_NEAR:
        return near
    # a steady tone: its highest samples stand where its peaks are
    pairs = np.maximum(level[near], level[near + 1])
    by_height = np.argpartition(pairs, -_MOST_NEAR)
    highest = by_height[-_MOST_NEAR:]
    return near[highest]


def peaks(samples: Samples) -> Samples:
    """The true peak around each sample, shape as given: the highest of it and the three that follow
    at four times the rate, by band-limited interpolation."""
    out = np.abs(samples)
    top = float(out.max(initial=0.0))
    for number, (piece, before, length) in enumerate(_segments(samples)):
        highest = np.abs(piece).max()
        if highest < top / 4:  # 12 dB below the top: nothing between its samples is the peak
            continue
        finer = _four_times_finer(piece)
        behind = before + length
        segment = finer[4 * before : 4 * behind] * 4
        quarters = np.abs(segment).reshape(-1, 4)
        begin = number * _SEGMENT
        out[begin : begin + length] = quarters.max(axis=1)
    return out


def _four_times_finer(piece: Samples) -> NDArray[np.float64]:
    size = _fast_size(len(piece))
    spectrum = np.fft.rfft(piece, size)
    finer: NDArray[np.float64] = np.fft.irfft(spectrum, 4 * size)
    return finer


def integrated(blocks: Sequence[float]) -> float:
    """LUFS of a sequence of 100 ms energies, gated, as heard from two speakers. Silence gives
    -70."""
    hops = np.asarray(blocks, np.float64)
    missing = max(0, 4 - hops.size)
    hops = np.pad(hops, (0, missing))
    sums = np.cumsum(np.concatenate(([0.0], hops)))
    mean = (sums[4:] - sums[:-4]) / 4
    power = np.maximum(mean, 1e-20)
    level = 10 * np.log10(power) - 0.691
    loud = power[level > SILENT]
    if not loud.size:
        return SILENT
    gate = loud.mean() / 10  # the relative gate, 10 LU below
    gated = loud[loud >= gate]
    heard = 10 * np.log10(gated.mean()) - 0.691
    return float(heard + DUAL_MONO)


def decibel(amplitude: float) -> float:
    return 20 * math.log10(max(amplitude, 1e-10))


def _segments(samples: Samples) -> Iterator[tuple[Samples, int, int]]:
    """Pieces with a margin on both sides: (piece, samples of margin in front, samples of the
    segment)."""
    count = len(samples)
    for start in range(0, count, _SEGMENT):
        before = min(start, _MARGIN)
        length = min(_SEGMENT, count - start)
        end = start + length + _MARGIN
        piece = samples[start - before : end]
        yield piece, before, length


def _fast_size(length: int) -> int:
    """The next size whose only factors are 2 and 3, with room for the filter to ring out."""
    least = length + _MARGIN
    sizes: list[int] = []
    for power in _POWERS_OF_3:
        doublings = math.ceil(math.log2(least / power))
        sizes.append(power << doublings)
    return min(sizes)


@lru_cache(maxsize=8)
def _k_weighting(size: int) -> NDArray[np.complex64]:
    """The two biquads of BS.1770-4, designed for 24 kHz, as a response over rfft bins, shape (size
    // 2 + 1,).

    The standard gives coefficients at 48 kHz only; the analogue prototypes behind them are those
    that libebur128 derives (`ebur128_init_filter`).
    """
    bins = np.arange(size // 2 + 1)
    z = np.exp(-2j * np.pi * bins / size)
    shelf = _shelf(z)
    high_pass = _high_pass(z)
    response = shelf * high_pass
    weighting: NDArray[np.complex64] = response.astype(np.complex64)
    return weighting


def _shelf(z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """The high shelf: 1681.97 Hz, Q 0.7072, 4 dB."""
    k = math.tan(math.pi * 1681.974450955533 / RATE)
    q = 0.7071752369554196
    gain = 10 ** (3.999843853973347 / 20)
    at_corner = gain**0.4996667741545416
    squared = k * k
    damping = k / q
    scale = 1 + damping + squared
    boost = at_corner * k / q
    first = (gain + boost + squared) / scale
    second = 2 * (squared - gain) / scale
    third = (gain - boost + squared) / scale
    numerator = first + second * z + third * z * z
    response: NDArray[np.complex128] = numerator / _denominator(z, k, q)
    return response


def _high_pass(z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """The high-pass: 38.14 Hz, Q 0.5003."""
    k = math.tan(math.pi * 38.13547087602444 / RATE)
    denominator = _denominator(z, k, 0.5003270373238773)
    response: NDArray[np.complex128] = (1 - 2 * z + z * z) / denominator
    return response


def _denominator(z: NDArray[np.complex128], k: float, q: float) -> NDArray[np.complex128]:
    """Of a biquad with the corner `k` and the quality `q`, its first coefficient 1."""
    squared = k * k
    damping = k / q
    scale = 1 + damping + squared
    second = 2 * (squared - 1) / scale
    third = (1 - damping + squared) / scale
    return 1.0 + second * z + third * z * z
