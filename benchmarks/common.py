"""What the benchmarks share: rounds that alternate, medians, ratios. Machines are noisy; ratios of one run are not."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

FIGURES = "PAGECAST_FIGURES"
"""The file that figures are noted in."""

Work = Callable[[], object]


def alternate(works: dict[str, Work], rounds: int) -> dict[str, float]:
    """Median seconds of each work, run in turn, A B A B …"""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(taken) for name, taken in times.items()}


def report(title: str, rows: list[tuple[str, str]], promise: str = "") -> None:
    print(f"\n{title}")
    for name, value in rows:
        print(f"  {name:<54} {value:>14}")
    if promise:
        print(f"  promised: {promise}")


def figure(name: str, value: float, unit: str = "", *, more: bool = False) -> None:
    """Note a figure for `compare.py`, where `make bench` asks for that: a ratio, or in s, ms, MB or KB. With `more`, a
    larger one is better."""
    if target := os.environ.get(FIGURES):
        noted = {"name": name, "value": round(value, 4), "unit": unit, "more": more}
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(json.dumps(noted) + "\n")
