"""Commands that change a show, killed at any step; see tests/killed_shows.py."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import kills
from tests.killed_shows import LONG, RENAME, SEND, goes_on, published_in
from tests.kills import run
from tts.check import intelligibility
from tts.check.report import script_of
from tts.show import library

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

COMMANDS = {
    "rename": RENAME,
    "retag": ["retag", "-o", "show"],
    "lexicon": ["lexicon", "add", "fog", "fogg", "-o", "show"],
    "remove": ["remove", "1", "-y", "-o", "show"],
    "restore": ["restore", "1", "-o", "show"],
    "init": ["init", "other", "--title", "Evenings", "--author", "A. Reader"],
    "publish": ["publish", "-o", "show"],
    "publish --to": SEND,
    "check --repair": ["check", "--repair", "--title", "Keeper", "-o", "show"],
}
KEEPER = ["make", "keeper.md", "--engine", "tones", "-o", "show"]
"""The episode that is repaired."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    published_in(folder, tmp_path_factory.mktemp("drawn"))
    return folder


def prepare(folder: Path, name: str) -> None:
    """Give the command something to do."""
    if name == "restore":
        assert run(folder, COMMANDS["remove"]) == 0
    elif name.startswith("publish"):
        assert run(folder, RENAME) == 0
    elif name == "check --repair":
        assert run(folder, KEEPER) == 0
        assert run(folder, SEND) == 0


def ear_for(show: Path) -> dict[str, Any]:
    """The ear that mishears the longest paragraph of the episode to be repaired."""
    episode = next(e for e in library.episodes(library.Show(show)) if e.manifest.title == "Keeper")
    script = script_of(episode)
    spans = [span for span in intelligibility._spans(script) if span]
    longest = max(end - start for start, end in spans)
    return {"title": "Keeper", "text": LONG, "usual": longest * 24}


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_step_it_goes_on(
    name: str, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Path(shutil.copytree(published, tmp_path / "begun"))
    prepare(begun, name)
    if name == "check --repair":
        monkeypatch.setattr(kills, "EAR", ear_for(begun / "show"))
    goes_on(COMMANDS[name], begun, tmp_path, least=1 if name in ("remove", "restore") else 2)
