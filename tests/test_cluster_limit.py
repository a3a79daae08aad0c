"""The limit for the online service shared by the workers of a cluster, and that no worker hangs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from tests.clusters import PATIENCE, Noting, Processes, cluster
from tests.waiting import until
from tts.cluster.limit import SharedLimit
from tts.cluster.no_profiler import Unprofiled

SERVICE = "ws://127.0.0.1:9"
"""Asked for nothing: only the leases are looked at."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    noting = Noting(tmp_path / "noted")
    noting.folder.mkdir()
    return {**noting.environment(noting.install()), "PAGECAST_EDGE_URL": SERVICE}


@pytest.fixture
def processes(tmp_path: Path, environment: dict[str, str]) -> Iterator[Processes]:
    with cluster(tmp_path / "dask", environment) as running:
        yield running


@pytest.fixture
def client(processes: Processes) -> Iterator[Client]:
    with Client(processes.address, timeout=PATIENCE, set_as_default=False) as connected:
        connected.wait_for_workers(2, timeout=PATIENCE)
        connected.register_plugin(SharedLimit())
        yield connected


def state(client: Client) -> tuple[float, int]:
    """Requests at once, and how many are under way."""
    limit, held = client.sync(client.scheduler.pagecast_limit, service=SERVICE)
    return limit, held


def enter(count: int) -> int:
    """In a worker: take so many turns, as far as there is room; returns how many were possible, without the last."""
    import threading

    from tts.cluster.service_permits import share_limit
    from tts.engines.edge.congestion import queue_for

    share_limit()
    line = queue_for("ws://127.0.0.1:9")
    tickets: list[Any] = line.__dict__.setdefault("tickets", [])
    for _ in range(count):
        # Whoever finds no room is ended at the second look.
        looks = iter([False, False, True])
        asking = threading.Thread(target=lambda: tickets.append(line.enter(lambda: next(looks, True))))  # noqa: B023
        threading.excepthook = lambda _: None
        asking.start()
        asking.join()
    return len(tickets)


def pushed_back(times: int) -> None:
    """In a worker: so many of its requests are answered with 429."""
    from tts.engines.edge.congestion import queue_for

    line = queue_for("ws://127.0.0.1:9")
    for _ in range(times):
        line.failed(line.__dict__["tickets"].pop(), pushed=2)


def run(client: Client, worker: str, function: Any, *arguments: Any) -> Any:
    return client.submit(function, *arguments, workers=[worker], pure=False).result(timeout=PATIENCE)


def test_overload_reported_to_one_worker_lowers_the_limit_for_all(client: Client) -> None:
    one, other = client.nthreads()
    assert run(client, one, enter, 6) == 6
    assert state(client) == (16, 6)
    run(client, one, pushed_back, 2)
    assert state(client) == (8, 4)
    assert run(client, other, enter, 5) == 4, "four are under way in the other, and eight is the most now"
    assert state(client) == (8, 8)


def test_permits_of_a_dead_worker_are_released(client: Client, processes: Processes) -> None:
    one, other = client.nthreads()
    assert run(client, one, enter, 10) == 10
    pid = run(client, one, os.getpid)
    processes.kill(next(process for process in processes.groups if process.pid == pid))
    until(lambda: state(client)[1] == 0, "leases that come back", PATIENCE)
    assert run(client, other, enter, 16) == 16


def looks() -> int:
    """In a worker: how often its threads are profiled while it makes an article."""
    import sys
    import time

    look, count = sys._current_frames, 0

    def counted() -> Any:
        nonlocal count
        count += 1
        return look()

    sys._current_frames = counted
    try:
        time.sleep(1)
    finally:
        sys._current_frames = look
    return count


def test_the_threads_of_a_worker_are_not_profiled(client: Client) -> None:
    """Profiling can block a worker forever if garbage is collected meanwhile (Python before 3.11.9)."""
    one, other = client.nthreads()
    assert run(client, one, looks) > 0, "what Dask does by itself"
    client.register_plugin(Unprofiled())
    assert run(client, one, looks) == run(client, other, looks) == 0
