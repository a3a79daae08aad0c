"""A character on a page, and its type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Type:
    size: float
    turn: int | None
    """Quarter turns anticlockwise; None for any other angle."""
    bold: bool
    mono: bool
    symbols: bool


class Glyph(NamedTuple):
    """A character. There may be millions, and tuples are the fastest to create."""

    text: str
    left: float
    right: float
    y: float
    type: Type
    spaced: bool
    """It follows a space."""
    broken: bool
    """It follows a line end, according to PDFium."""
