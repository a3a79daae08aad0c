"""A Dask scheduler and workers as processes on loopback, and an engine that records what it speaks.

The first time it speaks a text with `[wait]` in it, the engine waits until it is killed or released, so a test knows
which worker has which text, even on a busy machine. A text with `[deadly]` kills the process that speaks it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from distributed import Client

from tests import forked
from tests.waiting import until

PATIENCE = 300.0
"""Seconds: several processes start one after the other on a busy machine."""
TTS = [sys.executable, "-m", "tts"]
_ENGINE = """
import hashlib, os, signal, time
from pathlib import Path
from tts.engines.silent import Silent
from tts.model import Voice

FOLDER = Path(os.environ["NOTED_BY_ENGINE"])

class Noting(Silent):
    name, version, workers = "noting", VERSION, 1
    accelerated = "COMPUTED_BY_GPU" in os.environ

    def voices(self):
        return (Voice("note", "noting", "mul", "Note", offline=True, default=True),)

    def speak(self, chunk, voice):
        with (FOLDER / "spoken").open("a") as f:
            f.write(repr(chunk.text.strip()) + "\\n")
        if "[deadly]" in chunk.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "[wait]" in chunk.text:
            self.wait(FOLDER / hashlib.sha256(chunk.text.encode()).hexdigest())
        return super().speak(chunk, voice)

    def wait(self, mark):
        if mark.exists():
            return
        begun = mark.with_suffix(".new")
        begun.write_text(str(os.getpid()))
        begun.rename(mark.with_suffix(".waits"))
        mark.touch()
        while not (FOLDER / "go").exists():
            time.sleep(0.05)
"""


@dataclass
class Noting:
    """The location of the engine, and its record."""

    folder: Path

    def install(self, version: str = "1") -> str:
        """Install the engine in that version; returns the folder for Python's path."""
        home = self.folder / f"engine-{version}"
        info = home / "noting-1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: noting\nVersion: 1\n")
        (info / "entry_points.txt").write_text("[pagecast.engines]\nnoting = noting_engine:Noting\n")
        (home / "noting_engine.py").write_text(_ENGINE.replace("VERSION", repr(version)))
        return str(home)

    def environment(self, path: str) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": path, "NOTED_BY_ENGINE": str(self.folder)}

    def spoken(self) -> Counter[str]:
        """Every text, with the number of times that speaking it was started."""
        noted = self.folder / "spoken"
        return Counter(noted.read_text().splitlines() if noted.exists() else [])

    def waiting(self) -> dict[Path, int]:
        """The markers of texts that are waiting, or died waiting, with their processes."""
        return {mark: int(mark.read_text()) for mark in self.folder.glob("*.waits")}

    def let_go(self) -> None:
        (self.folder / "go").touch()


@dataclass
class Processes:
    """A scheduler and its workers, each in its own process group, all killed at the end."""

    folder: Path
    environment: Mapping[str, str]
    nanny: bool = False
    """Workers are restarted when they die; this takes another process for each, and time to
    start."""
    address: str = ""
    groups: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """On a port chosen by the system."""
        found = self.folder / f"scheduler-{len(self.groups)}.json"
        process = self._start("dask_scheduler", "--port", "0", "--scheduler-file", str(found))
        until(lambda: found.exists() and found.read_text().endswith("}"), "a scheduler that says where it is", PATIENCE)
        self.address = json.loads(found.read_text())["address"]
        return process

    def start_worker(self, environment: Mapping[str, str] | None = None, *more: str) -> subprocess.Popen[bytes]:
        """Start a worker without waiting for it; `more` are arguments for Dask."""
        nanny = "--nanny" if self.nanny else "--no-nanny"
        scratch = ["--local-directory", str(self.folder / "scratch"), "--memory-limit", "0"]
        return self._start(
            "dask_worker", self.address, "--nthreads", "1", nanny, *scratch, *more, environment=environment
        )

    def wait_for_worker(self) -> None:
        """Wait until the scheduler knows a worker."""
        with Client(self.address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=PATIENCE)

    def _start(
        self, command: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        shy = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
        log = (self.folder / f"{command}-{len(self.groups)}.log").open("wb")
        process = forked.Popen(
            [sys.executable, "-m", f"distributed.cli.{command}", *arguments, *shy],
            env=environment or self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.groups.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def workers_here(command: subprocess.Popen[str]) -> set[int]:
    """Worker processes started by a command on this machine, including those still starting."""
    found = set()
    for child in psutil.Process(command.pid).children():
        with suppress(psutil.NoSuchProcess):
            if "spawn_main" in " ".join(child.cmdline()):
                found.add(child.pid)
    return found


@contextmanager
def cluster(
    folder: Path, environment: Mapping[str, str], workers: int = 2, *, nanny: bool = False
) -> Iterator[Processes]:
    """A scheduler with a number of workers, with nannies that restart them if some are killed."""
    folder.mkdir()
    processes = Processes(folder, environment, nanny)
    try:
        processes.start_scheduler()
        for _ in range(workers):
            processes.start_worker()
        yield processes
    finally:
        for process in processes.groups:
            processes.kill(process)
