"""An authorized request, and the response of its function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from tts.serve.served_show import ShowSnapshot
from tts.serve.sync.show_addresses import Addresses
from tts.show.positions import Positions


@dataclass(frozen=True, slots=True)
class Call:
    """What a function is given."""

    positions: Positions
    """Of the token's holder."""
    addresses: Addresses
    shown: ShowSnapshot
    named: Mapping[str, str] = field(default_factory=dict)
    """`user`, `device`, `format`, `scope` of the path. The user's name says nothing here: who it is
    says the token."""
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def device(self) -> str:
        return self.named.get("device", "")[:200]

    @property
    def since(self) -> int:
        """The moment up to which the app knows all."""
        given = self.query.get("since", "")
        return min(int(given), 2**62) if given.isdecimal() and len(given) < 20 else 0

    def kept(self, urls: Iterable[str]) -> list[str]:
        """Addresses as they are kept."""
        return list(map(self.addresses.kept, urls))

    def as_reached(self, kept: Iterable[str]) -> list[str]:
        """Addresses as the listener's apps know them, each once."""
        found = map(self.addresses.as_reached, kept)
        return list(dict.fromkeys(chain.from_iterable(found)))


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """An answer that is not JSON."""

    content: str
    media_type: str


Answer = Any
"""What becomes JSON, or TextAnswer."""
