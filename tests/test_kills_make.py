"""Commands that make episodes, killed at any step; see tests/killed_shows.py."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.killed_shows import SILENT, STORY, goes_on, published_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

COMMANDS = {
    "make": ["make", "new.md", *SILENT],
    "edited": ["make", "ferry.md", *SILENT],
    "formats": ["make", "ferry.md", "--format", "opus", *SILENT],
    "m4b": ["make", "ferry.md", "--format", "m4b", *SILENT],
    "book as m4b": ["make", "book.epub", "--whole", "--format", "m4b", *SILENT],
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    published_in(folder, tmp_path_factory.mktemp("drawn"))
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_step_it_goes_on(name: str, published: Path, tmp_path: Path) -> None:
    begun = Path(shutil.copytree(published, tmp_path / "begun"))
    if name == "edited":
        (begun / "ferry.md").write_text(STORY.replace("nine", "ten"), encoding="utf-8")
    goes_on(COMMANDS[name], begun, tmp_path)
