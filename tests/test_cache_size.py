"""The size of the cache: its contents, its limit, and clips removed with the last episode that uses them."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from tests.commands import fine, tts
from tts.show import bin

DAY = 86_400
SILENT = ("--engine", "silent", "-o", "show")
SHARED = "The keeper lights the lamp at six."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("PAGECAST_CACHE_SIZE", raising=False)
    monkeypatch.chdir(tmp_path)
    for n in (1, 2):
        text = f"# Story {n}\n\n{SHARED}\n\nHouse {n} is dark.\n"
        (tmp_path / f"story-{n}.md").write_text(text, encoding="utf-8")
    fine("make", "story-1.md", "story-2.md", *SILENT)
    return tmp_path


def clips() -> list[Path]:
    return sorted(Path("cache").glob("clips/??/*.clip"))


def used(days: float, *some: Path) -> None:
    """Those clips, or all, were used so many days ago."""
    for path in some or clips():
        os.utime(path, (time.time() - days * DAY,) * 2)


def size() -> dict[str, int]:
    found: dict[str, int] = json.loads(fine("cache", "--json").stdout)
    return found


def unspoken(*sources: str) -> int:
    """Chunks that would have to be spoken."""
    rehearsed = fine("make", *sources, "--dry-run", "--force", "--json", *SILENT).stdout
    return sum(json.loads(line).get("to_speak", 0) for line in rehearsed.splitlines())


def test_the_contents_of_the_cache_are_listed(here: Path) -> None:
    stored = size()
    assert stored["clips"] == len(clips()) == 5 and stored["episodes"] == 2
    assert stored["bytes"] == sum(path.stat().st_size for path in clips())
    told = fine("cache").stdout
    assert "5 clips" in told and str(here / "cache") in told and "PAGECAST_CACHE_SIZE" in fine("cache").stderr


def test_the_least_recently_used_clips_are_removed_first(here: Path) -> None:
    used(30)
    rehearsed = unspoken("story-1.md", "story-2.md")  # which has a look at them all
    assert rehearsed == 0
    used(30)
    first, second, *others = clips()
    used(60, first, second)
    left = sum(path.stat().st_size for path in others)
    told = fine("cache", "trim", "--size", str(left), "--dry-run").stdout
    assert "2 clips" in told and len(clips()) == 5
    fine("cache", "trim", "--size", str(left))
    assert clips() == others and size()["bytes"] == left


def test_using_a_clip_again_renews_it(here: Path) -> None:
    used(30)
    fine("make", "story-1.md", "--force", *SILENT)
    fine("cache", "trim", "--size", "0")
    assert len(clips()) == 3 and unspoken("story-1.md", "story-1.md") == 0


def test_clips_of_an_unfinished_run_stay_for_a_week(here: Path) -> None:
    for path in Path("cache").glob("uses/??/*.keys"):
        path.unlink()  # as if it had been killed before it joined them
    used(2)
    fine("cache", "trim", "--size", "0")
    assert len(clips()) == 5
    used(8)
    fine("cache", "trim", "--size", "0")
    assert clips() == []


def test_clips_used_within_a_day_stay_whatever_the_limit(here: Path) -> None:
    told = fine("cache", "trim", "--size", "0")
    assert len(clips()) == 5 and "within the last day" in told.stderr
    used(2)
    fine("cache", "trim", "--size", "0")
    assert clips() == []


def test_every_run_applies_the_limit_at_most_once_an_hour(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used(2)
    fine("make", "story-1.md", *SILENT)
    assert len(clips()) == 5  # there is none
    monkeypatch.setenv("PAGECAST_CACHE_SIZE", "0")
    said = fine("make", "story-1.md", *SILENT).stderr
    assert "5 clips" in said and clips() == []
    fine("make", "story-1.md", "--force", *SILENT)
    used(2)
    fine("make", "story-1.md", *SILENT)
    assert len(clips()) == 3  # not within the same hour


@pytest.mark.parametrize("said", ["big", "-1", "5 lamps"])
def test_an_invalid_limit_is_reported_and_stops_no_episode(
    here: Path, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGECAST_CACHE_SIZE", said)
    made = fine("make", "story-1.md", *SILENT)
    assert "PAGECAST_CACHE_SIZE" in made.stderr and "5GB" in made.stderr
    refused = tts("cache", "trim", "--size", said)
    assert refused.exit_code == 2 and "size" in refused.stderr
    assert tts("cache", "trim").exit_code == 1


def test_trimming_without_a_limit_asks_for_one(here: Path) -> None:
    refused = tts("cache", "trim")
    assert refused.exit_code == 2 and "--size 5GB" in refused.stderr and len(clips()) == 5


def test_clips_are_removed_with_the_last_episode_that_uses_them(here: Path) -> None:
    def gone_for_good(number: str) -> str:
        fine("remove", number, "-o", "show")
        for folder in list(bin.folders(Path("show"))):
            folder.parent.rename(folder.parent.with_name("2020-01-01T00-00-00.000000Z"))
        used(2)
        return fine("retag", "-o", "show").stderr

    fine("remove", "1", "-o", "show")
    used(2)
    fine("retag", "-o", "show")
    assert len(clips()) == 5  # it can come back
    fine("restore", "1", "-o", "show")
    assert "2 clips" in gone_for_good("1")
    assert len(clips()) == 3 and unspoken("story-2.md", "story-2.md") == 0
    gone_for_good("2")
    assert clips() == []


def test_an_episode_that_was_made_again_keeps_its_clips(here: Path) -> None:
    fine("remove", "1", "-o", "show")
    fine("make", "story-1.md", "--force", *SILENT)
    for folder in list(bin.folders(Path("show"))):
        folder.parent.rename(folder.parent.with_name("2020-01-01T00-00-00.000000Z"))
    used(2)
    fine("retag", "-o", "show")
    assert len(clips()) == 5
