"""What is currently published. The folder is checked at most once a second, and read again only if
it changed."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tts.model import LibraryError
from tts.publish import catalog
from tts.publish.catalog import Entry, Refused
from tts.show import library
from tts.show.library import Show

LOOK = 1.0
"""Seconds between two checks of the folder."""
GRACE = 3.0
"""Seconds for which an episode that is being made again keeps its previous state, because its files
move one by one."""

_Signature = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ShowSnapshot:
    """The state of a show until its next change."""

    show: Show
    entries: Sequence[Entry]
    """Newest first."""
    number: int
    """Number of changes since the start."""
    changed: float
    """Time of the last change, in seconds since 1970."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Folder -> index into the entries."""
    refused: Sequence[Refused] = ()

    def find(self, folder: str) -> Entry | None:
        place = self.places.get(folder)
        return None if place is None else self.entries[place]


class ServedShow:
    """A show that is served. `tell` is called with new or changed episodes and with removed ones;
    `warn` with errors in the settings."""

    def __init__(
        self,
        folder: Path,
        *,
        private: bool = False,
        tell: Callable[[Sequence[Entry], Sequence[str]], None] | None = None,
        warn: Callable[[LibraryError], None] | None = None,
    ) -> None:
        self.root = folder.resolve()
        self._private, self._tell, self._warn = private, tell, warn
        self._signature: _Signature = {}
        self._broken: dict[str, float] = {}
        """Folders that were complete before -> since when they are not."""
        self._show = library.open_show(self.root)
        self._looking: asyncio.Task[None] | None = None
        self._next = 0.0
        self.shown = ShowSnapshot(self._show, (), 0, 0.0)
        self.look()

    async def current(self) -> ShowSnapshot:
        """The current snapshot, checked first if that is due; simultaneous requests wait for the
        same check."""
        if self._looking is None and time.monotonic() >= self._next:
            self._looking = asyncio.create_task(asyncio.to_thread(self.look))
        if looking := self._looking:
            try:
                await asyncio.shield(looking)
            finally:
                self._looking = (
                    None if looking.done() and self._looking is looking else self._looking
                )
        return self.shown

    def look(self) -> None:
        signature = self._sign()
        if signature != self._signature or self._broken:
            self._read(signature)
        self._next = time.monotonic() + LOOK

    def _sign(self) -> _Signature:
        """A signature of each episode's folder and manifest: moving a file into the folder changes
        the folder's time."""
        found: _Signature = {"": _stat(self.root / library.SETTINGS)}
        if cover := self._show.settings.cover:
            found["/cover"] = _stat(self.root / cover)
        with suppress(OSError), os.scandir(self.root) as entries:
            for entry in entries:
                if entry.name[0] != "." and entry.is_dir(follow_symlinks=False):
                    stat = _stat(f"{entry.path}/{library.MANIFEST}")
                    if stat:
                        found[entry.name] = stat + _stat(entry.path)
        return found

    def _read(self, signature: _Signature) -> None:
        with_cover = self._show.settings.cover
        self._open()
        catalog_now = catalog.read(self._show)
        here = [e for e in catalog_now.entries if e.folder in signature]
        entries = self._with_unsettled(here, signature)
        before, self._signature = self.shown, signature
        if with_cover != self._show.settings.cover:
            self._signature = self._sign()
        changed = (
            max((each[0] for each in (*signature.values(), _stat(self.root)) if each), default=0)
            / 1e9
        )
        if changed <= before.changed:  # something went, or came with an old date
            changed = time.time()
        places = {e.folder: n for n, e in enumerate(entries)}
        self.shown = ShowSnapshot(
            self._as_served(), entries, before.number + 1, changed, places, catalog_now.refused
        )
        if before.number and self._tell:
            _tell(self._tell, before, self.shown)

    def _open(self) -> None:
        """Read the current settings; an error in them does not stop the server."""
        try:
            self._show = library.open_show(self.root)
        except LibraryError as e:
            if self._warn:
                self._warn(e)

    def _as_served(self) -> Show:
        """If a token is needed, the pages and the feed are marked as private."""
        return (
            replace(self._show, settings=replace(self._show.settings, private=True))
            if self._private
            else self._show
        )

    def _with_unsettled(self, entries: list[Entry], signature: _Signature) -> list[Entry]:
        """Adds episodes that were complete a moment ago: remaking an episode moves its files one by
        one."""
        now = time.monotonic()
        whole = {entry.folder for entry in entries}
        kept = []
        since: dict[str, float] = {}
        for entry in self.shown.entries:
            folder = entry.folder
            is_broken = folder in signature and folder not in whole
            began = self._broken.get(folder, now)
            if is_broken and now - began < GRACE:
                kept.append(entry)
                since[folder] = began
        self._broken = since
        if not kept:
            return entries
        return sorted([*entries, *kept], key=_order, reverse=True)


def _order(entry: Entry) -> Any:
    return entry.published, entry.manifest.number, entry.folder


def _stat(path: str | Path) -> tuple[int, ...]:
    try:
        stat = os.stat(path)  # noqa: PTH116  # of 10,000 episodes, every second
    except OSError:
        return ()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _tell(
    tell: Callable[[Sequence[Entry], Sequence[str]], None], before: ShowSnapshot, now: ShowSnapshot
) -> None:
    audio = {e.folder: e.audio for e in before.entries}
    came = [e for e in now.entries if audio.get(e.folder) != e.audio]
    went = [e.title for e in before.entries if e.folder not in now.places]
    if came or went:
        tell(came, went)
