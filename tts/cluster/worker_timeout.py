"""How long a cluster may be without workers before a run ends, and what the user is told
meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from tts.episode.batch import PerformerError
from tts.model import HeldUp

WORKER_WAIT = "PAGECAST_WORKER_WAIT"
"""Environment variable: how long to wait for a worker, such as `90s`, `2min` or `1h`."""
_MOST = 600.0
LOOK = 1.0
"""Seconds between checks for workers."""
_UNSAID = 10.0
"""Seconds without a worker that are not reported: one is starting or restarting."""


def patience_asked() -> float:
    """Seconds to wait for a worker. Raises PerformerError if the environment has an invalid
    time."""
    from tts.show.durations import seconds_of

    try:
        return seconds_of(os.environ.get(WORKER_WAIT) or f"{_MOST:g}")
    except ValueError as error:
        raise PerformerError(f"{WORKER_WAIT}: {error}") from error


class NoWorker(PerformerError):
    """There was no worker for too long."""


class Patience:
    """Measures the time without a worker."""

    def __init__(self, where: str, most: float, held_up: Callable[[HeldUp | None], object]) -> None:
        """`where` is the cluster as named by the user, `most` is in seconds; `held_up` is called
        while waiting for a worker, and with None when there is one."""
        self._where = where
        self._most = most
        self._held_up = held_up
        self._since = 0.0
        """When the wait started; 0 if there is a worker."""
        self._told = False
        self._needs = ""

    def look(self, workers: int, needs: str = "") -> None:
        """Report the current number of workers with the resource needed. Raises NoWorker if there
        have been none for too long."""
        self._needs = needs
        if workers:
            if self._told:
                self._held_up(None)
            self._since, self._told = 0.0, False
            return
        now = time.monotonic()
        self._since = self._since or now
        seconds = now - self._since
        if seconds >= self._most:
            raise self._over()
        if seconds >= _UNSAID:
            self._told = True
            having = f" with a {self._needs}" if self._needs else ""
            by = f"a worker of {self._where}{having}"
            self._held_up(HeldUp(by, seconds, self._most, LOOK, self._what_to_do))

    @property
    def _what_to_do(self) -> str:
        if self._where.startswith("local:"):
            return "the workers of this machine die as they start; find out what ends them"
        if "://" in self._where:
            having = f" --resources {self._needs}=1" if self._needs else ""
            return f"there is none; start some with: dask worker {self._where}{having}"
        return "there is none; look at the cluster's own report on its jobs"

    def _over(self) -> NoWorker:
        having = f" with a {self._needs}" if self._needs else ""
        return NoWorker(
            f"{self._where} has had no worker{having} for {self._most:g} s",
            hint=f"{self._what_to_do}. What was spoken is kept, and the same command continues; "
            f"{WORKER_WAIT} sets how long to wait",
        )
