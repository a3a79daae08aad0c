"""Distributes the chunks of an article over threads.

Other processes and machines work on whole articles: see `tts.episode.task`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from threading import Lock, Thread
from typing import Any, Protocol, TypeVar

from tts.model import TtsError

T = TypeVar("T")
R = TypeVar("R")


CORES = "PAGECAST_CORES"
"""Environment variable with the number of cores that Pagecast uses, for processes that share
them."""


def cores() -> int:
    """The number of cores that this process may use."""
    named = os.environ.get(CORES, "")
    if named.isdecimal() and int(named):
        return int(named)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def begin_process() -> None:
    """Prepare a process that works for this command: Ctrl-C is left to the parent process, and this
    one ends with it, however that ends and however processes are started (fork, forkserver,
    spawn)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True, name="pagecast-parent").start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


class Run(Protocol):
    """Calls `function` for every item, `workers` at once, and yields (item, result) pairs as they
    finish.

    A TtsError is also a result; any other exception is raised. Closing the iterator cancels calls
    that have not started.
    """

    def __call__(
        self, function: Callable[[Any], Any], items: Sequence[Any], workers: int, /
    ) -> Iterator[tuple[Any, Any]]: ...


def threads(
    function: Callable[[T], R], items: Sequence[T], workers: int
) -> Iterator[tuple[T, R | TtsError]]:
    """`Run` on threads of this process; items are started in order."""
    pool = ThreadPoolExecutor(max(1, workers), thread_name_prefix="pagecast")
    try:
        yield from _results(pool, function, items)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def in_turn(
    function: Callable[[T], R], items: Sequence[T], _workers: int
) -> Iterator[tuple[T, R | TtsError]]:
    """`Run` in the calling thread, for a process that shares the cores with others like it, so that
    more threads would not help."""
    for item in items:
        try:
            result: R | TtsError = function(item)
        except TtsError as error:
            result = error
        yield item, result


class SharedThreads:
    """`Run` on threads shared by all callers, first come, first served, so that the last items of
    one caller do not delay the first of the next.

    Callers that request the same number of workers share these: two engines that each want every
    core use each core once.
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
        """Cancel calls that have not started; their callers get CancelledError."""
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
