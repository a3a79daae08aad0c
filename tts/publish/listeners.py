"""Who has a personal feed of a published show, and under which secret path.

    .pagecast/listeners.json    names and paths, readable only by this user
    l/0123…/feed.xml            a listener's feed; once revoked, the next publishing removes it

Publishing needs the paths each time, so they can't be hashed. An unreadable file is an error:
treated as empty, it would make the show public.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tts.model import LibraryError
from tts.publish.feed import channel
from tts.publish.public_files import RECORD
from tts.publish.state import EMBEDDED, FOLDER
from tts.show import library
from tts.storage.confined_folder import Folder
from tts.storage.parsing import parsed_json

KEPT: Final = f"{FOLDER}/listeners.json"
_BYTES: Final = 13
"""Bytes of a path: 104 random bits, written as 26 hexadecimal digits."""
_FOLDER: Final = re.compile(r"[0-9a-f]{26}")
_LONGEST: Final = 60
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A listener with a personal feed."""

    name: str
    folder: str
    """Random digits: the feed's folder inside `l/`."""
    added: str = ""
    """ISO date and time, UTC."""

    @property
    def place(self) -> str:
        """Folder of the feed's files, in the show's folder."""
        return f"l/{self.folder}/"

    @property
    def feed(self) -> str:
        """Its newest page, in the show's folder."""
        return f"{self.place}{channel.NAME}"


@dataclass(frozen=True, slots=True)
class _Kept:
    """The content of the file."""

    listeners: Sequence[Invited] = ()
    """In the order in which they were added."""
    record: str = ""
    """Random digits in the name of the target's record, which lists all files, while there are
    listeners; kept when the last one is revoked, so that the record can be found and removed."""


def read(show: Path) -> Sequence[Invited]:
    """All listeners of a show. Raises LibraryError if they can't be read."""
    return _read(show).listeners


def records(show: Path) -> tuple[str, ...]:
    """Names that a target's record of sent files may have; the first is the one to write.

    The record lists every file, so its name must not be guessable while there are listeners. Raises
    LibraryError.
    """
    kept = _read(show)
    if not kept.record:
        return (RECORD,)
    hidden = f"l/{kept.record}/files.json"
    return (hidden, RECORD) if kept.listeners else (RECORD, hidden)


def add(show: Path, name: str) -> Invited:
    """Give somebody a personal feed, from the next publishing on. Raises LibraryError."""
    check_name(name)
    _check_no_site(show)
    with library.locked(library.Show(show), "-listeners"):
        kept = _read(show)
        if any(each.name == name for each in kept.listeners):
            hint = f"choose another name, or revoke that one: tts listeners revoke {name}"
            raise LibraryError(f"{name} already has a feed", hint=hint)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        made = Invited(name, secrets.token_hex(_BYTES), now)
        record = kept.record or secrets.token_hex(_BYTES)
        _write(show, _Kept((*kept.listeners, made), record))
    return made


def revoke(show: Path, name: str) -> int:
    """Revoke a feed at the next publishing; returns how many listeners are left. Raises
    LibraryError."""
    with library.locked(library.Show(show), "-listeners"):
        kept = _read(show)
        left = tuple(each for each in kept.listeners if each.name != name)
        if len(left) == len(kept.listeners):
            names = ", ".join(each.name for each in left) or "none"
            raise LibraryError(f"nobody named {name} has a feed", hint=f"there are: {names}")
        _write(show, replace(kept, listeners=left))
    return len(left)


def check_name(name: str) -> None:
    """Raise LibraryError if it can't be a listener's name."""
    if not name or len(name) > _LONGEST or not name.isprintable() or name != name.strip():
        hint = f"up to {_LONGEST} characters on one line"
        raise LibraryError(f"{name!r} is not a name for a listener", hint=hint)


def check_none(show: Path) -> None:
    """Raise LibraryError if the show has listeners: pages of a site would lead everybody to its
    episodes."""
    if read(show):
        raise LibraryError(
            f"{show} is only for its listeners: pages of a site would lead everybody to it",
            hint="make a separate show for the site, or revoke the listeners: tts listeners list",
        )


def _check_no_site(show: Path) -> None:
    if Folder(show).is_file(f"{FOLDER}/{EMBEDDED}"):
        raise LibraryError(
            f"pages of a site play the episodes of {show}, for everybody",
            hint="make a separate show for listeners: tts init FOLDER",
        )


# --- the file -------------------------------------------------------------------------------------


def _read(show: Path) -> _Kept:
    try:
        return _of_record(parsed_json(Folder(show).read_bytes(KEPT)))
    except FileNotFoundError:
        return _Kept()
    except (OSError, ValueError, KeyError, TypeError, LibraryError) as e:
        raise LibraryError(
            f"{show / KEPT}, the list of listeners, can't be read",
            hint="restore it from a backup; without it the next publishing makes the show public",
        ) from e


def _of_record(record: Mapping[str, Any]) -> _Kept:
    found = [Invited(each["name"], each["folder"], each["added"]) for each in record["listeners"]]
    hidden = record["record"]
    for digits in (hidden, *(each.folder for each in found)):
        if not _FOLDER.fullmatch(digits):
            raise ValueError(digits)
    for each in found:
        check_name(each.name)
    return _Kept(tuple(found), hidden)


def _write(show: Path, kept: _Kept) -> None:
    content = json.dumps(asdict(kept), ensure_ascii=False, indent=1).encode() + b"\n"
    library.write_file(Folder(show).path(KEPT), lambda f: f.write(content), 0o600)
