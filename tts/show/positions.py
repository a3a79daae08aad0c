"""What listeners heard of a show, and what else their apps synchronize: positions, subscriptions,
devices, settings. One SQLite file in the show, which can be deleted.

    .pagecast/positions.sqlite

`tts serve` writes it as apps tell (`serve.sync`); `[keep]` reads which episodes were heard. An
address of the show itself stands in it as `show:FOLDER/FILE` and `show:feed.xml`, for devices
reach the show by several names, and each with its own token.

Moments of a change count up: what comes later has a higher one, also where the clock went back.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from tts.model import LibraryError
from tts.show import database
from tts.storage.confined_folder import Folder

NAME: Final = ".pagecast/positions.sqlite"
OWN: Final = "show:"
"""Prefix of addresses of the show itself."""
FEED: Final = f"{OWN}feed.xml"
HEARD: Final = 0.95
"""The share of an episode that counts as heard: the rest is an outro."""
MOST_ACTIONS: Final = 20_000
MOST_SUBSCRIPTIONS: Final = 5_000
MOST_DEVICES: Final = 200
MOST_SETTINGS: Final = 2_000
MOST_PREFIXES: Final = 4
"""Maximum per listener; the oldest are dropped."""
_ACTIVE: Final = 30 * 86_400
"""Seconds without any update after which somebody no longer counts as a listener."""
_PATIENCE: Final = 10.0
"""Seconds to wait for another writing process."""
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS actions (
    listener TEXT, podcast TEXT, episode TEXT, action TEXT, device TEXT, guid TEXT, timestamp TEXT,
    started INTEGER, position INTEGER, total INTEGER, changed INTEGER,
    PRIMARY KEY (listener, podcast, episode, action));
CREATE INDEX IF NOT EXISTS actions_changed ON actions (listener, changed);
CREATE TABLE IF NOT EXISTS subscriptions (
    listener TEXT, device TEXT, url TEXT, removed INTEGER, changed INTEGER,
    PRIMARY KEY (listener, device, url));
CREATE TABLE IF NOT EXISTS devices (
    listener TEXT, id TEXT, caption TEXT, type TEXT, changed INTEGER, PRIMARY KEY (listener, id));
CREATE TABLE IF NOT EXISTS settings (
    listener TEXT, scope TEXT, name TEXT, value TEXT, changed INTEGER,
    PRIMARY KEY (listener, scope, name));
CREATE TABLE IF NOT EXISTS prefixes (
    listener TEXT, prefix TEXT, changed INTEGER, PRIMARY KEY (listener, prefix));
"""


@dataclass(frozen=True, slots=True)
class Action:
    """What a listener did with an episode, as in gpodder's API."""

    podcast: str
    episode: str
    action: str
    """`play`, `download`, `delete`, `new`, `flattr`."""
    device: str = ""
    guid: str = ""
    timestamp: str = ""
    """Time of the action: `2026-11-30T12:00:00`, UTC."""
    started: int | None = None
    position: int | None = None
    total: int | None = None
    """Duration in seconds, for `play`."""


@dataclass(frozen=True, slots=True)
class Device:
    """An app of a listener."""

    id: str
    caption: str = ""
    type: str = "other"


class Positions:
    """A listener's data in a show's file; an empty name stands for anonymous listeners. Each call
    is atomic; thread-safe and process-safe."""

    def __init__(self, show: Path, listener: str = "") -> None:
        self._show = show
        self.listener = listener

    # --- what was done with episodes

    def add_actions(self, actions: Iterable[Action]) -> int:
        """Store actions, for each episode and kind the latest; returns the moment of the change."""
        with self._writing("actions", MOST_ACTIONS) as (db, now):
            rows = [(self.listener, *astuple(each), now) for each in actions]
            db.executemany(_PUT_ACTION, rows)
        return now

    def actions(
        self, since: int = 0, podcast: str = "", *, aggregated: bool = False
    ) -> tuple[list[Action], int]:
        """The actions stored after `since`, the earliest first, and the moment until which they are
        complete; with `aggregated`, only the latest of each episode."""
        rows = self._read(
            "SELECT podcast, episode, action, device, guid, timestamp, started, position, total "
            "FROM actions WHERE listener = ? AND changed > ? AND ? IN ('', podcast) "
            "ORDER BY timestamp, changed",
            self.listener,
            since,
            podcast,
        )
        found = [Action(*row) for row in rows]
        if aggregated:
            latest = {(each.podcast, each.episode): each for each in found}
            found = list(latest.values())
        return found, self._moment()

    # --- what is subscribed to

    def change_subscriptions(self, device: str, add: Iterable[str], remove: Iterable[str]) -> int:
        """Change a device's subscriptions; returns the moment of the change."""
        with self._writing("subscriptions", MOST_SUBSCRIPTIONS) as (db, now):
            rows = [(self.listener, device, url, 0, now) for url in add]
            rows += [(self.listener, device, url, 1, now) for url in remove]
            db.executemany("REPLACE INTO subscriptions VALUES (?, ?, ?, ?, ?)", rows)
        return now

    def subscriptions(self, since: int = 0) -> tuple[dict[str, bool], int]:
        """Address -> whether it is now subscribed, for everything changed after `since` on any
        device; and the moment until which that is complete."""
        rows = self._read(
            "SELECT url, removed, max(changed) AS latest FROM subscriptions WHERE listener = ? "
            "GROUP BY url HAVING latest > ? ORDER BY latest, url",
            self.listener,
            since,
        )
        return {url: not removed for url, removed, _latest in rows}, self._moment()

    def own_subscriptions(self, device: str) -> list[str]:
        """What that device itself subscribed to."""
        rows = self._read(
            "SELECT url FROM subscriptions WHERE listener = ? AND device = ? AND NOT removed",
            self.listener,
            device,
        )
        return [url for (url,) in rows]

    # --- devices, settings, addresses

    def put_device(self, device: Device) -> None:
        """Store a device's description."""
        with self._writing("devices", MOST_DEVICES) as (db, now):
            row = (self.listener, *astuple(device), now)
            db.execute("REPLACE INTO devices VALUES (?, ?, ?, ?, ?)", row)

    def devices(self) -> list[Device]:
        """All devices by id, including those without a description."""
        query = "SELECT id, caption, type FROM devices WHERE listener = ?"
        found = {row[0]: Device(*row) for row in self._read(query, self.listener)}
        for table in ("subscriptions", "actions"):
            query = f"SELECT DISTINCT device FROM {table} WHERE listener = ? AND device != ''"
            for (name,) in self._read(query, self.listener):
                found.setdefault(name, Device(name, name))
        return [found[name] for name in sorted(found)]

    def put_settings(self, scope: str, new: Mapping[str, str], gone: Iterable[str]) -> None:
        """Set and remove settings; values are JSON."""
        who = (self.listener, scope)
        with self._writing("settings", MOST_SETTINGS) as (db, now):
            rows = [(*who, name, value, now) for name, value in new.items()]
            db.executemany("REPLACE INTO settings VALUES (?, ?, ?, ?, ?)", rows)
            query = "DELETE FROM settings WHERE listener = ? AND scope = ? AND name = ?"
            db.executemany(query, [(*who, name) for name in gone])

    def settings(self, scope: str) -> dict[str, str]:
        """Settings of a device, a podcast or the whole account."""
        query = "SELECT name, value FROM settings WHERE listener = ? AND scope = ? ORDER BY name"
        return dict(self._read(query, self.listener, scope))

    def put_prefixes(self, prefixes: Iterable[str]) -> None:
        """Store addresses under which the listener's apps know the show."""
        with self._writing("prefixes", MOST_PREFIXES) as (db, now):
            rows = [(self.listener, prefix, now) for prefix in prefixes]
            db.executemany("REPLACE INTO prefixes VALUES (?, ?, ?)", rows)

    def prefixes(self) -> list[str]:
        """The latest first."""
        query = "SELECT prefix FROM prefixes WHERE listener = ? ORDER BY changed DESC"
        return [prefix for (prefix,) in self._read(query, self.listener)]

    # --- the file

    def _moment(self) -> int:
        """Whatever is changed after this has a higher moment."""
        ((latest,),) = self._read(_LATEST, self.listener, self.listener) or ((0,),)
        return max(latest or 0, int(time.time()) - 1)

    def _read(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        path = self._path()
        if not path.exists():
            return []
        with _translated(path), closing(_opened(self._show)) as db:
            return db.execute(query, values).fetchall()

    @contextmanager
    def _writing(self, table: str, most: int) -> Iterator[tuple[sqlite3.Connection, int]]:
        """A transaction, and its moment. At its end, rows beyond the table's limit are removed."""
        path = self._path()
        who = (self.listener, self.listener)
        with _translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):  # what others may not read, from its beginning
                created = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                os.close(created)
            with closing(_opened(self._show)) as db:
                db.execute("BEGIN IMMEDIATE")
                (latest,) = db.execute(_LATEST, who).fetchone()
                moment = max((latest or 0) + 1, int(time.time()))
                yield db, moment
                trim = _TRIM.format(table=table)
                db.execute(trim, (*who, most))
                db.execute("COMMIT")

    def _path(self) -> Path:
        return Folder(self._show).path(NAME)


_PUT_ACTION = """
INSERT INTO actions (listener, podcast, episode, action, device, guid, timestamp, started, position,
    total, changed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET device = excluded.device, guid = excluded.guid,
    timestamp = excluded.timestamp, started = excluded.started, position = excluded.position,
    total = excluded.total, changed = excluded.changed
WHERE excluded.timestamp >= timestamp
"""
_LATEST = """
SELECT max(latest) FROM (
    SELECT max(changed) AS latest FROM actions WHERE listener = ?
    UNION ALL SELECT max(changed) FROM subscriptions WHERE listener = ?)
"""
_TRIM = """
DELETE FROM {table} WHERE listener = ? AND rowid IN (
    SELECT rowid FROM {table} WHERE listener = ? ORDER BY changed DESC LIMIT -1 OFFSET ?)
"""


def _opened(show: Path) -> sqlite3.Connection:
    """Open the file; a damaged or foreign one is moved aside and replaced. Raises sqlite3.Error,
    OSError, LeadsOut."""
    try:
        return _opened_as_it_is(show)
    except sqlite3.OperationalError:
        raise
    except (sqlite3.DatabaseError, ValueError):
        _put_aside(Folder(show).path(NAME))
    return _opened_as_it_is(show)


def _opened_as_it_is(show: Path) -> sqlite3.Connection:
    """Open the file. Also raises ValueError if it is not ours."""
    db = database.opened(show, NAME, "rwc", _PATIENCE)
    try:
        db.isolation_level = None
        if not database.schema(db).items() <= _schema().items():
            raise ValueError("of a different structure")
        db.executescript(_TABLES)
    except BaseException:
        db.close()
        raise
    return db


@cache
def _schema() -> Mapping[str, str | None]:
    """The definition of our tables, for comparison."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(_TABLES)
        return database.schema(db)


def _put_aside(path: Path) -> None:
    """Move the file aside and delete its journals, which would be applied to the new one."""
    for beside in database.JOURNALS:
        path.with_name(path.name + beside).unlink(missing_ok=True)
    path.replace(path.with_suffix(".damaged"))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        hint = "check the folder's permissions and the free space"
        raise LibraryError(f"{path} can't be read or written: {error}", hint) from error


# --- what was heard -------------------------------------------------------------------------------


def heard(show: Path, now: float | None = None) -> frozenset[str]:
    """The folders of the episodes that every listener heard: everybody with updates within 30 days
    or, if there are none, everybody with any. Empty if nothing is known."""
    positions = Positions(show)
    try:
        rows = positions._read(
            "SELECT listener, episode, action, position, total, changed FROM actions "
            "WHERE podcast = ? AND action IN ('play', 'new') ORDER BY timestamp, changed",
            FEED,
        )
    except LibraryError:
        return frozenset()
    rows = [row for row in rows if _is_row(row)]
    first = (time.time() if now is None else now) - _ACTIVE
    active = {row[0] for row in rows if row[5] > first} or {row[0] for row in rows}
    by_listener = [_heard_by(rows, listener) for listener in active]
    return frozenset.intersection(*by_listener) if by_listener else frozenset()


def _is_row(row: tuple[Any, ...]) -> bool:
    """Whether a row is valid: anybody may have written the file."""
    *texts, position, total, changed = row
    numbers = [value for value in (position, total, changed) if value is not None]
    return (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(number, int | float) for number in numbers)
        and changed is not None
    )


def _heard_by(rows: Sequence[tuple[Any, ...]], listener: str) -> frozenset[str]:
    """What a listener heard; `new` revokes an earlier `play`."""
    found: dict[str, bool] = {}
    for who, episode, action, position, total, _changed in rows:
        if who != listener or not episode.startswith(OWN):
            continue
        path = episode.removeprefix(OWN)
        folder, _, _ = path.partition("/")
        is_played = action == "play" and bool(total)
        found[folder] = is_played and (position or 0) >= HEARD * total
    return frozenset(folder for folder, is_heard in found.items() if is_heard)
