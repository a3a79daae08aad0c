"""Clips by the hash of what they sound like: put atomically, checked when read.

A clip is a file of two parts: a line of JSON (checksum, what is known of the clip), then the MP3
frames as they are. A file that is damaged in any way counts as absent and is taken away, so that
the chunk is spoken again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any

from tts.model import Chunk, Clip, ClipInfo, Engine, LibraryError, Mark, Voice
from tts.storage.cache_folder import cache_folder, readable
from tts.storage.names import write_cached
from tts.storage.parsing import parsed_json

FORMAT = "clip-1"
"""Part of every key. Raise it when clips are made differently: trimming, limiting, encoding, this
file's layout."""

_KINDS = ("sentence", "word")


def key(chunk: Chunk, engine: Engine, voice: Voice) -> str:
    """Everything that changes the sound of a chunk, or what its marks point at. Layout is not in
    it.

    The kind of a chunk, its pause, tags and loudness are of the episode; a heading and a paragraph
    of the same words share their clip.
    """
    sentences = [
        [s.text.strip(), s.spoken.strip(), *map(astuple, s.readings)] for s in chunk.sentences
    ]
    what = [FORMAT, engine.name, engine.version, voice.id, voice.rate, chunk.language, sentences]
    # Clips of before there were these keep their keys.
    if voice.pitch or voice.volume:
        what += [voice.pitch, voice.volume]
    if voice.second:
        what += [voice.second]
    return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()


def open_cache(address: str) -> Cache:
    """The cache at an address, as `Cache.address` has it: the path of its folder."""
    return Cache(Path(address))


def user_cache() -> Cache:
    """The clips of this user. Raises LibraryError where there is no place for them."""
    return Cache(cache_folder() / "clips")


class Cache:
    """A folder of clips. Safe for threads and for several processes at once: a put is a rename."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def address(self) -> str:
        """By which another process opens it: an absolute path."""
        return str(self.folder.absolute())

    def get(self, key: str) -> Clip | None:
        """The clip, its checksum verified, or None; also from a cache that can only be read."""
        own = self._path(key)
        if clip := _read(own):
            return clip
        for path in readable(own)[1:]:
            with suppress(LibraryError):  # what is no help there is spoken again
                if clip := _read(path):
                    return clip
        return None

    def put(self, key: str, clip: Clip) -> None:
        """Store under `key`. Raises LibraryError when the disk does not take it; nothing
        half-written stays.

        Where the user's cache does not take it any more, a temporary one is begun.
        """
        self._write(key, _pack(clip))

    def keys(self) -> Iterator[str]:
        """Of all clips."""
        for path in self.folder.glob("??/*.clip"):
            yield path.stem

    def stored(self, key: str) -> bytes | None:
        """A clip as it is stored, not checked; None where there is none."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def put_stored(self, key: str, stored: bytes) -> bool:
        """Keep a clip as another cache has it, where there is none; whether it was kept. Raises
        LibraryError."""
        if self._path(key).exists():
            return False
        self._write(key, stored)
        return True

    def _write(self, key: str, content: bytes) -> None:
        try:
            write_cached(self._path(key), lambda f: f.write(content))
        except OSError as e:
            raise LibraryError(
                f"the cache {self.folder} can't be written: {e.strerror}",
                hint="free some space or set PAGECAST_CACHE to another folder, then give the same command again",
            ) from e

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.clip"


# --- the file -------------------------------------------------------------------------------------


def _read(path: Path) -> Clip | None:
    """The clip in a file; None where there is no file, or a damaged one, which is taken away.
    Raises LibraryError."""
    try:
        stored = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as e:
        raise LibraryError(
            f"the clip {path} can't be read: {e.strerror}", hint="mend or remove the file"
        ) from e
    try:
        return _unpack(stored)
    except (ValueError, KeyError, TypeError, IndexError):
        with suppress(OSError):
            path.unlink()
        return None


def unpacked(stored: bytes) -> Clip | None:
    """A clip as it is stored; None where it is damaged."""
    try:
        return _unpack(stored)
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def _pack(clip: Clip) -> bytes:
    about = json.dumps(_info_to_json(clip.info), separators=(",", ":")).encode()
    head = json.dumps(
        {"format": FORMAT, "sum": _checksum(about, clip.audio), "about": len(about)}
    ).encode()
    return head + b"\n" + about + b"\n" + clip.audio


def _unpack(stored: bytes) -> Clip:
    first = stored.index(b"\n")
    head = parsed_json(stored[:first])
    start = first + 1 + head["about"]
    about, audio = stored[first + 1 : start], stored[start + 1 :]
    if head["format"] != FORMAT or head["sum"] != _checksum(about, audio):
        raise ValueError("checksum")
    return Clip(audio, _info_from_json(parsed_json(about)))


def _checksum(about: bytes, audio: bytes) -> int:
    """CRC-32: it is to notice damage, not an enemy, and a long book is read twice for each
    episode."""
    return zlib.crc32(audio, zlib.crc32(about))


def _info_to_json(info: ClipInfo) -> dict[str, Any]:
    marks = [[m.start, m.end, m.text_start, m.text_end, _KINDS.index(m.kind)] for m in info.marks]
    return {
        "frames": info.frames,
        "heard": info.heard,
        "peak": info.peak,
        "marks": marks,
        "energies": info.energies,
    }


def _info_from_json(about: dict[str, Any]) -> ClipInfo:
    return ClipInfo(
        frames=about["frames"],
        heard=about["heard"],
        peak=about["peak"],
        marks=tuple(
            Mark(a, b, c, d, "word" if kind else "sentence") for a, b, c, d, kind in about["marks"]
        ),
        energies=tuple(about["energies"]),
    )
