"""What publishing records about each episode in the index (`tts.show.index`): the state of its
manifest, and the fields needed for lists. Others are read on demand, so that a show of a hundred
thousand need not be in memory.

The manifest is the truth: what was noted counts as long as it, and every file it names, stands as
it did.
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
"""Fields that are noted as they are."""
_OTHERS: Final = frozenset(each.name for each in fields(Manifest)) - {*_TEXTS, "saved"}
_LAST: Final = 600
"""Manifests that were read again and are remembered: what is asked of one is asked at once, or, by
the pages of the show, soon after what its search asked of the same 500."""
_FIRST: Final = Row._fields.index(_TEXTS[0])

Stands = tuple[int, int, int]
"""Of a file: bytes, nanoseconds, inode."""


class NotedManifest(Manifest):
    """A manifest of which some fields were noted; the others are read when they are asked for, and
    forgotten again."""

    __slots__ = ("_folder", "_stands")

    _folder: str
    _stands: Stands

    def __getattr__(self, name: str) -> Any:
        """Only called for what is not there. Raises LibraryError."""
        if name == "saved":
            return {}
        if name not in _OTHERS:
            raise AttributeError(name)
        return getattr(_read(self._folder, self._stands), name)


def whole(manifest: Manifest) -> Manifest:
    """All of a manifest, for who asks for many of its fields. Raises LibraryError."""
    if isinstance(manifest, NotedManifest):
        return _read(manifest._folder, manifest._stands)
    return manifest


def noted(folder: str, row: Row) -> NotedManifest:
    """The manifest of an episode, by the path of its folder."""
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
    """What is to be noted."""

    @property
    def folder(self) -> str:
        """Its name in the show."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def digest(self) -> str: ...

    @property
    def seen(self) -> Stands:
        """How its manifest's file stood when it was read."""


def row_of(episode: Episode, place: int, audio: Mapping[str, Any]) -> Row:
    """What to note of an episode; `place` is its folder's inode, `audio` what was read whole."""
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
    """Whether the episode's own files stand as they did."""
    try:
        seen = os.lstat(f"{folder}/{library.MANIFEST}")
        if (seen.st_size, seen.st_mtime_ns, inode(seen.st_ino)) != row[2:5] or is_linked(folder):
            return False
        files, audio = parsed_json(row.files), parsed_json(row.audio)
        sized = all(is_file(f"{folder}/{name}", size) for name, size in files.items())
        return sized and all(_is_seen(f"{folder}/{name}", audio[name]) for name in audio)
    except (OSError, ValueError, TypeError, AttributeError, LookupError):  # of who wrote anything
        return False


def pages_stand(folder: str, row: Row) -> bool:
    """Whether the pages that were made of it do."""
    try:
        made = parsed_json(row.made)
        return bool(made) and all(_is_seen(f"{folder}/{name}", made[name]) for name in made)
    except (OSError, ValueError, TypeError, LookupError):
        return False


def _is_seen(path: str, before: Any) -> bool:
    found = os.stat(path)  # noqa: PTH116  # asked of every file of a large show
    return bool(found.st_size == before[0] and found.st_mtime_ns == before[1])


def no_link(path: str, flags: int) -> int:
    """An `opener` that follows no link and waits for no pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def is_file(path: str, size: int) -> bool:
    """Whether there is a regular file of that size."""
    found = os.lstat(path)
    return found.st_size == size and stat.S_ISREG(found.st_mode)


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
