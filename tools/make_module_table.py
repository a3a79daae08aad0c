"""Write docs/modules.md: every module with the first line of its docstring. A test says when it is stale."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "modules.md"
_HEAD = """# All modules

Written by `python tools/make_module_table.py` from the docstrings. [architecture.md](architecture.md) is the map.
"""


def text() -> str:
    """The whole page: a table for each part of the package."""
    folder = ROOT / "tts"
    parts = sorted(path for path in folder.iterdir() if (path / "__init__.py").exists())
    loose = sorted(path for path in folder.glob("*.py"))
    tables = [_table("tts", loose)]
    tables += [_table(f"tts/{part.name}", sorted(part.rglob("*.py"))) for part in parts]
    return "\n".join([_HEAD, *tables])


def _table(title: str, files: list[Path]) -> str:
    rows = [f"| `{_shown(file)}` | {_summary(file)} |" for file in files]
    return "\n".join([f"## {title}", "", "| module | what it is |", "| --- | --- |", *rows, ""])


def _shown(file: Path) -> str:
    return file.relative_to(ROOT / "tts").as_posix()


def _summary(file: Path) -> str:
    """The first paragraph of a module's docstring, fit for a cell of a table."""
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    first = docstring.partition("\n\n")[0]
    return " ".join(first.split()).replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
