"""Threads shared by the calls of an embedded engine, so that every core is busy until the last
chunk is done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


class WorkerPool:
    """A fixed number of threads, started by the first call. Work of several callers is done in
    turn."""

    def __init__(self, size: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(size, thread_name_prefix=name)

    def each(self, work: Sequence[Callable[[], _T]]) -> Generator[_T, None, None]:
        """The result of each call, in order, while the rest continues; after an error, calls that
        have not started are cancelled."""
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
    """Call, unless the interpreter is ending: it waits for its threads, so remaining work is
    dropped."""
    if not threading.main_thread().is_alive():
        raise CancelledError
    return call()
