"""Worker processes on this machine, which are restarted whatever they die of.

Each has a nanny of Dask's, which starts it again; but a nanny gives up where its worker dies while
it starts, and Dask's cluster starts no other in its place. `Renewal` does.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any

import dask
from distributed import LocalCluster
from distributed.core import Status

from tts.parallel import CORES, cores

if TYPE_CHECKING:
    from collections.abc import Coroutine

_CONFIG = {
    # Nothing is told over HTTP, also not by the server that is there without a dashboard.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.preload": ["tts.cluster.interrupts"],
    # Dask would end a nanny whose worker takes long to start again: `Renewal` looks at them.
    "distributed.deploy.lost-worker-timeout": "1 day",
}
_STILL = 15.0
"""Seconds in which a nanny has to begin with another process when its own is gone."""
_ENDED = (Status.closing, Status.closed, Status.failed)


def start(count: int) -> LocalCluster:
    """So many workers that nobody else can reach: on loopback, by TLS with keys that are in memory
    only, without the pages of a dashboard. They are on their way when this returns.

    They share the cores. Each makes one article at a time, so that who dies is known by its
    article.
    """
    dask.config.set(_CONFIG)
    cluster = LocalCluster(
        n_workers=0,  # one that dies at its start would end the others, too
        threads_per_worker=1,
        host="127.0.0.1",
        security=True,
        dashboard_address=None,
        scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
        silence_logs=logging.CRITICAL,
        memory_limit=0,  # Dask would kill a worker for the memory of its models
        env={CORES: str(max(1, cores() // count))},
    )
    assert cluster.loop
    cluster.loop.add_callback(_prepare)
    cluster.scale(count)
    return cluster


def _prepare() -> None:
    """In the thread that starts the workers."""
    # One that dies is started again, and asyncio would print how each came to its end.
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    if hasattr(signal, "pthread_sigmask"):
        # Ctrl-C is not for workers that are starting, either: they inherit what their thread holds
        # back. Python's tracker of resources lets go of it when it is started, so it goes first.
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class Renewal:
    """Starts workers of this machine in place of those that are gone."""

    def __init__(self, cluster: LocalCluster, count: int) -> None:
        assert cluster.loop
        self._loop = cluster.loop
        self._cluster = cluster
        self._count = count
        self._still_since: dict[Any, float] = {}
        """When the nannies without a process were seen so for the first time, by name."""
        self._closing: set[asyncio.Task[None]] = set()

    def __call__(self) -> None:
        """From any thread; returns at once."""
        self._loop.add_callback(self._renew)

    def _renew(self) -> None:
        """In the cluster's own thread: nobody else changes its workers meanwhile."""
        cluster = self._cluster
        for name, nanny in tuple(cluster.workers.items()):
            if self._is_lost(name, nanny):
                # Taken out by hand: Dask would first wait for them to close, with no other started.
                del cluster.workers[name]
                cluster.worker_spec.pop(name, None)
                self._still_since.pop(name, None)
                closing = asyncio.ensure_future(_closed(nanny.close()))
                self._closing.add(closing)
                closing.add_done_callback(self._closing.discard)
        cluster.scale(self._count)

    def _is_lost(self, name: Any, nanny: Any) -> bool:
        if nanny.status in _ENDED:
            return True
        if nanny.is_alive():
            self._still_since.pop(name, None)
            return False
        now = time.monotonic()
        return now - self._still_since.setdefault(name, now) > _STILL


async def _closed(closing: Coroutine[Any, Any, Any]) -> None:
    with suppress(Exception):  # there is nothing left of it that could be closed otherwise
        await closing
