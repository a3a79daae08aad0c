"""Opens the cluster named by the user: an address, workers on this machine, or a class that starts
one with Dask's own configuration."""

from __future__ import annotations

import atexit
import importlib
import logging
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing import active_children
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tts.cluster.cluster_name import FORMS, fault
from tts.episode.batch import PerformerError

if TYPE_CHECKING:
    from distributed import Client

_REACHED = 10
"""Seconds in which a scheduler must answer, and answer again after the connection is lost."""
_WORKER = "Dask Worker process"
"""How Dask names the processes of its workers."""
_RENEWED = 30.0
"""Seconds between requests for missing workers to a cluster of another package."""
_KILLS = 10
"""Maximum number of workers that may die under an article by Dask's count, which also blames
waiting articles; `attempts` counts earlier and correctly."""
_CONFIG = {
    "distributed.scheduler.allowed-failures": _KILLS,
    "distributed.admin.large-graph-warning-threshold": "1 GB",  # a scanned book is large
    "distributed.worker.profile.enabled": False,  # see `no_profiler`
    "distributed.comm.timeouts.connect": "10s",  # who died is called in vain so long
}


@dataclass(frozen=True, slots=True)
class Connection:
    """A cluster in use."""

    client: Client
    cluster: Any
    """The cluster started for this run; None for an existing scheduler."""
    renew: Callable[[], object] = lambda: None
    """Has missing workers replaced, if this run started the cluster."""
    scratch: TemporaryDirectory[str] | None = None
    """The folder of the workers of this machine."""

    def close(self) -> None:
        """Disconnect, and stop what was started for this run, also if it is interrupted here."""
        with ExitStack() as ending:  # the last is first
            if self.scratch is not None:
                ending.callback(_forget, self.scratch)
                ending.callback(_remove, self.scratch)
            if self.cluster is not None:
                ending.callback(_stop, self.cluster)
            ending.callback(_stop, self.client)


def _stop(started: Any) -> None:
    """Close a client or a cluster. Whatever of it is lost already needs no closing, and its error
    must not take the place of an interrupt."""
    with suppress(Exception):
        started.close(timeout=_REACHED)


def _remove(scratch: TemporaryDirectory[str]) -> None:
    """Remove the folder of the workers of this machine. On a busy machine some outlive the closing
    of their cluster: they are ended first, or they would write into the folder again."""
    left = [each for each in active_children() if each.name.startswith(_WORKER)]
    for process in left:
        process.kill()
    for process in left:
        process.join(_REACHED)
    scratch.cleanup()


_folders: list[TemporaryDirectory[str]] = []
"""Of clusters that were begun and not closed."""
_STEP = 0.2
"""Seconds in which Dask's thread ends what it is doing, such as removing the keys that it loaded
from a file."""


def _forget(scratch: TemporaryDirectory[str]) -> None:
    """All of its cluster was closed: nothing has to be removed, or waited for, at the end."""
    with suppress(ValueError):
        _folders.remove(scratch)


def _remove_all() -> None:
    """At the end, once Dask has stopped all that it had begun: an interrupt may meet a cluster
    before anybody can close it, and its workers then start after their folder was removed."""
    if _folders:
        time.sleep(_STEP)
    for scratch in _folders:
        _remove(scratch)


atexit.register(_remove_all)  # before Dask is imported: what is registered last is called first


def connect(where: str) -> Connection:
    """The cluster with that name. Raises PerformerError."""
    if wrong := fault(where):
        raise PerformerError(f"--cluster: {wrong}")
    try:
        import dask
        import distributed
    except ImportError as error:
        raise PerformerError(
            "not installed: dask.distributed, which --cluster needs",
            hint="pip install 'pagecast[cluster]'",
        ) from error
    _silence()
    dask.config.set(_CONFIG)
    if "://" in where:
        if where.startswith("tls:"):
            _require_keys(distributed, where)
        return Connection(_client(distributed, where, where), None)
    name, _, count = where.rpartition(":")
    if name == "local":
        return _on_this_machine(distributed, where, int(count))
    cluster = _started(name, int(count))
    client = _client(distributed, cluster, where)
    return Connection(client, cluster, _Scaling(cluster, int(count)))


def _on_this_machine(distributed: Any, where: str, count: int) -> Connection:
    """Start workers, in a folder of their own that is removed with them."""
    from tts.cluster import local

    with ExitStack() as undo:  # also if this is interrupted
        scratch = TemporaryDirectory(prefix="pagecast-workers-", ignore_cleanup_errors=True)
        _folders.append(scratch)
        undo.callback(_remove, scratch)
        cluster = local.start(count, scratch.name)
        undo.callback(_stop, cluster)
        client = _client(distributed, cluster, where)
        undo.pop_all()
    return Connection(client, cluster, local.Renewal(cluster, count), scratch)


def _silence() -> None:
    """Silence Dask's log messages, which are for whoever runs the cluster; its errors arrive as
    exceptions."""
    for name in tuple(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _require_keys(distributed: Any, where: str) -> None:
    """Raise PerformerError if Dask's configuration has no usable keys: its client would only notice
    after it has started, and then not end."""
    try:
        if distributed.Security().get_connection_args("client").get("ssl_context"):
            return
        wrong = "Dask's configuration names none"
    except (OSError, ValueError) as error:
        wrong = str(error)
    raise PerformerError(
        f"no keys for {where}: {wrong}",
        hint="set ca-file, client.cert and client.key under distributed.comm.tls in "
        "~/.config/dask/distributed.yaml: https://distributed.dask.org/en/stable/tls.html",
    )


def _client(distributed: Any, address: Any, where: str) -> Client:
    try:
        client: Client = distributed.Client(address, timeout=_REACHED, set_as_default=False)
        return client
    except (OSError, ValueError, TypeError) as error:
        raise PerformerError(
            f"no scheduler answers at {where}: {error}",
            hint="start one with `dask scheduler`, then run the same command again",
        ) from error


def _started(name: str, count: int) -> Any:
    """A cluster of another package, by its class; everything else is in Dask's own
    configuration."""
    module, _, kind = name.rpartition(".")
    try:
        factory = getattr(importlib.import_module(module), kind, None)
        if factory is None:
            raise PerformerError(f"{module} has no {kind}", hint=f"--cluster is like {FORMS}")
        started = factory()
        started.scale(count)
    except PerformerError:
        raise
    except Exception as error:  # it is anybody's, and may want anything
        raise PerformerError(
            f"{name} could not be started: {type(error).__name__}: {error}",
            hint="look at that package's documentation, and at its part of Dask's configuration",
        ) from error
    return started


class _Scaling:
    """Regularly requests the original number of workers from a cluster of another package: one
    whose jobs have ended submits new ones, and one with all of them does nothing."""

    def __init__(self, cluster: Any, count: int) -> None:
        self._cluster = cluster
        self._count = count
        self._asked = time.monotonic()

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self._asked > _RENEWED:
            self._asked = now
            self._cluster.scale(self._count)
