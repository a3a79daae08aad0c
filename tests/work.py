"""The cost of a piece of work without a clock: the number of function calls, and whether it ends."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

ENDLESS = 120.0
"""Seconds of processor time, many times what any test here takes: anything longer would take
hours."""


def calls(work: Callable[[], object]) -> int:
    """The number of Python and C functions called. A C function counts as one, however much it
    does."""
    count = 0

    def counted(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def _give_up(_number: int, _frame: FrameType | None) -> NoReturn:
    raise AssertionError(f"it was still at it after {ENDLESS:g} s of the processor")


@contextmanager
def ends() -> Iterator[None]:
    """Fails, without waiting, for work that would take hours. Other programs' work does not
    count."""
    before = signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, ENDLESS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
