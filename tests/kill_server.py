"""The process from which `tests/kills.py` forks commands: small, with their imports, but without what tests collect.

Reads requests from its input, one line of JSON each, and answers each with one line; ends when its input ends.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

from click.testing import CliRunner

from tests import tones
from tts.check import whisper
from tts.cli.main import cli
from tts.engines import registry
from tts.storage import durable

_WATCHED = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}


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


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    _settle_in()
    for line in sys.stdin:
        request = json.loads(line)
        os.environ.clear()
        os.environ.update(request["environment"])
        whisper.Ear = lambda _model="", heard=request["ear"]: HalfEar(**heard)  # type: ignore[misc,assignment]
        os.chdir(request["folder"])
        run = forked if request["apart"] else stayed
        answers.write(json.dumps(run(request["arguments"], request["kill_at"])) + "\n")
        answers.flush()


def _settle_in() -> None:
    os.fsync = os.sync = lambda *_handle: None  # type: ignore[assignment]
    durable._sync_each = lambda *_paths: None  # its threads would open files for nothing
    registry.ENGINES["tones"] = tones.ENTRY
    os.dup2(2, 1)  # what is printed is no answer


def stayed(arguments: list[str], _kill_at: int) -> tuple[int, int]:
    """The exit code of a command in this process."""
    return CliRunner().invoke(cli, arguments, input="").exit_code, 0


def forked(arguments: list[str], kill_at: int) -> tuple[int, int]:
    """The wait status of a command in a separate process, and its number of steps."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        _be_command(arguments, kill_at, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as f:
        counted = f.read()
    return os.waitpid(child, 0)[1], int(counted or b"0")


def _be_command(arguments: list[str], kill_at: int, writer: int) -> None:
    """Runs in the forked process; does not return."""
    status, steps = 1, 0

    def watch(event: str, _arguments: object) -> None:
        nonlocal steps
        if event in _WATCHED:
            steps += 1
            if steps == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        sys.addaudithook(watch)
        cli.main(arguments, standalone_mode=False)
        status = 0
    except SystemExit as exit_:
        status = int(exit_.code or 0)
    finally:
        os.write(writer, str(steps).encode())
        os._exit(status)


if __name__ == "__main__":
    main()
