"""The boxes of an MP4 file by ISO/IEC 14496-12 and the QuickTime File Format. Numbers go in, bytes
come out."""

from __future__ import annotations

import io
import struct
import sys
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from tts.model import AudioError

if TYPE_CHECKING:
    from tts.audio.containers.file_metadata import Chapter

MOVIE_RATE = 1000
"""Ticks per second of the movie's clock: milliseconds."""
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
"""The identity: no rotation and no offset."""


def box(name: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    size = struct.pack(">I", 8 + len(inside))
    return size + name + inside


def full_box(name: bytes, *content: bytes, version: int = 0, flags: int = 0) -> bytes:
    """A box with a version and flags."""
    return box(name, struct.pack(">I", version << 24 | flags), *content)


def file_type() -> bytes:
    return box(b"ftyp", b"M4B \0\0\0\0", b"M4B M4A mp42isom")


def mdat_header(size: int) -> bytes:
    return struct.pack(">I", 8 + size) + b"mdat"


# --- movie and tracks -----------------------------------------------------------------------------


def movie_header(duration: int, *, tracks: int) -> bytes:
    """`duration` is in milliseconds. Without a creation time, so the same audio gives the same
    bytes."""
    return full_box(
        b"mvhd",
        struct.pack(">4I", 0, 0, MOVIE_RATE, duration),
        struct.pack(">IH10x", 0x10000, 0x0100),  # as fast and as loud as it comes
        _MATRIX,
        bytes(24),
        struct.pack(">I", tracks + 1),
    )


def track(number: int, duration: int, *content: bytes, enabled: bool = False) -> bytes:
    """A track. One that is not enabled is not played: the chapter titles."""
    head = full_box(
        b"tkhd",
        struct.pack(">5I8x", 0, 0, number, 0, duration),
        struct.pack(">2hHH", 0, 0, 0x0100 * enabled, 0),
        _MATRIX,
        struct.pack(">2I", 0, 0),
        flags=0x7 if enabled else 0x2,
    )
    return box(b"trak", head, *content)


def edit_list(duration: int, priming: int) -> bytes:
    """Play the track from the end of its priming, for `duration` milliseconds."""
    return box(b"edts", full_box(b"elst", struct.pack(">IIiI", 1, duration, priming, 0x10000)))


def chapter_reference(number: int) -> bytes:
    return box(b"tref", box(b"chap", struct.pack(">I", number)))


def media(kind: bytes, rate: int, duration: int, language: str, table: bytes) -> bytes:
    """`duration` is in ticks, `rate` of them per second; `language` has three letters."""
    long = duration >= 2**32
    times = struct.pack(">QQIQ" if long else ">4I", 0, 0, rate, duration)
    data = box(
        b"dinf", full_box(b"dref", struct.pack(">I", 1), full_box(b"url ", flags=1))
    )  # in this very file
    return box(
        b"mdia",
        full_box(b"mdhd", times, struct.pack(">HH", _packed(language), 0), version=int(long)),
        full_box(b"hdlr", struct.pack(">I4s12x", 0, kind), _NAMES[kind]),
        box(b"minf", _HEADS[kind], data, table),
    )


_NAMES = {b"soun": b"Sound\0", b"text": b"Chapters\0"}
_HEADS = {
    b"soun": full_box(b"smhd", bytes(4)),
    b"text": box(
        b"gmhd",
        full_box(b"gmin", struct.pack(">H3HhH", 0x40, 0x8000, 0x8000, 0x8000, 0, 0)),
        box(b"text", _MATRIX),
    ),
}


def _packed(language: str) -> int:
    """A language code with five bits for each letter.

    >>> hex(_packed("und"))
    '0x55c4'
    """
    one, two, three = (ord(letter) - 0x60 for letter in language or "und")
    return one << 10 | two << 5 | three


# --- the tables of a track ------------------------------------------------------------------------


def sample_table(
    entry: bytes,
    *,
    durations: Sequence[tuple[int, int]],
    sizes: array[int],
    per_chunk: int,
    at: int,
) -> bytes:
    """What the samples are, the duration and size of each, and where they are: one after the other
    from `at` on.

    `durations` are pairs of a count and the ticks of each.
    """
    runs = [(count, ticks) for count, ticks in durations if count]
    return box(
        b"stbl",
        full_box(b"stsd", struct.pack(">I", 1), entry),
        full_box(
            b"stts", struct.pack(">I", len(runs)), *(struct.pack(">II", *run) for run in runs)
        ),
        _chunk_map(len(sizes), per_chunk),
        full_box(b"stsz", struct.pack(">II", 0, len(sizes)), _big_endian(sizes)),
        _offsets(sizes, per_chunk, at),
    )


def _chunk_map(samples: int, per_chunk: int) -> bytes:
    """The number of samples in each chunk; the last chunk has the rest."""
    whole, rest = divmod(samples, per_chunk)
    runs: list[bytes] = []
    if whole:
        runs.append(struct.pack(">3I", 1, per_chunk, 1))
    if rest:
        runs.append(struct.pack(">3I", whole + 1, rest, 1))
    count = struct.pack(">I", len(runs))
    return full_box(b"stsc", count, *runs)


def _offsets(sizes: array[int], per_chunk: int, at: int) -> bytes:
    starts = array("I")
    for first in range(0, len(sizes), per_chunk):
        starts.append(at)
        chunk = sizes[first : first + per_chunk]
        at += sum(chunk)
    count = struct.pack(">I", len(starts))
    return full_box(b"stco", count, _big_endian(starts))


def _big_endian(numbers: array[int]) -> bytes:
    swapped = numbers[:]
    if sys.byteorder == "little":
        swapped.byteswap()
    return swapped.tobytes()


def aac_entry(rate: int, config: bytes, bitrate: int) -> bytes:
    """`config` is the AudioSpecificConfig of ISO/IEC 14496-3."""
    decoder = struct.pack(">BBBHII", 0x40, 0x15, 0, 0, bitrate, bitrate) + _descriptor(5, config)
    whole = struct.pack(">HB", 1, 0) + _descriptor(4, decoder) + _descriptor(6, b"\x02")
    return box(
        b"mp4a",
        struct.pack(
            ">6xH8xHH4xI", 1, 1, 16, rate << 16
        ),  # 1 channel; 16 bits, which no decoder heeds
        full_box(b"esds", _descriptor(3, whole)),
    )


def _descriptor(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content  # all of them are shorter than 128 bytes


def text_entry() -> bytes:
    """The format of the QuickTime text track: plain, without colour or box. Each sample states that
    its text is UTF-8."""
    return box(b"text", struct.pack(">6xH", 1), struct.pack(">II6x8x8xHH3x6xx", 0, 1, 0, 0))


def text_sample(title: str) -> bytes:
    whole = title.encode()
    return struct.pack(">H", len(whole)) + whole + box(b"encd", b"\0\0\1\0")


def nero_chapters(chapters: Sequence[Chapter]) -> bytes:
    """At most 255 chapters, with the start of each in units of 100 ns."""
    listed = b""
    for chapter in chapters:
        title = chapter.title.encode()
        listed += struct.pack(">QB", chapter.start * 10_000, len(title)) + title
    return full_box(b"chpl", struct.pack(">IB", 0, len(chapters)), listed, version=1)


# --- reading back what was written here -----------------------------------------------------------


def find_box(file: BinaryIO, name: bytes) -> tuple[int, bytes]:
    """The first box with that name at the top level of a file: the offset of its content, and the
    content. Raises AudioError if there is none."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            raise AudioError(
                f"there is no {name.decode()} in the M4B",
                hint="make the episode again with --force",
            )
        size: int = struct.unpack(">I", head[:4])[0]
        if head[4:] == name:
            return at + 8, file.read(size - 8)
        at += max(size, 8)


def nested_content(content: bytes, *names: bytes) -> bytes:
    """The content of the first box with that path."""
    for name in names:
        content = find_box(io.BytesIO(content), name)[1]
    return content


def edit_start(elst: bytes) -> int:
    return int(struct.unpack_from(">i", elst, 12)[0])


def sizes(stsz: bytes) -> array[int]:
    numbers = array("I", stsz[12:])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def first_offset(stco: bytes) -> int:
    return int(struct.unpack_from(">I", stco, 8)[0])


def aac_config(stsd: bytes) -> bytes:
    """The content of the descriptor with tag 5, in the only entry."""
    esds = nested_content(stsd[8 + 8 + 28 :], b"esds")
    at = 4 + 2 + 3 + 2 + 13  # version; the heads and fields of the descriptors 3 and 4
    begin = at + 2
    size = esds[at + 1]
    return esds[begin : begin + size]
