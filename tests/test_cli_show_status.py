"""`tts` alone shows the state of the show; an empty folder name means the default."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adding import begin
from tests.commands import fine, tts
from tts.serve.queue.queue_item import Addition
from tts.serve.queue.store import Store


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))


def test_without_a_show_it_says_how_one_begins(tmp_path: Path) -> None:
    said = fine().output
    assert "no show in output yet" in said and "tts make ARTICLE" in said and "tts serve --add" in said
    assert list(tmp_path.iterdir()) == []


def test_the_show_its_newest_episodes_and_the_next_command(tmp_path: Path) -> None:
    begin(Path("output"))
    for n in range(5):
        Path(f"{n}.md").write_text(f"# Number {n}\n\nThe ferry leaves at {n}.\n", encoding="utf-8")
        fine("make", f"{n}.md", "--engine", "silent")
    Store(Path("output")).add(Addition("address", "https://example.org/a"))
    said = fine().output
    assert "Queue: 5 episodes" in said and "1 waiting" in said
    assert [f"Number {n}" in said for n in range(5)] == [False, False, True, True, True]
    assert said.index("Number 4") < said.index("Number 3") and "tts publish" in said and "tts --help" in said


def test_a_folder_that_is_a_show_itself(tmp_path: Path) -> None:
    begin(tmp_path)
    assert "tts make ARTICLE -o ." in fine().output


def test_an_empty_folder_name_means_the_default() -> None:
    assert fine("init", "").output.startswith("output/show.toml")
    Path("a.md").write_text("# A\n\nThe ferry leaves.\n", encoding="utf-8")
    assert fine("make", "a.md", "--engine", "silent", "-o", "", "-q").output.startswith("output/")
    assert not Path("show.toml").exists()


def test_publishing_without_an_address_mentions_the_feed_of_serve() -> None:
    begin(Path("evenings"))
    said = tts("publish", "-o", "evenings").output
    assert "tts serve --lan -o evenings" in said
