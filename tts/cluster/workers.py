"""What the processes of a cluster run: who they are, and an article at a time."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

import tts
from tts.cluster import attempts
from tts.cluster.service import share_limit
from tts.episode.archive import PerformerError
from tts.episode.task import Outcome, Packed, perform_elsewhere
from tts.model import OtherVersion, TtsError

HINT = (
    "install the same versions everywhere, with a folder that all see as PAGECAST_CACHE, "
    "and start those workers again"
)
"""What to do about workers that do not fit."""
SEEN = "here"
"""A file in the folder of a run: who reads it sees the cache of the process that began the run."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a worker says of itself."""

    name: str
    """Its machine and process, in words."""
    pagecast: str
    engines: dict[str, str]
    """Name -> version of the engines that it can open."""
    sees_cache: bool
    """It can read and write where the clips are."""


def greet(run: str) -> Greeting:
    """Say who this process is; `run` is the folder of the run."""
    from tts import audio
    from tts.engines.registry import Engines

    engines = Engines(audio).versions()
    return Greeting(own_name(), tts.__version__, engines, _sees(Path(run)))


def own_name() -> str:
    return f"{socket.gethostname()} (process {os.getpid()})"


def _sees(run: Path) -> bool:
    probe = run / f"probe-{socket.gethostname()}-{os.getpid()}"
    try:
        (run / SEEN).read_bytes()
        probe.write_bytes(b".")
        probe.unlink()
    except OSError:
        return False
    return True


def perform_noted(packed: Packed, record: str) -> Outcome:
    """Perform a task, with a note in the shared cache while it is in hand.

    Raises as `perform_elsewhere` does; EpisodeFailed where the article has killed too many workers;
    Misfit where it is this worker that can't perform it, which is no fault of the article.
    """
    path = Path(record)
    try:
        attempts.begin(path)
    except TtsError:
        raise
    except OSError as error:
        raise Misfit(_unseen(own_name()), worker=own_address()) from error
    try:
        share_limit()
        return perform_elsewhere(packed)
    except OtherVersion as error:
        raise Misfit(error.message, worker=own_address()) from error
    finally:
        attempts.end(path)


class Misfit(PerformerError):
    """A worker that came later does not fit: the article is for another."""

    def __init__(self, message: str, hint: str = HINT, *, worker: str = "") -> None:
        """`worker` is its address in the cluster."""
        super().__init__(message, hint)
        self.worker = worker


def own_address() -> str:
    from distributed import get_worker

    return str(get_worker().address)


def faults(greeting: Greeting, engines: dict[str, str], named: str) -> list[str]:
    """Why a worker does not fit, a sentence each. `engines` are those of the process that sends
    articles; `named` is the one that the user named, or `auto`."""
    if greeting.pagecast != tts.__version__:
        return [f"{greeting.name} has Pagecast {greeting.pagecast}, and this is {tts.__version__}"]
    found = []
    for name, version in engines.items():
        other = greeting.engines.get(name)
        if other is None and named in (name, "auto"):
            found.append(f"{greeting.name} has no {name}")
        elif other not in (None, version):
            found.append(f"{greeting.name} has {name} {other}, and here it is {version}")
    if not greeting.sees_cache:
        found.append(_unseen(greeting.name))
    return found


def _unseen(name: str) -> str:
    return f"{name} does not see this cache, or can't write there"
