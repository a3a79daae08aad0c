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
_BETWEEN = np.stack(
    [
        np.sinc(np.arange(1 - _REACH, _REACH + 1) - at) * np.hanning(2 * _REACH + 2)[1:-1]
        for at in (0.25, 0.5, 0.75)
    ],
    axis=1,
).astype(np.float32)
"""Windowed sinc for the three points between two samples, shape (48, 3)."""

_MOST_NEAR = 10_000
"""Places that are interpolated at most, to find a clip's true peak."""

_SEGMENT = 30 * RATE
_MARGIN = RATE // 2
"""Neighbourhood that is filtered along with a segment: the high-pass has faded after 0.2 s."""


def energies(samples: Samples) -> tuple[float, ...]:
    """Mean square after K-weighting of each 100 ms; the last one may be short and counts as if
    padded by silence."""
    out: list[float] = []
    for piece, before, length in _segments(samples):
        size = _fast_size(len(piece))
        weighted = np.fft.irfft(np.fft.rfft(piece, size) * _k_weighting(size), size)[
            before : before + length
        ]
        padded = np.pad(weighted, (0, -length % HOP)).reshape(-1, HOP)
        out.extend(float(e) for e in (padded**2).mean(axis=1))
    return tuple(float(f"{e:.4g}") for e in out)


def true_peak(samples: Samples) -> float:
    """dBTP: the highest of the samples and of three more between each two (BS.1770-4, annex 2).

    Only next to the highest samples is anything interpolated, by a filter of 48 taps: below a
    quarter of the sampling rate, where speech is, a peak has a neighbour within 3 dB.
    """
    level = np.abs(samples)
    top = float(level.max(initial=0.0))
    high = level > top * 0.7
    near = np.flatnonzero(high[:-1] | high[1:])
    if len(near) > _MOST_NEAR:  # a steady tone: its highest samples stand where its peaks are
        pairs = np.maximum(level[near], level[near + 1])
        highest = np.argpartition(pairs, -_MOST_NEAR)
        near = near[highest[-_MOST_NEAR:]]
    around = np.lib.stride_tricks.sliding_window_view(np.pad(samples, _REACH), 2 * _REACH)[near + 1]
    return decibel(max(top, float(np.abs(around @ _BETWEEN).max(initial=0.0))))


def peaks(samples: Samples) -> Samples:
    """The true peak around each sample, shape as given: the highest of it and the three that follow
    at four times the rate, by band-limited interpolation."""
    out = np.abs(samples)
    top = float(out.max(initial=0.0))
    for at, (piece, before, length) in enumerate(_segments(samples)):
        if (
            np.abs(piece).max() < top / 4
        ):  # 12 dB below the top: nothing between its samples is the peak
            continue
        size = _fast_size(len(piece))
        between = np.fft.irfft(np.fft.rfft(piece, size), 4 * size)[
            4 * before : 4 * (before + length)
        ]
        out[at * _SEGMENT :][:length] = np.abs(between * 4).reshape(-1, 4).max(axis=1)
    return out


def integrated(blocks: Sequence[float]) -> float:
    """LUFS of a sequence of 100 ms energies, gated, as heard from two speakers. Silence gives
    -70."""
    e = np.asarray(blocks, np.float64)
    if e.size < 4:
        e = np.pad(e, (0, 4 - e.size))
    sums = np.cumsum(np.concatenate(([0.0], e)))
    power = np.maximum((sums[4:] - sums[:-4]) / 4, 1e-20)
    loud = power[10 * np.log10(power) - 0.691 > SILENT]
    if not loud.size:
        return SILENT
    gated = loud[loud >= loud.mean() / 10]  # the relative gate, 10 LU below
    return float(10 * np.log10(gated.mean()) - 0.691 + DUAL_MONO)


def decibel(amplitude: float) -> float:
    return 20 * math.log10(max(amplitude, 1e-10))


def _segments(samples: Samples) -> Iterator[tuple[Samples, int, int]]:
    """Pieces with a margin on both sides: (piece, samples of margin in front, samples of the
    segment)."""
    for start in range(0, len(samples), _SEGMENT):
        before = min(start, _MARGIN)
        length = min(_SEGMENT, len(samples) - start)
        yield samples[start - before : start + length + _MARGIN], before, length


def _fast_size(n: int) -> int:
    """The next size whose only factors are 2 and 3, with room for the filter to ring out."""
    n += _MARGIN
    powers = (1, 3, 9, 27, 81, 243)
    return min(p << math.ceil(math.log2(n / p)) for p in powers)


@lru_cache(maxsize=8)
def _k_weighting(size: int) -> NDArray[np.complex64]:
    """The two biquads of BS.1770-4, designed for 24 kHz, as a response over rfft bins, shape (size
    // 2 + 1,).

    The standard gives coefficients at 48 kHz only; the analogue prototypes behind them (shelf:
    1681.97 Hz, Q 0.7072, 4 dB; high-pass: 38.14 Hz, Q 0.5003) are those that libebur128 derives
    (`ebur128_init_filter`).
    """
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)

    k = math.tan(math.pi * 1681.974450955533 / RATE)
    q, vh = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    vb = vh**0.4996667741545416
    a0 = 1 + k / q + k * k
    b = ((vh + vb * k / q + k * k) / a0, 2 * (k * k - vh) / a0, (vh - vb * k / q + k * k) / a0)
    a = (1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
    shelf = (b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z)

    k = math.tan(math.pi * 38.13547087602444 / RATE)
    q = 0.5003270373238773
    a0 = 1 + k / q + k * k
    a = (1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
    high_pass = (1 - 2 * z + z * z) / (a[0] + a[1] * z + a[2] * z * z)
    response: NDArray[np.complex64] = (shelf * high_pass).astype(np.complex64)
    return response
