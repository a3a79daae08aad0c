"""Spoken clips, stored by a hash of everything that affects their sound: written atomically,
verified when read.

A clip file has two parts: a line of JSON (checksum, data about the clip), then the unchanged MP3
frames. A file that is damaged in any way counts as missing and is removed, so that the chunk is
spoken again.

`Cache` is a folder; `SharedCache` is a bucket with a local folder in front of it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tts.model import Chunk, Clip, ClipInfo, Engine, LibraryError, Mark, TtsError, Voice
from tts.parallel import threads
from tts.storage.buckets import BucketAway, Objects, Stored, open_objects
from tts.storage.cache_folder import cache_folder, readable, shared_address
from tts.storage.clip_trimming import touch
from tts.storage.durable import write_whole
from tts.storage.parsing import parsed_json
from tts.storage.paths import write_cached
from tts.storage.service_retry import ServiceRetry

FORMAT = "clip-1"
"""Part of every key. Increment it when clips are made differently: trimming, limiting, encoding,
the layout of this file."""

AWAY = "PAGECAST_BUCKET_WAIT"
"""Environment variable: seconds that a worker waits for an unreachable bucket."""
_PATIENCE = 120.0
_AT_ONCE = 16
"""Maximum number of clips fetched at once."""
_TRIES = 3
_KINDS = ("sentence", "word")

T = TypeVar("T")


def key(chunk: Chunk, engine: Engine, voice: Voice) -> str:
    """A hash of everything that affects the sound of a chunk or the targets of its marks, but not
    its layout.

    The kind of a chunk, its pause, tags and loudness belong to the episode; a heading and a
    paragraph with the same words share a clip.
    """
    sentences = [
        [s.text.strip(), s.spoken.strip(), *map(astuple, s.readings)] for s in chunk.sentences
    ]
    what = [FORMAT, engine.name, engine.version, voice.id, voice.rate, chunk.language, sentences]
    # Keys without these settings stay the same as before they existed.
    if voice.pitch or voice.volume:
        what += [voice.pitch, voice.volume]
    if voice.second:
        what += [voice.second]
    return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()


class NotKept(LibraryError):
    """A clip can't be written to this process's disk."""


def open_cache(address: str, *, required: bool = False) -> Cache:
    """The cache at an address (see `Cache.address`): the path of a folder, or a bucket.

    With `required`, other processes read what is stored, so no other place is used instead.
    """
    if "://" in address:
        return _shared(address, cache_folder(), required)
    return Cache(Path(address), required=required)


def user_cache(*, required: bool = False) -> Cache:
    """The cache of this user. Raises LibraryError if it can't be opened."""
    return open_cache(shared_address() or str(own_cache().folder), required=required)


def own_cache() -> Cache:
    """The local cache of this user."""
    return Cache(cache_folder() / "clips")


@functools.cache
def _shared(address: str, folder: Path, required: bool) -> SharedCache:
    """One for each bucket in a process, because it remembers whether the bucket can be reached."""
    copies = folder / "copies" / hashlib.sha256(address.encode()).hexdigest()[:16]
    own = Cache(folder / "clips")
    return SharedCache(open_objects(address), copies, own, required=required)


class Cache:
    """A folder of clips. Safe for several threads and processes: clips are put by renaming."""

    def __init__(self, folder: Path, *, required: bool = False) -> None:
        """With `required`, a temporary cache is not used instead."""
        self.folder = folder
        self._required = required

    @property
    def address(self) -> str:
        """The address by which other processes open it: an absolute path."""
        return str(self.folder.absolute())

    def get(self, key: str) -> Clip | None:
        """The verified clip, or None; also works with a read-only cache."""
        return self._first(key, _unpack)

    def audio(self, key: str) -> bytes | None:
        """The frames of a verified clip, or None: what joining needs of it."""
        return self._first(key, _audio_in)

    def _first(self, key: str, unpack: Callable[[bytes], T]) -> T | None:
        own = self._path(key)
        if (found := _read(own, unpack)) is not None:
            return found
        for path in readable(own)[1:]:
            with suppress(LibraryError):  # what is no help there is spoken again
                if (found := _read(path, unpack)) is not None:
                    return found
        return None

    def put(self, key: str, clip: Clip) -> Clip:
        """Store a clip under `key`; returns the clip now stored. Raises NotKept if it can't be
        written; no partial file remains.

        If the user's cache can no longer be written, a temporary one is started.
        """
        self._write(key, _pack(clip))
        return clip

    def replace(self, key: str, clip: Clip) -> None:
        """Replace a stored clip. Raises NotKept."""
        self.put(key, clip)

    def fetch(self, keys: Iterable[str]) -> None:
        """Prefetch these clips if fetching them one by one is slow."""

    def keys(self) -> Iterator[str]:
        """The keys of all clips."""
        for path in self.folder.glob("??/*.clip"):
            yield path.stem

    def stored(self, key: str) -> bytes | None:
        """The stored bytes of a clip, not verified; None if there are none."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def put_stored(self, key: str, stored: bytes) -> bool:
        """Store the bytes of a clip from another cache unless there is one; returns whether they
        were stored. Raises LibraryError."""
        if self._path(key).exists():
            return False
        self._write(key, stored)
        return True

    def _write(self, key: str, content: bytes) -> None:
        path = self._path(key)
        try:
            if self._required:
                write_whole(path, lambda f: f.write(content), durable=False)
            else:
                write_cached(path, lambda f: f.write(content))
        except OSError as e:
            other = "free some space or set PAGECAST_CACHE to another folder"
            raise NotKept(
                f"the cache {self.folder} can't be written: {e.strerror}",
                hint=f"{other}, then run the same command again",
            ) from e

    def _path(self, key: str) -> Path:
        return self.folder / f"{key[:2]}/{key}.clip"


class SharedCache(Cache):
    """Clips in a bucket, with a local folder in front of it.

    The folder has copies of clips in the bucket. If several processes speak the same clip, the
    first one to store it wins, and the others use that clip. Clips spoken while the bucket could
    not be reached are in the local cache, and are offered when they are next requested.
    """

    def __init__(self, objects: Objects, copies: Path, own: Cache, *, required: bool) -> None:
        """With `required`, other processes read what is stored, so an unreachable bucket is waited
        for; otherwise the local cache is used meanwhile."""
        super().__init__(copies)
        self._objects = objects
        self._own = own
        self._waits = required
        self._damaged: dict[str, Stored] = {}
        """Damaged clips in the bucket, by key."""
        patience = away_patience() if required else 0.0
        meanwhile = "waiting for it" if required else "this machine's own clips are used instead"
        self._contact = ServiceRetry(BucketAway, patience, meanwhile)

    @property
    def address(self) -> str:
        return self._objects.address

    def get(self, key: str) -> Clip | None:
        """Like `Cache.get`. Raises BucketAway if the bucket is required and does not answer."""
        if clip := super().get(key):
            return clip
        try:
            found = self._in_bucket(key)
        except BucketAway:
            if self._waits:
                raise
            return self._own.get(key)
        if found:
            return found
        own = self._own.get(key)
        return self.put(key, own) if own else None

    def audio(self, key: str) -> bytes | None:
        """Like `Cache.audio`. Raises like `get`."""
        found = super().audio(key)
        if found is not None:
            return found
        clip = self.get(key)
        return clip.audio if clip else None

    def put(self, key: str, clip: Clip) -> Clip:
        """Offer a clip; returns the one now in the bucket. Raises like `get`."""
        try:
            return self._agreed(key, clip)
        except BucketAway:
            if self._waits:
                with suppress(LibraryError):
                    self._own.put(key, clip)
                raise
            return self._own.put(key, clip)

    def replace(self, key: str, clip: Clip) -> None:
        """Replace a clip, also in the bucket. Raises BucketAway."""
        stored, name = _pack(clip), _name(key)
        there = self._contact.ask(partial(self._objects.get, name))
        if there:
            self._contact.ask(partial(self._objects.replace, name, stored, there))
        else:
            self._contact.ask(partial(self._objects.put_new, name, stored))
        self._keep(key, stored)

    def fetch(self, keys: Iterable[str]) -> None:
        """Copy the clips that the bucket has, several at once."""
        missing = [key for key in keys if not self._path(key).exists()]
        for _, came in threads(self.get, missing, _AT_ONCE):
            if isinstance(came, TtsError):
                raise came

    def _agreed(self, key: str, clip: Clip) -> Clip:
        stored, name = _pack(clip), _name(key)
        for _ in range(_TRIES):
            damaged = self._damaged.pop(key, None)
            if damaged:
                put = self._contact.ask(partial(self._objects.replace, name, stored, damaged))
            else:
                put = self._contact.ask(partial(self._objects.put_new, name, stored))
            if put:
                self._keep(key, stored)
                return clip
            if first := self._in_bucket(key):
                return first
        raise LibraryError(
            f"{self.address} lists a clip but does not return it: {name}",
            hint="check the bucket, then run the same command again",
        )

    def _in_bucket(self, key: str) -> Clip | None:
        """A verified clip from the bucket, after copying it; None if there is none or a damaged
        one, which the next clip put replaces."""
        found = self._contact.ask(partial(self._objects.get, _name(key)))
        if found is None:
            return None
        clip = unpacked(found.content)
        if clip is None:
            self._damaged[key] = found
            return None
        self._keep(key, found.content)
        return clip

    def _keep(self, key: str, stored: bytes) -> None:
        """Keep a copy; one that can't be written is read from the bucket again."""
        with suppress(LibraryError):
            self._write(key, stored)


def away_patience() -> float:
    """Seconds to wait for a bucket that others also read."""
    named = os.environ.get(AWAY, "")
    return float(named) if named.isdecimal() else _PATIENCE


def _name(key: str) -> str:
    """The name of its object."""
    return f"{key[:2]}/{key}.clip"


# --- the file -------------------------------------------------------------------------------------


def _read(path: Path, unpack: Callable[[bytes], T]) -> T | None:
    """The clip in a file, or what is wanted of it; None if there is none or a damaged one, which is
    removed. Raises LibraryError."""
    try:
        stored = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as e:
        raise LibraryError(
            f"the clip {path} can't be read: {e.strerror}", hint="repair or remove the file"
        ) from e
    touch(path)
    try:
        return unpack(stored)
    except (ValueError, KeyError, TypeError, IndexError):
        with suppress(OSError):
            path.unlink()
        return None


def unpacked(stored: bytes) -> Clip | None:
    """The clip in stored bytes; None if they are damaged."""
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
    about, audio = _verified(stored)
    return Clip(audio, _info_from_json(parsed_json(about)))


def _audio_in(stored: bytes) -> bytes:
    _, audio = _verified(stored)
    return audio


def _verified(stored: bytes) -> tuple[bytes, bytes]:
    """The two parts of a stored clip: the data about it, and its frames. Raises ValueError and
    others if it is damaged."""
    first = stored.index(b"\n")
    head = parsed_json(stored[:first])
    start = first + 1 + head["about"]
    about, audio = stored[first + 1 : start], stored[start + 1 :]
    if head["format"] != FORMAT or head["sum"] != _checksum(about, audio):
        raise ValueError("checksum")
    return about, audio


def _checksum(about: bytes, audio: bytes) -> int:
    """CRC-32, which detects damage but not attacks; it is fast, since a long book is read twice for
    each episode."""
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
