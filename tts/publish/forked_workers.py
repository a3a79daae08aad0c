"""Distributes uniform work over this machine's cores, in processes forked with all their data."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool
from threading import Thread
from typing import Any, TypeVar

from tts.parallel import cores

T = TypeVar("T")
Part = range
"""Of the items, by their numbers."""
_MOST = 8
"""Processes at once."""


def batches(count: int, each: int) -> list[Part]:
    """All items, so many at a time."""
    return [range(n, min(n + each, count)) for n in range(0, count, each)]


def is_forked() -> bool:
    """Whether another process begins with what is in memory here; else all of it has to be sent."""
    return multiprocessing.get_start_method() == "fork"


@contextmanager
def spread(
    work: Callable[[Part], T], several: bool
) -> Iterator[Callable[[list[Part]], Iterator[T]]]:
    """A `map`, by other processes if there are `several`. What leaves here ends them.

    Their collectors pass over what was read before: to go through it is to copy it.
    """
    if not several or cores() < 2:
        yield lambda all_parts: map(work, all_parts)
        return
    gc.freeze()
    try:
        with _pool(work) as pool:
            yield lambda all_parts: pool.imap(_some, all_parts)
    finally:
        gc.unfreeze()


def _pool(work: Callable[[Part], Any]) -> Pool:
    return multiprocessing.Pool(min(cores(), _MOST), _begin, [os.getpid(), work])


_work: list[Callable[[Part], Any]] = []
"""In a process of the pool: what all of them do."""


def _begin(parent: int, work: Callable[[Part], Any]) -> None:
    """In a process of the pool: Ctrl-C is the parent's to hear, and without a parent there is
    nothing to do."""
    _work[:] = [work]
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _some(part: Part) -> Any:
    return _work[0](part)
