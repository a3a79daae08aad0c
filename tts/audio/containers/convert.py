"""Converts an episode's MP3 to another format: M4B for audiobook apps, Opus for small files.

Encoding is PyAV's, an extra: `pip install 'pagecast[book]'`. Everything streams: memory does not
grow with the length.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tts.audio.containers.file_metadata import FileMetadata, Progress
from tts.model import AudioError


@dataclass(frozen=True, slots=True)
class Format:
    """One of the formats that an episode can also be had in."""

    ending: str
    type: str
    bitrate: int
    """Bits per second that the encoder aims at."""
    large_cover: bool
    """Whether the cover goes into it as it is where there is room, or as small as in the MP3."""
    cover_growth: float
    """Bytes that the container makes of one of the cover's."""
    write: Callable[[Path, BinaryIO, FileMetadata, int, Progress], None]
    """Encode an MP3: (MP3, file, what it says of itself, bits per second, progress)."""
    retag: Callable[[Path, BinaryIO, FileMetadata], None]
    """Let a file that `write` made say something else of itself: (that file, new file, what).
    Encodes nothing."""


def _m4b(mp3: Path, out: BinaryIO, metadata: FileMetadata, bitrate: int, done: Progress) -> None:
    from tts.audio.containers import m4b

    m4b.write(mp3, out, metadata, bitrate, done)


def _opus(mp3: Path, out: BinaryIO, metadata: FileMetadata, bitrate: int, done: Progress) -> None:
    from tts.audio.containers import opus

    opus.write(mp3, out, metadata, bitrate, done)


def _m4b_again(old: Path, out: BinaryIO, metadata: FileMetadata) -> None:
    from tts.audio.containers import m4b

    m4b.retag(old, out, metadata)


def _opus_again(old: Path, out: BinaryIO, metadata: FileMetadata) -> None:
    from tts.audio.containers import opus

    opus.retag(old, out, metadata)


FORMATS = {
    "m4b": Format(
        *(".m4b", "audio/mp4", 44_000),
        large_cover=True,
        cover_growth=1.0,
        write=_m4b,
        retag=_m4b_again,
    ),
    "opus": Format(
        *(".opus", "audio/ogg", 24_000),
        large_cover=False,
        cover_growth=1.35,
        write=_opus,
        retag=_opus_again,
    ),
}
"""Name -> how it is made: no larger than the MP3, which has 48 kbit/s. 24 kbit/s of Opus are half
of it. AAC at 44 kbit/s loses what it loses at 48 where it leaves out what is above 10 kHz."""


def check(names: Sequence[str]) -> None:
    """Raise AudioError now, before anything is spoken, if these formats can't be made here; those
    that are not of this table need no encoder."""
    names = [name for name in names if name in FORMATS]
    if not names:
        return
    try:
        import av  # noqa: F401
    except ImportError as e:
        what = " and ".join(FORMATS[name].ending.removeprefix(".") for name in names)
        missing = e.name or str(e)
        raise AudioError(
            f"{what} can't be made: {missing} is not installed", hint="pip install 'pagecast[book]'"
        ) from e
