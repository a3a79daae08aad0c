"""Opens a SQLite file in a show's folder safely: the show may come from a stranger, and SQLite
executes what it finds in a file or its journals."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from tts.storage.confined_folder import Folder

JOURNALS: Final = ("-journal", "-wal", "-shm")
"""Files that SQLite may put next to it."""


def opened(folder: Path, name: str, mode: str, patience: float) -> sqlite3.Connection:
    """A context with the open file. Functions called by views or triggers in it do nothing.
    `patience` in seconds.

    Raises LeadsOut, also for a journal; sqlite3.Error; and ValueError if it uses a write-ahead log,
    as no file of Pagecast's does. Only SQLite opens the file: closing a second handle would release
    its locks.
    """
    own = Folder(folder)
    for beside in JOURNALS:
        own.path(name + beside)
    address = own.path(name).absolute().as_uri()
    base = sqlite3.connect(f"{address}?mode={mode}", uri=True, timeout=patience)
    try:
        base.execute("PRAGMA trusted_schema = OFF")
        if base.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            raise ValueError("not one of Pagecast's")
    except BaseException:
        base.close()
        raise
    return base


def schema(base: sqlite3.Connection) -> dict[str, str | None]:
    """Name -> the statement that created it; None for what SQLite created by itself."""
    return dict(base.execute("SELECT name, sql FROM sqlite_master"))
