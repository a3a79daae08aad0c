"""Reports the state of a run when no article has come back for a long time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

_FIRST = 60.0
"""Seconds without an article before that is reported; then again after twice as long each time."""
_SILENT = 30.0
"""Seconds without a sign of life from a worker, which sends about one per second."""


class Watchdog:
    """Receives events, and is called regularly."""

    def __init__(
        self, tell: Callable[[str], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._since = clock()
        self._next = _FIRST

    def came(self) -> None:
        """Record that an article came back, made or failed, or that the first was sent."""
        self._since, self._next = self._clock(), _FIRST

    @property
    def is_due(self) -> bool:
        return self._clock() - self._since >= self._next

    def look(self, under_way: int, silent: Mapping[str, float]) -> None:
        """`under_way` is the number of unfinished articles; `silent` has the seconds since each
        worker's last sign of life. If there is no worker, `Patience` reports that."""
        if not under_way or not silent:
            self.came()
        if not self.is_due:
            return
        self._next *= 2
        lost = {worker: ago for worker, ago in silent.items() if ago >= _SILENT}
        stands = f"{under_way} are being made by {len(silent)} workers"
        if lost:
            shown = ", ".join(f"{worker} for {ago:.0f} s" for worker, ago in sorted(lost.items()))
            stands += f"; no sign of life from {shown}; Dask will give them up"
        self._tell(f"no article has come back for {self._clock() - self._since:.0f} s: {stands}")
