"""PCM to AAC or Opus by PyAV, as a stream. The only place that knows its interface."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tts.audio import mp3, pcm
from tts.audio.containers.description import Progress
from tts.model import AudioError

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext
    from av.audio.frame import AudioFrame
    from av.packet import Packet

    from tts.model import Samples

OPTIONS: dict[str, dict[str, str]] = {"aac": {}, "libopus": {"application": "voip", "frame_duration": "20"}}
"""Codec -> what it is told besides the bitrate."""
SHAPES = {"aac": "fltp", "libopus": "flt"}
"""Codec -> how it takes samples: 32-bit floats, planar or packed, which is the same for one channel."""


class Encoder:
    """Encodes one MP3. Always the same bytes for the same audio, on one machine and with one version of PyAV."""

    def __init__(self, codec: str, bitrate: int) -> None:
        self._codec, self._bitrate = codec, bitrate
        self.config = b""
        """What a decoder must know before the first packet; there when the first packet is."""
        self.priming = 0
        """Samples at 24 kHz that come before the audio."""

    def packets(self, source: Path, done: Progress) -> Iterator[bytes]:
        """The packets of its audio in order. Raises AudioError."""
        from av.error import FFmpegError

        try:
            context = self._open()
            for packet in self._encode(context, source, done):
                if not self.config:
                    self.config, self.priming = bytes(context.extradata or b""), -int(packet.pts or 0)
                yield bytes(packet)
        except FFmpegError as e:
            raise AudioError(f"{source.name} can't be encoded to {self._codec}: {e}", hint="report it, please") from e

    def _open(self) -> AudioCodecContext:
        from av.codec import CodecContext
        from av.codec.context import Flags

        context = cast("AudioCodecContext", CodecContext.create(self._codec, "w"))
        context.sample_rate, context.layout, context.bit_rate = mp3.RATE, "mono", self._bitrate
        context.format = SHAPES[self._codec]
        context.flags |= Flags.bitexact  # no version of the encoder in its stream
        context.options = OPTIONS[self._codec]
        return context

    def _encode(self, context: AudioCodecContext, source: Path, done: Progress) -> Iterator[Packet[Any]]:
        samples = 0
        for block in pcm.stream(source):
            frame = _frame(block, SHAPES[self._codec], samples)
            samples += len(block)
            yield from context.encode(frame)
            done(samples * 1000 // mp3.RATE)
        yield from context.encode(None)


def _frame(block: Samples, shape: str, at: int) -> AudioFrame:
    from av.audio.frame import AudioFrame

    frame = AudioFrame.from_ndarray(block[None, :], format=shape, layout="mono")
    frame.sample_rate, frame.pts = mp3.RATE, at
    return frame
