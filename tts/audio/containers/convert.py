"""Converts an episode's MP3 to another format: M4B for audiobook apps, Opus for small files.

PyAV, an extra, does the encoding: `pip install 'pagecast[book]'`. Everything is streamed: memory
does not grow with the length.
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
    """An additional format for episodes."""

    ending: str
    type: str
    bitrate: int
    """Target of the encoder in bits per second."""
    large_cover: bool
    """Whether the cover keeps its size if there is room, or is as small as in the MP3."""
    cover_growth: float
    """Bytes in the container for each byte of the cover."""
    write: Callable[[Path, BinaryIO, FileMetadata, int, Progress], None]
    """Encode an MP3: (MP3, file, metadata, bits per second, progress)."""
    retag: Callable[[Path, BinaryIO, FileMetadata], None]
    """Write a file made by `write` again with other metadata: (that file, new file, metadata).
    Nothing is encoded."""


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
"""Name -> how it is made: no larger than the MP3, which has 48 kbit/s. Opus at 24 kbit/s is half of
that. AAC at 44 kbit/s loses no more than at 48 if frequencies above 10 kHz are left out."""


def check(names: Sequence[str]) -> None:
    """Raise AudioError now, before anything is spoken, if one of these formats can't be made here;
    names that are not in the table need no encoder."""
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
