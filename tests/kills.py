"""Commands killed at a step, each in a process forked from one that has imported what they need (tests/kill_server.py).

The command is then run again in another forked process; other commands run in that server process itself, except in
`make torture`.

A step is a rename, a removal or a new folder. Whether files are synced makes no difference to a killed process, only to
a machine that loses power (tests/test_storage_durable.py), so nothing is synced here.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import IO, Any

from tts.publish import stage

TORTURE = "PAGECAST_TORTURE" in os.environ
STEPS = int(os.environ.get("PAGECAST_TORTURE", "24"))
"""Kills a command at steps spread over its whole run."""
RECORD = "sent/pagecast/files.json"
ROOT = Path(__file__).parents[1]
EAR: dict[str, Any] = {}
"""What `kill_server.HalfEar` is made of, where commands listen."""


def run(folder: Path, arguments: list[str], kill_at: int = 0) -> int:
    """Run a command; with `kill_at` it is killed before its nth step. Returns 0 if it succeeded."""
    return _asked(folder, arguments, kill_at, apart=bool(kill_at or TORTURE))[0]


def run_again(folder: Path, command: list[str]) -> int:
    """Run a killed command again, as users do: in a process that knows nothing of the first."""
    return _asked(folder, command, apart=True)[0]


def steps_of(folder: Path, arguments: list[str]) -> int:
    """The number of steps of a command, which is run."""
    status, steps = _asked(folder, arguments, apart=True)
    assert status == 0, status
    return steps


def warm_up(folder: Path, command: list[str]) -> None:
    """Run a command in the process from which others are forked: they inherit its imports and caches."""
    _asked(folder, command)


def spread(count: int) -> list[int]:
    """The steps at which a command with a number of steps is killed."""
    return sorted({1 + n * (count - 1) // max(1, STEPS - 1) for n in range(STEPS)})


def _asked(folder: Path, arguments: list[str], kill_at: int = 0, *, apart: bool = False) -> tuple[int, int]:
    """The status of a command, and the number of its steps if it is run in a process of its own."""
    request = {
        "folder": str(folder),
        "arguments": arguments,
        "kill_at": kill_at,
        "apart": apart,
        "environment": {**os.environ, "PAGECAST_CACHE": str(folder / "cache")},
        "ear": EAR,
    }
    asked, answers = _server()
    asked.write(json.dumps(request).encode() + b"\n")
    asked.flush()
    status, steps = json.loads(answers.readline())
    return status, steps


@cache
def _server() -> tuple[IO[bytes], IO[bytes]]:
    """The input and output of the process that forks, which ends with this one."""
    alone = {"OPENBLAS_NUM_THREADS": "1"}  # its threads would begin as it is imported
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kill_server"],
        cwd=ROOT,
        env={**os.environ, **alone},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin and process.stdout
    atexit.register(process.communicate)
    return process.stdin, process.stdout


def killed_while_it_moves(publish: Callable[[], object], after: int) -> bool:
    """Publish in a process that ends just before one of the moves; returns whether it got there."""
    pid = os.fork()
    if pid == 0:
        moved = 0
        move = stage.move

        def counted(waits: str, target: str) -> None:
            nonlocal moved
            if moved == after:
                os.kill(os.getpid(), signal.SIGKILL)
            moved += 1
            move(waits, target)

        stage.move = counted
        try:
            publish()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


# --- what came of it ----------------------------------------------------------------------------------------


def content(folder: Path) -> dict[str, bytes]:
    """Every file of the show and the target, except those that only save work."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        noted = "/.pagecast/" in f"/{name}" or name.startswith("cache/")
        if path.is_file() and not noted:
            found[name] = path.read_bytes()
        if name.endswith("/pagecast/files.json"):
            found[name] = _without_times(found[name])
    return found


def _without_times(record: bytes) -> bytes:
    """The record of sent files at the target, without modification times."""
    noted = json.loads(record)
    digests = {name: digest for name, (digest, _time) in noted["files"].items()}
    return json.dumps({**noted, "files": digests}).encode()


def untrue(folder: Path) -> list[str]:
    """Files whose time at the target differs from the record, so that they would be read or sent
    again."""
    noted = json.loads((folder / RECORD).read_bytes())["files"]
    times = {name: str((folder / "sent" / name).stat().st_mtime_ns) for name in noted}
    return [name for name, (_digest, time) in noted.items() if times[name] != time]


def differences(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def killed(folders: Callable[[str], Path], command: list[str], count: int) -> Iterator[tuple[int, Path]]:
    """Kill the command at several steps; yields each step, and the folder as it was left. Threads may take one or two
    steps fewer than when they were counted: then the command has ended."""
    for step in spread(count):
        folder = folders(f"killed-{step}")
        ended = run(folder, command, kill_at=step)
        assert os.WIFSIGNALED(ended) or (ended == 0 and step > count - 3), step
        yield step, folder
