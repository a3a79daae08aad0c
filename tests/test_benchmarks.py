"""The judgement of `make bench` on figures: which got worse, on any machine; floors only rise."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
RECORDED = json.loads((ROOT / "benchmarks" / "recorded.json").read_text(encoding="utf-8"))
PACE = "the machine: a fixed piece of work"


def noted(value: float, unit: str = "", *, more: bool = False, **facts: Any) -> dict[str, Any]:
    return {"value": value, "unit": unit, "more": more, **facts}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the benchmarks, so that the test has its own record."""
    for name in ("compare.py", "common.py"):
        (tmp_path / name).write_bytes((ROOT / "benchmarks" / name).read_bytes())
    return tmp_path


def run(place: Path, recorded: dict[str, Any], measured: dict[str, Any], *options: str) -> tuple[int, str]:
    (place / "recorded.json").write_text(json.dumps(recorded), encoding="utf-8")
    lines = [json.dumps({"name": name, **facts}) for name, facts in measured.items()]
    (place / "figures").write_text("\n".join(lines), encoding="utf-8")
    environment = {**os.environ, "PAGECAST_FIGURES": str(place / "figures")}
    command = [sys.executable, str(place / "compare.py"), *options]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert not done.stderr
    return done.returncode, done.stdout


def test_worse_figures_are_named_and_end_with_1(place: Path) -> None:
    before = {"size": noted(100, "MB"), "ratio": noted(8, more=True), "noisy": noted(2, slack=2.0)}
    now = {"size": noted(130, "MB"), "ratio": noted(5, more=True), "noisy": noted(5)}
    code, told = run(place, before, now)
    assert code == 1 and "2 of 3 figures got worse" in told
    assert "size: 100 before, 130 MB now" in told and "ratio: 8 before, 5  now" in told


def test_slightly_worse_or_better_figures_pass(place: Path) -> None:
    code, told = run(place, {"size": noted(100, "MB"), "gone": noted(1)}, {"size": noted(120, "MB"), "new": noted(3)})
    assert code == 0 and "0 of 1 figures got worse" in told
    assert "20% worse" in told and "not measured in this run" in told and "new" in told


def test_seconds_are_measured_by_the_machine_they_were_taken_on(place: Path) -> None:
    before = {"work": noted(4, "s", pace=0.1), "size": noted(100, "MB")}
    twice_as_slow = {PACE: noted(0.2, "s"), "work": noted(8, "s"), "size": noted(100, "MB")}
    assert run(place, before, twice_as_slow)[0] == 0
    assert run(place, before, {**twice_as_slow, PACE: noted(0.1, "s")})[0] == 1


def test_floors_only_rise(place: Path) -> None:
    before = {"better": noted(10, readme="{:.0f} s"), "worse": noted(10), "accepted": noted(10)}
    now = {"better": noted(8), "worse": noted(11), "accepted": noted(11), "new": noted(1)}
    assert run(place, before, now, "--record", "--accept", "accepted")[0] == 0
    kept = json.loads((place / "recorded.json").read_text(encoding="utf-8"))
    assert {name: facts["value"] for name, facts in kept.items()} == {
        "better": 8,
        "worse": 10,
        "accepted": 11,
        "new": 1,
    }
    assert kept["better"]["readme"] == "{:.0f} s"


def test_a_slower_machine_that_records_lowers_no_floor(place: Path) -> None:
    before = {"work": noted(4, "s", pace=0.1), "quicker": noted(4, "s", pace=0.1)}
    slow = {PACE: noted(0.2, "s"), "work": noted(9, "s"), "quicker": noted(6, "s")}
    assert run(place, before, slow, "--record")[0] == 0
    kept = json.loads((place / "recorded.json").read_text(encoding="utf-8"))
    assert kept["work"] == before["work"]
    assert (kept["quicker"]["value"], kept["quicker"]["pace"]) == (6, 0.2)
    fast = {PACE: noted(0.1, "s"), "work": noted(8, "s"), "quicker": noted(4.5, "s")}
    code, told = run(place, kept, fast)
    assert code == 1 and "work: 4 before, 8 s now" in told and "quicker: 6 before, 4.5 s now" in told


def test_the_work_that_measures_the_machine_is_timed(place: Path) -> None:
    environment = {**os.environ, "PAGECAST_FIGURES": str(place / "figures")}
    subprocess.run([sys.executable, str(place / "compare.py"), "--pace"], env=environment, check=True)
    assert json.loads((place / "figures").read_text(encoding="utf-8"))["value"] > 0


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
@pytest.mark.parametrize("name", [name for name, facts in RECORDED.items() if "readme" in facts])
def test_the_readme_prints_what_is_recorded(page: str, name: str) -> None:
    """In the Chinese one only the number, between other words."""
    printed = RECORDED[name]["readme"].format(RECORDED[name]["value"])
    table = "\n".join(line for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if line.startswith("|"))
    number = re.escape(re.findall(r"[\d.,]+", printed)[0])
    sought = re.escape(printed) if page == "README.md" else rf"(?<![\d.]){number}(?![\d.]\d)"
    assert re.search(sought, table)
