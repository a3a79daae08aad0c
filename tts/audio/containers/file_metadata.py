"""The metadata of a file in another format, and the progress of its conversion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int], None]
"""Is told how many milliseconds are done."""


@dataclass(frozen=True, slots=True)
class Chapter:
    start: int
    """Milliseconds."""
    title: str
    level: int = 0
    """0 for the article's title, then as headings have it."""


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """What the file says of itself. Empty fields are left out."""

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
