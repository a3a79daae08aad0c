"""The audio of a page: the episode's own frames, or Opus made from them."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final, Literal

from tts.audio import mp3
from tts.audio.containers.convert import FORMATS
from tts.audio.containers.file_metadata import FileMetadata
from tts.episode.epub.book_pages import Section

Codec = Literal["mp3", "opus"]

TYPES: Final = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg; codecs=opus",
}
"""Media types that every EPUB 3.3 reading system has to play (3.2, core media types)."""


def name_of(section: Section, codec: Codec) -> str:
    """Name of the file in the book."""
    return f"audio/{section.name}.{codec}"


def add(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    section: Section,
    audio: BinaryIO,
    codec: Codec,
) -> None:
    """Add a page's part of an episode's MP3 to the book. Raises AudioError."""
    if codec == "mp3":
        start, count = _frames(section)
        entry.file_size = (count + 1) * mp3.FRAME_BYTES
        with archive.open(entry, "w") as out:
            mp3.copy_frames(audio, start, count, out)
        return
    with _encoded(section, audio) as opus:
        copy(archive, entry, opus)


def copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: IO[bytes]) -> None:
    """Copy a seekable file into the book, piece by piece."""
    entry.file_size = file.seek(0, 2)
    file.seek(0)
    with archive.open(entry, "w") as out:
        while piece := file.read(1 << 20):
            out.write(piece)


def _frames(section: Section) -> tuple[int, int]:
    """Index of a page's first frame, and the number of its frames."""
    start = section.start // mp3.FRAME_MS
    count = section.duration // mp3.FRAME_MS
    return start, count


@contextmanager
def _encoded(section: Section, audio: BinaryIO) -> Iterator[BinaryIO]:
    """A page's part as Opus, in temporary files."""
    with tempfile.TemporaryDirectory(prefix="pagecast-epub-") as folder:
        source = Path(folder, "page.mp3")
        with source.open("wb") as out:
            mp3.copy_frames(audio, *_frames(section), out)
        with Path(folder, "page.opus").open("w+b") as opus:
            about = FileMetadata("", section.duration)
            kind = FORMATS["opus"]
            kind.write(source, opus, about, kind.bitrate, lambda _: None)
            yield opus
