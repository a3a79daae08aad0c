"""What a token allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

LISTEN: Final = "listen"
ADD: Final = "add"
RIGHTS: Final = (LISTEN, ADD)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token."""

    token: str = field(default="", repr=False)
    rights: frozenset[str] = frozenset({LISTEN})
    name: str = ""
    """Empty for the owner."""
    in_path: bool = False
    """The token was in the address, so links on pages include it."""
