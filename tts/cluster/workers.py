"""The functions that a cluster's processes run: identifying themselves, and making one article at a
time."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import tts
from tts.cache import NotKept
from tts.cluster import attempts
from tts.cluster.roster import GPU
from tts.cluster.run_markers import RunMarkers, open_markers
from tts.cluster.service_permits import share_limit
from tts.episode.batch import PerformerError
from tts.episode.task import Outcome, Packed, perform_elsewhere
from tts.model import EngineError, OtherVersion, TtsError
from tts.storage.buckets import BucketAway

if TYPE_CHECKING:
    from distributed import Worker

    from tts.engines.registry import Engines

HINT = (
    "install the same versions everywhere, set PAGECAST_CACHE to a folder or bucket that all can "
    "reach, and start those workers again"
)
"""What to do about workers that do not fit."""
SEEN = "here"
"""A marker of a run: a worker that finds it sees the cache of the process that started the run."""


@dataclass(frozen=True, slots=True)
class WorkerInfo:
    """A worker's information about itself."""

    name: str
    """As by `own_name`."""
    pagecast: str
    engines: dict[str, str]
    """Name -> version of the engines that it can open."""
    sees_cache: bool
    """Whether it can read and write the cache."""
    fault: str = ""
    """The reason why not."""
    device: str = ""
    """The device that runs models, if it was started as a worker with a graphics card."""
    device_fault: str = ""
    """What is wrong with the device."""


def worker_info(run: str, dask_worker: Worker | None = None) -> WorkerInfo:
    """Identify this process; `run` is the location of the run's markers. Dask passes the worker
    because of the argument's name."""
    from tts import audio
    from tts.engines.registry import Engines

    engines = Engines(audio)
    fault = _why_unseen(run)
    has_gpu = dask_worker is not None and GPU in dask_worker.state.total_resources
    device, device_fault = _device(engines) if has_gpu else ("", "")
    return WorkerInfo(
        own_name(dask_worker),
        tts.__version__,
        engines.versions(),
        fault is None,
        fault or "",
        device,
        device_fault,
    )


def _device(engines: Engines) -> tuple[str, str]:
    """The device tried first here for a model that a card can run, or what is wrong."""
    for name in engines.versions():
        try:
            if device := getattr(engines.open(name), "device", ""):
                return device, ""
        except EngineError as error:
            return "", error.message
    return "", ""


def own_name(worker: Worker | None = None) -> str:
    """Description of this process: the name that its worker was given, if any, and its machine."""
    process = f"{socket.gethostname()} (process {os.getpid()})"
    name = _given_name(worker) if worker else ""
    return f"{name} on {process}" if name else process


def _given_name(worker: Worker) -> str:
    """Empty if it has only the address or number that Dask uses instead."""
    name = worker.name
    return name if isinstance(name, str) and "://" not in name else ""


def _why_unseen(run: str) -> str | None:
    """The error when accessing the markers; None if they can be read and written."""
    probe = f"probe-{socket.gethostname()}-{os.getpid()}"
    try:
        markers = _markers(run)
        if not markers.has(SEEN):
            return ""
        markers.put_new(probe)
        markers.remove([probe])
    except OSError as error:
        return error.strerror or ""
    except TtsError as error:
        return f"{error.message}; {error.hint}"
    return None


@cache
def _markers(run: str) -> RunMarkers:
    return open_markers(run)


def perform_with_marker(packed: Packed, run: str, article: str, where: str) -> Outcome:
    """Perform a task, with a marker next to the shared cache while it is being made; `article` and
    `where` as in `attempts.begin`.

    Raises like `perform_elsewhere`; EpisodeFailed if the article has killed too many workers;
    WorkerMismatch if this worker can't perform it, and PerformerError if the shared bucket can't be
    reached, neither of which is the article's fault.
    """
    try:
        markers = _markers(run)
        attempts.begin(markers, article, where)
    except BucketAway as error:
        raise _away(error) from error
    except OSError as error:
        raise WorkerMismatch(
            _unseen(own_name(_own_worker()), error.strerror or ""), worker=own_address()
        ) from error
    try:
        share_limit()
        return perform_elsewhere(packed)
    except OtherVersion as error:
        name = _given_name(_own_worker())
        message = f"{name}: {error.message}" if name else error.message
        raise WorkerMismatch(message, worker=own_address()) from error
    except NotKept as error:
        raise WorkerMismatch(
            f"{own_name(_own_worker())}: {error.message}", error.hint, worker=own_address()
        ) from error
    except BucketAway as error:
        raise _away(error) from error
    finally:
        attempts.end(markers, article)


def _away(error: BucketAway) -> PerformerError:
    return PerformerError(f"{own_name(_own_worker())}: {error.message}", error.hint)


class WorkerMismatch(PerformerError):
    """A worker that joined later does not fit, so the article goes to another one."""

    def __init__(self, message: str, hint: str = HINT, *, worker: str = "") -> None:
        """`worker` is its address in the cluster."""
        super().__init__(message, hint)
        self.worker = worker


def own_address() -> str:
    return str(_own_worker().address)


def _own_worker() -> Worker:
    """The worker that runs the current task."""
    from distributed import get_worker

    return get_worker()


def faults(info: WorkerInfo, engines: dict[str, str], named: str) -> list[str]:
    """Why a worker does not fit, as sentences. `engines` are those of the process that sends
    articles; `named` is the one named by the user, or `auto`."""
    if info.pagecast != tts.__version__:
        return [f"{info.name} has Pagecast {info.pagecast}, this is {tts.__version__}"]
    found = []
    for name, version in engines.items():
        other = info.engines.get(name)
        if other is None and named in (name, "auto"):
            found.append(f"{info.name} has no {name}")
        elif other not in (None, version):
            found.append(f"{info.name} has {name} {other}, this machine has {version}")
    if info.device_fault:
        found.append(f"{info.name}: {info.device_fault}")
    if not info.sees_cache:
        found.append(_unseen(info.name, info.fault))
    return found


def _unseen(name: str, fault: str = "") -> str:
    why = f" ({fault})" if fault else ""
    return f"{name} can't read or write this cache{why}"
