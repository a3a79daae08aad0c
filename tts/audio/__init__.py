"""Clips -> one MP3, by copying frames.

In come samples or frames of a chunk with the times of its words; out come clips, and clips joined.
Nothing is decoded again after a clip is made. Start with `mp3` for frames and `pcm` for samples;
`containers` makes other formats. This module is the clip maker that engines are given
(`tts.model.ClipMaker`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts.model import Clip, Mark, Samples


def from_pcm(samples: Samples, marks: Sequence[Mark], gain: float = 0.0) -> Clip:
    """PCM (float32, mono, 24 kHz) -> clip: brought to level, limited, trimmed and encoded once;
    marks move along."""
    from tts.audio import pcm

    return pcm.to_clip(samples, marks, gain)


def from_frames(audio: bytes, marks: Sequence[Mark]) -> Clip:
    """MP3 frames -> clip, kept as they came. Raises AudioError when they are not of the clip
    format."""
    from tts.audio import mp3, pcm

    return pcm.measure(mp3.strip(audio), marks)


def silence(ms: int) -> bytes:
    """Frames of digital silence, at least `ms` milliseconds, rounded up to the frame."""
    from tts.audio import mp3

    return mp3.silence(mp3.frames_in(ms))
