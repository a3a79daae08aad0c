"""How long a cluster may be without workers before a run ends, and what the user is told
meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from tts.episode.batch import PerformerError
from tts.model import HeldUp

WORKER_WAIT = "PAGECAST_WORKER_WAIT"
"""Environment variable: how long is waited for a worker, like `90s`, `2min`, `1h`."""
_MOST = 600.0
LOOK = 1.0
"""Seconds between two looks at whether one is there."""
_UNSAID = 10.0
"""Seconds without a worker that nobody needs to know of: one is started, or started again."""


def patience_asked() -> float:
    """Seconds that a worker is waited for. Raises PerformerError where the environment has no
    length of time."""
    from tts.show.durations import seconds_of

    try:
        return seconds_of(os.environ.get(WORKER_WAIT) or f"{_MOST:g}")
    except ValueError as error:
        raise PerformerError(f"{WORKER_WAIT}: {error}") from error


class NoWorker(PerformerError):
    """There was none for too long."""


class Patience:
    """Counts the time in which no worker is there."""

    def __init__(self, where: str, most: float, held_up: Callable[[HeldUp | None], object]) -> None:
        """`where` as the user names the cluster, `most` in seconds; `held_up` is told that a worker
        is waited for, and None when one has come."""
        self._where = where
        self._most = most
        self._held_up = held_up
        self._since = 0.0
        """Since when there is none; 0 where there is one."""
        self._told = False
        self._needs = ""

    def look(self, workers: int, needs: str = "") -> None:
        """So many are there now, of those with the resource that is needed. Raises NoWorker when
        there has been none for too long."""
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
