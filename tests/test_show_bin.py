"""`tts remove` and `tts restore`: removed episodes go to the show's bin, and nothing else does."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests import forked, links, shows
from tests.commands import fine, tts
from tts.episode import manage
from tts.publish import public_files
from tts.show import bin, library

BASE = "https://example.org/listen/"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show of five, never published, and their articles."""
    folder = tmp_path_factory.mktemp("stories")
    shows.make(folder, shows.STORIES)
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, in which the show is `show`."""
    return shows.work_in_copy(made, tmp_path / "here", monkeypatch)


@pytest.fixture(scope="module")
def published_once(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "here"
    shutil.copytree(made, folder)
    shows.publish(folder, BASE)
    return folder


@pytest.fixture
def published(published_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return shows.work_in_copy(published_once, tmp_path / "published", monkeypatch)


def titles() -> list[str]:
    return [one["title"] for one in json.loads(fine("list", "-o", "show", "--json").stdout)]


def in_bin() -> list[str]:
    return sorted(one["title"] for one in json.loads(fine("restore", "-o", "show", "--json").stdout))


def folder_of(number: int) -> Path:
    return next(Path("show").glob(f"story-{number}-*"))


# --- what is removed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names", [["3"], ["#3"], ["Story 3"], ["story-3.md"], ["--title", "Story 3"], ["--title", "3"], ["{folder}"]]
)
def test_removing_twice_removes_no_other_episode(here: Path, names: list[str]) -> None:
    asked = [each.format(folder=folder_of(3).name) for each in names]
    assert "removed 3: Story 3" in fine("remove", *asked, "-o", "show").stderr
    again = fine("remove", *asked, "-o", "show")
    assert "3 was already removed" in again.stderr and "tts restore 3" in again.stderr and again.stdout == ""
    assert titles() == ["Story 1", "Story 2", "Story 4", "Story 5"]
    assert in_bin() == ["Story 3"]


def test_a_title_that_is_gone_reaches_no_longer_one(here: Path) -> None:
    fine("rename", "5", "Story 10", "-o", "show")
    for _ in range(2):
        fine("remove", "--title", "Story 1", "-o", "show")
    assert titles() == ["Story 2", "Story 3", "Story 4", "Story 10"]


@pytest.mark.parametrize("names", [["Story"], ["--title", "Story"], ["--title", ""], ["tory 3"], ["9"], ["3", "9"]])
def test_an_ambiguous_or_unrequested_part_of_a_title_removes_nothing(here: Path, names: list[str]) -> None:
    refused = tts("remove", *names, "-o", "show", "--yes")
    assert refused.exit_code == 1 and refused.stdout == ""
    assert len(titles()) == 5 and in_bin() == []


def test_a_part_that_only_one_has_by_now_may_have_been_another_s(here: Path) -> None:
    """For example `--title Story` for the last one left: the four in the bin have that title, too."""
    fine("remove", "1", "2", "3", "4", "--yes", "-o", "show")
    refused = tts("remove", "--title", "Story", "-o", "show")
    assert refused.exit_code == 1 and "removed 20" in refused.stderr
    assert titles() == ["Story 5"]


@pytest.mark.parametrize("command", [["rename", "3", "Other"], ["retag", "3"], ["check", "3"]])
def test_every_command_that_takes_an_episode_says_that_it_is_removed(here: Path, command: list[str]) -> None:
    fine("remove", "3", "-o", "show")
    before = shows.contents(Path("show"))
    told = tts(*command, "-o", "show")
    assert told.exit_code == 1 and "3: Story 3 is removed" in told.stderr and "tts restore 3" in told.stderr
    assert shows.contents(Path("show")) == before


def test_a_renaming_that_is_said_twice_reaches_no_other(here: Path) -> None:
    fine("rename", "5", "Story 10", "-o", "show")
    fine("rename", "Story 1", "The First", "-o", "show")
    assert tts("rename", "Story 1", "The First", "-o", "show").exit_code == 1
    assert titles() == ["The First", "Story 2", "Story 3", "Story 4", "Story 10"]


def test_naming_nothing_removes_nothing(here: Path) -> None:
    assert tts("remove", "-o", "show").exit_code == 2
    assert len(titles()) == 5


def test_an_unreadable_episode_goes_to_the_bin_completely(here: Path) -> None:
    folder = folder_of(3)
    (folder / "episode.json").write_text("{")
    (folder / "notes.txt").write_text("mine")
    before = shows.contents(folder)
    fine("remove", folder.name, "-o", "show")
    assert folder.name in fine("restore", "-o", "show").stdout
    fine("restore", folder.name, "-o", "show")
    assert shows.contents(folder) == before


# --- killed -------------------------------------------------------------------------------------------------

_KILLED = """
import os, pathlib, signal, sys
from tts.cli import main as cli
left = int(sys.argv.pop(1))
def counted(real):
    def call(*args, **kw):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return real(*args, **kw)
    return call
for module, names in ((os, ("rename", "replace", "unlink", "mkdir", "rmdir")),):
    for name in names:
        setattr(module, name, counted(getattr(module, name)))
cli.cli(sys.argv[1:])
"""


def killed(after: int, *args: str) -> bool:
    """Run a command in a process that dies before one of its changes; returns whether it got that far."""
    done = forked.run([sys.executable, "-c", _KILLED, str(after), *args], capture_output=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_removal_run_again_removes_what_was_requested(published: Path, tmp_path: Path) -> None:
    for after in (2, 8, 14, 18, 20, 22, 24, 26, 28):
        place = tmp_path / f"killed-{after}"
        shutil.copytree(published, place)
        os.chdir(place)
        args = ("remove", "1", "2", "3", "-y", "-o", "show")
        dead = killed(after, *args)
        assert links.broken(Path("show"), BASE) == [], f"after {after}"
        fine(*args)
        assert titles() == ["Story 4", "Story 5"] and in_bin() == ["Story 1", "Story 2", "Story 3"]
        assert links.broken(Path("show")) == links.broken_anywhere(Path("show")) == []
        shutil.rmtree(place)
        if not dead:
            break


# --- numbers ------------------------------------------------------------------------------------------------


def test_numbers_of_episodes_in_the_bin_are_not_reused(here: Path) -> None:
    fine("remove", "5", "-o", "show")
    fine("make", "story-5.md", "--engine", "silent", "-o", "show", "--force")
    assert [one.number for one in manage.episode_folders(library.open_show(Path("show")))] == [1, 2, 3, 4, 6]
    assert "5 was already removed" in fine("remove", "5", "-o", "show").stderr
    assert len(titles()) == 5


# --- restored -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["3", "Story 3", "story-3.md", "{folder}"])
def test_restored_every_byte_is_as_it_was(here: Path, name: str) -> None:
    before, folder = shows.contents(Path("show")), folder_of(3)
    (folder / "mine.txt").write_text("mine")
    fine("remove", "3", "-o", "show")
    told = fine("restore", name.format(folder=folder.name), "-o", "show")
    assert told.stdout.strip() == folder.name and "restored 3: Story 3" in told.stderr
    assert shows.contents(Path("show")) == {**before, f"{folder.name}/mine.txt": b"mine"}
    assert "3: Story 3 is already in the show" in fine("restore", "3", "-o", "show").stderr


def test_the_bin_is_listed_with_the_day_on_which_each_goes(here: Path) -> None:
    assert "nothing was removed" in fine("restore", "-o", "show").stderr
    fine("remove", "2", "4", "-y", "-o", "show")
    told = fine("restore", "-o", "show").stdout
    listed = json.loads(fine("restore", "--json", "-o", "show").stdout)
    assert {one["number"] for one in listed} == {2, 4}
    for one in listed:
        removed, deleted = map(datetime.fromisoformat, (one["removed"], one["deletion_time"]))
        assert deleted - removed == timedelta(days=30)
        assert f"{one['title']}\n" in told and f"deleted on {deleted:%Y-%m-%d}" in told
    assert "2 removed" in fine("list", "-o", "show").stderr


def test_restoring_an_episode_that_was_made_again_says_what_to_do(here: Path) -> None:
    fine("remove", "3", "-o", "show")
    fine("make", "story-3.md", "--engine", "silent", "-o", "show", "--force")
    refused = tts("restore", "3", "-o", "show")
    assert refused.exit_code == 1 and "tts remove 6 -o show, then tts restore 3 -o show" in refused.stderr
    fine("remove", "6", "-o", "show")
    assert "matches 2 episodes" in tts("restore", "story-3.md", "-o", "show").stderr
    fine("restore", "3", "-o", "show")
    assert titles() == [f"Story {n}" for n in range(1, 6)] and in_bin() == ["Story 3"]


def test_files_of_the_user_in_its_place_stay(here: Path) -> None:
    folder = folder_of(3)
    fine("remove", "3", "-o", "show")
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    refused = tts("restore", "3", "-o", "show")
    assert refused.exit_code == 1 and "already exists" in refused.stderr
    assert (folder / "mine.txt").read_text() == "mine" and in_bin() == ["Story 3"]


# --- emptied ------------------------------------------------------------------------------------------------


def aged(days: int) -> None:
    """Make the episodes in the bin look as if removed so many days ago."""
    for folder in list(bin.folders(Path("show"))):
        moment = bin.moment_of(folder) - timedelta(days=days)
        folder.parent.rename(folder.parent.with_name(moment.strftime("%Y-%m-%dT%H-%M-%S.%fZ")))


WRITING = {
    "make": ["make", "story-1.md", "--engine", "silent"],
    "remove": ["remove", "2"],
    "rename": ["rename", "2", "Other"],
    "retag": ["retag"],
    "publish": ["publish"],
}


@pytest.mark.parametrize("name", WRITING)
def test_after_30_days_the_next_command_that_writes_empties_the_bin_and_says_so(here: Path, name: str) -> None:
    fine("remove", "3", "-o", "show")
    aged(29)
    assert "permanently deleted" not in fine("retag", "-o", "show").stderr and in_bin() == ["Story 3"]
    aged(2)
    for reading in (["list"], ["check"]):
        fine(*reading, "-o", "show")
    assert in_bin() == ["Story 3"]
    assert "permanently deleted 3: Story 3" in fine(*WRITING[name], "-o", "show").stderr
    assert "Story 3" not in in_bin() and "Story 3" not in titles()


def test_foreign_files_in_the_bin_are_left_alone(here: Path) -> None:
    """The show's previous owner may have put links there, and the user anything."""
    outside = here / "outside"
    shutil.copytree(folder_of(2), outside / "story")
    before = shows.contents(outside)
    bin_ = Path("show/.pagecast/removed")
    (bin_ / "2020-01-01T00-00-00.000000Z").mkdir(parents=True)
    (bin_ / "2020-01-01T00-00-00.000000Z" / "link").symlink_to(outside / "story")
    (bin_ / "2020-01-02T00-00-00.000000Z").symlink_to(outside)
    (bin_ / "mine").mkdir()
    (bin_ / "mine" / "notes.txt").write_text("mine")
    fine("retag", "-o", "show")
    assert in_bin() == [] and shows.contents(outside) == before and (bin_ / "mine" / "notes.txt").exists()


@pytest.mark.parametrize("link", [".pagecast", ".pagecast/removed"])
def test_a_bin_that_leads_elsewhere_is_refused(here: Path, link: str) -> None:
    (here / "elsewhere").mkdir()
    (Path("show") / link).parent.mkdir(exist_ok=True)
    (Path("show") / link).symlink_to(here / "elsewhere")
    assert "is a link" in tts("remove", "3", "-o", "show").stderr
    assert len(titles()) == 5 and list((here / "elsewhere").iterdir()) == []


# --- a show that is published -------------------------------------------------------------------------------


def test_pages_and_feed_of_a_published_show_are_updated_at_once(published: Path) -> None:
    before = shows.contents(Path("show"))
    told = fine("remove", "3", "-o", "show")
    assert "pages and feed are up to date" in told.stderr
    feed = Path("show/feed.xml").read_text(encoding="utf-8")
    assert "Story 3" not in feed and "Story 4" in feed and "Story 3" not in Path("show/index.html").read_text()
    assert links.broken(Path("show")) == links.broken_anywhere(Path("show")) == []
    fine("restore", "3", "-o", "show")
    after = {path: content for path, content in shows.contents(Path("show")).items() if "index.sqlite" not in path}
    assert after == {path: content for path, content in before.items() if "index.sqlite" not in path}
    assert links.broken(Path("show")) == links.broken_anywhere(Path("show")) == []
    assert "nothing to write" in fine("publish", "-o", "show").stderr


def test_removing_does_not_publish_an_unpublished_show(published: Path) -> None:
    (published / "draft.md").write_text("# A draft\n\nNot to be seen yet.\n", encoding="utf-8")
    fine("make", "draft.md", "--engine", "silent", "-o", "show")
    for command in (["remove", "3"], ["restore", "3"], ["remove", "A draft"], ["restore", "A draft"]):
        fine(*command, "-o", "show")
        assert "A draft" not in Path("show/feed.xml").read_text(encoding="utf-8")
        assert links.broken(Path("show")) == links.broken_anywhere(Path("show")) == []
    fine("publish", "-o", "show")
    assert "A draft" in Path("show/feed.xml").read_text(encoding="utf-8")


def test_pages_and_feed_are_right_without_the_record_of_the_last_publishing(published: Path) -> None:
    shutil.rmtree("show/.pagecast")
    fine("remove", "3", "-o", "show")
    assert links.broken(Path("show")) == [] and "Story 3" not in Path("show/feed.xml").read_text(encoding="utf-8")


def test_nothing_of_the_bin_is_published_or_sent(published: Path) -> None:
    fine("remove", "3", "-o", "show")
    fine("publish", "-o", "show", "--to", str(published / "sent"))
    for name in [item.name for item in public_files.items(Path("show"))] + list(shows.contents(published / "sent")):
        assert "story-3" not in name and ".pagecast" not in name
