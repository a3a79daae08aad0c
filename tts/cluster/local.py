"""Worker processes on this machine, which are restarted whenever they die.

Each has a Dask nanny that restarts it; but a nanny gives up if its worker dies while starting, and
Dask's cluster does not replace it. `Renewal` does.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
import warnings
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
    # Nothing is served over HTTP, not even by the server that runs without a dashboard.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.preload": ["tts.cluster.interrupts"],
    # Dask would stop a nanny whose worker takes long to restart: `Renewal` handles them.
    "distributed.deploy.lost-worker-timeout": "1 day",
}
_SLOW_START = "Creating scratch directories is taking"
"""How a warning of Dask begins that nobody here can act on: the folder is on the local disk, and
only the machine is busy."""
_STILL = 15.0
"""Seconds in which a nanny must start another process when its own is gone."""
_ENDED = (Status.closing, Status.closed, Status.failed)


def start(count: int, scratch: str) -> LocalCluster:
    """Start workers that nobody else can reach: on loopback, with TLS keys that exist only in
    memory, and without dashboard pages. They may still be starting when this returns.

    They share the cores. Each makes one article at a time, so that a death can be attributed to its
    article. `scratch` is a folder for what Dask writes.
    """
    dask.config.set({**_CONFIG, "temporary-directory": scratch})
    _silence_slow_start()
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


def _silence_slow_start() -> None:
    """Here, and in workers started later, which have no other filters before they warn."""
    warnings.filterwarnings("ignore", message=_SLOW_START)
    named = os.environ.get("PYTHONWARNINGS")
    ours = f"ignore:{_SLOW_START}"
    filters = f"{named},{ours}" if named else ours
    dask.config.set({"distributed.nanny.pre-spawn-environ.PYTHONWARNINGS": filters})


def _prepare() -> None:
    """Prepare the thread that starts the workers."""
    # A worker that dies is restarted, and asyncio would print how each one ended.
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    if hasattr(signal, "pthread_sigmask"):
        # Starting workers must not get Ctrl-C either: they inherit the signals blocked in their
        # thread. Python's resource tracker unblocks them when it starts, so it is started first.
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class Renewal:
    """Replaces workers of this machine that are gone."""

    def __init__(self, cluster: LocalCluster, count: int) -> None:
        assert cluster.loop
        self._loop = cluster.loop
        self._cluster = cluster
        self._count = count
        self._still_since: dict[Any, float] = {}
        """When each nanny without a process was first seen, by name."""
        self._closing: set[asyncio.Task[None]] = set()

    def __call__(self) -> None:
        """May be called from any thread; returns at once."""
        self._loop.add_callback(self._renew)

    def _renew(self) -> None:
        """Runs in the cluster's own thread, so that nothing else changes its workers meanwhile."""
        cluster = self._cluster
        for name, nanny in tuple(cluster.workers.items()):
            if self._is_lost(name, nanny):
                # Removed by hand: Dask would first wait for them to close without starting others.
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
