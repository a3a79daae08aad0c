"""How the code reads is held: no module may become denser than it is, and a new one keeps the goal."""

from __future__ import annotations

import json

import pytest

from tools import measure_code

ALLOWED = json.loads(measure_code.RECORD.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def measured() -> dict[str, measure_code.Measures]:
    """Not when tests are collected: each process would measure all, and one needs it."""
    return measure_code.modules()


@pytest.mark.parametrize("module", measure_code.files())
def test_a_module_is_no_harder_to_read_than_recorded(module: str, measured: dict[str, measure_code.Measures]) -> None:
    allowed = ALLOWED["modules"].get(module, {})
    above = measure_code.above_goal(measured[module])
    worse = {name: value for name, value in above.items() if value > allowed.get(name, 0)}
    assert not worse, f"{module} has {worse}, {_goal(allowed)}"


def _goal(allowed: dict[str, float]) -> str:
    """What a module may have, in words: the goal of all, or what is recorded of an older one."""
    goal = (
        f"and the goal is at most {measure_code.DENSEST} syntax nodes a line (density), "
        f"no line above {measure_code.LONGEST} columns, {measure_code.BRANCHES} branches a function, "
        f"{measure_code.LENGTH} lines"
    )
    recorded = f"; recorded of this one are {allowed}, which may only fall" if allowed else ""
    return f"{goal}{recorded}: give its steps names. python tools/measure_code.py lists all."


def test_the_whole_is_no_denser_than_recorded(measured: dict[str, measure_code.Measures]) -> None:
    overall = measure_code.overall(measured)
    goal = f"the goal is {measure_code.OVERALL}: python tools/measure_code.py lists the densest"
    assert overall <= ALLOWED["overall"], f"{overall} nodes a line over all; {goal}"


def test_what_is_recorded_is_there() -> None:
    """A module that is gone, moved or at the goal by now needs no allowance: `--record` lowers the figures."""
    gone = set(ALLOWED["modules"]) - measure_code.files().keys()
    assert not gone, "python tools/measure_code.py --record, and see that no figure rises by it"


def test_branches_are_counted_in_the_function_they_stand_in() -> None:
    source = "def outer():\n    if a:\n        pass\n    def inner():\n        while b:\n            for c in d: pass\n"
    assert measure_code.measure(source).branches == 3
    assert measure_code.measure("x = [a for a in b if a]\n").branches == 1


def test_a_module_of_several_topics_is_above_the_goal() -> None:
    longest = "a = 1\n" * measure_code.LENGTH
    assert measure_code.above_goal(measure_code.measure(longest)) == {}
    assert measure_code.above_goal(measure_code.measure(longest + "b = 2\n")) == {"length": 501}


def test_a_figure_that_has_risen_is_not_recorded() -> None:
    allowed = {"overall": 8.0, "modules": {"a.py": {"density": 10.0}}}
    fallen = {"overall": 7.9, "modules": {"a.py": {"density": 9.8}}}
    assert measure_code.risen(fallen, allowed) == []
    risen = {"overall": 8.1, "modules": {"a.py": {"density": 10.1}, "b.py": {"long lines": 1}}}
    assert len(measure_code.risen(risen, allowed)) == 3
