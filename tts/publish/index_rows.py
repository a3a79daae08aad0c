"""What publishing records about each episode in the index (`tts.show.index`): the state of its
manifest, and the fields needed for lists. Others are read on demand, so that a show of a hundred
thousand need not be in memory.

The manifest is the truth: a record is valid while it, and every file it names, is unchanged.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, Final, Protocol

from tts.model import LibraryError
from tts.publish import escape
from tts.publish.compact_json import ascii_compact
from tts.show import library, manifest_file
from tts.show.index import Row, inode
from tts.show.manifest import Manifest
from tts.storage.confined_folder import is_linked
from tts.storage.parsing import parsed_json

_TEXTS: Final = (
    "guid",
    "title",
    "author",
    "date",
    "added",
    "publication",
    "site",
    "url",
    "language",
    "source",
)
"""Fields that are recorded as they are."""
_OTHERS: Final = frozenset(each.name for each in fields(Manifest)) - {*_TEXTS, "saved"}
_LAST: Final = 600
"""Manifests read on demand that stay cached: the fields of one are used together or, for the pages
of the show, soon after its search used the same 500."""

Stands = tuple[int, int, int]
"""State of a file: bytes, modification time in nanoseconds, inode."""


class NotedManifest(Manifest):
    """A manifest with some recorded fields; the others are read on demand and not kept."""

    __slots__ = ("_folder", "_row")

    _folder: str
    _row: Row

    @property
    def date_stated(self) -> bool:
        return bool(self._row.date_stated)

    def __getattr__(self, name: str) -> Any:
        """Called only for missing attributes. Raises LibraryError."""
        if name == "saved":
            return {}
        if name not in _OTHERS:
            raise AttributeError(name)
        return getattr(whole(self), name)


def _recorded(name: str) -> property:
    """A field that is looked up in the row: copying ten for each of a hundred thousand episodes
    takes longer than the few lookups."""
    place = Row._fields.index(name)
    return property(lambda manifest: manifest._row[place])


for _name in (*_TEXTS, "number"):
    setattr(NotedManifest, _name, _recorded(_name))


def whole(manifest: Manifest) -> Manifest:
    """A complete manifest, for code that uses many of its fields. Raises LibraryError."""
    if isinstance(manifest, NotedManifest):
        return _read(manifest._folder, manifest._row[2:5])
    return manifest


def noted(folder: str, row: Row) -> NotedManifest:
    """The recorded manifest of an episode, by the path of its folder."""
    manifest = NotedManifest.__new__(NotedManifest)
    object.__setattr__(manifest, "_folder", folder)
    object.__setattr__(manifest, "_row", row)
    return manifest


class Episode(Protocol):
    """An episode to record."""

    @property
    def folder(self) -> str:
        """Its name in the show."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def digest(self) -> str: ...

    @property
    def seen(self) -> Stands:
        """The state of its manifest's file when it was read."""


def row_of(episode: Episode, place: int, audio: Mapping[str, Any]) -> Row:
    """The row to record for an episode; `place` is its folder's inode, `audio` the verified audio
    files."""
    manifest = episode.manifest
    size, changed, number = episode.seen
    texts = {each: getattr(manifest, each) for each in _TEXTS}
    return Row(
        folder=episode.folder,
        place=place,
        size=size,
        changed=changed,
        file=inode(number),
        digest=episode.digest,
        **texts,
        number=manifest.number,
        date_stated=int(manifest.date_stated),
        files=as_json(dict(manifest.files)),
        audio=as_json(audio),
    )


def as_json(value: Any) -> str:
    return ascii_compact(value)


# --- whether it stands as it was noted ------------------------------------------------------------


def stands(folder: str, row: Row) -> tuple[bool, bool]:
    """Whether the episode's own files are unchanged, and whether its published pages are."""
    try:
        files, audio, made = parsed_json(f"[{row.files},{row.audio},{row.made}]")
        return _files_stand(folder, row, files, audio), _pages_stand(folder, made)
    except (ValueError, TypeError, AttributeError, LookupError):  # of who wrote anything
        return False, False


def _files_stand(
    folder: str, row: Row, files: dict[str, Any], audio: dict[str, Sequence[Any]]
) -> bool:
    """No calls in the loop: an archive has a million files."""
    try:
        seen = os.lstat(f"{folder}/{library.MANIFEST}")
        if (seen.st_size, seen.st_mtime_ns, inode(seen.st_ino)) != row[2:5] or is_linked(folder):
            return False
        for name, size in files.items():
            found = os.lstat(f"{folder}/{name}")
            if found.st_size != size or not stat.S_ISREG(found.st_mode):
                return False
            if name in audio and audio[name][:2] != [size, found.st_mtime_ns]:
                return False
        return audio.keys() <= files.keys()
    except OSError:
        return False


def _pages_stand(folder: str, made: dict[str, Sequence[Any]]) -> bool:
    try:
        for name, (size, changed, *_) in made.items():
            found = os.stat(f"{folder}/{name}")  # noqa: PTH116  # as above
            if found.st_size != size or found.st_mtime_ns != changed:
                return False
        return bool(made)
    except OSError:
        return False


def no_link(path: str, flags: int) -> int:
    """An `opener` that follows no links and does not block on pipes."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


@lru_cache(_LAST)
def _read(folder: str, _stands: Stands) -> Manifest:
    try:
        with open(f"{folder}/{library.MANIFEST}", "rb", opener=no_link) as f:
            raw = f.read()
        found = manifest_file.read(escape.of_json(raw, parsed_json(raw)), keep=False)
    except (OSError, ValueError, RecursionError):
        found = None
    if found is None:
        raise LibraryError(
            f"{folder}/{library.MANIFEST} changed while it was published",
            hint="run the same command again",
        )
    return found
