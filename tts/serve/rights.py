"""Whose token a request comes with, and what that gives a right to."""

from __future__ import annotations

from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Final

from tts.serve.rates import Rate

LISTEN: Final = "listen"
ADD: Final = "add"
_GUESSED: Final = (300, 60.0)
"""Requests without a known token, in so many seconds, by address."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token."""

    token: str = field(default="", repr=False)
    rights: frozenset[str] = frozenset({LISTEN})
    name: str = ""
    """Empty for the owner."""
    in_path: bool = False
    """The token stood in the address: links lead on with it."""


class Tokens:
    """The tokens that are taken. Without the owner's, everybody may listen and nobody may add."""

    def __init__(self, owner: str = "") -> None:
        self.owner = owner
        self.guessed = Rate(*_GUESSED)
        """Requests with no token that is known."""

    def holder(self, token: str) -> Holder | None:
        """Who holds that token; found in the same time however much of it is right."""
        given = token.encode(errors="replace")
        if self.owner and compare_digest(given, self.owner.encode()):
            return Holder(self.owner, frozenset({LISTEN, ADD}))
        return None

    @property
    def everybody(self) -> Holder | None:
        """Whoever comes without a token, if that is allowed."""
        return None if self.owner else Holder()
