"""Distributes uniform work over this machine's cores, in processes forked with all their data."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from tts.parallel import WorkerProcesses, cores

T = TypeVar("T")
Part = range
"""Indexes into the items."""
_MOST = 8
"""Maximum number of processes."""


def batches(count: int, each: int) -> list[Part]:
    """Slices of at most `each` that cover all items."""
    return [range(n, min(n + each, count)) for n in range(0, count, each)]


def is_forked() -> bool:
    """Whether new processes inherit the memory of this one; otherwise all data has to be sent to
    them."""
    return multiprocessing.get_start_method() == "fork"


@contextmanager
def spread(
    work: Callable[[Part], T], several: bool
) -> Iterator[Callable[[list[Part]], Iterator[T]]]:
    """Like `map`, in other processes if `several` and if they inherit the data. Leaving the context
    ends them. If one was killed, ProcessLost is raised.

    Their garbage collectors skip inherited data, since traversing it would copy it.
    """
    if not several or cores() < 2 or not is_forked():
        yield lambda all_parts: map(work, all_parts)
        return
    gc.freeze()
    try:
        processes = WorkerProcesses(min(cores(), _MOST), work)
        try:
            yield lambda all_parts: _in_order(processes, all_parts)
        finally:
            processes.close()
    finally:
        gc.unfreeze()


def _in_order(processes: WorkerProcesses, all_parts: list[Part]) -> Iterator[Any]:
    calls = [processes.submit_own(part) for part in all_parts]
    calls.reverse()
    while calls:
        yield calls.pop().result()
