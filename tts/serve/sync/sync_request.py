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
class SyncRequest:
    """A request as given to its handler."""

    positions: Positions
    """Positions of the token's holder."""
    addresses: Addresses
    shown: ShowSnapshot
    named: Mapping[str, str] = field(default_factory=dict)
    """`user`, `device`, `format`, `scope` from the path. The user's name is ignored: the token
    identifies the listener."""
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def device(self) -> str:
        return self.named.get("device", "")[:200]

    @property
    def since(self) -> int:
        """The time of the app's last synchronization."""
        given = self.query.get("since", "")
        return min(int(given), 2**62) if given.isdecimal() and len(given) < 20 else 0

    def kept(self, urls: Iterable[str]) -> list[str]:
        """Addresses in the form in which they are stored."""
        return list(map(self.addresses.kept, urls))

    def as_reached(self, kept: Iterable[str]) -> list[str]:
        """Stored addresses as the listener's apps know them, each once."""
        found = map(self.addresses.as_reached, kept)
        return list(dict.fromkeys(chain.from_iterable(found)))


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """A response that is not JSON."""

    content: str
    media_type: str


Answer = Any
"""The response: a value for JSON, or a TextAnswer."""
