"""Opus in Ogg (RFC 7845), with chapters and cover as comments, where players look for them.

PyAV writes the pages, mutagen the comments.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from mutagen import MutagenError
from mutagen.flac import Picture
from mutagen.id3 import PictureType
from mutagen.oggopus import OggOpus

from tts.audio import mp3
from tts.audio.containers import codecs
from tts.audio.containers.file_metadata import Chapter, FileMetadata, Progress
from tts.model import AudioError

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from mutagen._vorbis import VCommentDict

CHAPTERS = 1000
"""Maximum number of chapters, CHAPTER000 to CHAPTER999."""


def write(
    source: Path, out: BinaryIO, metadata: FileMetadata, bitrate: int, done: Progress
) -> None:
    """Encode an MP3 as Opus. Raises AudioError if it can't be decoded."""
    _write_audio(source, out, bitrate, done)
    _write_comments(out, metadata)


def retag(old: Path, out: BinaryIO, metadata: FileMetadata) -> None:
    """Write a file made by `write` again, with the same audio but other comments.

    Raises AudioError if it is damaged.
    """
    with old.open("rb") as file:
        shutil.copyfileobj(file, out, 1 << 20)
    try:
        _write_comments(out, metadata)
    except MutagenError as e:
        hint = "make the episode again with --force"
        raise AudioError(f"{old.name} can't be read as Opus: {e}", hint=hint) from e


def _write_audio(source: Path, out: BinaryIO, bitrate: int, done: Progress) -> None:
    import av
    from av.error import FFmpegError

    try:
        # `bitexact`: without a random stream number and without a version
        with av.open(out, "w", format="opus", options={"fflags": "+bitexact"}) as container:
            stream = cast("AudioStream", container.add_stream(codecs.OPUS.name, rate=mp3.RATE))
            codecs.set_up(stream.codec_context, codecs.OPUS, bitrate)
            for packet in codecs.packets(stream.encode, codecs.OPUS, source, done):
                container.mux(packet)
    except FFmpegError as e:
        _raise_beneath(e)
        message = f"{source.name} can't be written as Opus: {e}"
        raise AudioError(message, hint="please report this") from e


def _raise_beneath(error: Exception) -> None:
    """Raise the underlying OSError, if PyAV failed again on closing or mutagen wrapped it."""
    if isinstance(error.__context__, OSError):
        raise error.__context__ from None


def _write_comments(out: BinaryIO, metadata: FileMetadata) -> None:
    out.seek(0)
    try:
        file = OggOpus(out)
        tags = cast("VCommentDict", file.tags)
        tags[:] = [(name, value) for name, value in _comments(metadata) if value]
        out.seek(0)
        file.save(out, padding=lambda _: 0)
    except MutagenError as e:
        _raise_beneath(e)
        raise


def _comments(metadata: FileMetadata) -> Iterator[tuple[str, str]]:
    yield from (
        ("TITLE", metadata.title),
        ("ARTIST", metadata.author),
        ("ALBUM", metadata.show),
        ("ALBUMARTIST", metadata.owner),
        ("PERFORMER", metadata.narrator),
        ("TRACKNUMBER", str(metadata.number or "")),
        ("DATE", metadata.date),
        ("GENRE", "Podcast"),
        ("LANGUAGE", metadata.language),
        ("DESCRIPTION", metadata.summary),
        ("COMMENT", metadata.comment),
        ("CONTACT", metadata.url),
    )
    for number, chapter in enumerate(_chapters(metadata)):
        yield f"CHAPTER{number:03}", _clock(chapter.start)
        yield f"CHAPTER{number:03}NAME", chapter.title
    if metadata.cover:
        yield "METADATA_BLOCK_PICTURE", base64.b64encode(_picture(metadata.cover)).decode()


def _chapters(metadata: FileMetadata) -> Sequence[Chapter]:
    return metadata.chapters[:CHAPTERS] if len(metadata.chapters) > 1 else ()


def _clock(ms: int) -> str:
    """
    >>> _clock(3_725_040)
    '01:02:05.040'
    """
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _picture(cover: bytes) -> bytes:
    """The front cover in FLAC's format; its size in pixels may be left to the JPEG."""
    picture = Picture()
    picture.type, picture.mime, picture.data = PictureType.COVER_FRONT, "image/jpeg", cover
    content: bytes = picture.write()
    return content
