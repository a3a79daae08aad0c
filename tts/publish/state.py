"""What the last publishing of a show knew and made: `.pagecast/state.json` in its folder.

It can be deleted at any time: then everything is looked at and put together again, and comes out
the same.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from tts.publish import escape, public_files
from tts.show import library
from tts.show.manifest import Manifest
from tts.storage.inside import Folder, LeadsOut
from tts.storage.parsing import parsed_json

FOLDER = ".pagecast"
_NAME = "state.json"
EMBEDDED = "embed.json"
"""What `embed` remembers of a site's pages; there where the show is that of a site."""
_COMING = "coming.json"
"""The names of what a run was about to make; there as long as it has not ended."""
_VERSION = 1

Seen = tuple[int, int]
"""A file's bytes, and when it was written last, in nanoseconds."""


@dataclass(slots=True)
class State:
    """Of one publishing. Paths are relative to the show's folder."""

    files: dict[str, Seen] = field(default_factory=dict)
    """Every file that was made, but for those of episodes."""
    episodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Folder -> `digest` and `title` of the episode, `stamp` of its pages, `files` that were made
    of it, and the `note` of its manifest."""
    audio: dict[str, list[Any]] = field(default_factory=dict)
    """Path -> bytes, nanoseconds, SHA-256: what was read whole once."""
    stamps: dict[str, str] = field(default_factory=dict)
    """What the site, the feed's pages and the covers were made of."""
    sizes: dict[str, int] = field(default_factory=dict)
    """Digest of an episode -> bytes it takes in the feed."""

    def made(self) -> set[str]:
        """Every file of Pagecast's own, if it is there still."""
        made = set(self.files)
        for folder, episode in self.episodes.items():
            names = episode["files"]
            made.update([f"{folder}/{name}" for name in names])
        return made


def read(folder: Path) -> State:
    """As it was left; empty when it is not there, damaged or of another Pagecast. What a killed run
    may have made is Pagecast's own as well, in whatever state."""
    state = _last(folder)
    with suppress(OSError, ValueError, TypeError, LeadsOut):
        coming = parsed_json(Folder(folder).read_bytes(f"{FOLDER}/{_COMING}"))
        if all(map(public_files.is_made, coming)):
            state.files |= dict.fromkeys(coming, (0, -1))
    return state


def announce(folder: Path, names: Iterable[str]) -> None:
    """Note what is about to be made: a run that is killed then owns what it wrote."""
    content = json.dumps(sorted(names), ensure_ascii=False).encode(errors="replace")
    library.write_file(folder / FOLDER / _COMING, lambda f: f.write(content))


def _last(folder: Path) -> State:
    try:
        raw = Folder(folder).read_bytes(f"{FOLDER}/{_NAME}")
        data = escape.of_json(raw, parsed_json(raw))
        if data.pop("version") != _VERSION:
            return State()
        state = State(**{each.name: data[each.name] for each in fields(State)})
        if not _is_made(state):
            return State()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, LeadsOut):
        return State()
    return state


def _is_made(state: State) -> bool:
    """Whether publishing could have made all files: who passed the folder on may have written
    anything here."""
    names: set[str] = set()
    for episode in state.episodes.values():
        names.update(episode["files"])
    paths = list(state.files)
    paths += [f"{folder}/index.html" for folder in state.episodes]
    paths += [f"folder/{name}" for name in names]
    return all(map(public_files.is_made, paths))


def write(folder: Path, state: State, before: State) -> None:
    """Where it is another than `before`, which was read from there."""
    if before.episodes and _is_same(state, before):
        return
    data = {"version": _VERSION, **{each.name: getattr(state, each.name) for each in fields(State)}}
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    path = folder / FOLDER / _NAME
    if not _has(folder, content):
        library.write_file(path, lambda f: f.write(content))
    (folder / FOLDER / _COMING).unlink(missing_ok=True)


def _is_same(state: State, before: State) -> bool:
    """What did not change is mostly the same object, and found so at once."""
    same = all(
        getattr(state, name) == getattr(before, name)
        for name in ("stamps", "sizes", "audio", "episodes")
    )
    return same and _tuples(state.files) == _tuples(before.files)


def _tuples(files: Mapping[str, Iterable[int]]) -> dict[str, tuple[int, ...]]:
    """JSON made lists of them."""
    return {path: tuple(stands) for path, stands in files.items()}


def _has(folder: Path, content: bytes) -> bool:
    """Whether the file stands with that content."""
    try:
        return Folder(folder).read_bytes(f"{FOLDER}/{_NAME}") == content
    except (OSError, LeadsOut):
        return False


def seen(path: str) -> Seen | None:
    """The file as it stands, or None."""
    try:
        found = os.stat(path)  # noqa: PTH116  # asked of every file of a large show
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


class AudioSums:
    """Whether the audio is what its manifest says: read whole once, and again when size or time are
    others."""

    def __init__(self, before: Mapping[str, list[Any]]) -> None:
        self._before = before
        self.known: dict[str, list[Any]] = {}

    def check(self, folder: str, manifest: Manifest) -> str:
        """A `catalog.Check`."""
        for made in manifest.audio_files:
            if made.sha256 and (reason := self._check(folder, made.file, made.sha256)):
                return reason
        return ""

    def stands(self, folder: str, names: list[str]) -> bool:
        """Whether these were read whole, and found right, and stand as they did then."""
        for name in names:
            path = f"{os.path.basename(folder)}/{name}"  # noqa: PTH119
            before = self._before.get(path)
            if before is None or tuple(before[:2]) != seen(f"{folder}/{name}"):
                return False
            self.known[path] = before
        return True

    def _check(self, folder: str, name: str, wanted: str) -> str:
        path, key = f"{folder}/{name}", f"{os.path.basename(folder)}/{name}"  # noqa: PTH119
        stands, before = seen(path), self._before.get(key)
        if stands is None:
            return f"{name} is missing; make it again"
        if before is None or tuple(before[:2]) != stands:
            before = [*stands, _digest(path)]
        if before[2] != wanted:
            return f"{name} is not the audio that was made: its bytes are others; make it again"
        self.known[key] = before
        return ""


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as f:  # noqa: PTH123
            return hashlib.file_digest(f, "sha256").hexdigest()
    except OSError:
        return ""
