"""Processes that render pages end with the work, even if their parent ignores signals."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import multiprocessing, os, signal
from tts.publish import forked_workers

signal.signal(signal.SIGTERM, lambda *_: None)  # as a command that first finishes what it has begun
forked_workers.cores = lambda: 2
before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
for _ in range(20):
    try:
        with forked_workers.spread(lambda part: [os.getpid(), *part], True) as spread:
            parts = list(spread(forked_workers.batches(6, 2)))
            assert [part[1:] for part in parts] == [[0, 1], [2, 3], [4, 5]]
            assert os.getpid() not in [part[0] for part in parts]
            if FAILING:
                raise ValueError("a page can't be rendered")
    except ValueError:
        assert FAILING
    assert multiprocessing.active_children() == []
assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
print("ended")
"""


@pytest.mark.parametrize("failing", [False, True])
def test_workers_end_even_if_their_parent_ignores_the_signal(failing: bool) -> None:
    assert printed(f"FAILING = {failing}\n{CODE}") == "ended\n"


KILLED = """
import os, signal
from tts.parallel import ProcessLost
from tts.publish import forked_workers

def work(part):
    if 7 in part:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(part)

forked_workers.cores = lambda: 2
try:
    with forked_workers.spread(work, True) as spread:
        for each in spread(forked_workers.batches(40, 2)):
            print(each)
except ProcessLost as error:
    print(error.message)
"""


def test_a_killed_worker_is_reported_and_not_waited_for() -> None:
    *finished, told = printed(KILLED).splitlines()
    assert "was killed" in told and "[6, 7]" not in finished


SHARED = """
import threading
from tts.publish import forked_workers

forked_workers.cores = lambda: 2
found = {}

def spread(own):
    for _ in range(15):
        with forked_workers.spread(lambda part: [(own, n) for n in part], True) as map_:
            found.setdefault(own, []).extend(map_(forked_workers.batches(8, 2)))

threads = [threading.Thread(target=spread, args=(own,)) for own in "abc"]
for thread in threads: thread.start()
for thread in threads: thread.join()
for own in "abc":
    assert sum(found[own], []) == [(own, n) for n in range(8)] * 15
print("ended")
"""


def test_each_thread_has_its_own_processes() -> None:
    assert printed(SHARED) == "ended\n"


def printed(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
