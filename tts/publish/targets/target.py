"""The interface of an upload target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tts.publish.public_files import Item


@dataclass(frozen=True, slots=True)
class Stored:
    """A file at the target."""

    size: int
    mark: str
    """The target's identifier of the content, such as an ETag."""


class Target(Protocol):
    """Where files are uploaded. Every method raises LibraryError with a message that says what to
    do."""

    def stands(self, names: Iterable[str]) -> Mapping[str, Stored]:
        """Those of the files that exist."""

    def get(self, name: str) -> bytes | None: ...

    def put(self, item: Item) -> str:
        """Write the file completely or not at all; returns its mark. It is visible only after
        `settle`."""

    def settle(self) -> None:
        """Make everything put so far visible and durable."""

    def drop(self) -> None:
        """Discard what was put since the last `settle`."""

    def write(self, name: str, content: bytes) -> None: ...

    def delete(self, names: Iterable[str]) -> None: ...

    def same(self, item: Item, stored: Stored, digest: Callable[[], str]) -> bool:
        """Whether a stored file of the same size has the same content, as far as can be told
        without our record."""
