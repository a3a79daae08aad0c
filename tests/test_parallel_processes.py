"""Processes that work for a command end with it, however it ends and however they are started."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import cast

import pytest

from tests.waiting import until
from tts.parallel import ProcessLost, WorkerProcesses

KILLED = 200

CODE = """
import os, sys, time
import multiprocessing
from tts.parallel import WorkerProcesses

def who(_):
    time.sleep(.2)
    return os.getpid()

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    pool = WorkerProcesses(2)
    asked = [pool.submit(who, n) for n in range(4)]
    print(*{each.result() for each in asked}, flush=True)
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


def test_a_process_that_is_killed_at_any_moment_blocks_nothing() -> None:
    in_a_small_process("kill_at_any_moment")


def kill_at_any_moment() -> None:
    """Results are larger than a pipe holds, so that most are killed while they write one."""
    rng = random.Random(6)
    complete = lost = 0
    for _ in range(KILLED):
        pool = WorkerProcesses(2)
        asked = [pool.submit(large, n) for n in range(8)]
        first, process = asked[0].result()
        time.sleep(rng.random() / 200)
        os.kill(process, signal.SIGKILL)
        for each in asked:
            try:
                content, _ = each.result()
            except ProcessLost as error:
                assert "was killed" in error.message
                lost += 1
            else:
                assert content == first
                complete += 1
        pool.close()
        assert not multiprocessing.active_children()
    assert complete + lost == 8 * KILLED and min(complete, lost) > 0


def test_threads_that_start_processes_at_once_inherit_no_ends_of_pipes() -> None:
    in_a_small_process("kill_beside_another")


def kill_beside_another() -> None:
    """Each other's ends: that of a killed process would stay open."""
    together = threading.Barrier(2)

    def started(_: int) -> WorkerProcesses:
        together.wait()
        return WorkerProcesses(1)

    with ThreadPoolExecutor(2) as threads:
        for _ in range(100):
            pools = list(threads.map(started, range(2)))
            for pool in pools:
                error = pool.submit(killing_itself, 0).exception(timeout=60)
                assert "was killed" in str(error)
                pool.close()


def in_a_small_process(work: str) -> None:
    """A process with the memory of all tests takes a tenth of a second to be forked."""
    code = f"from tests import test_parallel_processes as own; own.{work}(); print('ended')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout == "ended\n", done.stderr


def test_a_process_that_ends_itself_is_not_called_killed() -> None:
    pool = WorkerProcesses(1)
    error = pool.submit(os._exit, 3).exception(timeout=60)
    pool.close()
    assert isinstance(error, ProcessLost) and "ended with exit code 3" in error.message


def killing_itself(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_calls_are_answered_by_results_and_errors() -> None:
    pool = WorkerProcesses(2)
    asked = [pool.submit(half, n) for n in range(9)]
    unpicklable = pool.submit(half, cast(int, lambda: 0))
    assert [each.result() for each in asked[::2]] == [0, 1, 2, 3, 4]
    for each in asked[1::2]:
        with pytest.raises(ValueError, match="is odd") as told:
            each.result()
        assert "in half" in told.value.__notes__[0]
    with pytest.raises((pickle.PicklingError, AttributeError)):
        unpicklable.result()
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pool.submit(nameless, 1).result()
    assert pool.submit(half, 4).result() == 2
    pool.close()


def test_calls_that_have_not_begun_are_cancelled_at_the_end() -> None:
    pool = WorkerProcesses(1)
    asked = [pool.submit(half, n) for n in range(0, 2000, 2)]
    assert asked[0].result() == 0
    pool.close()
    done, _ = wait(asked)
    assert len(done) == 1000 and asked[-1].cancelled()
    assert all(each.cancelled() or each.result() == n for n, each in enumerate(asked))


def large(_number: int) -> tuple[bytes, int]:
    return b"x" * 500_000, os.getpid()


def half(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2


def nameless(_number: int) -> object:
    return lambda: 0


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
