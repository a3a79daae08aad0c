"""Readability is enforced: every module meets the goals, and so does the whole code."""

from __future__ import annotations

import pytest

from tools import measure_code


@pytest.fixture(scope="module")
def measured() -> dict[str, measure_code.Measures]:
    """Measured on demand rather than at collection: each process would measure everything, and only one needs it."""
    return measure_code.modules()


@pytest.mark.parametrize("module", measure_code.files())
def test_a_module_is_easy_to_read(module: str, measured: dict[str, measure_code.Measures]) -> None:
    above = measure_code.above_goal(measured[module])
    goal = (
        f"the goal is at most {measure_code.DENSEST} syntax nodes a line (density), "
        f"no line above {measure_code.LONGEST} columns, {measure_code.BRANCHES} branches a function, "
        f"{measure_code.LENGTH} lines"
    )
    assert not above, f"{module} has {above}, and {goal}: give its steps names"


def test_the_whole_code_is_easy_to_read(measured: dict[str, measure_code.Measures]) -> None:
    overall = measure_code.overall(measured)
    where = "python tools/measure_code.py lists what to unfold first"
    assert overall <= measure_code.OVERALL, f"{overall} nodes a line over all; {where}"


def test_branches_are_counted_in_the_function_that_contains_them() -> None:
    source = "def outer():\n    if a:\n        pass\n    def inner():\n        while b:\n            for c in d: pass\n"
    assert measure_code.measure(source).branches == 3
    assert measure_code.measure("x = [a for a in b if a]\n").branches == 1


def test_a_module_of_several_topics_is_above_the_goal() -> None:
    longest = "a = 1\n" * measure_code.LENGTH
    assert measure_code.above_goal(measure_code.measure(longest)) == {}
    assert measure_code.above_goal(measure_code.measure(longest + "b = 2\n")) == {"length": 501}
