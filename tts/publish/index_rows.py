"""What publishing records about each episode in the index (`tts.show.index`): the state of its
manifest, and the fields needed for lists. Others are read on demand, so that a show of a hundred
thousand need not be in memory.

The manifest is the truth: a record is valid while it, and every file it names, is unchanged.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
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
_FIRST: Final = Row._fields.index(_TEXTS[0])

Stands = tuple[int, int, int]
"""State of a file: bytes, modification time in nanoseconds, inode."""


class NotedManifest(Manifest):
    """A manifest with some recorded fields; the others are read on demand and not kept."""

    __slots__ = ("_folder", "_stands")

    _folder: str
    _stands: Stands

    def __getattr__(self, name: str) -> Any:
        """Called only for missing attributes. Raises LibraryError."""
        if name == "saved":
            return {}
        if name not in _OTHERS:
            raise AttributeError(name)
        return getattr(_read(self._folder, self._stands), name)


def whole(manifest: Manifest) -> Manifest:
    """A complete manifest, for code that uses many of its fields. Raises LibraryError."""
    if isinstance(manifest, NotedManifest):
        return _read(manifest._folder, manifest._stands)
    return manifest


def noted(folder: str, row: Row) -> NotedManifest:
    """The recorded manifest of an episode, by the path of its folder."""
    manifest = NotedManifest.__new__(NotedManifest)
    put = object.__setattr__
    put(manifest, "_folder", folder)
    put(manifest, "_stands", row[2:5])
    for name, value in zip(_TEXTS, row[_FIRST:], strict=False):
        put(manifest, name, value)
    put(manifest, "number", row.number)
    put(manifest, "date_stated", bool(row.date_stated))
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


def stands(folder: str, row: Row) -> bool:
    """Whether the episode's own files are unchanged."""
    try:
        seen = os.lstat(f"{folder}/{library.MANIFEST}")
        if (seen.st_size, seen.st_mtime_ns, inode(seen.st_ino)) != row[2:5] or is_linked(folder):
            return False
        files, audio = parsed_json(f"[{row.files},{row.audio}]")
        others = files.keys() - audio.keys()
        sized = all(is_file(f"{folder}/{name}", files[name]) for name in others)
        return sized and all(
            _is_same(f"{folder}/{name}", files[name], audio[name]) for name in audio
        )
    except (OSError, ValueError, TypeError, AttributeError, LookupError):  # of who wrote anything
        return False


def pages_stand(folder: str, row: Row) -> bool:
    """Whether its published pages are unchanged."""
    try:
        made = parsed_json(row.made)
        return bool(made) and all(_is_seen(f"{folder}/{name}", made[name]) for name in made)
    except (OSError, ValueError, TypeError, LookupError):
        return False


def _is_seen(path: str, before: Any) -> bool:
    found = os.stat(path)  # noqa: PTH116  # asked of every file of a large show
    return bool(found.st_size == before[0] and found.st_mtime_ns == before[1])


def no_link(path: str, flags: int) -> int:
    """An `opener` that follows no links and does not block on pipes."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def is_file(path: str, size: int) -> bool:
    """Whether there is a regular file of that size."""
    found = os.lstat(path)
    return found.st_size == size and stat.S_ISREG(found.st_mode)


def _is_same(path: str, size: int, before: Any) -> bool:
    """Whether a regular file of that size was not written since `before`. One call for both: an
    archive has a hundred thousand."""
    found = os.lstat(path)
    is_sized = found.st_size == size == before[0] and stat.S_ISREG(found.st_mode)
    return bool(is_sized and found.st_mtime_ns == before[1])


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
