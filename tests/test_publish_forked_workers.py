"""Processes that render pages end with the work, whatever the process that began them does about signals."""

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
def test_they_end_where_their_parent_ignores_the_signal_to_end(failing: bool) -> None:
    command = [sys.executable, "-c", f"FAILING = {failing}\n{CODE}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == "ended\n", done.stderr
