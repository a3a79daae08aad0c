"""Commands killed at a step, each in a forked process that inherits the parent's imports.

A step is a rename, a removal or a new folder. What is synced makes no difference to a killed
process, only to a machine without power (tests/test_storage_durable.py), so that nothing is synced here.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from tests import tones
from tts.check import whisper
from tts.cli.main import cli
from tts.engines import registry
from tts.publish import stage
from tts.storage import durable

STEPS = int(os.environ.get("PAGECAST_TORTURE", "24"))
"""Kills a command at steps spread over its whole run."""
_WATCHED = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}
RECORD = "sent/pagecast/files.json"


class HalfEar(whisper.Ear):
    """Mishears the title and a paragraph of tones at normal speed, and understands it at another.
    It has only the interface of Whisper."""

    def __init__(self, title: str, text: str, usual: int) -> None:
        self.title, self.text, self.usual = title, text, usual

    def hear(self, samples: Any, language: str) -> str:
        if len(samples) < self.usual // 2:
            return self.title
        apart = abs(len(samples) - self.usual)
        return self.text if apart > self.usual // 30 else "嗯"


def run(folder: Path, arguments: list[str], kill_at: int = 0) -> int:
    """Run a command in a separate process; with `kill_at` it is killed before its nth step. Returns
    its wait status."""
    return _forked(folder, arguments, kill_at)[0]


def steps_of(folder: Path, arguments: list[str]) -> int:
    """The number of steps of a command, which is run."""
    status, steps = _forked(folder, arguments, 0)
    assert status == 0, status
    return steps


def spread(count: int) -> list[int]:
    """The steps at which a command with a number of steps is killed."""
    return sorted({1 + n * (count - 1) // max(1, STEPS - 1) for n in range(STEPS)})


def _forked(folder: Path, arguments: list[str], kill_at: int) -> tuple[int, int]:
    sys.stdout.flush()
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        _be_command(folder, arguments, kill_at, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as f:
        counted = f.read()
    return os.waitpid(child, 0)[1], int(counted or b"0")


def _be_command(folder: Path, arguments: list[str], kill_at: int, writer: int) -> None:
    """Runs in the forked process; does not return."""
    status, steps = 1, 0

    def watch(event: str, _arguments: object) -> None:
        nonlocal steps
        if event in _WATCHED:
            steps += 1
            if steps == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        _settle_in(folder)
        sys.addaudithook(watch)
        cli.main(arguments, standalone_mode=False)
        status = 0
    except SystemExit as exit_:
        status = int(exit_.code or 0)
    finally:
        os.write(writer, str(steps).encode())
        os._exit(status)


def _settle_in(folder: Path) -> None:
    os.chdir(folder)
    os.environ["PAGECAST_CACHE"] = str(folder / "cache")
    os.fsync = os.sync = lambda *_handle: None  # type: ignore[assignment]
    durable._sync_each = lambda *_paths: None  # its threads would open files for nothing
    registry.ENGINES["tones"] = tones.ENTRY
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


def warm_up(folder: Path, commands: list[list[str]]) -> None:
    """Run commands in this process: their imports and caches are inherited by every process forked
    later."""
    cache = {"PAGECAST_CACHE": str(folder / "warm-cache")}
    before = Path.cwd()
    os.chdir(folder)
    try:
        for arguments in commands:
            CliRunner().invoke(cli, arguments, env=cache)
    finally:
        os.chdir(before)


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
    """The command killed at steps spread over all; each step, and the folder as it was left.

    Threads may take a step or two fewer than they took when these were counted: then it has ended.
    """
    for step in spread(count):
        folder = folders(f"killed-{step}")
        ended = run(folder, command, kill_at=step)
        assert os.WIFSIGNALED(ended) or (ended == 0 and step > count - 3), step
        yield step, folder
