"""Ctrl-C ends a command even in code that Python calls by itself."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BEGIN = """
import gc, time
from tts.cli.interrupts import keep_interrupts
keep_interrupts()
def pause(*of):
    if "stop" not in of:
        print("paused", flush=True)
        time.sleep(60)
"""
COLLECTING = """
gc.callbacks.append(pause)
gc.collect()
"""
FINALIZING = """
class Held:
    __del__ = pause
held = Held()
del held
"""
FAILING = """
class Held:
    def __del__(self):
        raise ValueError("told as ever")
held = Held()
del held
"""


def python(code: str, begin: str = BEGIN, cwd: Path = Path()) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", begin + code], stdout=pipe, stderr=pipe, text=True, cwd=cwd)


@pytest.mark.parametrize("code", [COLLECTING, FINALIZING], ids=["collecting", "finalizing"])
def test_an_interrupt_is_not_lost(code: str) -> None:
    process = python(code + "gc.callbacks.clear()\ntime.sleep(600)\n")
    assert process.stdout and process.stdout.readline() == "paused\n"
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGINT and told.count("KeyboardInterrupt") == 1


def test_the_command_ends_with_its_message() -> None:
    command = """
import sys
from tts.cli import start
from tts.cli.main import cli
class Held:
    __del__ = pause
def work(**_):
    held = Held()
    del held
    time.sleep(600)
cli.commands["voices"].callback = work
sys.argv[1:] = ["voices"]
start.main()
"""
    process = python(command, begin=BEGIN.replace("keep_interrupts()\n", ""))
    assert process.stdout and process.stdout.readline() == "paused\n"
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 130 and "interrupted; what was spoken is kept" in told and "Traceback" not in told


WATCHING = """
import asyncio, sys
from tts.cli import start
from tts.watch import watch_loop
def work(*_, sleep, **__):
    {work}
    while True:
        time.sleep(60)
watch_loop.watch = work
sys.argv[1:] = ["watch"]
start.main()
"""
IN_A_TASK = """
    async def fetch():
        pause()
    loop = asyncio.new_event_loop()
    loop.call_soon(loop.stop)
    task = loop.create_task(fetch())
    loop.run_forever()
"""
IN_A_CALLBACK = """
    loop = asyncio.new_event_loop()
    loop.call_soon(pause)
    loop.call_soon(loop.stop)
    loop.run_forever()
"""
CAUGHT = """
    try:
        pause()
    except BaseException:
        sleep(60)
"""
IN_A_FINALIZER = """
    class Held:
        __del__ = pause
    held = Held()
    del held
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
@pytest.mark.parametrize(
    "work",
    [IN_A_TASK, IN_A_CALLBACK, IN_A_FINALIZER, CAUGHT],
    ids=["task", "callback", "finalizer", "caught by other code"],
)
def test_a_watch_ends_whatever_it_does(tmp_path: Path, work: str, number: int, code: int) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "show.toml").write_text("", "utf-8")
    begin = BEGIN.replace("keep_interrupts()\n", "")
    process = python(WATCHING.replace("{work}", work), begin=begin, cwd=tmp_path)
    assert process.stdout and process.stdout.readline() == "paused\n"
    process.send_signal(number)
    _, told = process.communicate(timeout=120)
    assert process.returncode == code and "stopped; what was spoken is kept" in told and "Traceback" not in told


def test_a_watch_ends_by_another_signal_where_other_code_caught_the_first(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    caught = """
    try:
        pause()
    except BaseException:
        print("caught", flush=True)
"""
    process = python(WATCHING.replace("{work}", caught), begin=BEGIN.replace("keep_interrupts()\n", ""), cwd=tmp_path)
    assert process.stdout and process.stdout.readline() == "paused\n"
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "caught\n"
    time.sleep(1.2)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0 and "stopped; what was spoken is kept" in told, "as SIGTERM asked first"


def test_other_failures_are_reported_as_usual() -> None:
    _, told = python(FAILING).communicate(timeout=120)
    assert "ValueError: told as ever" in told


def test_a_truncated_file_is_not_taken_for_an_interrupt() -> None:
    """click treats an EOFError as an interrupt: with exit code 130, nobody would look for the fault."""
    code = (
        "from tts.cli.main import cli\n"
        "def fail(*_, **__):\n"
        "    raise EOFError('EOF read where object expected')\n"
        "cli.commands['voices'].callback = fail\n"
        "cli(['voices'])\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=12, check=False)
    assert done.returncode == 1
    assert "EOF read where object expected" in done.stderr and "interrupted" not in done.stderr


def test_a_closed_terminal_ends_like_an_interrupt_unless_nohup_ignores_it() -> None:
    code = """
import os, signal
from tts.cli.interrupts import terminated_like_interrupted
for handler, ends in ((signal.SIG_DFL, True), (signal.SIG_IGN, False)):
    signal.signal(signal.SIGHUP, handler)
    try:
        with terminated_like_interrupted():
            os.kill(os.getpid(), signal.SIGHUP)
    except KeyboardInterrupt:
        assert ends
    else:
        assert not ends
    assert signal.getsignal(signal.SIGHUP) == handler
print("both")
"""
    command = python(code, "")
    assert command.communicate(timeout=60)[0] == "both\n" and command.returncode == 0
