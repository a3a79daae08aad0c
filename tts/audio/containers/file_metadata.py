"""The metadata of a file in another format, and the progress of its conversion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int], None]
"""Called with the number of milliseconds done."""


@dataclass(frozen=True, slots=True)
class Chapter:
    start: int
    """Milliseconds."""
    title: str
    level: int = 0
    """0 for the article's title, otherwise the level of the heading."""


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """The metadata of the file. Empty fields are left out."""

    title: str
    duration: int
    """Milliseconds."""
    author: str = ""
    narrator: str = ""
    show: str = ""
    owner: str = ""
    number: int = 0
    date: str = ""
    """ISO date."""
    language: str = ""
    """ISO 639-2, three letters."""
    summary: str = ""
    comment: str = ""
    url: str = ""
    cover: bytes = b""
    """JPEG."""
    chapters: tuple[Chapter, ...] = ()
    """In order, the first at 0."""
