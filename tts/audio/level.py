"""The loudness of an episode: one gain for all its clips, in the steps that frames allow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tts.audio import loudness, mp3
from tts.model import ClipInfo

TARGET = -16.0
"""LUFS as heard on two speakers, as podcast directories require."""
PEAK = -1.0
"""Maximum true peak in dBTP."""

_STEP = 20 * math.log10(2) / 4
"""In dB: a step of 1.5 dB is exactly 2^(1/4)."""


@dataclass(frozen=True, slots=True)
class Level:
    """The measurements of the episode's audio after `steps` are applied."""

    loudness: float
    """LUFS, integrated."""
    peak: float
    """dBTP."""
    steps: int
    held_back: bool
    """Whether a peak keeps the episode more than 1 dB below -16 LUFS."""


def level(clips: Sequence[ClipInfo], pauses: Sequence[int]) -> Level:
    """The gain that brings the clips, with their pauses (ms), as close as possible to -16 LUFS with
    no peak above -1 dBTP."""
    blocks: list[float] = []
    for clip, pause in zip(clips, pauses, strict=True):
        heard = round(clip.heard * mp3.FRAME_MS / 100)
        silent = round(pause / 100)
        blocks.extend(clip.energies[:heard])
        blocks.extend([0.0] * silent)
    measured = loudness.integrated(blocks)
    peak = max((c.peak for c in clips), default=loudness.SILENT)
    if measured <= loudness.SILENT:
        return Level(loudness.SILENT, peak, 0, held_back=False)
    wanted = round((TARGET - measured) / _STEP)
    allowed = math.floor((PEAK - peak) / _STEP)
    steps = min(wanted, allowed)
    gain = steps * _STEP
    reached = measured + gain
    is_held_back = reached < TARGET - 1
    return Level(round(reached, 2), round(peak + gain, 2), steps, held_back=is_held_back)
