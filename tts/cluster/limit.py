"""One limit for the online service, kept by the scheduler and shared by all workers: when one sees
the service push back, the limit is lowered for all.

A request takes a lease and returns it with its result. The leases of a dead worker are released as
soon as the scheduler notices its death.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any

from distributed import SchedulerPlugin

import tts
from tts.engines.edge.concurrency import ConcurrencyLimit, RequestOutcome
from tts.engines.edge.congestion import LONGEST_REST
from tts.model import OtherVersion

_LONGEST = 900.0
"""Seconds after which a lease is considered lost, since no request takes this long."""


class SharedLimit(SchedulerPlugin):
    """Grants leases to workers. Runs in the scheduler's own thread."""

    name = f"pagecast-limit-{tts.__version__}"
    idempotent = True
    """A second run on the same scheduler continues with what the first has learned."""

    def __init__(self) -> None:
        self._pagecast = tts.__version__
        self._services: dict[str, _Service] = {}

    async def start(self, scheduler: Any) -> None:
        """Called on arrival at the scheduler. Raises OtherVersion."""
        if tts.__version__ != self._pagecast:
            raise OtherVersion(
                f"the scheduler has Pagecast {tts.__version__}, this is {self._pagecast}"
            )
        self._scheduler = scheduler
        scheduler.handlers |= {
            "pagecast_acquire": self.acquire,
            "pagecast_release": self.release,
            "pagecast_limit": self.limit,
        }

    async def acquire(self, service: str, worker: str, lease: str, timeout: float) -> int | None:
        """Wait up to `timeout` seconds for a lease; returns how often the limit had been halved
        when it was granted, or None if there was none."""
        asked = self._services.setdefault(service, _Service())
        deadline = time.monotonic() + timeout
        async with asked.changed:
            while worker in self._scheduler.workers:
                if asked.has_room():
                    asked.leases[lease] = (worker, time.monotonic())
                    return asked.rate.halved
                left = deadline - time.monotonic()
                if left <= 0:
                    break
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(asked.changed.wait(), left)
        return None

    async def release(self, service: str, lease: str, epoch: int, came: dict[str, Any]) -> float:
        """Return a lease with the result of its request (the fields of RequestOutcome); returns the
        new limit."""
        asked = self._services.setdefault(service, _Service())
        async with asked.changed:
            asked.leases.pop(lease, None)
            asked.note(epoch, RequestOutcome(**came))
            asked.changed.notify_all()
        return asked.rate.limit

    def limit(self, service: str) -> tuple[float, int]:
        """The limit, and the number of requests under way."""
        asked = self._services.setdefault(service, _Service())
        return asked.rate.limit, len(asked.leases)

    async def remove_worker(self, scheduler: Any, worker: str, **_: Any) -> None:
        """Release the leases of a worker that is gone."""
        for asked in self._services.values():
            async with asked.changed:
                asked.drop(lambda holder, _since: holder == worker)
                asked.changed.notify_all()


class _Service:
    """The requests of all workers to one service."""

    def __init__(self) -> None:
        self.rate = ConcurrencyLimit()
        self.leases: dict[str, tuple[str, float]] = {}
        """Name -> the worker that holds it, and since when."""
        self.changed = asyncio.Condition()
        self._rest = 0.0
        """No request is sent before this time."""

    def has_room(self) -> bool:
        now = time.monotonic()
        self.drop(lambda _holder, since: now - since > _LONGEST)
        return now >= self._rest and len(self.leases) < max(1, int(self.rate.limit))

    def note(self, epoch: int, outcome: RequestOutcome) -> None:
        self.rate.note(epoch, outcome)
        if outcome.rest:
            self._rest = max(self._rest, time.monotonic() + min(outcome.rest, LONGEST_REST))

    def drop(self, is_lost: Any) -> None:
        for lease, holder in tuple(self.leases.items()):
            if is_lost(*holder):
                del self.leases[lease]
