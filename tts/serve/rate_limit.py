"""Limits how often an address may do something."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Final

_KEPT: Final = 10_000
"""Addresses that are remembered; the limit keeps many addresses from filling the memory."""


class Rate:
    """At most `most` times in `seconds` per address (a leaky bucket)."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds to wait until it is allowed again; 0 if it is allowed now."""
        over = self._level(_network(address)) + 1 - self._most
        return max(0.0, over * self._seconds / self._most)

    def count(self, address: str) -> None:
        """Count one more time."""
        key = _network(address)
        self._levels[key] = (min(self._level(key) + 1, self._most), self._clock())
        self._levels.move_to_end(key)
        while len(self._levels) > _KEPT:
            self._levels.popitem(last=False)

    def _level(self, key: str) -> float:
        level, since = self._levels.get(key, (0.0, 0.0))
        return max(0.0, level - (self._clock() - since) * self._most / self._seconds)


def _network(address: str) -> str:
    """IPv6 addresses are counted by /64 network, because a client usually has all of one."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else str(ip_network(f"{address}/64", strict=False))
