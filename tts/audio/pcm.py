"""PCM: decoding for measurement, normalizing, limiting, trimming, encoding. The only module that
encodes clips."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import lameenc
import numpy as np
import soundfile

from tts.audio import loudness, mp3
from tts.model import AudioError, Clip, ClipInfo, Mark

if TYPE_CHECKING:
    from tts.model import Samples

with warnings.catch_warnings():
    # pydub warns that ffmpeg is missing; only its file functions need it, and they are not used.
    warnings.simplefilter("ignore", RuntimeWarning)
    from pydub import AudioSegment

CEILING = -4.0
"""Maximum dBTP before encoding. Encoding adds up to 1.5 dB and the episode's gain may add a step,
so -1 dBTP is not exceeded."""
SETTLED = -2.5
"""Maximum dBTP of an encoded clip; a louder one is limited further and encoded again."""
CODEC_DELAY = 1105
"""Number of samples by which decoded sound is delayed: LAME's 576 and a decoder's 529."""

_BLOCK = 400 * mp3.FRAME_SAMPLES
"""Number of samples decoded at a time, about ten seconds. They are whole frames: soundfile seeks
after every read, and to continue inside a frame libmpg123 looks for earlier frames it depends on,
and complains on stderr."""
_FLOOR = 10 ** (-50 / 20)
"""Amplitude above which there is sound, relative to the clip's peak."""
_LEAD, _TAIL = mp3.RATE * 20 // 1000, mp3.RATE * 70 // 1000
"""Number of samples kept before the first sound and after the last."""
_LOOKAHEAD = mp3.RATE * 3 // 1000
_QUIET_MS = 1000
"""Maximum milliseconds at either end of a sentence that may be lost as too quiet: silence that
engines leave there."""


def to_clip(samples: Samples, marks: Sequence[Mark], gain: float) -> Clip:
    """See `tts.audio.from_pcm`. Raises AudioError if the samples are silent or not finite."""
    if samples.ndim != 1 or not np.isfinite(samples).all():
        raise AudioError("the engine returned audio that is not a finite mono signal")
    first, last = _sound(samples)
    if first == last:
        raise AudioError("the engine returned silence")
    start, end = sounding(samples)
    within: list[Mark] = []
    for mark in marks:
        is_heard = _overlaps(mark, first, last)
        inside = _kept(mark, start, end) if is_heard else _emptied(mark, end)
        moved = _moved(inside, CODEC_DELAY - start)
        within.append(moved)
    factor = 10 ** (gain / 20)
    loud = samples[start:end] * np.float32(factor)
    clip = _encoded(loud, within)
    return _marked_as_heard(clip)


def _encoded(loud: Samples, marks: Sequence[Mark]) -> Clip:
    """The encoded clip, limited again by the overshoot if encoding added too much."""
    ceiling = CEILING
    for _ in range(3):
        limited = limit(loud, ceiling)
        clip = measure(encode(limited), marks)
        beyond = clip.info.peak - SETTLED
        if beyond <= 0:
            break
        ceiling -= beyond + 0.2
    return clip


def measure(frames: bytes, marks: Sequence[Mark]) -> Clip:
    """Decode frames once to measure loudness, peak and the end of the sound."""
    count = len(frames) // mp3.FRAME_BYTES
    if frames == mp3.silence(count):
        return Clip(frames, _silence(count, marks))
    samples = decode(frames)
    _, end = sounding(samples)
    heard = min(count, -(-end // mp3.FRAME_SAMPLES)) or count
    kept = samples[: heard * mp3.FRAME_SAMPLES]
    info = ClipInfo(
        frames=count,
        heard=heard,
        marks=tuple(marks),
        energies=loudness.energies(kept),
        peak=round(loudness.true_peak(kept), 2),
    )
    return Clip(frames, info)


def _silence(count: int, marks: Sequence[Mark]) -> ClipInfo:
    """The measurements of digital silence, without decoding it, which would take most of the time
    of the engine `silent`."""
    energies = -(-count * mp3.FRAME_SAMPLES // loudness.HOP)
    return ClipInfo(
        frames=count,
        heard=count,
        marks=tuple(marks),
        energies=(0.0,) * energies,
        peak=round(loudness.decibel(0.0), 2),
    )


def decode(frames: bytes) -> Samples:
    """Decode MP3 frames to float32, shape (576 * frames,). Raises AudioError if they can't be
    decoded completely."""
    try:
        samples, rate = soundfile.read(io.BytesIO(frames), dtype="float32")
    except (soundfile.SoundFileError, RuntimeError) as e:
        raise AudioError(f"the audio can't be decoded: {e}") from e
    count = len(frames) // mp3.FRAME_BYTES
    expected = count * mp3.FRAME_SAMPLES
    if rate != mp3.RATE or samples.shape != (expected,):
        raise AudioError(
            f"decoding gave {samples.shape} samples at {rate} Hz instead of ({expected},) at 24000"
        )
    decoded: Samples = samples
    return decoded


def stream(path: Path) -> Iterator[Samples]:
    """The samples of an episode's MP3, a few seconds at a time, so that memory does not grow with
    its length.

    Raises AudioError if it can't be decoded completely.
    """
    with path.open("rb") as file:
        start = mp3.first_frame(file)
        frames = (path.stat().st_size - start) // mp3.FRAME_BYTES
        left = frames * mp3.FRAME_SAMPLES
        try:
            with soundfile.SoundFile(_Frames(file, start)) as opened:
                for samples in opened.blocks(_BLOCK, dtype="float32"):
                    left -= len(samples)
                    yield samples
        except (soundfile.SoundFileError, RuntimeError) as e:
            raise AudioError(
                f"{path} can't be decoded: {e}", hint="make the episode again with --force"
            ) from e
    if left:
        raise AudioError(
            f"{path} can't be decoded completely: {left} samples are missing",
            hint="make it again with --force",
        )


def cuts(path: Path, spans: Sequence[tuple[int, int]]) -> Iterator[Samples]:
    """The samples of each span (start and end in milliseconds, in order) of an episode's MP3,
    decoded in one pass; at most a span and a few seconds are in memory. Raises AudioError like
    `stream`."""
    pieces = stream(path)
    held = np.empty(0, np.float32)
    at = 0
    for start_ms, end_ms in spans:
        start = start_ms * mp3.RATE // 1000
        end = end_ms * mp3.RATE // 1000
        while at + len(held) < end:
            piece = next(pieces, None)
            if piece is None:
                break
            gone = max(0, start - at)
            dropped = min(gone, len(held))
            held = np.concatenate((held[dropped:], piece))
            at += dropped
        first = max(0, start - at)
        behind = max(0, end - at)
        yield held[first:behind]


class _Frames(io.RawIOBase):
    """Only the frames of a file: a decoder that sees the `Info` frame would remove its own delay
    from the sound, and every mark would be too early."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        self._start = start

    def __repr__(self) -> str:
        """The name that the decoder uses in its errors."""
        return repr(self._file.name)

    def seek(self, at: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_SET:
            at += self._start
        reached = self._file.seek(at, whence)
        return reached - self._start

    def tell(self) -> int:
        return self._file.tell() - self._start

    def readinto(self, buffer: Any) -> int:
        read = self._file.read(len(buffer))
        size = len(read)
        buffer[:size] = read
        return size


def encode(samples: Samples) -> bytes:
    """Encode float PCM as frames of the clip format, with edges faded over milliseconds so that
    joins do not click."""
    scaled = np.round(samples * 32767)
    whole = np.clip(scaled, -32768, 32767).astype("<i2")
    segment = AudioSegment(whole.tobytes(), sample_width=2, frame_rate=mp3.RATE, channels=1)
    faded = segment.fade_in(5).fade_out(15)
    encoder = lameenc.Encoder()
    encoder.silence()  # LAME's banner
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(mp3.RATE)
    encoder.set_out_sample_rate(mp3.RATE)
    encoder.set_channels(1)
    encoder.set_quality(2)
    encoded = bytes(encoder.encode(faded.raw_data))
    encoded += bytes(encoder.flush())
    return mp3.strip(encoded)


def sounding(samples: Samples) -> tuple[int, int]:
    """Start and end of the sound, with some room on either side; (0, 0) for silence."""
    first, last = _sound(samples)
    if not last:
        return 0, 0
    start = max(0, first - _LEAD)
    end = min(len(samples), last + _TAIL)
    return start, end


def _sound(samples: Samples) -> tuple[int, int]:
    """Start and end of the audible samples; (0, 0) for silence."""
    level = np.abs(samples)
    peak = float(level.max(initial=0.0))
    if peak < 1e-4:  # -80 dBFS: nothing a listener would hear
        return 0, 0
    above = level > peak * _FLOOR
    first = int(above.argmax())
    behind = int(above[::-1].argmax())
    return first, len(above) - behind


def limit(samples: Samples, ceiling: float) -> Samples:
    """Limit the true peak to `ceiling` dBTP, with a gain that drops before each peak and recovers
    smoothly after it.

    The gain required by each sample is held over a window on either side (as a minimum), then
    averaged over a window no longer than that: the average never exceeds what is required, so the
    ceiling holds.
    """
    peaks = loudness.peaks(samples)
    top = 10 ** (ceiling / 20)
    if peaks.max(initial=0.0) <= top:
        return samples
    need = np.minimum(1.0, top / np.maximum(peaks, 1e-9))
    held = _windowed_minimum(need, _LOOKAHEAD)
    padded = np.pad(held, _LOOKAHEAD, mode="edge")
    window = np.hanning(2 * _LOOKAHEAD + 1)
    kernel = window / window.sum()
    gain = np.convolve(padded, kernel, mode="valid")
    limited = samples * gain
    rounded: Samples = limited.astype(np.float32)
    return rounded


def _windowed_minimum(values: Samples, reach: int) -> Samples:
    """The minimum of the values within `reach` on either side, by doubling windows: O(n log
    reach)."""
    width = 2 * reach + 1
    low = np.pad(values, reach, constant_values=1.0)
    size = 1
    while size < width:
        step = min(size, width - size)
        low = np.minimum(low[:-step], low[step:])
        size += step
    return low


# --- marks ----------------------------------------------------------------------------------------


def _overlaps(mark: Mark, first: int, last: int) -> bool:
    """Whether a mark overlaps the samples from `first` to `last`."""
    ends_behind = mark.end * mp3.RATE > first * 1000
    begins_before = mark.start * mp3.RATE < last * 1000
    return ends_behind and begins_before


def _emptied(mark: Mark, end: int) -> Mark:
    """A mark whose sound was too quiet to be kept: empty, at the nearer end of the kept samples."""
    end_ms = end * 1000 // mp3.RATE
    at = min(mark.start, end_ms)
    return replace(mark, start=at, end=at)


def _kept(mark: Mark, start: int, end: int) -> Mark:
    """A mark limited to the kept samples, from `start` to `end`.

    If it would lose more than `_QUIET_MS`, it is not changed: that is not just fading, and
    verification will reject it.
    """
    first = start * 1000 // mp3.RATE
    last = -(-end * 1000 // mp3.RATE)
    from_ms = mark.start
    to_ms = mark.end
    if 0 < first - from_ms <= _QUIET_MS:
        from_ms = first
    if 0 < to_ms - last <= _QUIET_MS:
        to_ms = last
    return replace(mark, start=from_ms, end=to_ms)


def _moved(mark: Mark, samples: int) -> Mark:
    by = samples * 1000 / mp3.RATE
    start = round(mark.start + by)
    end = round(mark.end + by)
    return replace(mark, start=start, end=end)


def _marked_as_heard(clip: Clip) -> Clip:
    """The clip with marks limited to what joining keeps: after encoding, a sound may fade out
    slightly earlier."""
    heard = clip.info.heard * mp3.FRAME_MS
    within: list[Mark] = []
    for mark in clip.info.marks:
        beyond = mark.end - heard
        is_faded = beyond <= _QUIET_MS
        within.append(_cut(mark, heard) if is_faded else mark)
    info = replace(clip.info, marks=tuple(within))
    return replace(clip, info=info)


def _cut(mark: Mark, end: int) -> Mark:
    start = min(mark.start, end)
    behind = min(mark.end, end)
    return replace(mark, start=start, end=behind)
