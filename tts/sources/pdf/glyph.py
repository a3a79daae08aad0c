"""A character on a page, and the type that it is set in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Type:
    size: float
    turn: int | None
    """Quarters of a turn anticlockwise; None for what stands aslant."""
    bold: bool
    mono: bool
    symbols: bool


class Glyph(NamedTuple):
    """A character; there are millions of them, and tuples are made fastest."""

    text: str
    left: float
    right: float
    y: float
    type: Type
    spaced: bool
    """Whether a space stands before it."""
    broken: bool
    """Whether PDFium has a line end before it."""
