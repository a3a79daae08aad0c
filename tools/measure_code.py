"""Measure how the code reads: syntax nodes a line, long lines, branches of a function, length.

    python tools/measure_code.py            the figures, what is above a goal, and the densest modules

A module's density is the count of nodes that `ast.walk` gives, divided by the lines on which a node
begins. Branches are
McCabe's: one, and one more for each `if`, loop, handler, `assert`, `case` and comprehension with a condition.
"""

from __future__ import annotations

import ast
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
DENSEST = 9.5
"""Nodes a line that any module may have."""
OVERALL = 8.0
"""Nodes a line that the whole package may have."""
LONGEST = 100
"""Characters of a line."""
BRANCHES = 10
"""Of a function."""
LENGTH = 500
"""Lines of a module: one that is longer holds more than one topic, and is split by them."""
SHOWN = 10
"""Modules that are listed as those to unfold first."""
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


def all_above(measured: dict[str, Measures]) -> dict[str, dict[str, float]]:
    """Each module that is above a goal, and what of it is."""
    found = {}
    for name, measures in measured.items():
        above = above_goal(measures)
        if above:
            found[name] = above
    return found


def densest(measured: dict[str, Measures]) -> list[str]:
    """The modules that add most to the density of the whole: where to begin."""

    def beyond(name: str) -> float:
        measures = measured[name]
        return measures.nodes - OVERALL * measures.lines

    return sorted(measured, key=beyond, reverse=True)[:SHOWN]


def main() -> int:
    """Print the figures; 1 where something is above a goal."""
    measured = modules()
    whole = overall(measured)
    above = all_above(measured)
    print(f"{whole} nodes a line over all, of {OVERALL} at most")
    print(f"{len(above)} modules are above a goal")
    for name, each in above.items():
        print(f"  {name}: " + ", ".join(f"{what} {value}" for what, value in each.items()))
    print("to unfold first:")
    for name in densest(measured):
        print(f"  {name}: {measured[name].density} nodes a line on {measured[name].lines} lines")
    return 1 if above or whole > OVERALL else 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it, in silence
    sys.exit(main())
