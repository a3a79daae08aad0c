"""Processes that work for a command end with it, however it ends and however they are started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import until

CODE = """
import os, sys, time
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from tts.parallel import begin_process

def who(_):
    time.sleep(.2)
    return os.getpid()

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    pool = ProcessPoolExecutor(2, initializer=begin_process)
    print(*set(pool.map(who, range(4))), flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_they_work_and_end_with_a_parent_that_is_killed(method: str, tmp_path: Path) -> None:
    (tmp_path / "work.py").write_text(CODE, encoding="utf-8")
    pipe = subprocess.PIPE
    command = [sys.executable, str(tmp_path / "work.py"), method]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        numbers = [int(number) for number in process.stdout.readline().split()]
        assert numbers and process.pid not in numbers
        process.kill()
    until(lambda: not any(map(is_running, numbers)), "the end of all")


def test_an_embedding_that_is_killed_while_it_reads_pages_leaves_none(tmp_path: Path) -> None:
    text = "".join(f"<p>Sentence {n} of a page that takes a while to be read.</p>" for n in range(60))
    for n in range(600):
        (tmp_path / f"{n}.html").write_text(
            f"<!doctype html><title>Page {n}</title><article><h1>{n}</h1>{text}", "utf-8"
        )
    command = [sys.executable, "-m", "tts", "embed", str(tmp_path), "--engine", "silent", "--dry-run", "-q"]
    environment = {**os.environ, "PAGECAST_CORES": "2"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        own = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until(lambda: len(own.read_text("utf-8").split()) == 2, "processes that read")
        numbers = [int(number) for number in own.read_text("utf-8").split()]
        process.kill()
    assert len(numbers) == 2
    until(lambda: not any(map(is_running, numbers)), "the end of all")


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
