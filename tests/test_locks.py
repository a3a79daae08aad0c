"""Locks on a show: respected by every run regardless of its home and cache, and leaving no traces."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import filelock
import pytest

from tests import forked, shows
from tts.show import library
from tts.storage import locks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there they lie in the user's cache")

HOLD = """
import sys, time
from pathlib import Path
from tts.storage import locks
with locks.held(Path(sys.argv[1]), sys.argv[2]):
    with open(sys.argv[3], "a") as log:
        log.write("in\\n"); log.flush()
        time.sleep(0.3)
        log.write("out\\n")
"""
COUNT = """
import sys
from pathlib import Path
from tts.storage import locks
counted = Path(sys.argv[2])
for _ in range(400):
    with locks.held(Path(sys.argv[1])):
        counted.write_text(str(int(counted.read_text()) + 1))
"""
HOMELESS = {"PATH": os.environ["PATH"]}
"""What cron leaves of an environment: no HOME, no cache."""


def holders(show: Path, log: Path, environments: list[dict[str, str]], work: str = "") -> list[str]:
    """What processes that hold the lock one after the other wrote."""
    command = [sys.executable, "-c", HOLD, str(show), work, str(log)]
    running = [subprocess.Popen(command, env=each, cwd=Path(__file__).parents[1]) for each in environments]
    assert [each.wait(timeout=240) for each in running] == [0] * len(running)
    return log.read_text(encoding="utf-8").split()


@pytest.mark.parametrize("work", ["", "-publish", "-making-7"])
def test_runs_with_and_without_a_home_exclude_each_other(work: str, tmp_path: Path) -> None:
    at_home = {**HOMELESS, "HOME": str(tmp_path)}
    elsewhere = {**HOMELESS, "PAGECAST_CACHE": str(tmp_path / "cache")}
    (tmp_path / "show").mkdir()
    told = holders(tmp_path / "show", tmp_path / "log", [HOMELESS, at_home, elsewhere, HOMELESS], work)
    assert told == ["in", "out"] * 4
    assert list((tmp_path / "show").iterdir()) == []


def test_runs_on_a_show_that_does_not_exist_yet_exclude_each_other(tmp_path: Path) -> None:
    at_home = {**HOMELESS, "HOME": str(tmp_path)}
    told = holders(tmp_path / "new" / "show", tmp_path / "log", [HOMELESS, at_home, HOMELESS])
    assert told == ["in", "out"] * 3
    assert shows.contents(tmp_path / "new") == {}


@pytest.mark.parametrize("folder", [".", "new/show"])
def test_nobody_gets_another_lock_where_its_folders_come_and_go_all_the_time(folder: str, tmp_path: Path) -> None:
    """A folder that is removed between two steps of creating it does not count as one that can't be created."""
    counted = tmp_path / "counted"
    counted.write_text("0")
    (tmp_path / "place").mkdir()
    command = [sys.executable, "-c", COUNT, str(tmp_path / "place" / folder), str(counted)]
    running = [forked.Popen(command, cwd=Path(__file__).parents[1]) for _ in range(6)]
    assert [each.wait(timeout=240) for each in running] == [0] * len(running)
    assert counted.read_text() == "2400"
    assert shows.contents(tmp_path / "place") == {}


def test_a_folder_that_was_made_for_the_lock_goes_again(tmp_path: Path) -> None:
    with locks.held(tmp_path / "new" / "show"):
        assert (tmp_path / "new" / "show").is_dir()
    assert not (tmp_path / "new").exists()


def test_two_makes_of_one_show_with_other_caches_number_without_holes(tmp_path: Path) -> None:
    """Whole commands, each with its own article: both episodes are there, as 1 and 2."""
    root, show = Path(__file__).parents[1], str(tmp_path / "show")
    at_home = {**HOMELESS, "HOME": str(tmp_path)}
    elsewhere = {**HOMELESS, "PAGECAST_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "tts", "make", "--engine", "silent", "--offline", "-o", show]
    running = []
    for name, environment in (("a.md", elsewhere), ("b.md", at_home)):
        (tmp_path / name).write_text(f"# {name}\n\nOf the ferry.\n", encoding="utf-8")
        running.append(subprocess.Popen([*command, str(tmp_path / name)], env=environment, cwd=root))
    assert [each.wait(timeout=120) for each in running] == [0, 0]
    found = library.episodes(library.open_show(tmp_path / "show"))
    assert sorted(each.manifest.number for each in found) == [1, 2]


def test_a_waiting_run_continues_when_the_holder_is_killed(tmp_path: Path) -> None:
    forever = HOLD.replace("0.3", "600")
    command = [sys.executable, "-c", forever, str(tmp_path), "", str(tmp_path / "log")]
    holder = forked.Popen(command, cwd=Path(__file__).parents[1])
    while not (tmp_path / "log").exists():
        time.sleep(0.02)
    waited, went_on = Event(), Event()

    def second() -> None:
        with locks.held(tmp_path, waiting=waited.set):
            went_on.set()

    thread = Thread(target=second)
    thread.start()
    assert waited.wait(60) and not went_on.is_set()
    holder.kill()
    holder.wait()
    assert went_on.wait(60)
    thread.join()
    assert not (tmp_path / ".pagecast").exists(), "what the killed one left is gone, too"


def test_patience_has_an_end(tmp_path: Path) -> None:
    with locks.held(tmp_path), pytest.raises(TimeoutError), locks.held(tmp_path, patience=0.1):
        pass


@pytest.mark.parametrize("name", [".pagecast", ".pagecast/locks", ".pagecast/locks/show.lock"])
@pytest.mark.parametrize("kind", ["link", "dangling", "pipe"])
def test_locks_in_a_strangers_show_lead_nowhere_else(name: str, kind: str, tmp_path: Path) -> None:
    show, private = tmp_path / "show", tmp_path / "private"
    (show / name).parent.mkdir(parents=True)
    private.mkdir()
    (private / "kept").write_text("mine", encoding="utf-8")
    target = private / "kept" if name.endswith(".lock") else private
    if kind == "pipe":
        os.mkfifo(show / name)
    else:
        (show / name).symlink_to(target if kind == "link" else tmp_path / "nowhere")
    with locks.held(show):
        assert shows.contents(private) == {"kept": b"mine"}
    assert shows.contents(private) == {"kept": b"mine"} and not (tmp_path / "nowhere").exists()
    assert os.path.lexists(show / name), "it is left alone"


@contextmanager
def not_as_root() -> Iterator[None]:
    """As the user nobody if the tests run as root, because root may write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_show_that_can_only_be_read_is_locked_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        show, cache = Path(place, "show"), Path(place, "cache")
        show.mkdir(mode=0o555)
        monkeypatch.setenv("PAGECAST_CACHE", str(cache))
        with not_as_root(), locks.held(show), pytest.raises(filelock.Timeout), locks.held(show, patience=0.1):
            pass
        assert list(show.iterdir()) == []
        assert [file.name for file in cache.rglob("*") if file.is_file()], "its lock lies in the cache"
