"""The workers of a cluster: which have a graphics card, and how long each has been silent."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from distributed import Client

GPU = "GPU"
"""The resource of Dask's that a worker with a graphics card is started with."""
_EVERY = 10.0
"""Seconds between two looks at all that the scheduler knows of its workers: a few kB each."""


class Roster:
    """What is known of the workers at the latest look."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked = 0.0
        self._signs: dict[str, tuple[float, float]] = {}
        """Worker -> its latest sign of life by the scheduler's clock, and when that was first seen
        by ours: the two may differ by hours."""
        self.gpus: frozenset[str] = frozenset()
        """Workers that have a graphics card."""

    def __len__(self) -> int:
        return len(self._signs)

    def look(self, client: Client) -> None:
        """Ask the scheduler: who is there each time, the rest once in a while."""
        changed = set(client.nthreads()) != set(self._signs)
        if changed or self._clock() - self._asked >= _EVERY:
            self._asked = self._clock()
            self.take(client.scheduler_info(n_workers=-1)["workers"])

    def take(self, workers: Mapping[str, Mapping[str, Any]]) -> None:
        """Take over what the scheduler says of them."""
        self.gpus = frozenset(at for at, worker in workers.items() if GPU in worker["resources"])
        now = self._clock()
        before = self._signs
        self._signs = {}
        for at, worker in workers.items():
            sign = worker["last_seen"]
            same = at in before and before[at][0] == sign
            self._signs[at] = before[at] if same else (sign, now)

    @property
    def silent(self) -> dict[str, float]:
        """Worker -> seconds without a sign of life, to within the time between two looks."""
        now = self._clock()
        return {at: now - seen for at, (_, seen) in self._signs.items()}
