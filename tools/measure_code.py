"""Measure how the code reads: syntax nodes a line, long lines, branches of a function, length.

    python tools/measure_code.py            the figures, and the modules above the goal
    python tools/measure_code.py --record   lower what tests/data/quality/code.json allows to what is there now

A module's density is the count of nodes that `ast.walk` gives, divided by the lines on which a node
begins. Branches are
McCabe's: one, and one more for each `if`, loop, handler, `assert`, `case` and comprehension with a condition.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "tests" / "data" / "quality" / "code.json"
DENSEST = 9.5
"""Nodes a line that any module may have."""
OVERALL = 8.0
"""Nodes a line over the whole package that are aimed at."""
LONGEST = 100
"""Characters of a line."""
BRANCHES = 10
"""Of a function."""
LENGTH = 500
"""Lines of a module: one that is longer holds more than one topic, and is split by them."""
_BRANCHING = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.Assert,
    ast.match_case,
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Measures:
    """How one module reads."""

    nodes: int
    lines: int
    """Lines on which a node begins."""
    long_lines: int
    branches: int
    """Of its most branching function."""
    length: int
    """All its lines, those of comments and texts too."""

    @property
    def density(self) -> float:
        """Nodes a line."""
        return round(self.nodes / max(self.lines, 1), 2)


def measure(source: str) -> Measures:
    """The measures of a module's source.

    >>> measure("a = 1\\nb = 2\\n").density
    4.5
    """
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    begun = {node.lineno for node in nodes if hasattr(node, "lineno")}
    functions = [node for node in nodes if isinstance(node, _FUNCTIONS)]
    lines = source.splitlines()
    long_lines = sum(len(line) > LONGEST for line in lines)
    branches = max(map(_branches, functions), default=1)
    return Measures(len(nodes), len(begun), long_lines, branches, len(lines))


def _branches(function: ast.AST) -> int:
    return 1 + sum(_forks(node) for node in _own_nodes(function))


def _forks(node: ast.AST) -> int:
    if isinstance(node, ast.comprehension):
        return len(node.ifs)
    return int(isinstance(node, _BRANCHING))


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function, without the functions inside it."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, _FUNCTIONS):
            yield child
            yield from _own_nodes(child)


def files() -> dict[str, Path]:
    """Every module of the package, by its path."""
    found = sorted((ROOT / "tts").rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): file for file in found}


def modules() -> dict[str, Measures]:
    """The measures of each."""
    return {name: measure(file.read_text(encoding="utf-8")) for name, file in files().items()}


def overall(measured: dict[str, Measures]) -> float:
    """Nodes a line over all modules."""
    return round(
        sum(m.nodes for m in measured.values()) / sum(m.lines for m in measured.values()), 2
    )


def above_goal(measures: Measures) -> dict[str, float]:
    """What of a module is above the goal, by name."""
    above: dict[str, float] = {}
    if measures.density > DENSEST:
        above["density"] = measures.density
    if measures.long_lines:
        above["long lines"] = measures.long_lines
    if measures.branches > BRANCHES:
        above["branches"] = measures.branches
    if measures.length > LENGTH:
        above["length"] = measures.length
    return above


def record() -> dict[str, Any]:
    """The whole, and each module that is above the goal."""
    measured = modules()
    found = {name: above for name, measures in measured.items() if (above := above_goal(measures))}
    return {"overall": overall(measured), "modules": found}


def risen(figures: dict[str, Any], allowed: dict[str, Any]) -> list[str]:
    """What is worse than the tree allows: a figure may only fall, and a new module keeps the goal."""
    worse = []
    if figures["overall"] > allowed["overall"]:
        worse.append(f"overall {figures['overall']}, allowed {allowed['overall']}")
    for name, above in figures["modules"].items():
        before = allowed["modules"].get(name, {})
        for what, value in above.items():
            if value > before.get(what, 0):
                worse.append(f"{name}: {what} {value}, allowed {before.get(what, 'the goal')}")
    return worse


def main() -> int:
    """Print the figures; with `--record`, write them down, unless one has risen."""
    figures = record()
    above = figures["modules"]
    print(f"{figures['overall']} nodes a line over all (goal {OVERALL})")
    print(f"{len(above)} modules are above a goal")
    for name, each in above.items():
        print(f"  {name}: " + ", ".join(f"{what} {value}" for what, value in each.items()))
    if "--record" not in sys.argv:
        return 0
    worse = risen(figures, json.loads(RECORD.read_text(encoding="utf-8")))
    if worse:
        print("nothing is recorded: these have risen", *worse, sep="\n  ")
        return 1
    RECORD.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
