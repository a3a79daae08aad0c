"""Limits how often an address may do something."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Final

_KEPT: Final = 10_000
"""Addresses that are remembered; who has as many does not fill the memory."""


class Rate:
    """At most `most` times in `seconds`, by address: a bucket that drips."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds until it may be done again; 0 where it may be done now."""
        over = self._level(_network(address)) + 1 - self._most
        return max(0.0, over * self._seconds / self._most)

    def count(self, address: str) -> None:
        """It was done once more."""
        key = _network(address)
        self._levels[key] = (min(self._level(key) + 1, self._most), self._clock())
        self._levels.move_to_end(key)
        while len(self._levels) > _KEPT:
            self._levels.popitem(last=False)

    def _level(self, key: str) -> float:
        level, since = self._levels.get(key, (0.0, 0.0))
        return max(0.0, level - (self._clock() - since) * self._most / self._seconds)


def _network(address: str) -> str:
    """An address of IPv6 counts with its neighbours: who has one has all of a /64."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else str(ip_network(f"{address}/64", strict=False))
