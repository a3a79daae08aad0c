"""Distributes uniform work over this machine's cores, in processes forked with all their data."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool
from typing import Any, TypeVar

from tts.parallel import begin_process, cores

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
    ends them.

    Their garbage collectors skip inherited data, since traversing it would copy it.
    """
    if not several or cores() < 2 or not is_forked():
        yield lambda all_parts: map(work, all_parts)
        return
    gc.freeze()
    try:
        pool = _pool(work)
        try:
            yield lambda all_parts: pool.imap(_some, all_parts)
            pool.close()
        except BaseException:
            pool.terminate()
            raise
        finally:
            pool.join()
    finally:
        gc.unfreeze()


def _pool(work: Callable[[Part], Any]) -> Pool:
    """Between its fork and `_begin`, a worker has the parent's handlers of signals, or loses a
    signal, and the parent would wait for its end forever. So signals that end it wait until
    `_begin`."""
    with _held_back(_ENDING):
        return multiprocessing.Pool(min(cores(), _MOST), _begin, [work])


_ENDING = tuple({getattr(signal, name, signal.SIGTERM) for name in ("SIGTERM", "SIGHUP")})
"""Signals that end a worker process, whatever the parent does about them."""


@contextmanager
def _held_back(signals: Collection[signal.Signals]) -> Iterator[None]:
    """A context in which the signals wait, also in the processes and threads that begin there."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_work: list[Callable[[Part], Any]] = []
"""In a worker process: the function to call."""


def _begin(work: Callable[[Part], Any]) -> None:
    """Prepare a worker process: it ends when asked to, and with its parent."""
    _work[:] = [work]
    begin_process()
    for ending in _ENDING:
        signal.signal(ending, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _some(part: Part) -> Any:
    return _work[0](part)
