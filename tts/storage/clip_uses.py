"""Which episodes use which clips, so that a clip is deleted with the last of them.

    uses/3f/3f0c….keys     a line of JSON (show, source), then the keys, 32 bytes each

These records save work and space, but are never required: they are lost with the cache.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from tts.storage.cache_folder import cache_folder
from tts.storage.paths import write_cached

_FOLDER = "uses"
_DIGEST = 32
"""Bytes of a key, which is written in hex elsewhere."""


def note(show: Path, source: str, keys: Iterable[str]) -> None:
    """Record that a source's episode uses the clips with these keys."""
    head = json.dumps({"show": str(show.resolve()), "source": source}).encode()
    content = head + b"\n" + b"".join(map(bytes.fromhex, dict.fromkeys(keys)))
    with suppress(OSError):
        write_cached(_path(show, source), lambda f: f.write(content))


def keys_of(show: Path, source: str) -> frozenset[str]:
    """The keys of an episode's clips; empty if unknown."""
    return frozenset(digest.hex() for digest in _digests(_path(show, source)))


def drop(show: Path, source: str) -> None:
    """Forget an episode that was permanently deleted."""
    with suppress(OSError):
        _path(show, source).unlink()


def used(keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys that some episode uses. The files are read one at a time, because those of
    an archive would not fit in memory."""
    wanted = {bytes.fromhex(key) for key in keys}
    found: set[bytes] = set()
    for path in _all() if wanted else ():
        found |= wanted.intersection(_digests(path))
    return frozenset(digest.hex() for digest in found)


def count() -> int:
    """The number of episodes."""
    return sum(1 for _ in _all())


def _all() -> Iterator[Path]:
    return (cache_folder() / _FOLDER).glob("??/*.keys")


def _digests(path: Path) -> Iterator[bytes]:
    """The keys in a file; none if it is damaged."""
    try:
        _head, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return
    for start in range(0, len(content) - _DIGEST + 1, _DIGEST):
        yield content[start : start + _DIGEST]


def _path(show: Path, source: str) -> Path:
    name = hashlib.sha256(f"{show.resolve()}\n{source}".encode(errors="replace")).hexdigest()[:32]
    return cache_folder() / _FOLDER / name[:2] / f"{name}.keys"
