"""Clips to one MP3, by copying frames.

Samples or frames of a chunk with the times of its words go in; clips, and joined clips, come out.
Nothing is decoded again after a clip is made. Start with `mp3` for frames and `pcm` for samples;
`containers` makes other formats. This module is the clip maker given to engines
(`tts.model.ClipMaker`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts.model import Clip, Mark, Samples


def from_pcm(samples: Samples, marks: Sequence[Mark], gain: float = 0.0) -> Clip:
    """A clip from PCM (float32, mono, 24 kHz): amplified by `gain` dB, limited, trimmed and encoded
    once; marks are adjusted. Raises AudioError if it is silent or not finite."""
    from tts.audio import pcm

    return pcm.to_clip(samples, marks, gain)


def from_frames(audio: bytes, marks: Sequence[Mark]) -> Clip:
    """A clip from MP3 frames, kept unchanged. Raises AudioError if they are not in the clip
    format."""
    from tts.audio import mp3, pcm

    return pcm.measure(mp3.strip(audio), marks)


def silence(ms: int) -> bytes:
    """Frames of digital silence of at least `ms` milliseconds, rounded up to a whole frame."""
    from tts.audio import mp3

    return mp3.silence(mp3.frames_in(ms))
