"""Removed articles stay removed: the sources that a show must not make again unless asked to.

    output/.pagecast/removed/…         the bin: its manifests tell for as long as they are in it
    output/.pagecast/removals.jsonl    a line for each episode that was deleted for good

There is no moment at which a removed source is unknown: its line is written before its folder is
deleted. Where the source has an episode in the show again, that counts and nothing else.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Any

from tts.model import LibraryError
from tts.show import bin, library, manifest_file
from tts.show.library import Show
from tts.show.manifest import Manifest
from tts.storage.confined_folder import Folder
from tts.storage.parsing import parsed_json

NAME = ".pagecast/removals.jsonl"
MOST = 100_000
"""Maximum number of lines, the latest: 15 MB."""
_SETTLED = 2.0
"""Seconds after which a folder's modification time reflects every change in it."""


class Removed(LibraryError):
    """The article's episode was removed from the show, and stays so until the user asks for it."""

    title = ""
    moment = ""
    """When it was removed: ISO date and time, UTC."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A removed episode."""

    source: str
    """The identity of its source."""
    title: str
    number: int
    removed: str
    """ISO date and time, UTC."""
    can_return: bool = True
    """It is still in the bin."""


def check(show: Show, identity: str, paragraphs: Sequence[str] = ()) -> None:
    """Raise Removed if the episode of that source was removed and not made again.

    The identity of a text without an address is only its title: its `paragraphs` tell whether it is
    the same.
    """
    removal = find(show.folder, identity, paragraphs)
    if removal is None or library.find(show, identity):
        return
    error = Removed(
        f"{removal.title} was removed on {removal.removed[:10]} and is not made again",
        _way_back(show, removal),
    )
    error.title, error.moment = removal.title, removal.removed
    raise error


def _way_back(show: Show, removal: Removal) -> str:
    anew = "make it again with --force"
    if not removal.can_return:
        return anew
    name = quote(str(removal.number or removal.source))
    folder = quote(str(show.folder))
    return f"bring it back: tts restore {name} -o {folder}; or {anew}"


def find(folder: Path, identity: str, paragraphs: Sequence[str] = ()) -> Removal | None:
    """The latest removal of a source from a show."""
    for place in _in_bin(folder).get(library.suffix(identity), ()):
        episode = library.read_episode(place)
        if episode is None or episode.manifest.source != identity:
            continue
        is_other = paragraphs and not library.shares_paragraph(episode, paragraphs)
        if is_other:
            continue
        moment = bin.moment_of(place)
        return _of(episode.manifest, moment)
    return None if paragraphs else _remembered(folder).get(identity)


def remember(show: Show, folders: Iterable[Path]) -> None:
    """Record what is about to be deleted for good, by its folders in the bin. The show is locked.
    Raises LibraryError."""
    known = _remembered(show.folder)
    for folder in folders:
        manifest = manifest_file.read_from(folder)
        if manifest:
            known.pop(manifest.source, None)
            known[manifest.source] = _of(manifest, bin.moment_of(folder))
    latest = list(known.values())[-MOST:]
    lines = [json.dumps(_as_json(one), ensure_ascii=False) for one in latest]
    text = "\n".join([*lines, ""])
    path = Folder(show.folder).path(NAME)
    library.write_file(path, lambda f: f.write(text.encode(errors="replace")))


def _of(manifest: Manifest, moment: datetime) -> Removal:
    return Removal(manifest.source, manifest.title, manifest.number, moment.isoformat())


def _as_json(removal: Removal) -> dict[str, Any]:
    record = asdict(removal)
    del record["can_return"]
    return record


# --- what is known, read again only where it changed ----------------------------------------------

_bins: dict[Path, tuple[int, dict[str, list[Path]]]] = {}
_files: dict[Path, tuple[tuple[int, int], dict[str, Removal]]] = {}


def _in_bin(show: Path) -> dict[str, list[Path]]:
    """End of a folder's name -> the folders in the bin with that ending, the one removed last
    first. Cached, because a feed asks this for each of its articles, and a bin may contain
    thousands."""
    changed = bin.changed(show)
    known = _bins.get(show)
    is_settled = time.time() - changed / 1e9 > _SETTLED
    if known and known[0] == changed and is_settled:
        return known[1]
    found: dict[str, list[Path]] = {}
    for folder in bin.folders(show) if changed else ():
        found.setdefault(folder.name.rpartition("-")[2], []).append(folder)
    _bins[show] = changed, found
    return found


def _remembered(show: Path) -> dict[str, Removal]:
    """Source -> its removal, in the order in which they were recorded; damaged lines are
    skipped."""
    try:
        seen = os.lstat(show / NAME)
        version = (seen.st_mtime_ns, seen.st_size)
        if show in _files and _files[show][0] == version:
            return dict(_files[show][1])
        text = Folder(show).read_bytes(NAME).decode(errors="replace")
    except (OSError, LibraryError):
        return {}
    found: dict[str, Removal] = {}
    for line in text.splitlines():
        with suppress(ValueError, TypeError, KeyError):
            data = parsed_json(line)
            moment = datetime.fromisoformat(data["removed"]).isoformat()
            number = int(data["number"])
            source, title = str(data["source"]), str(data["title"])
            found[source] = Removal(source, title, number, moment, can_return=False)
    _files[show] = version, found
    return dict(found)
