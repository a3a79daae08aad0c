"""Opens a SQLite file in a show's folder safely: the show may come from a stranger, and SQLite
executes what it finds in a file or its journals."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from tts.storage.confined_folder import Folder

JOURNALS: Final = ("-journal", "-wal", "-shm")
"""What SQLite may put beside it."""


def opened(folder: Path, name: str, mode: str, patience: float) -> sqlite3.Connection:
    """What a view or a trigger in it calls does nothing. `patience` in seconds.

    Raises LeadsOut, for a journal, too; sqlite3.Error; and ValueError where a log is written ahead,
    as not one of Pagecast's is.

    The file is opened by SQLite alone: with a second handle that is closed its locks would go.
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
    """Name -> the statement that made it; None for what SQLite made by itself."""
    return dict(base.execute("SELECT name, sql FROM sqlite_master"))
