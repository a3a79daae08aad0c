"""The queue on disk, which survives a kill.

    SHOW/.pagecast/queue/20261130121314123456-0123456789ab.json   an item
    SHOW/.pagecast/queue/20261130121314123456-0123456789ab.body   its text or file

The body is written before the item: a body without an item was never accepted. The number of
spoken chunks is not stored, because it follows from the cache.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition
from typing import Any, Final

from tts.model import LibraryError
from tts.serve.queue.queue_item import LONGEST, NAME, Addition, Item, as_record, from_record
from tts.storage.confined_folder import Folder, LeadsOut
from tts.storage.durable import sync_folder, write_whole
from tts.storage.parsing import parsed_json

PLACE: Final = ".pagecast/queue"
MOST: Final = 500
"""Maximum number of items that wait or have failed; further additions are refused for the time
being."""
MOST_BYTES: Final = 1_000_000_000
"""Bytes of all their texts and files on disk."""
MADE: Final = 100
"""Finished items that are still listed; their episodes are in the show."""


_ORPHAN: Final = 3600.0
"""Seconds after which a body without an item is removed."""


class QueueFull(LibraryError):
    """The queue accepts no more at the moment."""


class Store:
    """The items of a show. Thread-safe."""

    def __init__(self, show: Path) -> None:
        self._folder, self._items = Folder(show), dict[str, Item]()
        self._stood = dict[str, tuple[int, int]]()
        """Each item's file when it was read or written: modification time and inode."""
        self._changed = Condition()
        self._number = 0
        self._read()

    # --- what is there

    def items(self) -> list[Item]:
        """All items, in the order in which they were added."""
        with self._changed:
            return [self._items[name] for name in sorted(self._items)]

    def find(self, name: str) -> Item | None:
        with self._changed:
            return self._items.get(name)

    @property
    def number(self) -> int:
        """Number of changes since the start."""
        return self._number

    def next(self, seconds: float) -> Item | None:
        """The first waiting item; None if none arrives within so many seconds."""
        with self._changed:
            self._changed.wait_for(self._first, seconds)
            return self._first()

    def _first(self) -> Item | None:
        waiting = (n for n, item in sorted(self._items.items()) if item.state == "waiting")
        name = next(waiting, None)
        return self._items[name] if name else None

    def body(self, item: Item) -> Path:
        """The path of its text or file. Raises LeadsOut."""
        return self._path(item.name, "body")

    # --- what changes

    def add(self, addition: Addition, by: str = "") -> Item:
        """Add an item; the same token adds a waiting address only once.

        Raises QueueFull, LeadsOut, and OSError if it can't be written; nothing is kept then.
        """
        with self._changed:
            if known := self._waiting_for(addition, by):
                return known
            self._check_room(len(addition.body))
            item = _new(addition, by)
            if addition.kind != "address":
                body = self.body(item)
                write_whole(body, lambda f: f.write(addition.body), 0o600)
            try:
                self._write(item)
            except BaseException:
                self._unlink(item.name)
                raise
            self._put(item)
            self._trim()
            return item

    def _check_room(self, size: int) -> None:
        """Raise QueueFull if a body of so many bytes does not fit."""
        kept = [item for item in self._items.values() if item.state != "made"]
        hint = "wait until some are made, or remove failed ones"
        if len(kept) >= MOST:
            raise QueueFull(f"{MOST} articles are already waiting or have failed", hint=hint)
        if size and size + sum(map(self._bytes_of, kept)) > MOST_BYTES:
            most = f"{MOST_BYTES / 1e9:g} GB"
            message = (
                f"articles that are waiting or have failed already take up the {most} available"
            )
            raise QueueFull(message, hint=hint)

    def _bytes_of(self, item: Item) -> int:
        """Bytes of its text or file; 0 for an address."""
        with suppress(OSError, LeadsOut):
            return self.body(item).stat().st_size if item.kind != "address" else 0
        return 0

    def _waiting_for(self, addition: Addition, by: str) -> Item | None:
        """A waiting item of the same token. Those of other tokens are not visible to it and may be
        removed, so each has its own; the later one finds the article already made."""
        if addition.kind != "address":
            return None
        for item in self._items.values():
            if item.is_open and (item.where, item.by) == (addition.where, by):
                return item
        return None

    def change(self, name: str, *, durable: bool = True, **values: Any) -> Item | None:
        """Change fields of an item; None if it was removed meanwhile.

        Raises OSError if it can't be written; it is changed in memory all the same.
        """
        with self._changed:
            before = self._items.get(name)
            if before is None:
                return None
            item = replace(before, **values)
            self._put(item)
            if durable:
                self._write(item)
            return item

    def retry(self, name: str) -> bool:
        """Make a failed item wait again. Raises OSError."""
        with self._changed:
            item = self._items.get(name)
            if item is None or item.state != "failed":
                return False
            self.change(name, state="waiting", error="", hint="", cause="", done=0, total=0)
            return True

    def remove(self, name: str) -> Item | None:
        """Remove an item; its episode stays."""
        with self._changed:
            item = self._items.pop(name, None)
            if item:
                self._unlink(name)
                self._tell()
            return item

    def drop_body(self, name: str) -> None:
        """Delete the body of a finished item: its text is in the show."""
        with suppress(OSError, LeadsOut):
            self._path(name, "body").unlink(missing_ok=True)

    def _put(self, item: Item) -> None:
        self._items[item.name] = item
        self._tell()

    def _tell(self) -> None:
        self._number += 1
        self._changed.notify_all()

    def _trim(self) -> None:
        made = [name for name, item in sorted(self._items.items()) if item.state == "made"]
        for name in made[:-MADE]:
            del self._items[name]
            self._unlink(name)

    # --- files

    def _path(self, name: str, ending: str) -> Path:
        return self._folder.path(f"{PLACE}/{name}.{ending}")

    def _write(self, item: Item) -> None:
        content = json.dumps(as_record(item), ensure_ascii=False).encode(errors="replace")
        write_whole(self._path(item.name, "json"), lambda f: f.write(content), 0o600)
        self._stood[item.name] = self._stand(item.name)

    def _stand(self, name: str) -> tuple[int, int]:
        """Zeros if there is no file."""
        with suppress(OSError, LeadsOut):
            seen = self._path(name, "json").stat()
            return seen.st_mtime_ns, seen.st_ino
        return 0, 0

    def _unlink(self, name: str) -> None:
        """Delete the item first: a body alone counts as nothing."""
        self._stood.pop(name, None)
        with suppress(OSError, LeadsOut):
            for ending in ("json", "body"):
                self._path(name, ending).unlink(missing_ok=True)
            sync_folder(self._path(name, "json").parent)

    def reload(self) -> None:
        """Reread the files: another server may have changed them."""
        with self._changed:
            self._items.clear()
            self._read()
            self._tell()

    def look(self) -> None:
        """Take over what another server added, made, retried or removed."""
        with self._changed:
            before = dict(self._items)
            there = {name.removesuffix(".json") for name in self._names() if name.endswith(".json")}
            for name in there:
                if name not in self._items or self._stood.get(name) != self._stand(name):
                    self._read_item(name)
            for name in self._items.keys() - there:
                if self._stood.get(name) and self._stand(name) == (0, 0):
                    del self._items[name]
            if self._items != before:
                self._tell()

    def _read(self) -> None:
        """Read the files. Items that were being made when the process ended wait again; old bodies
        without an item are removed."""
        names = self._names()
        for name in names:
            self._read_item(name.removesuffix(".json"))
        for name, item in self._items.items():
            if item.state == "making":
                self._items[name] = replace(item, state="waiting")
        for name in names:
            stem = name.removesuffix(".body")
            if stem != name and NAME.fullmatch(stem) and stem not in self._items:
                self._remove_orphan(name)

    def _names(self) -> list[str]:
        with suppress(OSError, LeadsOut):
            return sorted(os.listdir(self._folder.path(PLACE)))  # noqa: PTH208  # names alone
        return []

    def _remove_orphan(self, name: str) -> None:
        """Remove a body without an item, unless another server may be about to write the item."""
        with suppress(OSError, LeadsOut):
            path = self._folder.path(f"{PLACE}/{name}")
            if path.stat().st_mtime < time.time() - _ORPHAN:
                path.unlink()

    def _read_item(self, name: str) -> None:
        if not NAME.fullmatch(name):
            return
        with suppress(OSError, ValueError, LeadsOut):
            stands = self._stand(name)
            content = self._folder.read_bytes(f"{PLACE}/{name}.json")
            item = from_record(name, parsed_json(content))
            self._stood[name] = stands
            if item:
                self._items[name] = item


def _new(addition: Addition, by: str) -> Item:
    now = datetime.now(UTC)
    return Item(
        name=f"{now:%Y%m%d%H%M%S%f}-{secrets.token_hex(6)}",
        kind=addition.kind,
        where=addition.where[:LONGEST],
        title=addition.title[:LONGEST],
        author=addition.author[:LONGEST],
        added=now.timestamp(),
        by=by,
    )
