"""The workers of a cluster: which ones have a graphics card, and how long each has been silent."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from distributed import Client

GPU = "GPU"
"""The Dask resource with which a worker with a graphics card is started."""
_EVERY = 10.0
"""Seconds between requests for all that the scheduler knows about its workers: a few kB for
each."""


class Roster:
    """The workers as of the last look."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked = 0.0
        self._signs: dict[str, tuple[float, float]] = {}
        """Worker -> its last sign of life by the scheduler's clock, and when we first saw it by
        ours, since the two may differ by hours."""
        self.gpus: frozenset[str] = frozenset()
        """Workers with a graphics card."""

    def __len__(self) -> int:
        return len(self._signs)

    def look(self, client: Client) -> None:
        """Query the scheduler: the list of workers each time, the rest less often."""
        changed = set(client.nthreads()) != set(self._signs)
        if changed or self._clock() - self._asked >= _EVERY:
            self._asked = self._clock()
            self.take(client.scheduler_info(n_workers=-1)["workers"])

    def take(self, workers: Mapping[str, Mapping[str, Any]]) -> None:
        """Store the scheduler's information about them."""
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
