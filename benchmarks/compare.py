"""What got worse: the figures of one run of the benchmarks beside those that are recorded.

    python benchmarks/compare.py --pace                  times a fixed piece of work, and notes it
    python benchmarks/compare.py                         compares; ends with 1 where a figure got worse
    python benchmarks/compare.py --record [--accept N]   records what got better, what is new, and N, which got worse

Benchmarks note their figures (`common.figure`) in the file that PAGECAST_FIGURES names; `make bench` runs all of it.
`recorded.json` has each figure's value, unit and direction. It may have a slack, the part by which the figure may get
worse (.25 where none is said: machines are noisy), and how the README prints it (`readme`, of which a test sees that
it is there). Seconds are compared as multiples of the fixed work of the same run, so that another
machine is no fault: how long that took stands beside each figure in seconds (`pace`), and goes with it. The fixed work
takes about half a second a round; until December 2026 it was another, of Python, JSON, hashes and compression alone,
whose paces were multiplied by 10.6 (80 turns of both in two runs: from 9.3 to 11.6 by the quantile).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common import FIGURES, figure

RECORDED = Path(__file__).with_name("recorded.json")
PACE = "the machine: a fixed piece of work"
SLACK = 0.25
TIMES = ("s", "ms")
ROUNDS = 5


@dataclass(frozen=True)
class Comparison:
    name: str
    before: float
    now: float
    unit: str
    worse_by: float
    """A part: .1 is a tenth worse, -.1 a tenth better."""
    slack: float

    @property
    def is_worse(self) -> bool:
        return self.worse_by > self.slack

    def __str__(self) -> str:
        change = f"{abs(self.worse_by):.0%} {'worse' if self.worse_by > 0 else 'better'}"
        return f"{self.name:<60} {self.before:>10.4g} {self.now:>10.4g} {self.unit:<2} {change}"


def python_and_json() -> None:
    rows = [{"title": f"Episode {n}", "length": n * 37 % 1000} for n in range(50_000)]
    text = json.dumps(sorted(rows, key=lambda row: (row["length"], row["title"])))
    by_length: dict[int, list[str]] = {}
    for row in json.loads(text):
        by_length.setdefault(row["length"], []).append(row["title"].upper())


def hashes_and_compression() -> None:
    text = b"".join(b"<p>Paragraph %d of an article.</p>\n" % n for n in range(160_000))
    for _ in range(8):
        hashlib.sha256(text).digest()
    zlib.decompress(zlib.compress(text, 6))


def expressions() -> None:
    text = "On 3 May 2021 they paid $5.50 for No. 7, e.g. at 10:45 a.m., 他们2021年来过。" * 9_000
    for pattern in (
        r"\b\d{1,2}:\d\d\b",
        r"(?:[a-z]\.){2,}",
        r"\$(\d+)\.(\d\d)",
        r"(\d{4})年",
        r"\w+(?= at)",
    ):
        re.sub(pattern, lambda found: found[0].title(), text)


def products() -> None:
    import numpy as np

    matrix = np.linspace(-1, 1, 700 * 700, dtype=np.float32).reshape(700, 700)
    for _ in range(20):
        matrix = np.tanh(matrix @ matrix.T)


def processes() -> None:
    for _ in range(3):
        subprocess.run([sys.executable, "-c", "import json, urllib.parse"], check=True)


def small_files() -> None:
    with tempfile.TemporaryDirectory() as place:
        paths = [Path(place, f"{n}.json") for n in range(300)]
        for path in paths:
            path.write_bytes(b"x" * 4000)
        for path in paths:
            path.read_bytes()


WORKS = (python_and_json, hashes_and_compression, expressions, products, processes, small_files)
"""Of the kinds that the figures are made of, each with about the same share of the time."""


def fixed_work() -> None:
    for work in WORKS:
        work()


def pace() -> float:
    """Seconds of the fixed work: the median of some rounds, after one that is not counted."""
    fixed_work()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        fixed_work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def noted(path: Path) -> dict[str, dict[str, Any]]:
    """The figures of a run; where a benchmark noted one twice, the last counts."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {each["name"]: each for each in map(json.loads, lines)}


def compared(
    recorded: dict[str, dict[str, Any]], measured: dict[str, dict[str, Any]]
) -> Iterable[Comparison]:
    """Of all that were recorded and measured. Values have to be above zero."""
    own = measured.get(PACE, {}).get("value")
    for name, before in recorded.items():
        now = measured.get(name)
        if now is None or name == PACE:
            continue
        value = now["value"]
        if own and "pace" in before:
            value *= before["pace"] / own
        ratio = before["value"] / value if now["more"] else value / before["value"]
        slack = before.get("slack", SLACK)
        yield Comparison(name, before["value"], now["value"], now["unit"], ratio - 1, slack)


def merged(
    recorded: dict[str, dict[str, Any]],
    measured: dict[str, dict[str, Any]],
    accepted: Iterable[str],
) -> dict[str, dict[str, Any]]:
    """What is recorded from now on: floors only rise, but for what is accepted by name."""
    unchanged = {each.name for each in compared(recorded, measured) if each.worse_by >= 0}
    unchanged -= set(accepted)
    own = measured.get(PACE, {}).get("value")
    result = dict(recorded)
    for name, now in measured.items():
        if name in unchanged or name == PACE:
            continue
        facts = {key: now[key] for key in ("value", "unit", "more")}
        if own and now["unit"] in TIMES:
            facts["pace"] = own
        result[name] = recorded.get(name, {}) | facts
    return dict(sorted(result.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description="The figures of a run beside those recorded.")
    parser.add_argument("--pace", action="store_true", help="time a fixed piece of work")
    parser.add_argument("--record", action="store_true", help="record what got better")
    parser.add_argument("--accept", action="append", default=[], metavar="NAME")
    options = parser.parse_args()
    if options.pace:
        figure(PACE, pace(), "s")
        return 0
    target = os.environ.get(FIGURES)
    if not target:
        parser.error(f"{FIGURES} has to name the file that the benchmarks noted figures in")
    measured = noted(Path(target))
    recorded = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}
    rows = list(compared(recorded, measured))
    tell(rows, recorded, measured)
    if options.record:
        result = merged(recorded, measured, options.accept)
        text = json.dumps(result, ensure_ascii=False, indent=1)
        RECORDED.write_text(text + "\n", encoding="utf-8")
        return 0
    return 1 if any(row.is_worse for row in rows) else 0


def tell(
    rows: list[Comparison],
    recorded: dict[str, dict[str, Any]],
    measured: dict[str, dict[str, Any]],
) -> None:
    print(f"\n{'figure':<60} {'recorded':>10} {'now':>10}")
    for row in rows:
        print(row)
    for name in sorted(measured.keys() - recorded.keys() - {PACE}):
        print(f"{name:<60} {'new':>10} {measured[name]['value']:>10.4g} {measured[name]['unit']}")
    for name in sorted(recorded.keys() - measured.keys()):
        print(f"{name:<60} not measured in this run")
    worse = [row for row in rows if row.is_worse]
    print(f"\n{len(worse)} of {len(rows)} figures got worse by more than their slack.")
    for row in worse:
        print(f"  {row.name}: {row.before:.4g} before, {row.now:.4g} {row.unit} now")


if __name__ == "__main__":
    sys.exit(main())
