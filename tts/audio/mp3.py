"""MP3 frames of the clip format: parsing, gain, silence, joining. Works on bytes; nothing is
decoded.

The clip format is MPEG-2 Layer III, 24 kHz, mono, constant 48 kbit/s without padding or CRC. A
frame has 576 samples (24 ms) in 72 * 48000 / 24000 = 144 bytes: 4 of header, 9 of side information,
131 of main data and bit reservoir (ISO/IEC 13818-3, 2.4.2; the side information of one channel is
72 bits).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, BinaryIO

import numpy as np
from numpy.typing import NDArray

from tts.model import AudioError, ClipInfo

Frames = NDArray[np.uint8]
"""Shape (n, 144)."""

RATE = 24_000
FRAME_SAMPLES = 576
FRAME_BYTES = 144
FRAME_MS = 24
_SIDE = 13
"""Bytes of header and side information; the rest of a frame is main data."""

_HEADER = b"\xff\xf3\x64\xc4"
_HEADER_MASK = np.frombuffer(b"\xff\xff\xfe\xc0", np.uint8)
_HEADER_BITS = np.frombuffer(_HEADER, np.uint8) & _HEADER_MASK
"""The bits that all headers share. The private bit, mode extension, copyright, original and
emphasis may vary."""
_SILENT = _HEADER + bytes(FRAME_BYTES - 4)
"""With side information of zeros: no main data and no reservoir, so every decoder outputs 576
zeros."""

_PIECE = 1 << 20
"""Number of bytes copied at a time."""

_LEAD = 240
"""Milliseconds before the first clip: some players cut off the first tenth of a second."""


def frames_in(ms: int) -> int:
    """The number of frames needed for at least `ms` milliseconds.

    >>> frames_in(0), frames_in(24), frames_in(25)
    (0, 1, 2)
    """
    return -(-ms // FRAME_MS)


def silence(frames: int) -> bytes:
    return _SILENT * frames


# --- parsing --------------------------------------------------------------------------------------


def strip(audio: bytes) -> bytes:
    """Only the frames: ID3 tags and a Xing or Info frame are removed, the rest is checked frame by
    frame.

    Raises AudioError if any byte is not part of a frame in the clip format, or if the first frame
    depends on an earlier one.
    """
    audio = _without_tags(audio)
    if not audio:
        raise AudioError("there are no MP3 frames in the audio")
    if b"Xing" in audio[:FRAME_BYTES] or b"Info" in audio[:FRAME_BYTES]:
        audio = audio[FRAME_BYTES:]
    _check(audio)
    return audio


def _without_tags(audio: bytes) -> bytes:
    start = 0
    end = len(audio)
    if audio.startswith(b"ID3") and end >= 10:
        start = 10 + _size_of_tag(audio)
    if audio[-128:-125] == b"TAG" and end - start >= 128:
        end -= 128
    return audio[start:end]


def first_frame(file: BinaryIO) -> int:
    """Offset of the first audio frame of an episode, after its tag and the frame that only states
    its length."""
    file.seek(0)
    head = file.read(10)
    at = 0
    if head.startswith(b"ID3"):
        at = 10 + _size_of_tag(head)
    file.seek(at)
    frame = file.read(FRAME_BYTES)
    if b"Info" in frame:
        at += FRAME_BYTES
    return at


def _size_of_tag(head: bytes) -> int:
    size = 0
    for seven_bits in head[6:10]:
        size = size << 7 | seven_bits
    return size


def _check(audio: bytes) -> None:
    if len(audio) % FRAME_BYTES:
        raise AudioError(
            f"the audio breaks off inside a frame: {len(audio)} bytes is not a multiple of "
            f"{FRAME_BYTES}"
        )
    frames = as_frames(audio)
    wrong = _first_wrong(frames)
    if wrong is not None:
        head = frames[wrong, :4].tobytes()
        raise AudioError(
            f"frame {wrong} begins with {head.hex()}: not 24 kHz mono MP3 at 48 kbit/s "
            "(ff f3 64 c4)"
        )
    if audio[4]:  # main_data_begin of the first frame: bytes it takes from frames before it
        raise AudioError("the first frame needs audio that came before it")
    torn = _torn(frames)
    if torn is not None:
        raise AudioError(f"audio that frame {torn} depends on is missing")


def _first_wrong(frames: Frames) -> int | None:
    """The first frame whose header is not that of the clip format, or None."""
    masked = frames[:, :4] & _HEADER_MASK
    wrong = (masked != _HEADER_BITS).any(axis=1)
    return _first(wrong)


def _first(wrong: NDArray[np.bool_]) -> int | None:
    places = np.flatnonzero(wrong)
    return int(places[0]) if places.size else None


def _torn(frames: Frames) -> int | None:
    """The first frame whose data is incomplete, or None.

    A frame's main data may start in earlier frames, as many bytes back as the first byte of its
    side information says (main_data_begin), but never before the end of their data: if it does,
    frames are missing in between.
    """
    room = FRAME_BYTES - _SIDE
    count = len(frames)
    ends = np.arange(1, count + 1) * room
    begins = ends - room - frames[:, 4]
    high = frames[:, 5].astype(np.int64) & 0x7F
    low = frames[:, 6] >> 3
    bits = high << 5 | low  # part2_3_length
    size = -(-bits // 8)
    done = begins + size
    wrong = done > ends
    before = done[:-1]
    wrong[1:] |= begins[1:] < before
    return _first(wrong)


def as_frames(audio: bytes) -> Frames:
    """The frames as a read-only view, shape (n, 144). Raises ValueError unless they are
    complete."""
    return np.frombuffer(audio, np.uint8).reshape(-1, FRAME_BYTES)


# --- gain -----------------------------------------------------------------------------------------


def amplify(audio: bytes, steps: int) -> bytes:
    """Make every frame `steps` times 1.5 dB louder without decoding, by changing the 8 bits of
    `global_gain`.

    These are bits 30-37 of the side information, at an offset of 6 bits in the frame's bytes 7 and
    8. Frames without main data are not changed.
    """
    if not steps:
        return audio
    frames = as_frames(audio).copy()
    high = frames[:, 7].astype(np.int16)
    low = frames[:, 8].astype(np.int16)
    gain = (high & 0x03) << 6 | low >> 2
    louder = np.clip(gain + steps, 0, 255)
    gain = np.where(_is_sounding(frames), louder, gain)
    frames[:, 7] = (high & 0xFC) | gain >> 6
    frames[:, 8] = (gain & 0x3F) << 2 | (low & 0x03)
    return frames.tobytes()


def _is_sounding(frames: Frames) -> NDArray[np.bool_]:
    """Whether each frame has main data: part2_3_length is in bits 9-20."""
    high = frames[:, 5] & 0x7F
    low = frames[:, 6] & 0xF8
    sounding: NDArray[np.bool_] = (high | low) != 0
    return sounding


# --- joining --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """The position of each clip in the episode. All numbers are frames of 24 ms."""

    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    """How much of each clip is kept, without silence at its end."""
    total: int

    @property
    def duration(self) -> int:
        """Milliseconds."""
        return self.total * FRAME_MS


def lay_out(clips: Sequence[ClipInfo], pauses: Sequence[int]) -> Layout:
    """The clips in order, each followed by `pauses[i]` milliseconds of silence, with silence before
    the first."""
    starts: list[int] = []
    lengths: list[int] = []
    at = frames_in(_LEAD)
    for clip, pause in zip(clips, pauses, strict=True):
        starts.append(at)
        lengths.append(clip.heard)
        at += clip.heard
        at += frames_in(pause)
    return Layout(tuple(starts), tuple(lengths), at)


def _info(frames: int) -> bytes:
    """The frame that states the length of the episode to players; decoders skip it.

    It has the number of frames and of bytes and, on purpose, no table of contents: at a constant
    bitrate players then compute positions exactly, while a table of 100 entries is off by up to a
    hundredth of the length (ExoPlayer#10325). Without the frame ffmpeg warns that it has to
    estimate. "Info" follows the side information.
    """
    size = (frames + 1) * FRAME_BYTES
    counts = struct.pack(">III", 0x0003, frames, size)
    frame = _SILENT[:_SIDE] + b"Info" + counts
    return frame.ljust(FRAME_BYTES, b"\0")


def join(clips: Iterable[bytes], layout: Layout, out: BinaryIO, steps: int = 0) -> None:
    """Write the episode's frames to `out`. Only one clip is held in memory, so pass a generator for
    a long book. Raises AudioError if a clip is shorter than in the layout."""
    out.write(_info(layout.total))
    at = 0
    for audio, start, length in zip(clips, layout.starts, layout.lengths, strict=True):
        size = length * FRAME_BYTES
        if len(audio) < size:
            frames = len(audio) // FRAME_BYTES
            raise AudioError(f"a clip has {frames} frames instead of the {length} announced")
        out.write(silence(start - at))
        kept = amplify(audio[:size], steps)
        out.write(kept)
        at = start + length
    rest = layout.total - at
    out.write(silence(rest))


def is_clean_cut(file: BinaryIO, frame: int) -> bool:
    """Whether an episode can be cut before this frame: the previous one is silence and this one
    does not depend on it. `file` is the episode's MP3."""
    begin = first_frame(file)
    file.seek(begin + (frame - 1) * FRAME_BYTES)
    before = file.read(FRAME_BYTES)
    after = file.read(FRAME_BYTES)
    if before != _SILENT:
        return False
    return after[4:5] == b"\0"


def copy_frames(file: BinaryIO, start: int, count: int, out: IO[bytes]) -> None:
    """Write `count` frames of an episode's MP3, starting at `start`, as a separate MP3. Raises
    AudioError if there are fewer."""
    out.write(_info(count))
    begin = first_frame(file)
    file.seek(begin + start * FRAME_BYTES)
    left = count * FRAME_BYTES
    while left:
        size = min(left, _PIECE)
        piece = file.read(size)
        if not piece:
            message = f"the MP3 ends {left} bytes early"
            raise AudioError(message, hint="make it again with --force")
        out.write(piece)
        left -= len(piece)
