"""The layers: a part imports only from lower layers, and there are no import cycles inside a part.

Every import is read, those inside functions as well; what only type checkers see does not count.
"""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "tts"
FLOORS = {
    "model": 0,
    "locale": 0,
    "storage": 0,
    "parallel": 0,
    "speech_rates": 0,
    "plugins": 0,
    "sources": 1,
    "text": 1,
    "engines": 1,
    "audio": 1,
    "cache": 1,
    "show": 1,
    "episode": 2,
    "check": 3,
    "publish": 3,
    "serve": 4,
    "watch": 4,
    "cluster": 4,
    "cli": 5,
    "api": 5,
    "__main__": 6,
}
GROUND = ["model", "locale", "storage", "parallel", "speech_rates", "plugins"]
"""The parts of the ground floor, in their order: each may use those before it."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the package, by its dotted name."""
    return {name_of(path): path for path in ROOT.rglob("*.py")}


def name_of(path: Path) -> str:
    dotted = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
    return dotted.removesuffix(".__init__")


def part_of(module: str) -> str:
    """The part that a module belongs to; empty for the package itself."""
    return module.split(".")[1] if "." in module else ""


@cache
def imports(module: str) -> frozenset[str]:
    """The modules of the package that a module imports."""
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    unread = {id(node) for block in ast.walk(tree) if for_type_checkers(block) for node in ast.walk(block)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) not in unread:
            found.update(imported_by(node))
    return frozenset(found - {module})


def imported_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in modules())
    elif isinstance(node, ast.ImportFrom) and node.module in modules():
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner in modules() else node.module


def for_type_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def parts() -> list[str]:
    return sorted({part_of(module) for module in modules()} - {""})


def may_import(part: str, other: str) -> bool:
    if other in (part, ""):  # the package itself holds the version
        return True
    if part in GROUND and other in GROUND:
        return GROUND.index(other) < GROUND.index(part)
    return FLOORS[other] < FLOORS[part]


def test_every_part_has_a_floor() -> None:
    assert set(parts()) == set(FLOORS)


@pytest.mark.parametrize("part", parts())
def test_a_part_imports_only_from_below(part: str) -> None:
    own = [module for module in modules() if part_of(module) == part]
    wrong = [(m, other) for m in own for other in imports(m) if not may_import(part, part_of(other))]
    assert not wrong


def circle_from(start: str, inside: set[str]) -> list[str]:
    """A way along imports from a module back to itself, if there is one."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for other in sorted(imports(way[-1]) & inside):
            if other == start:
                return [*way, start]
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []


@pytest.mark.parametrize("part", parts())
def test_no_part_has_an_import_cycle(part: str) -> None:
    own = {module for module in modules() if part_of(module) == part}
    circles = [way for module in sorted(own) if (way := circle_from(module, own))]
    assert not circles


@pytest.mark.parametrize("module", sorted(modules()))
def test_every_module_can_be_imported(module: str) -> None:
    if not module.endswith("__main__"):
        importlib.import_module(module)


@pytest.mark.parametrize("module", sorted(m for m, path in modules().items() if path.name == "__init__.py"))
def test_every_folder_says_where_to_start(module: str) -> None:
    """What comes in, what goes out, and which module to read first."""
    docstring = ast.get_docstring(ast.parse(modules()[module].read_text(encoding="utf-8"))) or ""
    assert "start with" in " ".join(docstring.split()).lower()


HEAVY = [
    "numpy",
    "aiohttp",
    "lxml",
    "trafilatura",
    "onnxruntime",
    "PIL",
    "rich",
    "pypinyin",
    "opencc",
    "edge_tts",
    "starlette",
    "uvicorn",
    "jinja2",
    "segno",
    "dask",
    "distributed",
]


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["make", "--help"], ["voices", "--help"]])
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    code = f"import sys; from tts.cli.main import cli\ntry: cli({command!r})\nexcept SystemExit: print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not set(HEAVY) & set(printed.split())


@pytest.mark.parametrize("asked", ["--help", "-h", "--version"])
def test_the_first_answer_needs_not_even_click(asked: str) -> None:
    code = f"import sys; sys.argv = ['tts', {asked!r}]; from tts.cli.start import main; main(); print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "tts" in printed and "click" not in printed.split()


def test_the_package_itself_imports_nothing() -> None:
    """Until a name of it is used."""
    code = "import sys; before = {*sys.modules}; import tts; print(*{*sys.modules} - before)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["tts"]
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    assert not [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]


def test_the_door_loads_nothing_heavy() -> None:
    code = "import sys, tts; tts.make, tts.read, tts.publish, tts.TtsError; print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "tts.api" in printed.split() and not set(HEAVY) & set(printed.split())


def test_the_pipeline_is_read_at_one_sitting() -> None:
    lines = modules()["tts.episode.pipeline"].read_text(encoding="utf-8").splitlines()
    assert len(lines) < 150
