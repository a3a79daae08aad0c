"""Where `make test` keeps its files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

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
