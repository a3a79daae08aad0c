"""Threads shared by the calls of an embedded engine, so that every core is busy until the last
chunk is done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


class WorkerPool:
    """So many threads, started by the first call. What is given to them by several callers is done
    in turn."""

    def __init__(self, size: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(size, thread_name_prefix=name)

    def each(self, work: Sequence[Callable[[], _T]]) -> Generator[_T, None, None]:
        """What each call returns, in order, while the rest goes on; nothing that has not begun
        outlives an error."""
        futures = [self._pool.submit(_while_wanted, call) for call in work]
        return self._results(futures)

    @staticmethod
    def _results(futures: list[Future[_T]]) -> Generator[_T, None, None]:
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()


def _while_wanted(call: Callable[[], _T]) -> _T:
    """The interpreter waits for threads when it ends: what is still to be done then is left."""
    if not threading.main_thread().is_alive():
        raise CancelledError
    return call()
