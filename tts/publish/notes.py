"""What a publishing notes of each episode, so that the next one need not read its manifest: how the
file stood, and the fields that lists tell of. The others are read when they are asked for.

The manifest is the truth: what was noted counts as long as it, and every file it names, stands as
it did.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, Protocol

from tts.model import LibraryError
from tts.publish import escape
from tts.show import library, manifest_file
from tts.show.manifest import Manifest
from tts.storage.inside import is_linked
from tts.storage.parsing import parsed_json

_TEXTS: Final = (
    "guid", "title", "author", "date", "added", "publication", "site", "url", "language", "source",
)  # fmt: skip
"""Fields that are noted, all of them text; then come `number`, `date_stated` and `files`."""
_NAMES: Final = (*_TEXTS, "number", "date_stated", "files")
_ALL: Final = tuple(each.name for each in fields(Manifest) if each.name != "saved")

Note = list[Any]
"""Size and nanoseconds of the manifest's file, the fields as `_NAMES` has them, and the names of
the audio files."""


class Episode(Protocol):
    """What is to be noted."""

    @property
    def folder(self) -> str:
        """Its name in the show."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def seen(self) -> tuple[int, int]:
        """How its manifest's file stood when it was read."""


class Sums(Protocol):
    """Knows which audio was read whole, and stands as it did then."""

    def stands(self, folder: str, names: list[str]) -> bool: ...


class NotedManifest(Manifest):
    """A manifest of which some fields were noted; the others are there when they are asked for."""

    __slots__ = ("_folder",)

    _folder: str

    def __getattr__(self, name: str) -> Any:
        """Only called for what is not there yet. Raises LibraryError."""
        if name not in _ALL:
            raise AttributeError(name)
        manifest = _read(self._folder)
        for each in _ALL:
            object.__setattr__(self, each, getattr(manifest, each))
        return getattr(manifest, name)


class Notes:
    """Those of the last publishing, and those for the next one."""

    def __init__(self, episodes: Mapping[str, Mapping[str, Any]], sums: Sums) -> None:
        self._episodes = episodes
        self._sums = sums

    def manifest(self, folder: str, name: str) -> tuple[NotedManifest, str] | None:
        """The manifest and its digest, where everything stands as it was noted; `folder` is the
        episode's path, `name` its name in the show."""
        before = self._episodes.get(name, {})
        note: Note = before.get("note", [])
        known = _is_note(note) and _stands(folder, note) and self._sums.stands(folder, note[-1])
        return (_manifest(folder, note), before["digest"]) if known else None

    def of(self, episode: Episode) -> Note:
        """What to note of an episode."""
        manifest = episode.manifest
        if isinstance(manifest, NotedManifest):
            before: Note = self._episodes[episode.folder]["note"]
            return before
        values = [getattr(manifest, name) for name in _NAMES]
        audio = [each.file for each in manifest.audio_files if each.sha256]
        return [*episode.seen, *values, audio]


def no_link(path: str, flags: int) -> int:
    """An `opener` that follows no link and waits for no pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def is_file(path: str, size: int) -> bool:
    """Whether there is a regular file of that size."""
    found = os.lstat(path)
    return found.st_size == size and stat.S_ISREG(found.st_mode)


def _stands(folder: str, note: Note) -> bool:
    try:
        found = os.lstat(f"{folder}/{library.MANIFEST}")
        if found.st_mtime_ns != note[1] or found.st_size != note[0] or is_linked(folder):
            return False
        return all(is_file(f"{folder}/{name}", size) for name, size in note[-2].items())
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return False


def _is_note(note: Any) -> bool:
    """Whoever passed the folder on may have written anything here."""
    if type(note) is not list or len(note) != len(_NAMES) + 3:
        return False
    number, stated, files, audio = note[-4:]
    counted = type(number) is int and type(stated) is bool
    named = type(files) is dict and type(audio) is list
    if not counted or not named:
        return False
    texts = note[2 : len(_TEXTS) + 2] + audio
    return set(map(type, texts)) == {str}


def _manifest(folder: str, note: Note) -> NotedManifest:
    manifest = NotedManifest.__new__(NotedManifest)
    put = object.__setattr__
    put(manifest, "_folder", folder)
    for name, value in zip(_NAMES, note[2:-1], strict=True):
        put(manifest, name, value)
    return manifest


def _read(folder: str) -> Manifest:
    try:
        with open(f"{folder}/{library.MANIFEST}", "rb", opener=no_link) as f:
            raw = f.read()
        found = manifest_file.read(escape.of_json(raw, parsed_json(raw)))
    except (OSError, ValueError, RecursionError):
        found = None
    if found is None:
        raise LibraryError(
            f"{folder}/{library.MANIFEST} changed while it was published",
            hint="give the same command again",
        )
    return found
