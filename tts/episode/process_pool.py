"""Tasks performed by other processes of this machine: for articles that need only computation, such
as those that no engine has to speak."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from threading import Thread
from time import sleep

from tts import audio
from tts.engines.registry import Engines
from tts.episode.task import Outcome, Resources, Task, perform
from tts.parallel import cores, in_turn

_MOST = 8
"""Maximum number of processes."""
_WAITING = 2
"""Tasks per process: one being performed, one waiting."""
_LOOK = 1.0
"""Seconds between two checks whether the parent process still runs."""


class Processes:
    """A performer, see `batch.Performer`. Tasks must be picklable."""

    def __init__(self) -> None:
        self._count = min(cores(), _MOST)
        own = (os.getpid(),)
        self._pool = ProcessPoolExecutor(self._count, initializer=_begin, initargs=own)

    def submit(self, task: Task) -> Future[Outcome]:
        return self._pool.submit(_perform, task)

    def in_flight_limit(self, _engines: Mapping[str, str]) -> int:
        return self._count * _WAITING

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _begin(parent: int) -> None:
    """Prepare a worker process: Ctrl-C is left to the parent, and the process ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            sleep(_LOOK)
        os._exit(1)

    Thread(target=watch, daemon=True, name="pagecast-watch").start()


def _perform(task: Task) -> Outcome:
    return perform(task, _own_means())


@cache
def _own_means() -> Resources:
    return Resources(Engines(audio), run=in_turn, shared=True)
