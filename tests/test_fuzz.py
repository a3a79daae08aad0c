"""Random tests, with the same cases each time, or new ones on request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DRAWS = """
from hypothesis import given, strategies
@given(strategies.integers())
def test_draws(number: int) -> None:
    with open("drawn", "a") as file:
        file.write(f"{number} ")
"""


def drawn(folder: Path, *options: str) -> str:
    """The numbers that a random test gets, with this project's profiles."""
    conftest = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    (folder / "test_it.py").write_text(DRAWS, encoding="utf-8")
    (folder / "drawn").unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "test_it.py"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "drawn").read_text(encoding="utf-8")


def test_random_tests_draw_the_same_cases_unless_told_otherwise(tmp_path: Path) -> None:
    fixed = drawn(tmp_path)
    assert fixed == drawn(tmp_path)
    assert drawn(tmp_path, "--hypothesis-profile=fuzz", "--hypothesis-seed=1") != fixed
