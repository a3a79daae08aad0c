"""Where `make test` keeps its files, and which tests start first."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import LONGEST
from tools import scratch


def test_the_users_choice_comes_first(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.scratch"]
    own = {**os.environ, "TMPDIR": str(tmp_path)}
    told = subprocess.run(command, cwd=Path(scratch.__file__).parents[1], env=own, capture_output=True, check=True)
    assert told.stdout.decode().strip() == str(tmp_path)


def test_without_a_disk_in_memory_it_is_where_the_system_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(scratch, "MEMORY", tmp_path / "nowhere")
    assert scratch.folder() == tempfile.gettempdir()


def test_the_files_that_begin_first_are_there() -> None:
    here = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert {f"test_{name}" for name in LONGEST} <= here
