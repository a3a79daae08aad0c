"""`[keep]` in show.toml: what is kept, what the next publishing removes, and marked episodes."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import tts as pagecast
from tests import buckets, feed_server, kills, links, shows
from tests.commands import fine, tts
from tts.episode import retention
from tts.model import LibraryError
from tts.publish.targets import send
from tts.show import library, manifest_file, positions, settings
from tts.show.positions import FEED, Action, Positions
from tts.storage.confined_folder import LeadsOut

BASE = "https://example.org/listen/"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show of five, published."""
    folder = tmp_path_factory.mktemp("stories")
    shows.make(folder, shows.STORIES)
    shows.publish(folder, BASE)
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return shows.work_in_copy(made, tmp_path / "here", monkeypatch)


def keep(table: str) -> None:
    """Write that into show.toml."""
    path = Path("show/show.toml")
    text = re.sub(r"\[keep\][^\[]*", "", path.read_text(encoding="utf-8"))
    path.write_text(f"{text}\n[keep]\n{table}\n", encoding="utf-8")


def aged(number: int, days: int) -> None:
    """It was made so many days ago."""
    path = next(Path("show").glob(f"story-{number}-*")) / "episode.json"
    moment = datetime.now(UTC) - timedelta(days=days)
    text = re.sub(r'"added": "[^"]*"', f'"added": "{moment:%Y-%m-%dT%H:%M:%SZ}"', path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")


def heard(*numbers: int, listener: str = "", share: float = 1.0) -> None:
    for number in numbers:
        folder = next(Path("show").glob(f"story-{number}-*")).name
        total, now = 100, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        played = Action(FEED, f"show:{folder}/a.mp3", "play", timestamp=now, position=int(total * share), total=total)
        Positions(Path("show"), listener).add_actions([played])


def numbers() -> list[int]:
    return [one["number"] for one in json.loads(fine("list", "-o", "show", "--json").stdout)]


def in_feed() -> set[int]:
    return {int(n) for n in re.findall(r"<title>Story (\d)</title>", Path("show/feed.xml").read_text("utf-8"))}


# --- what goes ----------------------------------------------------------------------------------------------


def test_without_a_limit_everything_stays(here: Path) -> None:
    assert "everything is kept" in fine("keep", "-o", "show").stderr
    assert "removed" not in fine("publish", "-o", "show").stderr
    assert numbers() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("table", "gone", "reason"),
    [
        ("number = 3", {1, 2}, "beyond the newest 3"),
        ("days = 30", {2}, "older than 30 days"),
        ("unheard = true", {3, 5}, "heard"),
        ('size = "1kB"', {1, 2, 3, 4}, "beyond 1kB"),
        ("days = 30\nunheard = true\nnumber = 1", {1, 2, 3, 5}, "beyond the newest 1"),
    ],
)
def test_expired_episodes_are_removed_by_the_next_publishing_and_reported(
    here: Path, table: str, gone: set[int], reason: str
) -> None:
    for number in range(1, 6):
        aged(number, 31 if number == 2 else 1)
    heard(3, 5)
    heard(4, share=0.5)
    keep(table)
    rehearsed = fine("keep", "-o", "show")
    assert {int(n) for n in re.findall(r"^ +(\d)  ", rehearsed.stdout, re.M)} == gone and reason in rehearsed.stdout
    dry = fine("publish", "-o", "show", "--dry-run").stderr
    assert {int(n) for n in re.findall(r"would remove (\d):", dry)} == gone
    assert numbers() == [1, 2, 3, 4, 5] and in_feed() == {1, 2, 3, 4, 5}
    told = fine("publish", "-o", "show").stderr
    assert {int(n) for n in re.findall(r"removed (\d): Story", told)} == gone and "tts restore" in told
    assert set(numbers()) == in_feed() == {1, 2, 3, 4, 5} - gone
    assert links.broken(Path("show"), BASE) == []
    assert "removed" not in fine("publish", "-o", "show").stderr
    assert {one["number"] for one in json.loads(fine("restore", "-o", "show", "--json").stdout)} == gone


def test_removed_episodes_stay_removed_and_restored_ones_are_kept(here: Path) -> None:
    keep("number = 4")
    fine("publish", "-o", "show")
    assert "was removed on" in fine("make", "story-1.md", "--engine", "silent", "-o", "show").stderr
    fine("restore", "1", "-o", "show")
    fine("keep", "1", "-o", "show")
    fine("publish", "-o", "show")
    assert numbers() == [1, 2, 3, 4, 5]  # it counts for no bound


def test_a_marked_episode_stays_also_when_it_is_made_again(here: Path) -> None:
    heard(1, 2)
    fine("keep", "1", "--title", "Story 2", "-o", "show")
    keep("unheard = true\nnumber = 1")
    (here / "story-1.md").write_text("# Story 1\n\nIt is another by now.\n", encoding="utf-8")
    fine("make", "story-1.md", "--engine", "silent", "-o", "show")
    fine("keep", "--apply", "-o", "show")
    assert numbers() == [1, 2, 5]
    fine("keep", "--off", "1", "-o", "show")
    assert json.loads(fine("keep", "--apply", "--json", "-o", "show").stdout)[0]["number"] == 1
    assert numbers() == [2, 5]


def test_restoring_an_expired_episode_says_how_to_keep_it(here: Path) -> None:
    keep("number = 3")
    fine("publish", "-o", "show")
    assert "to prevent that: tts keep 1 -o show" in fine("restore", "1", "-o", "show").stderr
    keep("number = 5")
    assert "to stay" not in fine("restore", "2", "-o", "show").stderr


def test_the_list_shows_marked_and_heard_episodes(here: Path) -> None:
    fine("keep", "2", "-o", "show")
    heard(2, 4)
    rows = fine("list", "-o", "show").stdout.splitlines()
    shown = [re.findall(r"\[(.*)\]$", row) for row in rows]
    assert shown == [[], ["kept, heard"], [], ["heard"], []]
    listed = json.loads(fine("list", "-o", "show", "--json").stdout)
    assert [(one["kept"], one["heard"]) for one in listed][1:4] == [(True, True), (False, False), (False, True)]


def test_publishing_from_a_program_applies_keep(here: Path) -> None:
    keep("number = 3")
    dry = pagecast.publish("show", dry_run=True)
    assert dry.removed == ("Story 1", "Story 2") and numbers() == [1, 2, 3, 4, 5]
    done = pagecast.publish("show")
    assert done.removed == ("Story 1", "Story 2")
    assert set(numbers()) == in_feed() == {3, 4, 5}
    assert pagecast.publish("show").removed == ()


def test_an_episode_stays_until_every_listener_has_heard_it(here: Path) -> None:
    heard(1, 2)
    heard(2, 3, listener="Ann")
    keep("unheard = true")
    fine("keep", "--apply", "-o", "show")
    assert numbers() == [1, 3, 4, 5]


def test_replaying_an_episode_or_marking_it_as_new_makes_it_unheard(here: Path) -> None:
    heard(1, 2)
    heard(1, share=0.1)
    folder = next(Path("show").glob("story-2-*")).name
    later = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S")
    Positions(Path("show")).add_actions([Action(FEED, f"show:{folder}/a.mp3", "new", timestamp=later)])
    assert positions.heard(Path("show")) == frozenset()


def test_a_listener_who_left_keeps_nothing(here: Path) -> None:
    heard(1, 2)
    heard(1, listener="Ann")
    later = datetime.now(UTC).timestamp() + 31 * 86_400
    assert len(positions.heard(Path("show"))) == 1
    heard(2, listener="Bo")
    assert positions.heard(Path("show"), later) == frozenset()


def test_a_clock_that_went_back_removes_nothing(here: Path) -> None:
    keep("days = 30")
    show = library.open_show(Path("show"))
    with pytest.raises(LibraryError, match="the clock says 1970"):
        retention.expiring(show, datetime(1970, 1, 1, tzinfo=UTC))
    aged(1, -400)
    told = fine("publish", "-o", "show").stderr
    assert "the clock says" in told and numbers() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("damaged", ["[", "{}", ""])
def test_with_damaged_marks_nothing_is_removed_and_the_show_is_published(here: Path, damaged: str) -> None:
    keep("number = 1")
    fine("keep", "1", "-o", "show")
    marks = Path("show/.pagecast/kept.json")
    marks.write_text(damaged, encoding="utf-8")
    (here / "story-6.md").write_text("# Story 6\n\nIt is new.\n", encoding="utf-8")
    fine("make", "story-6.md", "--engine", "silent", "-o", "show")
    assert "it is not known which episodes are to stay" in fine("publish", "-o", "show").stderr
    assert numbers() == [1, 2, 3, 4, 5, 6] and 6 in in_feed()
    for command in (["keep", "-o", "show"], ["keep", "2", "-o", "show"], ["keep", "--apply", "-o", "show"]):
        refused = tts(*command)
        assert refused.exit_code == 1 and "kept.json can't be read" in refused.stderr and "tts keep" in refused.stderr
    assert numbers() == [1, 2, 3, 4, 5, 6] and marks.read_text("utf-8") == damaged


def test_watch_publishes_new_episodes_even_if_marks_are_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("show/.pagecast").mkdir(parents=True)
    Path("show/.pagecast/kept.json").write_text("[", encoding="utf-8")
    with feed_server.serve() as feed:
        feed.add(1, 2, 3)
        said = f'base_url = "{BASE}"\n[keep]\nnumber = 2\n[[sources]]\nsource = "{feed.feed}"\n'
        Path("show/show.toml").write_text(said, encoding="utf-8")
        told = tts("watch", "--once", "-o", "show", "--engine", "silent", "--allow-private").stderr
    assert numbers() == [1, 2, 3] and "it is not known which episodes are to stay" in told
    assert Path("show/feed.xml").read_text("utf-8").count("<item>") == 3


def test_broken_episodes_are_not_removed(here: Path) -> None:
    next(Path("show").glob("story-1-*/*.mp3")).unlink()
    keep("number = 1")
    fine("keep", "--apply", "-o", "show")
    assert numbers() == [1, 5]


def test_invalid_positions_are_skipped(here: Path) -> None:
    """SQLite accepts texts and bytes in a column of numbers."""
    Positions(Path("show")).add_actions([])
    with closing(sqlite3.connect(Path("show", positions.NAME))) as base, base:
        for row in (("show:a/a.mp3", "x", "y", "z"), (b"5", b"1", 1, 1), ("show:b/b.mp3", 99, 100, 7)):
            episode, position, total, changed = row
            values = ("", FEED, episode, "play", "", "", "2026", 0, position, total, changed)
            base.execute("INSERT INTO actions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    assert positions.heard(Path("show")) == frozenset({"b"})


@pytest.mark.parametrize(
    "tables",
    [
        "CREATE TABLE actions (listener, podcast, episode, action, device, guid, timestamp, started, position,"
        " total, changed, PRIMARY KEY (listener, podcast, episode, action))",
        "CREATE VIEW actions AS SELECT '' AS listener, writefile('evil', 'x') AS podcast",
        "CREATE TABLE a (b); CREATE TRIGGER c AFTER INSERT ON a BEGIN DELETE FROM a; END",
        "PRAGMA journal_mode = WAL; CREATE TABLE a (b)",
    ],
)
def test_a_database_with_foreign_tables_is_put_aside(here: Path, tables: str) -> None:
    path = Path("show", positions.NAME)
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as base:
        base.executescript(tables)
    assert positions.heard(Path("show")) == frozenset() and path.with_suffix(".damaged").exists()
    heard(1)
    assert len(positions.heard(Path("show"))) == 1


def test_a_journal_of_positions_that_leads_out_of_the_show_is_not_followed(here: Path) -> None:
    heard(1)
    (here / "mine").write_bytes(b"mine")
    Path("show", f"{positions.NAME}-journal").symlink_to(here / "mine")
    assert positions.heard(Path("show")) == frozenset()
    with pytest.raises(LeadsOut):
        heard(2)
    assert (here / "mine").read_bytes() == b"mine"


def test_positions_that_are_damaged_are_put_aside_and_nothing_goes(here: Path) -> None:
    path = Path("show", positions.NAME)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"no database at all" * 100)
    keep("unheard = true")
    fine("keep", "--apply", "-o", "show")
    assert numbers() == [1, 2, 3, 4, 5] and path.with_suffix(".damaged").exists()
    heard(1)
    assert len(positions.heard(Path("show"))) == 1


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('days = "a"', "days = 30"),
        ("number = -1", "number = 50"),
        ('size = "big"', 'size = "2GB"'),
        ("unheard = 1", "unheard = true"),
        ("weeks = 1", "the settings are days, number, size, unheard"),
    ],
)
def test_an_invalid_limit_is_refused_with_how_to_write_it(here: Path, table: str, told: str) -> None:
    keep(table)
    refused = tts("keep", "-o", "show")
    assert refused.exit_code == 1 and told in refused.stderr and numbers_untouched()


def numbers_untouched() -> bool:
    return len([p for p in Path("show").glob("story-*") if manifest_file.read_from(p)]) == 5


@pytest.mark.parametrize(("size", "wanted"), [('"2GB"', 2 * 10**9), ('"1.5 mb"', 1_500_000), ("700", 700)])
def test_sizes_are_read_as_people_write_them(tmp_path: Path, size: str, wanted: int) -> None:
    (tmp_path / "show.toml").write_text(f"[keep]\nsize = {size}\n", encoding="utf-8")
    assert settings.read(tmp_path / "show.toml").keep.size == wanted


@pytest.mark.parametrize(("size", "said"), [('"400 kB"', "400 kB"), ("100", "100 bytes")])
def test_a_size_is_said_as_it_was_written(here: Path, size: str, said: str) -> None:
    keep(f"size = {size}")
    for manifest in Path("show").glob("*/episode.json"):
        manifest.write_text(re.sub(r'"bytes": \d+', '"bytes": 300000', manifest.read_text("utf-8")), encoding="utf-8")
    assert f"beyond {said}" in fine("keep", "-o", "show").stdout


# --- a show that is watched ---------------------------------------------------------------------------------


def test_watch_removes_expired_episodes_without_reporting_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    look = ("watch", "--once", "-o", "show", "--engine", "silent", "--allow-private")
    Path("show").mkdir()
    with feed_server.serve() as feed:
        feed.add(1, 2, 3)
        said = f'base_url = "{BASE}"\n[keep]\nnumber = 2\n[[sources]]\nsource = "{feed.feed}"\n'
        Path("show/show.toml").write_text(said, encoding="utf-8")
        assert "1 removed" in fine(*look).stderr
        assert numbers() == [2, 3]
        Path("show/.pagecast/watch.json").unlink()  # it knows nothing any more: all of the feed comes again
        told = fine(*look).stderr
        assert "error" not in told and "failed" not in told and numbers() == [2, 3]
        Path("show/show.toml").write_text(said.replace("number = 2", "number = 1"), encoding="utf-8")
        assert "1 removed" in fine(*look).stderr  # though nothing is new
        assert numbers() == [3]


def test_a_source_may_have_its_own_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    look = ("watch", "--once", "-o", "show", "--engine", "silent", "--allow-private")
    shows.make(tmp_path, shows.STORIES)
    with feed_server.serve() as feed:
        feed.add(1, 2, 3)
        said = f'base_url = "{BASE}"\n[[sources]]\nsource = "{feed.feed}"\nkeep = {{ number = 1 }}\n'
        Path("show/show.toml").write_text(said, encoding="utf-8")
        fine(*look)
        assert numbers() == [1, 2, 3, 4, 5, 8]
        Path("show/show.toml").write_text(f"{said}\n[keep]\nnumber = 2\n", encoding="utf-8")
        fine("keep", "--apply", "-o", "show")
        assert numbers() == [4, 5, 8]
        bad = said.replace("number = 1", "number = -1")
        Path("show/show.toml").write_text(bad, encoding="utf-8")
        refused = tts("keep", "-o", "show")
        assert refused.exit_code == 1 and "number = 50" in refused.stderr
        told = fine("publish", "-o", "show").stderr  # goes on, and lets nothing go
        assert "note:" in told and numbers() == [4, 5, 8]


# --- what the world sees meanwhile --------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_killed_at_any_step_all_links_work_and_the_next_publishing_ends_the_same(here: Path, tmp_path: Path) -> None:
    command = ["publish", "-o", "show", "--to", "sent"]
    assert kills.run(here, command) == 0
    keep("number = 2")

    def start(name: str) -> Path:
        return Path(shutil.copytree(here, tmp_path / name))

    whole = start("whole")
    count = kills.steps_of(whole, command)
    wanted = kills.content(whole)
    for step, folder in kills.killed(start, command, count):
        assert links.broken(folder / "show", BASE) == [], step
        assert links.broken(folder / "sent", BASE) == [], step
        assert kills.run(folder, command) == 0, step
        assert kills.differences(kills.content(folder), wanted) == [], step


def test_in_a_bucket_all_links_work_after_each_request(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with buckets.serving() as server, buckets.bucket_of("heard", server, monkeypatch, tmp_path) as bucket:
        send.upload(Path("show"), "s3://heard/listen")
        keep("number = 2")
        fine("keep", "--apply", "-o", "show")
        there = send.open_target("s3://heard/listen", Path("show"))
        seen: list[str] = []
        for name in ("put", "delete"):
            _watch(monkeypatch, type(there), name, lambda: seen.extend(_missing(bucket)))
        sent = send.upload(Path("show"), "s3://heard/listen")
        assert any("story-1" in name for name in sent.removed) and seen == []
        assert not [each.key for each in bucket.objects.all() if "story-1" in each.key]


def _watch(monkeypatch: pytest.MonkeyPatch, kind: Any, name: str, look: Any) -> None:
    """Look at the bucket before and after each call of a method."""
    real = getattr(kind, name)

    def watched(*args: Any, **kwargs: Any) -> Any:
        look()
        found = real(*args, **kwargs)
        look()
        return found

    monkeypatch.setattr(kind, name, watched)


def _missing(bucket: Any) -> list[str]:
    """Files that the feed links to and that are missing."""
    keys = {each.key for each in bucket.objects.all()}
    feed = bucket.Object("listen/feed.xml").get()["Body"].read().decode()
    names = {unquote(name) for name in re.findall(rf'"{BASE}([^"#?]+)"', feed)}
    return sorted(name for name in names if f"listen/{name}" not in keys and not name.endswith("/"))
