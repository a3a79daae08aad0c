"""Decodes audio from a service or library, in any format and rate, to PCM for clips: float32, mono,
24 kHz."""

from __future__ import annotations

import io
import struct
from math import gcd
from typing import TYPE_CHECKING, Any

from tts.model import ClipRejected, ServiceError

if TYPE_CHECKING:
    from tts.model import Samples

RATE = 24_000
RATES = range(4_000, 192_001)
"""Plausible sample rates."""

_UNKNOWN = 0x7FFF_F000
"""A streamed WAV states a size of this or more, or none: its audio continues to the end of the
file."""
_MOST = 900 * 48_000
"""Maximum number of samples in an answer, which may have two channels: compressed silence of a few
kilobytes may decode to days."""
_CROSSINGS = 32
"""Zero crossings of the sinc on each side: the transition is then a twentieth of the band."""
_BETA = 9.0
"""Shape of the Kaiser window: aliases are attenuated by 90 dB."""
_MAGIC = (b"RIFF", b"fLaC", b"OggS", b"ID3")


def decode(audio: bytes, media_type: str = "") -> Samples:
    """PCM (float32, mono, 24 kHz) from WAV, FLAC, Ogg or MP3, recognized by content. Anything else
    is taken for 16-bit little-endian PCM, at 24 kHz unless the media type states a rate. Raises
    ServiceError if the audio is cut off, ClipRejected if it can't be decoded."""
    samples, rate = _decoded(audio, media_type)
    if rate not in RATES:
        raise ClipRejected(f"the server sent audio with {rate} samples per second")
    if samples.ndim > 1:
        samples = samples.mean(axis=1, dtype="float32")
    return resample(samples, rate)


def _decoded(audio: bytes, media_type: str) -> tuple[Any, int]:
    """Samples (a column for each channel if there are several) and their rate."""
    if audio.startswith(b"RIFF"):
        return _read(_mended(audio))
    if audio.startswith(_MAGIC) or _is_mp3(audio):
        return _read(audio)
    if _is_text(audio, media_type):
        text = audio[:200].decode(errors="replace")
        raise ServiceError(f"the server sent text instead of audio: {text}")
    return _raw(audio), _stated_rate(media_type)


def _is_text(audio: bytes, media_type: str) -> bool:
    if media_type.startswith(("text/", "application/json")):
        return True
    first = audio.lstrip()[:1]
    return first in (b"{", b"<")


def _is_mp3(audio: bytes) -> bool:
    """Whether it starts with an MP3 frame: eleven bits set, then a valid version and layer (ISO
    11172-3).

    PCM samples may look the same, so another frame must follow within 2,881 bytes, the length of
    the longest frame.
    """
    head = audio[:2]
    if len(head) < 2 or head[0] != 0xFF:
        return False
    if head[1] & 0xE6 not in (0xE2, 0xE4, 0xE6):
        return False
    next_frame = audio.find(head, 24, 2881 + 2)
    return next_frame > 0


def _raw(audio: bytes) -> Any:
    import numpy as np

    if len(audio) % 2:
        raise ServiceError("the audio breaks off inside a sample")
    whole_numbers = np.frombuffer(audio, "<i2")
    return whole_numbers.astype(np.float32) / 32768


def _stated_rate(media_type: str) -> int:
    """
    >>> _stated_rate("audio/L16; rate=16000"), _stated_rate("audio/pcm")
    (16000, 24000)
    """
    for part in media_type.split(";")[1:]:
        name, _, value = part.strip().partition("=")
        is_number = value.isascii() and value.isdigit()
        if name == "rate" and is_number and len(value) < 10:
            return int(value)
    return RATE


def _mended(wav: bytes) -> bytes:
    """A WAV with correct sizes in its header: a streamed one is written before its size is known.

    Raises ServiceError if the header states a size and the file is shorter.
    """
    at = 12
    while at + 8 <= len(wav):
        name, size = struct.unpack_from("<4sI", wav, at)
        if name == b"data":
            return _with_sizes(wav, at, size)
        at += 8 + size + size % 2
    raise ServiceError("the server sent a WAV without audio")


def _with_sizes(wav: bytes, at: int, size: int) -> bytes:
    """The WAV with sizes filled in; `at` is the position of the header of its data chunk, which
    states `size` bytes."""
    there = len(wav) - at - 8
    stated = 0 < size < _UNKNOWN
    if stated and size > there:
        raise ServiceError(f"the audio breaks off: {there} of {size} bytes")
    mended = bytearray(wav)
    struct.pack_into("<I", mended, 4, len(wav) - 8)
    struct.pack_into("<I", mended, at + 4, size if stated else there)
    return bytes(mended)


def _read(audio: bytes) -> tuple[Any, int]:
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(audio)) as file:
            rate = int(file.samplerate)
            promised = file.frames
            samples = None
            if file.channels <= 2:
                samples = file.read(_MOST + 1, dtype="float32")
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise ClipRejected(f"the server sent audio that can't be decoded: {error}") from error
    if samples is None or len(samples) > _MOST:
        raise ClipRejected("the server sent more audio than one sentence can have")
    stated = 0 < promised < _UNKNOWN
    if stated and len(samples) < promised:
        raise ServiceError(f"the audio breaks off: {len(samples)} of {promised} samples")
    return samples, rate


def resample(samples: Samples, rate: int, wanted: int = RATE) -> Samples:
    """Resample PCM with a windowed sinc for each phase: band-limited, without delay.

    >>> import numpy as np
    >>> len(resample(np.zeros(44_100, np.float32), 44_100))
    24000
    """
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    if rate == wanted or not len(samples):
        return samples
    common = gcd(wanted, rate)
    up, down = wanted // common, rate // common
    band = min(1.0, up / down) * 0.95
    reach = int(np.ceil(_CROSSINGS / band))
    padding = (reach, reach + down + 1)
    padded = np.pad(samples, padding).astype(np.float32)
    windows = sliding_window_view(padded, 2 * reach + 1)
    length = -(-len(samples) * up // down)
    out = np.zeros(length, np.float32)
    for phase in range(min(up, length)):
        first, part = divmod(phase * down, up)
        taps = _taps(band, reach, part / up)
        filtered = windows[first::down] @ taps
        places = out[phase::up]
        places[:] = filtered[: len(places)]
    return out


def _taps(band: float, reach: int, delay: float) -> Any:
    """The windowed sinc, `reach` samples to each side, for a position `delay` samples after a
    sample."""
    import numpy as np

    offsets = np.arange(-reach, reach + 1) - delay
    along = offsets / (reach + 1)
    squares = np.clip(1 - along**2, 0, None)
    inside = np.sqrt(squares)
    window = np.i0(_BETA * inside)
    sinc = band * np.sinc(band * offsets)
    taps = (sinc * window / np.i0(_BETA)).astype(np.float32)
    return taps / taps.sum()
