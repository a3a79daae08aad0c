"""A file counts as written when its content, its name and its folder are on disk, in that order."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.needs import linux
from tts.storage import durable, paths

ROOT = Path(__file__).parents[1]
CALLS = re.compile(
    r"""^(?P<thread>\d+)\ +
        (?:(?P<call>fsync|rename|renameat|renameat2)\((?P<named>.*?)(?:\)\ +=\ 0|(?P<goes_on>\ <unfinished\ \.\.\.>))
        |<\.\.\.\ (?P<ended>\w+)\ resumed>.*=\ 0)$""",
    re.VERBOSE,
)
"""A line of strace's log. While one thread waits for the disk another may ask: the call's line is cut in two then."""


def calls(code: str, cwd: Path) -> list[str]:
    """The disk operations of a piece of Python, in order: `sync NAME` and `rename NAME`."""
    log = cwd.parent / "calls.log"
    trace = ["strace", "-f", "-y", "-s", "4096", "-e", "trace=fsync,rename,renameat,renameat2", "-o", str(log)]
    subprocess.run(
        [*trace, sys.executable, "-c", code], cwd=cwd, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True
    )
    found = []
    waiting: dict[str, str] = {}
    for line in filter(None, map(CALLS.match, log.read_text(encoding="utf-8").splitlines())):
        if line["ended"]:
            found.append(waiting.pop(line["thread"]))
            continue
        pattern = r"<(.*?)>" if line["call"] == "fsync" else r'"(.*?)"'
        name = Path(re.findall(pattern, line["named"])[-1]).name
        asked = f"{'sync' if line['call'] == 'fsync' else 'rename'} {name}"
        if line["goes_on"]:
            waiting[line["thread"]] = asked
        else:
            found.append(asked)
    return found


@linux
def test_content_comes_before_its_name_and_the_folder_after_it(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    imports = "from pathlib import Path; from tts.storage.durable import write_whole"
    code = f"{imports}; write_whole(Path('a'), lambda f: f.write(b'x'))"
    content, name, folder = calls(code, place)
    assert content.startswith("sync .tmp-by-") and (name, folder) == ("rename a", "sync place")


@linux
def test_an_episode_is_on_the_disk_before_its_manifest_names_it(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / "a.md").write_text("# Fog\n\nNobody sailed.\n", encoding="utf-8")
    arguments = ["make", "a.md", "--engine", "silent", "-o", "show"]
    make = f"from tts.cli.main import cli; cli.main({arguments}, standalone_mode=False)"
    calls(make, place)
    (place / "a.md").write_text("# Fog\n\nEverybody sailed.\n", encoding="utf-8")
    asked = calls(make, place)
    last = len(asked) - 1 - asked[::-1].index("rename episode.json")  # before it is that into the folder of drafts
    moved = [call for call in asked[:last] if call == "rename script.json"]
    assert len(moved) == 1
    assert asked.index("sync script.json") < asked.index(moved[0])
    folder = next(path.name for path in (place / "show").iterdir() if path.is_dir())
    assert f"sync {folder}" in asked[asked.index(moved[-1]) : last]  # the names of the files, before the manifest's
    assert f"sync {folder}" in asked[last:]


@linux
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_an_episode_that_could_not_be_flushed_does_not_exist(error: str, tmp_path: Path) -> None:
    """Some disks report that they are full or broken only when they are flushed."""
    (tmp_path / "ferry.md").write_text("# The Ferry\n\nIt leaves at six.\n", encoding="utf-8")
    make = [sys.executable, "-m", "tts", "make", "ferry.md", "--engine", "silent", "-o", "show"]
    failing = ["strace", "-f", "-qq", "-e", f"inject=fsync:error={error}", "-o", os.devnull]
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*failing, *make], cwd=tmp_path, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "can't be written" in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.glob("show/*/episode.json"))
    again = subprocess.run(make, cwd=tmp_path, env=here, capture_output=True, text=True, check=True)
    assert "The Ferry" in again.stderr and len(list(tmp_path.glob("show/*/episode.json"))) == 1


@linux
@pytest.mark.parametrize("count", [3, 300])
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_files_that_could_not_be_flushed_do_not_get_their_names(count: int, error: str, tmp_path: Path) -> None:
    """Many files are flushed together."""
    code = (
        "from pathlib import Path; from tts.storage.durable import write_together; "
        f"write_together({{Path(f'{{n}}.html'): b'page' for n in range({count})}})"
    )
    failing = ["strace", "-f", "-qq", "-e", f"inject=fsync,syncfs:error={error}", "-o", os.devnull]
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    done = subprocess.run([*failing, *command], cwd=tmp_path, env=here, capture_output=True, text=True, check=False)
    assert "OSError" in done.stderr and os.strerror(getattr(errno, error)) in done.stderr
    assert list(tmp_path.iterdir()) == []
    subprocess.run(command, cwd=tmp_path, env=here, check=True)
    assert len(list(tmp_path.glob("*.html"))) == count


@linux
def test_many_files_are_written_where_the_system_cannot_flush_one_disk_alone(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from tts.storage.durable import write_together; "
        "write_together({Path(f'{n}.html'): b'page' for n in range(300)})"
    )
    log = tmp_path.parent / "sync.log"
    failing = ["strace", "-f", "-qq", "-e", "trace=syncfs,sync", "-e", "inject=syncfs:error=ENOSYS", "-o", str(log)]
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*failing, sys.executable, "-c", code], cwd=tmp_path, env=here, check=True)
    assert len(list(tmp_path.glob("*.html"))) == 300 and " sync()" in log.read_text("utf-8")


def test_a_clip_of_the_cache_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its checksum detects damage by a power failure."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    paths.write_cached(tmp_path / "clip", lambda f: f.write(b"x"))
    assert synced == []


def left(folder: Path, name: str, age: float) -> Path:
    path = folder / name
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age,) * 2)
    return path


def owned(process: int, began: int | None = None, place: str = "") -> str:
    """A temporary name of that process, or of an earlier one with the same number."""
    moment = durable._began(process) if began is None else began
    return f".tmp-by-{process}.{moment}.{place or ''.join(durable._place())}-abc"


@linux
def test_remains_of_killed_runs_are_removed_and_files_of_running_ones_stay(tmp_path: Path) -> None:
    host, boot, space = durable._place()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as alive:
        dead = subprocess.Popen([sys.executable, "-c", ""])
        dead.wait()
        kept = [
            left(tmp_path, owned(alive.pid), age=90_000),  # however long it takes
            left(tmp_path, f".tmp-by-{alive.pid}-abc", age=10),  # of Pagecast 0.1
            left(tmp_path, ".tmp-ghijkl", age=10),
            left(tmp_path, owned(dead.pid, 1, "ffff" + boot + space), age=60),  # on another machine it may run
            left(tmp_path, owned(dead.pid, 2, host + boot + "ffff"), age=60),  # as in another container
            left(tmp_path, "tmp-by-1-notes", age=9999),
        ]
        gone = [
            left(tmp_path, owned(dead.pid, 3), age=0),
            left(tmp_path, owned(alive.pid, 4), age=0),  # the number came again, for another process
            left(tmp_path, f".tmp-by-{dead.pid}-abc", age=0),
            left(tmp_path, owned(alive.pid, 5, host + "ffff" + space), age=0),  # before the machine started anew
            left(tmp_path, owned(dead.pid, 6, "ffff" + boot + space), age=4000),
            left(tmp_path, ".tmp-abcdef", age=4000),  # of a Pagecast that named no process
        ]
        durable.write_whole(tmp_path / "file", lambda f: f.write(b"x"))
        assert [path.name for path in kept if not path.exists()] == []
        assert [path.name for path in gone if path.exists()] == []
        alive.communicate(b"\n")


def test_a_folder_in_which_something_is_still_written_is_not_abandoned(tmp_path: Path) -> None:
    folder = tmp_path / ".tmp-episode-by-1.1.ffffffffffff-abc"
    folder.mkdir()
    left(folder, "long.m4b", age=5)
    os.utime(folder, (time.time() - 90_000,) * 2)
    assert not durable.is_abandoned(folder)
