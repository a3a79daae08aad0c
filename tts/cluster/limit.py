"""One rate for the online service, kept by the scheduler and shared by all workers: who sees the
service push back lowers the number for everybody.

A request takes a lease and gives it back with what came of it. The leases of a worker that died are
free as soon as the scheduler knows of its death.
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
"""Seconds after which a lease is taken to be lost with the word that gave it back: no request takes
so long."""


class SharedLimit(SchedulerPlugin):
    """Answers the workers that ask for a lease. Runs in the scheduler's own thread."""

    name = f"pagecast-limit-{tts.__version__}"
    idempotent = True
    """A second run on the same scheduler goes on with what the first has learnt."""

    def __init__(self) -> None:
        self._pagecast = tts.__version__
        self._services: dict[str, _Service] = {}

    async def start(self, scheduler: Any) -> None:
        """Called where it arrived. Raises OtherVersion."""
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
        """Wait so many seconds for a lease: how often the number had been halved when it was given;
        None where none was had."""
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
        """Take a lease back, with what came of its request (the fields of RequestOutcome). The
        number at once from now on."""
        asked = self._services.setdefault(service, _Service())
        async with asked.changed:
            asked.leases.pop(lease, None)
            asked.note(epoch, RequestOutcome(**came))
            asked.changed.notify_all()
        return asked.rate.limit

    def limit(self, service: str) -> tuple[float, int]:
        """Requests at once, and how many are under way."""
        asked = self._services.setdefault(service, _Service())
        return asked.rate.limit, len(asked.leases)

    async def remove_worker(self, scheduler: Any, worker: str, **_: Any) -> None:
        """It is gone, and asks nothing any more."""
        for asked in self._services.values():
            async with asked.changed:
                asked.drop(lambda holder, _since: holder == worker)
                asked.changed.notify_all()


class _Service:
    """What all workers together ask of one service."""

    def __init__(self) -> None:
        self.rate = ConcurrencyLimit()
        self.leases: dict[str, tuple[str, float]] = {}
        """Name -> the worker that has it, and since when."""
        self.changed = asyncio.Condition()
        self._rest = 0.0
        """Until when nothing is asked."""

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
