"""The house: a part imports only from floors below its own, neighbours on a floor never meet."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "tts"
FLOORS = {
    "bodies": 0, "manifest": 0, "model": 0, "folders": 0, "durable": 0, "durations": 0, "locks": 0,
    "parallel": 0, "settings": 0,
    "show_file": 0,
    "cache_place": 0, "parsing": 0, "storage": 0, "superseded": 0, "removed": 0, "telemetry": 0,
    "sources": 1, "text": 1, "engines": 1, "audio": 1, "cache": 1, "transcript": 1, "tags": 1, "cover": 1,
    "lettering": 1, "library": 1, "disclosure": 1, "players": 1, "play_page": 1,
    "alternates": 2, "assembly": 2, "casting": 2, "gather": 2, "heard": 2, "playing": 2, "pronounce": 2, "speaking": 2,
    "studio": 2,
    "tend": 2,
    "check": 3, "publish": 3,
    "serve": 4,
    "check_commands": 5, "cli": 5, "contents": 5, "embed_commands": 5, "failures": 5, "lexicon_commands": 5,
    "options": 5, "play_commands": 5, "printing": 5, "progress": 5, "publish_commands": 5, "scripts": 5,
    "serve_commands": 5, "show_commands": 5,
    "start": 6,
    "__main__": 7,
}  # fmt: skip
ONE_PART = [
    {"studio", "alternates", "assembly", "casting", "gather", "playing", "speaking", "tend"},
    {
        "check_commands",
        "cli",
        "contents",
        "embed_commands",
        "failures",
        "lexicon_commands",
        "options",
        "play_commands",
        "printing",
        "progress",
        "publish_commands",
        "scripts",
        "serve_commands",
        "show_commands",
    },
    {"cover", "lettering"},
    {"play_page", "players"},
    {
        "bodies",
        "cache_place",
        "durable",
        "durations",
        "folders",
        "locks",
        "manifest",
        "model",
        "parallel",
        "parsing",
        "removed",
        "settings",
        "show_file",
        "storage",
        "superseded",
    },
]  # fmt: skip
"""Files that are one part and may import each other, without a circle."""


def parts() -> list[str]:
    return sorted({p.relative_to(ROOT).parts[0].removesuffix(".py") for p in ROOT.rglob("*.py")} - {"__init__"})


def imports(part: str) -> set[str]:
    """The parts that a part imports, at the top or inside functions; what only type checkers see does not count."""
    files = [ROOT / f"{part}.py"] if (ROOT / f"{part}.py").exists() else list((ROOT / part).rglob("*.py"))
    found = set()
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        hidden = {n for node in ast.walk(tree) if _for_type_checkers(node) for n in ast.walk(node)}
        for node in ast.walk(tree):
            if node in hidden:
                continue
            if isinstance(node, ast.Import):
                found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("tts.")}
            elif isinstance(node, ast.ImportFrom) and node.module == "tts":
                found |= {a.name for a in node.names if not a.name.startswith("_")}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tts."):
                found.add(str(node.module).split(".")[1])
    return found - {part}


def _for_type_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def test_every_part_has_a_floor() -> None:
    assert set(parts()) == set(FLOORS)


@pytest.mark.parametrize("part", parts())
def test_a_part_imports_only_from_below(part: str) -> None:
    for other in imports(part):
        together = any({part, other} <= group for group in ONE_PART)
        assert together or FLOORS[other] < FLOORS[part], f"{part} imports {other}"


@pytest.mark.parametrize("part", parts())
def test_every_part_can_be_imported(part: str) -> None:
    if part != "__main__":
        importlib.import_module(f"tts.{part}")


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
]


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["make", "--help"], ["voices", "--help"]])
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    code = f"import sys; from tts.cli import cli\ntry: cli({command!r})\nexcept SystemExit: print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not set(HEAVY) & set(loaded)


@pytest.mark.parametrize("asked", ["--help", "-h", "--version"])
def test_the_first_answer_needs_not_even_click(asked: str) -> None:
    code = f"import sys; sys.argv = ['tts', {asked!r}]; from tts.start import main; main(); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "tts" in told and "click" not in told.split()


def test_the_package_itself_imports_nothing() -> None:
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
