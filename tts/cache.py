"""Spoken clips, by a hash of everything that changes their sound: written atomically, checked when
read.

A clip is a file of two parts: a line of JSON (checksum, what is known of the clip), then the MP3
frames as they are. A file that is damaged in any way counts as absent and is taken away, so that
the chunk is spoken again.

`Cache` is a folder; `SharedCache` is a bucket with a folder of this machine before it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import Any

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
"""Part of every key. Raise it when clips are made differently: trimming, limiting, encoding, this
file's layout."""

AWAY = "PAGECAST_BUCKET_WAIT"
"""Environment variable: seconds that a worker waits for a bucket that is away."""
_PATIENCE = 120.0
_AT_ONCE = 16
"""Clips that are fetched at once."""
_TRIES = 3
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


class NotKept(LibraryError):
    """The disk of this process does not take a clip."""


def open_cache(address: str, *, required: bool = False) -> Cache:
    """The cache at an address, as `Cache.address` has it: the path of its folder, or a bucket.

    It is `required` where other processes read what is put there: no other place will do then.
    """
    if "://" in address:
        return _shared(address, cache_folder(), required)
    return Cache(Path(address), required=required)


def user_cache(*, required: bool = False) -> Cache:
    """The clips of this user. Raises LibraryError where there is no place for them."""
    return open_cache(shared_address() or str(own_cache().folder), required=required)


def own_cache() -> Cache:
    """The clips of this user on this machine."""
    return Cache(cache_folder() / "clips")


@functools.cache
def _shared(address: str, folder: Path, required: bool) -> SharedCache:
    """One for each bucket in a process: it knows whether the bucket is away."""
    copies = folder / "copies" / hashlib.sha256(address.encode()).hexdigest()[:16]
    own = Cache(folder / "clips")
    return SharedCache(open_objects(address), copies, own, required=required)


class Cache:
    """A folder of clips. Safe for threads and for several processes at once: a put is a rename."""

    def __init__(self, folder: Path, *, required: bool = False) -> None:
        """`required`: a temporary cache instead is no help."""
        self.folder = folder
        self._required = required

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

    def put(self, key: str, clip: Clip) -> Clip:
        """Store under `key`; the clip that is there now. Raises NotKept when the disk does not take
        it; nothing half-written stays.

        Where the user's cache does not take it any more, a temporary one is begun.
        """
        self._write(key, _pack(clip))
        return clip

    def replace(self, key: str, clip: Clip) -> None:
        """Store in the place of another clip. Raises NotKept."""
        self.put(key, clip)

    def fetch(self, keys: Iterable[str]) -> None:
        """Have these at hand, where they are had one by one from afar."""

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
        return self.folder / key[:2] / f"{key}.clip"


class SharedCache(Cache):
    """Clips in a bucket, with a folder of this machine before it.

    The folder holds copies of what is in the bucket. Of several that speak the same clip the first
    one's is everybody's: who is later takes that one. What was spoken while the bucket was away is
    in the clips of this machine, and is offered when it is asked for next.
    """

    def __init__(self, objects: Objects, copies: Path, own: Cache, *, required: bool) -> None:
        """`required`: other processes read what is put here, so that a bucket that is away is
        waited for; else this machine's clips do meanwhile."""
        super().__init__(copies)
        self._objects = objects
        self._own = own
        self._waits = required
        self._damaged: dict[str, Stored] = {}
        """What is in the bucket, and can't be used, by its key."""
        patience = away_patience() if required else 0.0
        meanwhile = "it is waited for" if required else "this machine's own clips are used instead"
        self._contact = ServiceRetry(BucketAway, patience, meanwhile)

    @property
    def address(self) -> str:
        return self._objects.address

    def get(self, key: str) -> Clip | None:
        """As `Cache` has it. Raises BucketAway where the bucket is required and does not answer."""
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

    def put(self, key: str, clip: Clip) -> Clip:
        """Offer a clip; the one that is in the bucket now. Raises as `get`."""
        try:
            return self._agreed(key, clip)
        except BucketAway:
            if self._waits:
                with suppress(LibraryError):
                    self._own.put(key, clip)
                raise
            return self._own.put(key, clip)

    def replace(self, key: str, clip: Clip) -> None:
        """Put a clip in the place of another one, also in the bucket. Raises BucketAway."""
        stored, name = _pack(clip), _name(key)
        there = self._contact.ask(partial(self._objects.get, name))
        if there:
            self._contact.ask(partial(self._objects.replace, name, stored, there))
        else:
            self._contact.ask(partial(self._objects.put_new, name, stored))
        self._keep(key, stored)

    def fetch(self, keys: Iterable[str]) -> None:
        """Copy what the bucket has of these, several at once."""
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
        """A clip of the bucket, checked and copied; None where there is none, or a damaged one,
        whose place the next that is put takes."""
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
        """A copy that the disk does not take is read from the bucket again."""
        with suppress(LibraryError):
            self._write(key, stored)


def away_patience() -> float:
    """Seconds that a bucket is waited for which others read, too."""
    named = os.environ.get(AWAY, "")
    return float(named) if named.isdecimal() else _PATIENCE


def _name(key: str) -> str:
    """Of its object."""
    return f"{key[:2]}/{key}.clip"


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
            f"the clip {path} can't be read: {e.strerror}", hint="repair or remove the file"
        ) from e
    touch(path)
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
