"""How the chunks of an article are spread: over a pool of threads.

What other processes and machines do is a whole article: see `tts.episode.task`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, Protocol, TypeVar

from tts.model import TtsError

T = TypeVar("T")
R = TypeVar("R")


def cores() -> int:
    """Cores this process may use."""
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
    futures = {pool.submit(function, item): item for item in items}
    try:
        for future in as_completed(futures):
            error = future.exception()
            if error is None:
                yield futures[future], future.result()
            elif isinstance(error, TtsError):
                yield futures[future], error
            else:
                raise error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
