"""Holders of tokens: the owner of a show, and those who were given one."""

from __future__ import annotations

from hmac import compare_digest
from typing import Final

from tts.serve.named_tokens import NamedTokens
from tts.serve.rate_limit import Rate
from tts.serve.rights import ADD, LISTEN, Holder

_GUESSED: Final = (300, 60.0)
"""Requests without a valid token, per so many seconds and address."""


class Tokens:
    """The accepted tokens: the owner's and the named ones. Without an owner's token, everybody may
    listen."""

    def __init__(self, owner: str = "", named: NamedTokens | None = None) -> None:
        self.owner, self._named = owner, named
        self.guessed = Rate(*_GUESSED)
        """Counts requests with an unknown token."""

    def holder(self, token: str) -> Holder | None:
        """The holder of a token. The time taken does not depend on how much of it is right."""
        given = token.encode(errors="replace")
        if self.owner and compare_digest(given, self.owner.encode()):
            return Holder(self.owner, frozenset({LISTEN, ADD}))
        known = self._named.find(token) if self._named else None
        return Holder(token, known.rights, known.name) if known else None

    @property
    def everybody(self) -> Holder | None:
        """The holder for requests without a token, if that is allowed."""
        return None if self.owner else Holder()
