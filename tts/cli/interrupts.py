"""Keeps Ctrl-C from being lost."""

from __future__ import annotations

import signal
import sys
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Timer, current_thread, main_thread
from typing import Any

_AGAIN = 0.05
"""Seconds until an interrupt that was lost is repeated: by then its callback has returned."""

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals of `kill` and of a terminal that is closed; Windows has only the first."""


_dropped: list[None] = []
"""Grows by one for each interrupt that Python dropped."""


def dropped() -> int:
    """Number of interrupts that Python dropped so far; each is repeated."""
    return len(_dropped)


def keep_interrupts() -> None:
    """Repeat interrupts that Python ignores.

    An exception in a finalizer or in a callback of the garbage collector is printed and dropped,
    KeyboardInterrupt too. Packages have such code (Dask times every collection), and a command
    that is interrupted just then would go on as if nothing had happened.
    """
    sys.unraisablehook = partial(_unraisable, sys.unraisablehook)


@contextmanager
def terminated_like_interrupted() -> Iterator[None]:
    """A context in which SIGTERM and SIGHUP end the command as Ctrl-C does, so that the processes
    that it started, and their files, go with it. Only the main thread can do that."""
    if current_thread() is not main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _ENDING}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # nohup ignores the terminal that is closed
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def _unraisable(otherwise: Callable[[Any], object], ignored: sys.UnraisableHookArgs) -> None:
    if not issubclass(ignored.exc_type, KeyboardInterrupt):
        otherwise(ignored)
        return
    _dropped.append(None)
    again = Timer(_AGAIN, _interrupt)  # at once, it would be raised and dropped in here
    again.daemon = True
    again.start()


def _interrupt() -> None:
    """A real signal, which also ends a wait; Windows has none for a thread."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)
    else:
        interrupt_main()
