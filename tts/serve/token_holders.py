"""Holders of tokens: the owner of a show, and those who were given one."""

from __future__ import annotations

from hmac import compare_digest
from typing import Final

from tts.serve.named_tokens import NamedTokens
from tts.serve.rate_limit import Rate
from tts.serve.rights import ADD, LISTEN, Holder

_GUESSED: Final = (300, 60.0)
"""Requests without a known token, in so many seconds, by address."""


class Tokens:
    """The tokens that are taken: the owner's, and those that were given a name. Without the
    owner's, everybody may listen."""

    def __init__(self, owner: str = "", named: NamedTokens | None = None) -> None:
        self.owner, self._named = owner, named
        self.guessed = Rate(*_GUESSED)
        """Requests with no token that is known."""

    def holder(self, token: str) -> Holder | None:
        """Who holds that token; found in the same time however much of it is right."""
        given = token.encode(errors="replace")
        if self.owner and compare_digest(given, self.owner.encode()):
            return Holder(self.owner, frozenset({LISTEN, ADD}))
        known = self._named.find(token) if self._named else None
        return Holder(token, known.rights, known.name) if known else None

    @property
    def everybody(self) -> Holder | None:
        """Whoever comes without a token, if that is allowed."""
        return None if self.owner else Holder()
