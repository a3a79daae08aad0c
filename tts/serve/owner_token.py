"""The token and port, saved between starts: otherwise every subscription would break."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tts.storage.cache_folder import cache_folder
from tts.storage.durable import write_whole
from tts.storage.parsing import parsed_json

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters that can't be confused with each other: a token may have to be typed."""
_LENGTH = 20
"""Characters out of 32 different ones: 100 bits."""
_TAKEN = re.compile(r"[A-Za-z0-9_-]{8,128}")


@dataclass(frozen=True, slots=True)
class OwnerToken:
    """The token and port chosen at the first start."""

    token: str = ""
    port: int = 0


def new(length: int = _LENGTH) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def valid(token: str) -> bool:
    """Whether it can stand in an address, and is not trivial to guess."""
    return bool(_TAKEN.fullmatch(token))


def places(folder: Path) -> list[Path]:
    """Paths that belong to this user on this computer: whoever made a show's folder would know a
    token stored in it."""
    name = hashlib.sha256(str(folder.resolve()).encode(errors="replace")).hexdigest()[:16]
    return [cache_folder() / "serve" / f"{name}.json"]


def read(folder: Path) -> OwnerToken:
    """The saved token and port of a show; a damaged file counts as missing."""
    for place in places(folder):
        with suppress(OSError, ValueError, AttributeError, TypeError):
            data = parsed_json(place.read_text(encoding="utf-8"))
            token, port = str(data.get("token", "")), int(data.get("port", 0))
            return OwnerToken(token if valid(token) else "", port if 0 < port < 65_536 else 0)
    return OwnerToken()


def keep(folder: Path, kept: OwnerToken) -> bool:
    """Save them so that nobody else can read them. Returns False if that is impossible."""
    content = json.dumps({"token": kept.token, "port": kept.port}).encode() + b"\n"
    for place in places(folder):
        with suppress(OSError):
            write_whole(place, lambda f: f.write(content), 0o600)
            return True
    return False
