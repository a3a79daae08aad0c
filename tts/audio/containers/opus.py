"""Opus in Ogg (RFC 7845): chapters and cover as comments, which is where players look for them."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from tts.audio.containers import codecs
from tts.audio.containers.description import About, Chapter, Progress

RATE = 48_000
"""Opus counts at this rate, whatever goes in."""
PACKET = 960
"""Of its samples in a packet of 20 ms."""
PER_PAGE = 50
"""Packets: a second, as RFC 7845 advises."""
CHAPTERS = 1000
"""That the numbering of chapters reaches, CHAPTER000 to CHAPTER999."""

_SERIAL = 1
"""Of the one stream in the file: a random one would make other bytes each time."""
_CONTINUED, _FIRST, _LAST = 1, 2, 4
"""Flags of a page."""


def write(source: Path, out: BinaryIO, about: About, bitrate: int, done: Progress) -> None:
    """Encode an MP3 into Opus. Raises AudioError when it can't be decoded."""
    encoder = codecs.Encoder("libopus", bitrate)
    pages = _Pages(out)
    at = 0
    end = 0
    kept: list[bytes] = []
    for packet in encoder.packets(source, done):
        if not at:
            skip: int = struct.unpack_from("<H", encoder.config, 10)[0]  # samples a decoder throws away first
            end = skip + about.duration * RATE // 1000
            pages.write([encoder.config], 0)
            pages.write([_comments(about)], 0)
        if len(kept) == PER_PAGE:
            pages.write(kept, at)
            kept = []
        kept.append(packet)
        at += PACKET
    pages.write(kept, min(at, end), last=True)  # short of the last packet's end: what was padded is not heard


def retag(old: Path, out: BinaryIO, about: About) -> None:
    """The same audio with other comments, of a file that `write` made."""
    pages = _Pages(out)
    with old.open("rb") as file:
        pages.write([_read(file)[1]], 0)
        pages.write([_comments(about)], 0)
        head, content = _read(file)
        while head and not struct.unpack_from("<q", head, 6)[0] > 0:  # the old comments: no audio has ended there
            head, content = _read(file)
        while head:
            pages.copy(head, content)
            head, content = _read(file)


def _read(file: BinaryIO) -> tuple[bytes, bytes]:
    """A page: its head with the lengths of its pieces, and its content; nothing at the end."""
    head = file.read(27)
    if len(head) < 27:
        return b"", b""
    pieces = file.read(head[26])
    return head + pieces, file.read(sum(pieces))


class _Pages:
    """Ogg pages (RFC 3533), written as they come."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._number = 0

    def write(self, packets: Sequence[bytes], at: int, *, last: bool = False) -> None:
        """The packets on pages of their own; `at` is the sample at which the last of them ends."""
        lacing = b"".join(b"\xff" * (len(p) // 255) + bytes((len(p) % 255,)) for p in packets)
        content = b"".join(packets)
        begun = 0
        for first in range(0, len(lacing), 255):  # a page counts 255 pieces of 255 bytes at the most
            pieces = lacing[first : first + 255]
            size = sum(pieces)
            closes = first + 255 >= len(lacing)
            flags = _CONTINUED * (first > 0) | _FIRST * (self._number == 0) | _LAST * (last and closes)
            where = at if closes else -1  # no packet ends on it
            self._page(flags, where, pieces, content[begun : begun + size])
            begun += size

    def copy(self, head: bytes, content: bytes) -> None:
        """A page of another file, under the next number."""
        self._page(head[5], struct.unpack_from("<q", head, 6)[0], head[27:], content)

    def _page(self, flags: int, at: int, pieces: bytes, content: bytes) -> None:
        head = struct.pack("<4sBBqII", b"OggS", 0, flags, at, _SERIAL, self._number)
        behind = bytes((len(pieces),)) + pieces + content
        self._out.write(head + struct.pack("<I", _checksum(head + bytes(4) + behind)) + behind)
        self._number += 1


_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def _checksum(page: bytes) -> int:
    """Ogg's CRC-32 by zlib's, which has the same polynomial with all bits reversed, and starts and ends inverted."""
    found = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{found:032b}"[::-1], 2)


# --- comments -----------------------------------------------------------------------------------------------


def _comments(about: About) -> bytes:
    lines = [f"{name}={said}".encode() for name, said in _tags(about) if said]
    vendor = b"pagecast"
    count = struct.pack("<I", len(lines))
    return b"OpusTags" + _counted(vendor) + count + b"".join(map(_counted, lines))


def _counted(content: bytes) -> bytes:
    return struct.pack("<I", len(content)) + content


def _tags(about: About) -> Iterator[tuple[str, str]]:
    yield from (
        ("TITLE", about.title),
        ("ARTIST", about.author),
        ("ALBUM", about.show),
        ("ALBUMARTIST", about.owner),
        ("PERFORMER", about.narrator),
        ("TRACKNUMBER", str(about.number or "")),
        ("DATE", about.date),
        ("GENRE", "Podcast"),
        ("LANGUAGE", about.language),
        ("DESCRIPTION", about.summary),
        ("COMMENT", about.comment),
        ("CONTACT", about.url),
    )
    for number, chapter in enumerate(_chapters(about)):
        yield f"CHAPTER{number:03}", _clock(chapter.start)
        yield f"CHAPTER{number:03}NAME", chapter.title
    if about.cover:
        yield "METADATA_BLOCK_PICTURE", base64.b64encode(_picture(about.cover)).decode()


def _chapters(about: About) -> Sequence[Chapter]:
    return about.chapters[:CHAPTERS] if len(about.chapters) > 1 else ()


def _clock(ms: int) -> str:
    """
    >>> _clock(3_725_040)
    '01:02:05.040'
    """
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _picture(cover: bytes) -> bytes:
    """A picture of FLAC's kind, the front cover; its size in pixels may be left to the JPEG."""
    mime = b"image/jpeg"
    return struct.pack(">II", 3, len(mime)) + mime + struct.pack(">I16xI", 0, len(cover)) + cover
