"""What a service or a library gives, in any format and rate, -> PCM as clips are made of: float32,
mono, 24 kHz."""

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
"""Samples a second that are taken for a rate."""

_UNKNOWN = 0x7FFF_F000
"""A size of this or more, or none, is how a WAV says that it was streamed: it goes on to the
end."""
_MOST = 900 * 48_000
"""Samples of an answer, of two channels at most: silence, packed, may stand for days in a few
kilobytes."""
_CROSSINGS = 32
"""Zero crossings of the sinc on each side: the transition is then a twentieth of the band."""
_BETA = 9.0
"""Of the Kaiser window: what is folded back lies 90 dB down."""
_MAGIC = (b"RIFF", b"fLaC", b"OggS", b"ID3")


def decode(audio: bytes, media_type: str = "") -> Samples:
    """WAV, FLAC, Ogg and MP3 by what is in them; anything else is PCM of 16 bits, little-endian, 24
    kHz where the media type names no rate. Raises ServiceError when it breaks off, ClipRejected
    when it can't be read."""
    if audio.startswith(_MAGIC) or _is_mp3(audio):
        samples, rate = _read(_mended(audio) if audio.startswith(b"RIFF") else audio)
    elif media_type.startswith(("text/", "application/json")) or audio.lstrip()[:1] in (b"{", b"<"):
        raise ServiceError(
            f"the server sent text in place of audio: {audio[:200].decode(errors='replace')}"
        )
    else:
        samples, rate = _raw(audio), _stated_rate(media_type)
    if rate not in RATES:
        raise ClipRejected(f"the server sent audio of {rate} samples a second")
    mono = samples.mean(axis=1, dtype="float32") if samples.ndim > 1 else samples
    return resample(mono, rate)


def _is_mp3(audio: bytes) -> bool:
    """A frame's header: eleven bits set, and neither a version nor a layer nor a rate that there is
    not (ISO 11172-3).

    A sample of PCM may look like it, so the next frame has to stand where the first one ends,
    roughly: within 2,881 bytes, the longest there is.
    """
    head = audio[:2]
    if len(head) < 2 or head[0] != 0xFF or head[1] & 0xE6 not in (0xE2, 0xE4, 0xE6):
        return False
    return audio.find(head, 24, 2881 + 2) > 0


def _raw(audio: bytes) -> Any:
    import numpy as np

    if len(audio) % 2:
        raise ServiceError("the audio breaks off inside a sample")
    return np.frombuffer(audio, "<i2").astype(np.float32) / 32768


def _stated_rate(media_type: str) -> int:
    """
    >>> _stated_rate("audio/L16; rate=16000"), _stated_rate("audio/pcm")
    (16000, 24000)
    """
    for part in media_type.split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name == "rate" and value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
    return RATE


def _mended(wav: bytes) -> bytes:
    """A WAV with the sizes that its header should have: one that is streamed can't know them when
    it begins.

    Raises ServiceError where the header does know them, and the file is shorter.
    """
    at, whole = 12, bytearray(wav)
    while at + 8 <= len(wav):
        name, size = struct.unpack_from("<4sI", wav, at)
        if name == b"data":
            there = len(wav) - at - 8
            if 0 < size < _UNKNOWN and size > there:
                raise ServiceError(f"the audio breaks off: {there} of {size} bytes")
            struct.pack_into("<I", whole, 4, len(wav) - 8)
            struct.pack_into("<I", whole, at + 4, size if 0 < size < _UNKNOWN else there)
            return bytes(whole)
        at += 8 + size + size % 2
    raise ServiceError("the server sent a WAV without audio")


def _read(audio: bytes) -> tuple[Any, int]:
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(audio)) as file:
            rate, promised = int(file.samplerate), file.frames
            samples = file.read(_MOST + 1, dtype="float32") if file.channels <= 2 else None
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise ClipRejected(f"the server sent audio that can't be decoded: {error}") from error
    if samples is None or len(samples) > _MOST:
        raise ClipRejected("the server sent more sound than a sentence can have")
    if 0 < promised < _UNKNOWN and len(samples) < promised:
        raise ServiceError(f"the audio breaks off: {len(samples)} of {promised} samples")
    return samples, rate


def resample(samples: Samples, rate: int, wanted: int = RATE) -> Samples:
    """PCM of one rate -> another, by a windowed sinc for each phase: band-limited, without delay.

    >>> import numpy as np
    >>> len(resample(np.zeros(44_100, np.float32), 44_100))
    24000
    """
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    if rate == wanted or not len(samples):
        return samples
    up, down = wanted // gcd(wanted, rate), rate // gcd(wanted, rate)
    band = min(1.0, up / down) * 0.95
    reach = int(np.ceil(_CROSSINGS / band))
    padded = np.pad(samples, (reach, reach + down + 1)).astype(np.float32)
    windows = sliding_window_view(padded, 2 * reach + 1)
    out = np.zeros(-(-len(samples) * up // down), np.float32)
    for phase in range(min(up, len(out))):
        first, part = divmod(phase * down, up)
        offsets = np.arange(-reach, reach + 1) - part / up
        inside = np.sqrt(np.clip(1 - (offsets / (reach + 1)) ** 2, 0, None))
        taps = (band * np.sinc(band * offsets) * np.i0(_BETA * inside) / np.i0(_BETA)).astype(
            np.float32
        )
        places = out[phase::up]
        places[:] = (windows[first::down] @ (taps / taps.sum()))[: len(places)]
    return out
