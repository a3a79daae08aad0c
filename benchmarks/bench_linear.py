"""Whether four times the input takes four times as long: what the parsers in C do is in no count of calls."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from common import report

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.test_linear import WORKS

SIZE = 4_000
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """Of the processor."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def row(made: Callable[[int], Callable[[], object]]) -> str:
    """The least of some rounds: a machine that does other things as well only ever adds."""
    made(5)()
    small, large = (min(seconds(made(size)) for _ in range(ROUNDS)) for size in (SIZE, 4 * SIZE))
    return f"{large:.2f} s, {large / max(small, 0.01):.1f} x"


if __name__ == "__main__":
    rows = [(name, row(made)) for name, made in WORKS.items()]
    report(f"{4 * SIZE:,} of each (x: {SIZE:,} of them)", rows, "about 4 x; 16 x is quadratic")
