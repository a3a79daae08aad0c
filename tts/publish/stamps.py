"""Stamps of published files: a short text of everything they depend on, to see whether they
changed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


def stamp_of(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(errors="replace"), digest_size=12).hexdigest()


@lru_cache
def code() -> str:
    """A hash of all code and data that render pages, so that another version of Pagecast renders
    them again."""
    own = Path(__file__).parent
    files = sorted(path for path in own.rglob("*") if path.is_file() and path.suffix != ".pyc")
    digest = hashlib.blake2b(digest_size=12)
    for path in files:
        digest.update(path.relative_to(own).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
