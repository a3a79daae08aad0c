"""The interface of an upload target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tts.publish.public_files import Item


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it stands at the target."""

    size: int
    mark: str
    """Changes with the content, as the target has it: an ETag."""


class Target(Protocol):
    """Where files go. Every method raises LibraryError, in words that tell what to do."""

    def stands(self, names: Iterable[str]) -> Mapping[str, Stored]:
        """Those of the files that are there."""

    def get(self, name: str) -> bytes | None: ...

    def put(self, item: Item) -> str:
        """The file, whole or not at all; its mark there. It is found when `settle` is done."""

    def settle(self) -> None:
        """What was put is there, and stays."""

    def drop(self) -> None:
        """Forget what was put since it was settled last."""

    def write(self, name: str, content: bytes) -> None: ...

    def delete(self, names: Iterable[str]) -> None: ...

    def same(self, item: Item, stored: Stored, digest: Callable[[], str]) -> bool:
        """Whether a file of that size is the file, as far as that can be told without a note of
        ours."""
