"""How the chunks of an article are distributed over a pool of threads.

What other processes and machines do is a whole article: see `tts.episode.task`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from threading import Lock
from typing import Any, Protocol, TypeVar

from tts.model import TtsError

T = TypeVar("T")
R = TypeVar("R")


CORES = "PAGECAST_CORES"
"""Environment variable that says how many cores Pagecast takes, where processes share them."""


def cores() -> int:
    """Cores this process may use."""
    named = os.environ.get(CORES, "")
    if named.isdecimal() and int(named):
        return int(named)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Run(Protocol):
    """Calls `function` on every item, `workers` at once, and gives (item, what came of it) as they
    finish.

    A TtsError is what came of it too; any other exception is raised. Closing the iterator drops
    what has not begun.
    """

    def __call__(
        self, function: Callable[[Any], Any], items: Sequence[Any], workers: int, /
    ) -> Iterator[tuple[Any, Any]]: ...


def threads(
    function: Callable[[T], R], items: Sequence[T], workers: int
) -> Iterator[tuple[T, R | TtsError]]:
    """`Run` on threads of this process, in the order of the items as far as workers go."""
    pool = ThreadPoolExecutor(max(1, workers), thread_name_prefix="pagecast")
    try:
        yield from _results(pool, function, items)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def in_turn(
    function: Callable[[T], R], items: Sequence[T], _workers: int
) -> Iterator[tuple[T, R | TtsError]]:
    """`Run` in the calling thread: for a process that shares the cores with others of its kind, to
    which threads of its own are no help."""
    for item in items:
        try:
            result: R | TtsError = function(item)
        except TtsError as error:
            result = error
        yield item, result


class SharedThreads:
    """`Run` on threads that all callers share: who comes first is served first, and nobody's last
    items hold up the next one's first.

    Callers that want the same number of workers share so many: two engines that want every core
    get each core once.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._pools: dict[int, ThreadPoolExecutor] = {}
        self._closed = False

    def __call__(
        self, function: Callable[[T], R], items: Sequence[T], workers: int
    ) -> Iterator[tuple[T, R | TtsError]]:
        def unless_closed(item: T) -> R:
            if self._closed:
                raise CancelledError
            return function(item)

        yield from _results(self._pool(max(1, workers)), unless_closed, items)

    def close(self) -> None:
        """Drop what has not begun; its callers get CancelledError."""
        with self._lock:
            self._closed = True  # a future that was cancelled in the queue would wake nobody
            pools = tuple(self._pools.values())
        for pool in pools:
            pool.shutdown(wait=False)

    def _pool(self, workers: int) -> ThreadPoolExecutor:
        with self._lock:
            if self._closed:
                raise CancelledError
            if workers not in self._pools:
                name = f"pagecast-{workers}"
                self._pools[workers] = ThreadPoolExecutor(workers, thread_name_prefix=name)
            return self._pools[workers]


def _results(
    pool: ThreadPoolExecutor, function: Callable[[T], R], items: Sequence[T]
) -> Iterator[tuple[T, R | TtsError]]:
    futures: dict[Future[R], T] = {}
    try:
        for item in items:
            futures[pool.submit(function, item)] = item
        for future in as_completed(futures):
            error = future.exception()
            if error is None:
                yield futures[future], future.result()
            elif isinstance(error, TtsError):
                yield futures[future], error
            else:
                raise error
    finally:
        for future in futures:
            future.cancel()
