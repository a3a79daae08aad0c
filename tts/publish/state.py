"""The state of the last publishing of a show, in the show's index (`tts.show.index`).

It can be deleted at any time: then everything is checked and rendered again, with the same result.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from tts.publish import public_files
from tts.publish.compact_json import compact
from tts.publish.index_rows import as_json
from tts.show import index, library
from tts.show.index import Index, Row
from tts.show.manifest import Manifest
from tts.storage.confined_folder import Folder, LeadsOut
from tts.storage.parsing import parsed_json

FOLDER = ".pagecast"
EMBEDDED = "embed.json"
"""What `embed` remembers about a site's pages; present in the show of a site."""
_COMING = "coming.json"
"""The names of files that a run is about to make; present until it ends."""
_FORMER = "state.json"
"""Where Pagecast 0.1 kept its state."""
_AT_ONCE = 1_000
"""Names of files that are written together."""
_FEW = 100
"""If only inodes of so few manifests changed, as after a copy, nothing is written."""

T = TypeVar("T")
Seen = tuple[int, int]
"""A file's bytes, and its modification time in nanoseconds."""
Sums = Mapping[str, list[Any]]
"""Path of audio in a show -> bytes, nanoseconds and SHA-256."""


@dataclass(slots=True)
class State:
    """The state of a publishing. Paths are relative to the show's folder."""

    files: dict[str, Seen] = field(default_factory=dict)
    """Every generated file, except those of episodes."""
    episodes: dict[str, Row] = field(default_factory=dict)
    """By folder: every published episode."""
    audio: dict[str, list[Any]] = field(default_factory=dict)
    """Path -> bytes, nanoseconds and SHA-256 of audio that belongs to no episode any more, but to
    which pages of a site may still link."""
    stamps: dict[str, str] = field(default_factory=dict)
    """Stamps of what the site, the feed's pages and the covers depend on."""
    index: Index = field(default_factory=Index)
    """As it was read."""
    written: Mapping[str, Sums] = field(default_factory=dict)
    """By folder: audio that this process wrote, and summed as it did. Not recorded."""

    def owns(self, path: str) -> bool:
        """Whether Pagecast made a file, if it still exists."""
        folder, _, name = path.partition("/")
        row = self.episodes.get(folder)
        return path in self.files or (row is not None and name in made_of(row))

    def audio_in(self, folder: str) -> dict[str, list[Any]]:
        """The recorded audio in an episode's folder, by path."""
        row = self.episodes.get(folder)
        place = f"{folder}/"
        if row is not None:
            found = _in_folder(folder, audio_of(row))
        else:
            found = {path: heard for path, heard in self.audio.items() if path.startswith(place)}
        return {**found, **self.written.get(folder, {})}


def stale(before: State, after: State) -> Iterator[str]:
    """Files of `before` that are no longer needed."""
    for path in before.files:
        if not after.owns(path):
            yield path
    for folder, row in before.episodes.items():
        now = after.episodes.get(folder)
        if now is not None and now.made == row.made:
            continue
        for path in _in_folder(folder, made_of(row)):
            if not after.owns(path):
                yield path


def _in_folder(folder: str, names: Mapping[str, T]) -> dict[str, T]:
    """Files in a folder, by path."""
    return {f"{folder}/{name}": value for name, value in names.items()}


def superseded(before: State, after: State) -> dict[str, list[Any]]:
    """Audio to which `before` links and `after` does not, by path."""
    found = dict(before.audio)
    for folder, row in before.episodes.items():
        if after.episodes.get(folder) is not row:
            found |= _in_folder(folder, audio_of(row))
    for path in list(found):
        if _leads_to(after, path):
            del found[path]
    return found


def _leads_to(state: State, path: str) -> bool:
    folder, _, name = path.partition("/")
    row = state.episodes.get(folder)
    return row is not None and name in audio_of(row)


def audio_of(row: Row) -> dict[str, list[Any]]:
    """Verified audio files of a row, by name."""
    return _table(row.audio)


def made_of(row: Row) -> dict[str, Seen]:
    """The pages made for an episode, by name; invalid names are skipped."""
    found: dict[str, Seen] = {}
    for name, each in _table(row.made).items():
        size, changed = each[:2]
        if public_files.is_made(f"{row.folder}/{name}"):
            found[name] = size, changed
    return found


def _table(text: str) -> dict[str, list[Any]]:
    """Parse a value that anybody may have written."""
    try:
        found = parsed_json(text)
        lists = {name: each for name, each in found.items() if type(each) is list}
        return {name: each for name, each in lists.items() if len(each) > 1}
    except (ValueError, AttributeError):
        return {}


# --- the file -------------------------------------------------------------------------------------


def read(folder: Path) -> State:
    """The state as last written; empty if it is missing, damaged or of another version.

    Files that a killed run may have made count as Pagecast's own, whatever their state.
    """
    found = index.read(folder)
    state = State(index=found)
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        state = _of_index(found)
    if not found.sound:
        state.files |= dict.fromkeys(_made_formerly(folder), (0, -1))
    with suppress(OSError, ValueError, TypeError, LeadsOut):
        coming = parsed_json(Folder(folder).read_bytes(f"{FOLDER}/{_COMING}"))
        if all(map(public_files.is_made, coming)):
            state.files |= dict.fromkeys(coming, (0, -1))
    return state


def _of_index(found: Index) -> State:
    files = parsed_json(found.values["files"])
    if not all(map(public_files.is_made, files)):
        return State(index=found)
    return State(
        files={path: (each[0], each[1]) for path, each in files.items()},
        episodes=dict(found.rows),
        audio=dict(parsed_json(found.values["audio"])),
        stamps=dict(parsed_json(found.values["stamps"])),
        index=found,
    )


def _made_formerly(folder: Path) -> list[str]:
    """Files of Pagecast 0.1, which are removed if no longer needed."""
    try:
        data = parsed_json(Folder(folder).read_bytes(f"{FOLDER}/{_FORMER}"))
        made = list(data["files"])
        for name, episode in data["episodes"].items():
            made += _in_folder(name, episode["files"])
        all_ours = all(map(public_files.is_made, made))
        return made if all_ours else []
    except (OSError, ValueError, KeyError, TypeError, AttributeError, LeadsOut):
        return []


def announce(folder: Path, names: Iterable[str]) -> None:
    """Record the files about to be made: if the run is killed, they count as its own."""

    def write_names(f: BinaryIO) -> None:
        before = "["
        listed = sorted(names)
        for first in range(0, len(listed), _AT_ONCE):  # of an archive they are half a million
            some = compact(listed[first : first + _AT_ONCE])
            line = f"{before}{some[1:-1]}"
            f.write(line.encode(errors="replace"))
            before = ",\n"
        f.write(b"]" if before != "[" else b"[]")

    library.write_file(folder / FOLDER / _COMING, write_names)


def write(folder: Path, state: State, before: State) -> None:
    """Write the state if it differs from `before`, which was read from there. Raises
    LibraryError."""
    values = {
        "files": _sorted(state.files),
        "audio": _sorted(state.audio),
        "stamps": _sorted(state.stamps),
    }
    new = Index(state.episodes, values)
    if not before.index.sound or _is_other(new, before.index):
        index.write(folder, new, before.index)
    for name in (_COMING, _FORMER):
        (folder / FOLDER / name).unlink(missing_ok=True)


def _sorted(table: Mapping[str, Any]) -> str:
    return as_json({name: table[name] for name in sorted(table)})


def _is_other(new: Index, before: Index) -> bool:
    if new.values != before.values or new.rows.keys() != before.rows.keys():
        return True
    changed = 0
    for folder, row in new.rows.items():
        former = before.rows[folder]
        if row is former:
            continue
        changed += 1
        if changed > _FEW or _without_inodes(row) != _without_inodes(former):
            return True
    return False


def _without_inodes(row: Row) -> Row:
    return row._replace(place=0, file=0)


def seen(path: str) -> Seen | None:
    """The file's state, or None if there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # asked of every file of a large show
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


class AudioSums:
    """Verifies that the audio matches its manifest: it is read completely once, and again if its
    size or time changes."""

    def __init__(self, before: Mapping[str, list[Any]]) -> None:
        self._before = before
        self.known: dict[str, list[Any]] = {}

    def check(self, folder: str, manifest: Manifest) -> str:
        """A `catalog.Check`."""
        for made in manifest.audio_files:
            if made.sha256 and (reason := self._check(folder, made.file, made.sha256)):
                return reason
        return ""

    def by_name(self) -> dict[str, list[Any]]:
        """The verified audio of the folder checked last."""
        found = {}
        for path, heard in self.known.items():
            _, _, name = path.partition("/")
            found[name] = heard
        return found

    def _check(self, folder: str, name: str, wanted: str) -> str:
        path = f"{folder}/{name}"
        key = f"{os.path.basename(folder)}/{name}"  # noqa: PTH119
        stands = seen(path)
        before = self._before.get(key)
        if stands is None:
            return f"{name} is missing; make it again"
        if before is None or tuple(before[:2]) != stands:
            before = [*stands, _digest(path)]
        if before[2] != wanted:
            return f"{name} was changed after it was made; make it again"
        self.known[key] = before
        return ""


def sums_of(written: library.Episode) -> Sums:
    """What is known of the audio of an episode that this process has just written."""
    audio = written.manifest.audio
    stands = seen(str(written.audio))
    return {f"{written.folder.name}/{audio.file}": [*stands, audio.sha256]} if stands else {}


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as f:  # noqa: PTH123
            return hashlib.file_digest(f, "sha256").hexdigest()
    except OSError:
        return ""
