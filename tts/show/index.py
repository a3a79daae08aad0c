"""The index of a show, `.pagecast/index.sqlite`: what was read of its episodes, so that a hundred
thousand folders need not be read again to be listed.

The folders are the truth. The index can be deleted, and one that is damaged, of another version or
of somebody else's making counts as none: what it held is read again. It is written by whoever
publishes, under that lock; others only read it.

Numbers of files (inodes) and times are only ever compared for being the same: no clock has to be
right.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, get_type_hints

from tts.model import LibraryError
from tts.show import database
from tts.storage import durable
from tts.storage.confined_folder import Folder, LeadsOut

NAME: Final = ".pagecast/index.sqlite"
"""In the show's folder."""
_OWNER: Final = 0x50674361
"""The file's application_id: `PgCa`."""
_VERSION: Final = 1
"""Its user_version: an index of another version is made again."""
_PATIENCE: Final = 2.0
"""Seconds that a reader waits for a writer, before continuing without the index."""
_INTEGER: Final = 2**63 - 1
"""The largest integer in SQLite; some file systems have larger inode numbers."""


class Row(NamedTuple):
    """An episode, as it was last read and published."""

    folder: str
    """Name of its folder in the show."""
    place: int
    """Inode of that folder."""
    size: int
    """Bytes of the manifest's file."""
    changed: int
    """Its modification time, in nanoseconds."""
    file: int
    """Its inode."""
    digest: str
    """Hash of the manifest's bytes."""
    guid: str
    title: str
    author: str
    date: str
    added: str
    publication: str
    site: str
    url: str
    language: str
    source: str
    number: int
    date_stated: int
    files: str
    """JSON: every file that the manifest names -> its bytes."""
    audio: str
    """JSON: name -> bytes, nanoseconds and SHA-256 of verified audio."""
    stamp: str = ""
    """Stamp of what its pages depend on."""
    made: str = "{}"
    """JSON: name -> bytes and nanoseconds of each of its pages."""
    picture: str = "null"
    """JSON: the state of the cover that the thumbnail was made from, and a hash of the code that
    made it."""
    feed_bytes: int = 0
    """Bytes of its item in the feed; 0 if unknown."""
    addresses: str = ""
    """The addresses under which pages of a site find it, as in
    `publish.listen_script.script_files`."""


_FIELDS: Final = get_type_hints(Row)
_TYPES: Final = tuple(_FIELDS.values())
_COLUMNS: Final = ", ".join(
    f"{name} {'INTEGER' if kind is int else 'TEXT'} NOT NULL" for name, kind in _FIELDS.items()
)
_SCHEMA: Final = {
    "episodes": f"CREATE TABLE episodes ({_COLUMNS}, PRIMARY KEY (folder)) WITHOUT ROWID",
    "show": "CREATE TABLE show (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
}
_INSERT: Final = f"INSERT OR REPLACE INTO episodes VALUES ({', '.join('?' * len(_FIELDS))})"


@dataclass(slots=True)
class Index:
    """The content of the index."""

    rows: dict[str, Row] = field(default_factory=dict)
    """By folder."""
    values: dict[str, str] = field(default_factory=dict)
    """Values about the show as a whole."""
    sound: bool = False
    """It was read from a file that can be updated."""


def inode(number: int) -> int:
    """The inode number as stored in the index."""
    return number & _INTEGER


# --- reading --------------------------------------------------------------------------------------


def read(folder: Path) -> Index:
    """The index of a show; empty if there is none that can be trusted."""
    try:
        with closing(_opened(folder, "ro")) as base:
            rows = {row[0]: row for row in map(Row._make, base.execute(_select())) if _is_row(row)}
            return Index(rows, dict(base.execute("SELECT name, value FROM show")), sound=True)
    except (sqlite3.Error, OSError, ValueError, TypeError, LeadsOut):
        return Index()


def numbers(folder: Path) -> dict[tuple[str, int], int]:
    """The numbers of the episodes in the index, by name and inode of their folders."""
    try:
        with closing(_opened(folder, "ro")) as base:
            found = base.execute("SELECT folder, place, number FROM episodes").fetchall()
    except (sqlite3.Error, OSError, ValueError, LeadsOut):
        return {}
    return {(name, place): number for name, place, number in found if type(number) is int}


def _select() -> str:
    return f"SELECT {', '.join(_FIELDS)} FROM episodes"


def _is_row(row: Row) -> bool:
    """Whether a row is valid: anybody may have written the file."""
    return tuple(map(type, row)) == _TYPES and row.folder[:1] != "." and "/" not in row.folder


def _opened(folder: Path, mode: str) -> sqlite3.Connection:
    """Open the file. Raises sqlite3.Error, OSError, LeadsOut, and ValueError if it is not ours:
    SQLite may execute what a stranger's file contains."""
    with Folder(folder).open(NAME) as f:
        head = f.read(100)
    as_ours = head[18:20] == b"\x01\x01" and int.from_bytes(head[68:72]) == _OWNER
    if not as_ours or int.from_bytes(head[60:64]) != _VERSION:
        raise ValueError("not one of Pagecast's")
    base = database.opened(folder, NAME, mode, _PATIENCE)
    try:
        _check_schema(base)
    except BaseException:
        base.close()
        raise
    return base


def _check_schema(base: sqlite3.Connection) -> None:
    if database.schema(base) != _SCHEMA:
        raise ValueError("of a different structure")


# --- writing --------------------------------------------------------------------------------------


def write(folder: Path, index: Index, before: Index) -> None:
    """Write what changed since `before` was read, or everything if nothing could be read. The
    publishing lock is held. Raises LibraryError."""
    path = Folder(folder).path(NAME)
    try:
        if not (before.sound and _is_updated(folder, index, before)):
            _write_whole(path, index)
    except (sqlite3.Error, OSError) as e:
        why = e.strerror if isinstance(e, OSError) else str(e)
        hint = "check the folder's permissions and the free space, then run the same command again"
        raise LibraryError(f"{path} can't be written: {why}", hint=hint) from e


def _is_updated(folder: Path, index: Index, before: Index) -> bool:
    """Whether it could be updated; it may have been damaged meanwhile."""
    gone = before.rows.keys() - index.rows.keys()
    changed = [row for row in index.rows.values() if _is_other(row, before.rows.get(row.folder))]
    values = index.values.items() - before.values.items()
    lost = before.values.keys() - index.values.keys()
    if not (gone or changed or values or lost):
        return True
    with suppress(sqlite3.Error, OSError, ValueError, LeadsOut):
        with closing(_opened(folder, "rw")) as base, base:
            base.executemany("DELETE FROM episodes WHERE folder = ?", [(name,) for name in gone])
            base.executemany("DELETE FROM show WHERE name = ?", [(name,) for name in lost])
            _insert(base, changed, values)
        return True
    return False


def _is_other(row: Row, before: Row | None) -> bool:
    """Whether a row changed; usually it is the same object."""
    return row is not before and row != before


def _write_whole(path: Path, index: Index) -> None:
    """Write it under a temporary name, then rename. The journal of the old file is removed first,
    because it would be applied to the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{durable.temporary_prefix()}index")
    try:
        _make(made, index)
        durable.sync_file(made)
        for beside in database.JOURNALS:
            path.with_name(path.name + beside).unlink(missing_ok=True)
        made.replace(path)
    except BaseException:
        with suppress(OSError):
            made.unlink()
        raise
    durable.sync_folder(path.parent)


def _make(path: Path, index: Index) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute(f"PRAGMA application_id = {_OWNER}")
        base.execute(f"PRAGMA user_version = {_VERSION}")
        for sql in _SCHEMA.values():
            base.execute(sql)
        _insert(base, sorted(index.rows.values()), index.values.items())
        base.commit()


def _insert(
    base: sqlite3.Connection, rows: Iterable[Row], values: Iterable[tuple[str, str]]
) -> None:
    base.executemany(_INSERT, (row for row in rows if _can_be_kept(row)))
    base.executemany("INSERT OR REPLACE INTO show VALUES (?, ?)", values)


def _can_be_kept(row: Row) -> bool:
    """Whether a row can be stored. If its name is not valid text, such an episode is read each
    time."""
    try:
        os.fsencode(row.folder).decode()
    except UnicodeError:
        return False
    return True
