"""Encodes PCM to AAC or Opus with PyAV, as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tts.audio import mp3, pcm
from tts.audio.containers.file_metadata import Progress
from tts.model import AudioError

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext
    from av.audio.frame import AudioFrame
    from av.packet import Packet

    from tts.model import Samples

Encode = Callable[["AudioFrame | None"], "list[Packet[Any]]"]
"""Takes a frame, or None at the end; returns the packets that are ready."""


@dataclass(frozen=True, slots=True)
class Codec:
    name: str
    """Its name in FFmpeg."""
    sample_format: str
    """32-bit floats, planar or packed, which are the same for one channel."""
    options: Mapping[str, str] = field(default_factory=dict)


AAC = Codec("aac", "fltp", {"cutoff": "10000"})
OPUS = Codec("libopus", "flt", {"application": "voip", "frame_duration": "20"})


def context(codec: Codec, bitrate: int) -> AudioCodecContext:
    """A separate encoder, for a container that PyAV does not write."""
    from av.codec import CodecContext

    created = cast("AudioCodecContext", CodecContext.create(codec.name, "w"))
    set_up(created, codec, bitrate)
    return created


def set_up(encoder: AudioCodecContext, codec: Codec, bitrate: int) -> None:
    """Configure the encoder to produce the same bytes for the same audio with the same version of
    PyAV."""
    from av.codec.context import Flags

    encoder.sample_rate, encoder.layout = mp3.RATE, "mono"
    encoder.format, encoder.bit_rate = codec.sample_format, bitrate
    encoder.flags |= Flags.bitexact  # no version of the encoder in its stream
    encoder.options = dict(codec.options)


def packets(encode: Encode, codec: Codec, source: Path, done: Progress) -> Iterator[Packet[Any]]:
    """The audio of an MP3, encoded block by block. `done` is called with the milliseconds encoded.
    Raises AudioError."""
    from av.error import FFmpegError

    try:
        samples = 0
        for block in pcm.stream(source):
            frame = _frame(block, codec, samples)
            samples += len(block)
            yield from encode(frame)
            done(samples * 1000 // mp3.RATE)
        yield from encode(None)
    except FFmpegError as e:
        message = f"{source.name} can't be encoded to {codec.name}: {e}"
        raise AudioError(message, hint="please report this") from e


def _frame(block: Samples, codec: Codec, start: int) -> AudioFrame:
    from av.audio.frame import AudioFrame

    frame = AudioFrame.from_ndarray(block[None, :], format=codec.sample_format, layout="mono")
    frame.sample_rate, frame.pts = mp3.RATE, start
    return frame
