"""Limits the memory of a process that runs for months.

glibc gives threads separate arenas, up to eight per core, and each keeps its freed memory. Every
article is made in new threads: with 24 articles a process grew from 218 to 407 MB, and stayed below
200 MB with two arenas (`benchmarks/bench_watch.py`).
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_ARENA_MAX = -8
"""M_ARENA_MAX of mallopt(3)."""
_ARENAS = 2


def bound_arenas() -> None:
    """Limit the arenas; call it before the first thread starts. Does nothing with another
    malloc."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
