"""M4B: AAC in MP4, with moov at the front and chapters in two forms.

A text track has them for Apple's players, Nero's list for others. PyAV encodes the audio, mutagen
writes the tags. The container is written here because of measurements with FFmpeg's muxer
(docs/decisions.md): its index takes 6 MB of memory per hour, chapters beyond the 255th are in one
form only, and music-metadata does not read its chapters. Standards: ISO/IEC 14496-12 (boxes),
14496-14 (esds), QuickTime File Format (text track, edit list).
"""

from __future__ import annotations

import io
import shutil
import tempfile
from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from mutagen.mp4 import MP4Cover, MP4Tags

from tts.audio import mp3
from tts.audio.containers import codecs
from tts.audio.containers import mp4_boxes as boxes
from tts.audio.containers.file_metadata import Chapter, FileMetadata, Progress
from tts.model import AudioError

SAMPLES = 1024
"""Samples in an AAC frame."""
LARGEST = 2**32 - 2**24
"""Maximum bytes of audio with 32-bit offsets, less the space for what precedes it."""
LISTED = 255
"""Maximum number of chapters in Nero's list."""
TITLE = 250
"""Maximum bytes of a chapter's title; Nero's list allows 255."""

AUDIOBOOK = 2
"""The media kind in Apple's tag `stik`."""


@dataclass(slots=True)
class _Track:
    """The data about the encoded audio in the tables."""

    config: bytes = b""
    """AudioSpecificConfig."""
    priming: int = 0
    """Samples that the encoder adds at the start; the edit list skips them."""
    sizes: array[int] = field(default_factory=lambda: array("I"))
    """Bytes of each packet."""


def write(
    source: Path, out: BinaryIO, metadata: FileMetadata, bitrate: int, done: Progress
) -> None:
    """Encode an MP3 as an M4B. Raises AudioError if it can't be decoded or exceeds 4 GB."""
    with tempfile.TemporaryFile(dir=Path(out.name).parent) as audio:
        track = _encode(source, audio, bitrate, done)
        audio.seek(0)
        _assemble(out, metadata, track, audio)


def retag(old: Path, out: BinaryIO, metadata: FileMetadata) -> None:
    """Write a file made by `write` again, with the same audio but other tags and chapter titles."""
    with old.open("rb") as file:
        _, moov = boxes.find_box(file, b"moov")
        sound = boxes.nested_content(moov, b"trak", b"mdia", b"minf", b"stbl")
        edit = boxes.nested_content(moov, b"trak", b"edts", b"elst")
        track = _Track(
            config=boxes.aac_config(boxes.nested_content(sound, b"stsd")),
            priming=boxes.edit_start(edit),
            sizes=boxes.sizes(boxes.nested_content(sound, b"stsz")),
        )
        file.seek(boxes.first_offset(boxes.nested_content(sound, b"stco")))
        _assemble(out, metadata, track, file)


def _assemble(out: BinaryIO, metadata: FileMetadata, track: _Track, audio: BinaryIO) -> None:
    """Write the header, then the packets in `audio` from its current position to its end."""
    chapters = _chapters(metadata)
    titles = b"".join(boxes.text_sample(chapter.title) for chapter in chapters)
    size = len(titles) + sum(track.sizes)
    head = _head(metadata, track, chapters)
    out.write(head.getbuffer())
    out.write(boxes.mdat_header(size))
    out.write(titles)
    shutil.copyfileobj(audio, out, 1 << 20)


def _head(metadata: FileMetadata, track: _Track, chapters: list[Chapter]) -> io.BytesIO:
    """Everything before the audio; mutagen adjusts the offsets for the length of the tags."""
    begin = boxes.file_type()
    length = len(_moov(metadata, track, chapters, at=0))
    at = len(begin) + length + len(boxes.mdat_header(0))
    moov = _moov(metadata, track, chapters, at=at)
    head = io.BytesIO(begin + moov)
    tags = _tags(metadata)
    tags.save(head, padding=lambda _: 0)
    return head


def _encode(source: Path, audio: BinaryIO, bitrate: int, done: Progress) -> _Track:
    """Write the packets one after the other, and return the data for the tables. Raises AudioError
    beyond 4 GB."""
    encoder = codecs.context(codecs.AAC, bitrate)
    track = _Track()
    size = 0
    for packet in codecs.packets(encoder.encode, codecs.AAC, source, done):
        if not track.sizes:
            track.priming = -int(packet.pts or 0)
        audio.write(packet)
        track.sizes.append(packet.size)
        size += packet.size
        if size > LARGEST:
            raise AudioError(
                f"{source.name} is too long for an M4B, which is limited to 4 GB",
                hint="make an episode of each chapter: --split",
            )
    track.config = bytes(encoder.extradata or b"")
    return track


def _moov(metadata: FileMetadata, track: _Track, chapters: list[Chapter], at: int) -> bytes:
    """Everything but tags and audio.

    `at` is where the audio starts, with the chapter titles first; it does not affect any length.
    """
    texts = [boxes.text_sample(c.title) for c in chapters]
    audio_at = at + sum(map(len, texts))
    sound = _sound(metadata, track, audio_at, chapters=bool(chapters))
    return boxes.box(
        b"moov",
        boxes.movie_header(metadata.duration, tracks=1 + bool(chapters)),
        sound,
        _contents(metadata, chapters, texts, at) if chapters else b"",
        boxes.box(b"udta", boxes.nero_chapters(_listed(chapters))) if chapters else b"",
    )


def _sound(metadata: FileMetadata, track: _Track, at: int, *, chapters: bool) -> bytes:
    samples = metadata.duration * mp3.RATE // 1000 + track.priming
    packets = len(track.sizes)
    last = samples - SAMPLES * (packets - 1)
    if not 0 < last <= SAMPLES:
        message = f"the encoder gave {packets} packets for {samples} samples"
        raise AudioError(message, hint="this is a bug: please report it")
    bitrate = sum(track.sizes) * 8 * mp3.RATE // samples
    table = boxes.sample_table(
        boxes.aac_entry(mp3.RATE, track.config, bitrate),
        durations=[(packets - 1, SAMPLES), (1, last)],
        sizes=track.sizes,
        per_chunk=48,  # two seconds
        at=at,
    )
    media = boxes.media(b"soun", mp3.RATE, samples, metadata.language, table)
    edit = boxes.edit_list(metadata.duration, track.priming)
    contents = boxes.chapter_reference(2) if chapters else b""
    return boxes.track(1, metadata.duration, edit, contents, media, enabled=True)


def _contents(
    metadata: FileMetadata, chapters: list[Chapter], texts: list[bytes], at: int
) -> bytes:
    """The track of chapter titles: each is shown until the next one starts.

    Each title has a chunk of its own, because music-metadata looks for titles at the start of
    chunks.
    """
    starts = [chapter.start for chapter in chapters]
    durations: list[tuple[int, int]] = []
    for start, end in pairwise([*starts, metadata.duration]):
        durations.append((1, end - start))
    table = boxes.sample_table(
        boxes.text_entry(),
        durations=durations,
        sizes=array("I", map(len, texts)),
        per_chunk=1,
        at=at,
    )
    media = boxes.media(b"text", boxes.MOVIE_RATE, metadata.duration, metadata.language, table)
    return boxes.track(2, metadata.duration, media)


# --- what it says of itself -----------------------------------------------------------------------


def _chapters(metadata: FileMetadata) -> list[Chapter]:
    """The chapters with shortened titles; none if there is only one, which would merely repeat the
    title."""
    if len(metadata.chapters) < 2:
        return []
    found: list[Chapter] = []
    for chapter in metadata.chapters:
        title = _cut(chapter.title)
        found.append(Chapter(chapter.start, title, chapter.level))
    return found


def _listed(chapters: list[Chapter]) -> list[Chapter]:
    """The chapters for a list of at most 255: lower headings are left out first, then the last
    ones."""
    deepest = max(c.level for c in chapters)
    while len(chapters) > LISTED and deepest > 1:
        chapters = [c for c in chapters if c.level < deepest]
        deepest -= 1
    return chapters[:LISTED]


def _cut(title: str) -> str:
    encoded = title.encode()
    if len(encoded) <= TITLE:
        return title
    begin = encoded[: TITLE - 3].decode(errors="ignore")
    return f"{begin}…"


def _tags(metadata: FileMetadata) -> MP4Tags:
    """The tags. Each audiobook is an album of its own in players' libraries.

    Its narrator is `©nrt`, or the composer.
    """
    texts = {
        "\xa9nam": metadata.title,
        "\xa9alb": metadata.title,
        "\xa9ART": metadata.author or metadata.owner,
        "aART": metadata.author or metadata.owner,
        "\xa9wrt": metadata.narrator,
        "\xa9nrt": metadata.narrator,
        "\xa9pub": metadata.owner,
        "\xa9day": metadata.date,
        "\xa9gen": "Audiobook",
        "\xa9cmt": metadata.comment,
        "desc": _cut(metadata.summary),
        "ldes": "\n".join(filter(None, (metadata.summary, metadata.url, metadata.comment))),
        "\xa9grp": metadata.show,
    }
    tags = MP4Tags()
    for name, value in texts.items():
        if value:
            tags[name] = [value]
    tags["stik"] = [AUDIOBOOK]
    if metadata.cover:
        tags["covr"] = [MP4Cover(metadata.cover, MP4Cover.FORMAT_JPEG)]
    return tags
