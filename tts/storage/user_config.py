"""The user's own settings, which no show can change: their location, and what the user has allowed
a show.

    ~/.config/pagecast/config.toml      defaults for options, and notifications
    ~/.config/pagecast/allowed.json     what shows may reach beyond their folders, by show

`PAGECAST_CONFIG` names another config.toml; the other file is next to it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from tts.model import LibraryError
from tts.storage.parsing import parsed_json

VARIABLE = "PAGECAST_CONFIG"
"""Environment variable with the path of the file, instead of the one in the user's configuration
folder."""


def path() -> Path:
    """The path of the file, whether it exists or not."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from click import get_app_dir

    return Path(get_app_dir("pagecast")) / "config.toml"


def allowed(show: Path) -> frozenset[str]:
    """What the user has allowed a show to name."""
    try:
        names = _all().get(_key(show), [])
    except (OSError, ValueError):  # what can't be read allows nothing
        return frozenset()
    return frozenset(map(str, names)) if isinstance(names, list) else frozenset()


def allow(show: Path, names: Iterable[str]) -> None:
    """Allow a show these names as well. Raises LibraryError."""
    with _changing():
        _write(show, allowed(show).union(names))


def disallow(show: Path, names: Iterable[str]) -> None:
    """Withdraw the permission as if it had never been given. Raises LibraryError."""
    gone = frozenset(names)
    if allowed(show).isdisjoint(gone):
        return
    with _changing():
        _write(show, allowed(show) - gone)


def _changing() -> AbstractContextManager[None]:
    """Lock the file, so that concurrent read-modify-writes lose nothing."""
    from tts.storage import locks  # each command looks for config.toml, and few change this file

    return locks.held(_place().parent, "-allowed")


def _write(show: Path, names: Iterable[str]) -> None:
    place = _place()
    try:
        everything = _all()
    except (OSError, ValueError) as e:  # written anew, it would forget what other shows may do
        raise LibraryError(
            f"{place} can't be read: {getattr(e, 'strerror', '') or 'it is no JSON object'}",
            hint="repair it, or remove it and allow each show's sources again",
        ) from e
    everything[_key(show)] = sorted(names)
    text = json.dumps(everything, ensure_ascii=False, indent=1)
    from tts.storage.durable import write_whole

    try:
        write_whole(place, lambda f: f.write(text.encode()), 0o600)
    except OSError as e:
        raise LibraryError(
            f"{place} can't be written: {e.strerror}",
            hint=f"check its folder's permissions, or set another file in {VARIABLE}",
        ) from e


def _place() -> Path:
    return path().parent / "allowed.json"


def _key(show: Path) -> str:
    return str(show.resolve())


def _all() -> dict[str, object]:
    """The permissions of every show. Raises OSError, and ValueError if the file is damaged."""
    try:
        noted = parsed_json(_place().read_bytes())
    except FileNotFoundError:
        return {}
    if not isinstance(noted, dict):
        raise ValueError("not an object")
    return noted
