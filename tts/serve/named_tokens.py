"""Named tokens, one per listener: made and revoked without affecting the others.

    CACHE/serve/0123456789abcdef.tokens.json

They are stored next to the owner's token, for this user on this computer. Only a hash is stored: a
token is shown once, when it is made. It has 130 random bits, so plain SHA-256 is sufficient.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest
from pathlib import Path
from typing import Any, Final

from tts.model import LibraryError
from tts.publish.listeners import check_name
from tts.serve import owner_token as owners
from tts.serve.rights import RIGHTS
from tts.storage import locks
from tts.storage.durable import write_whole
from tts.storage.parsing import parsed_json

_LENGTH: Final = 26
"""Characters out of 32 different ones: 130 bits."""
_LOOK: Final = 0.5
"""Seconds between two checks whether the file changed: a revoked token stops working then."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as stored."""

    name: str
    digest: str
    """SHA-256 of the token, in hex."""
    rights: frozenset[str]
    added: str = ""
    """ISO date and time, UTC."""


class NamedTokens:
    """The current named tokens of a show."""

    def __init__(self, show: Path) -> None:
        self._path = _place(show)
        self._seen: tuple[int, int] | None = None
        self._next = 0.0
        self._tokens: Sequence[Token] = ()

    def find(self, token: str) -> Token | None:
        """The stored token that matches; all of them are compared, so that the time tells
        nothing."""
        if not owners.valid(token):
            return None
        self._look()
        digest = _digest(token)
        found = [t for t in self._tokens if compare_digest(t.digest, digest)]
        return found[0] if found else None

    def _look(self) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _LOOK
        seen = None
        with suppress(OSError):
            stat = self._path.stat()
            seen = (stat.st_mtime_ns, stat.st_ino)
        if seen != self._seen:
            self._seen, self._tokens = seen, self._read()

    def _read(self) -> Sequence[Token]:
        """Read the file; a damaged one counts as empty and so admits nobody."""
        try:
            return _read(self._path)
        except (OSError, ValueError):
            return []


def tokens(show: Path) -> Sequence[Token]:
    """All tokens of a show, in the order in which they were made. Raises LibraryError."""
    path = _place(show)
    try:
        return _read(path)
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as e:
        raise LibraryError(
            f"{path} can't be read: it is not known who has a token",
            hint="put it back from a backup; or remove it, and make the tokens again",
        ) from e


def add(show: Path, name: str, rights: frozenset[str]) -> str:
    """Make a token. The returned text is stored nowhere. Raises LibraryError."""
    check_name(name)
    with locks.held(_place(show).parent, "-tokens"):
        known = tokens(show)
        if any(each.name == name for each in known):
            hint = f"choose another name, or revoke that one: tts serve tokens revoke {name}"
            raise LibraryError(f"{name} already has a token", hint=hint)
        made = owners.new(_LENGTH)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        _write(show, [*known, Token(name, _digest(made), rights, now)])
    return made


def revoke(show: Path, name: str) -> None:
    """Revoke a token: it no longer gives access to anything. Raises LibraryError."""
    with locks.held(_place(show).parent, "-tokens"):
        known = tokens(show)
        kept = [each for each in known if each.name != name]
        if len(kept) == len(known):
            names = ", ".join(each.name for each in known) or "none"
            raise LibraryError(f"nobody named {name} has a token", hint=f"there are: {names}")
        _write(show, kept)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _place(show: Path) -> Path:
    return owners.places(show)[0].with_suffix(".tokens.json")


def _read(path: Path) -> Sequence[Token]:
    """Raises OSError, and ValueError if the file's content is invalid."""
    records = parsed_json(path.read_text(encoding="utf-8"))
    if not isinstance(records, list):
        raise ValueError("not a list")
    return [_token(each) for each in records if isinstance(each, Mapping)]


def _token(record: Mapping[str, Any]) -> Token:
    rights = record.get("rights")
    stated = rights if isinstance(rights, list) else []
    known = [right for right in RIGHTS if right in stated]
    name = str(record.get("name", ""))
    digest = str(record.get("digest", ""))
    added = str(record.get("added", ""))
    return Token(name, digest, frozenset(known), added)


def _write(show: Path, kept: Sequence[Token]) -> None:
    records = [
        {
            "name": each.name,
            "digest": each.digest,
            "rights": sorted(each.rights),
            "added": each.added,
        }
        for each in kept
    ]
    content = json.dumps(records, ensure_ascii=False, indent=1).encode() + b"\n"
    try:
        write_whole(_place(show), lambda f: f.write(content), 0o600)
    except OSError as e:
        hint = "free some space or set PAGECAST_CACHE to another folder, then try again"
        raise LibraryError(f"the tokens can't be written: {e.strerror}", hint=hint) from e
