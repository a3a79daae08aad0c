"""Performs tasks on the workers of a Dask cluster.

    Task --pack--> worker: read, speak --> Outcome (manifest, texts)    through the scheduler
                          \\--> clips --> the cache that all see --> the MP3, written by the client

The audio travels by the cache, and only the manifest and the texts come back: the clips have to be
in the cache anyway, so that nothing is spoken twice whoever dies; the scheduler holds about 10 kB
an article and no audio; and the client reads a clip at a time, as at home.

A task is an article. The episodes are numbered and written by the process that holds this
performer (`batch.make_all`), in the order of the sources.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future, InvalidStateError, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from tts import audio
from tts.cluster import cluster_name, workers
from tts.cluster.connection import Connection, connect
from tts.cluster.roster import GPU, Roster
from tts.cluster.run_markers import create_markers, remove_markers
from tts.cluster.watchdog import Watchdog
from tts.cluster.worker_timeout import LOOK, NoWorker, Patience, patience_asked
from tts.cluster.workers import WorkerInfo, WorkerMismatch
from tts.engines.registry import Engines
from tts.episode.batch import PerformerError
from tts.episode.task import Outcome, Packed, Task, pack
from tts.model import EngineError, HeldUp, TtsError

_LEAST, _MOST = 64, 1000
"""Minimum and maximum number of tasks under way; the maximum limits what the scheduler and the
client hold."""
_EACH = 2
"""Tasks under way for each thread of a worker: the next one is ready when it has finished one."""
_RECOUNT = 10.0
"""Seconds between counts of the workers' threads."""
_FETCHED = 4
"""Number of outcomes fetched at once."""
_TRIES = 10
"""Number of attempts at an article before it is given up: its worker did not fit, or died."""


@dataclass
class _Sent:
    """A task under way."""

    where: str
    """Its source as named by the user."""
    packed: Packed
    number: int
    """The number by which workers record that they start it."""
    outcome: Future[Outcome]
    accelerated: bool = False
    """Whether it should go to a worker with a graphics card, if there is one."""
    future: Any = None
    """Dask's future of the latest try."""
    on_gpu: bool = False
    """Whether its latest try is restricted to those workers."""
    tries: int = 0


class Cluster:
    """Performs tasks in a cluster. It connects on the first task: unchanged articles do not need
    the cluster."""

    def __init__(
        self,
        where: str,
        cache: str,
        tell: Callable[[str], object],
        held_up: Callable[[HeldUp | None], object],
        remark: Callable[[str], object],
    ) -> None:
        """`where` is the name given by the user, `cache` an address as in `Cache.address`; `tell`
        is called with messages that the user must see, `remark` with others, `held_up` while
        waiting for a worker, and with None when there is one. Raises PerformerError if the
        environment has an invalid waiting time."""
        self._where = where
        self._tell = tell
        self._remark = remark
        self._patience = Patience(where, patience_asked(), held_up)
        self._ended = threading.Event()
        self._given_up: NoWorker | None = None
        self._name = f"run-{secrets.token_hex(8)}"
        self._run = f"{cache.rstrip('/')}/{self._name}"
        """Where the markers of this run are."""
        self._connection: Connection | None = None
        self._lock = threading.Lock()
        self._sent: dict[int, _Sent] = {}
        self._here = Engines(audio)
        self._engines: dict[str, str] = {}
        """The engines that may speak, with their versions here."""
        self._count = 0
        self._misfits: set[str] = set()
        self._closed = False
        self._has_markers = False
        self._fetching = ThreadPoolExecutor(_FETCHED, thread_name_prefix="pagecast-outcome")
        self._at_once = _LEAST
        self._counted_at = 0.0
        self._roster = Roster()
        self._watchdog = Watchdog(remark)

    # --- what a performer does

    def submit(self, task: Task) -> Future[Outcome]:
        """Send a task. Raises SourceError if its article can't be read here, PerformerError if the
        cluster can't be reached or does not fit."""
        if self._connection is None:
            self._connect(task)
        with self._lock:
            self._count += 1
            number = self._count
        task, where = replace(task, engines=self._engines), task.source.where
        sent = _Sent(where, pack(task), number, Future(), self._is_accelerated(task))
        with self._lock:
            if self._given_up:
                raise self._given_up
            self._sent[number] = sent
        sent.outcome.add_done_callback(lambda _: self._forget(number))
        self._send(sent)
        return sent.outcome

    def in_flight_limit(self, engines: Mapping[str, str]) -> int:
        """Two tasks for each thread of the workers, between `_LEAST` and `_MOST`."""
        now = time.monotonic()
        if self._connection and now - self._counted_at > _RECOUNT:
            self._counted_at = now
            threads = sum(self._call(self._connection.client.nthreads).values())
            self._at_once = min(max(_LEAST, _EACH * threads), _MOST)
        return self._at_once

    def close(self) -> None:
        """Cancel what has not started, and stop what was started for this run."""
        with self._lock:
            self._closed = True
            self._ended.set()
            sent = tuple(self._sent.values())
        if self._connection:
            futures = [one.future for one in sent if one.future is not None]
            if futures and self._connection.client.status == "running":
                self._connection.client.cancel(futures, force=True)
            self._connection.close()
        self._fetching.shutdown(wait=False, cancel_futures=True)
        if self._has_markers:
            with suppress(TtsError):
                remove_markers(self._run)

    # --- the way there

    def _connect(self, task: Task) -> None:
        """Connect, and reject by name any worker that does not fit before work starts."""
        self._has_markers = True
        create_markers(self._run).put_new(workers.SEEN)
        connection = connect(self._where)
        self._connection = connection
        if crowded := cluster_name.crowding(self._where):
            self._remark(crowded)
        infos = self._worker_infos(connection)
        self._look(connection)
        threading.Thread(target=self._watch, args=(connection,), daemon=True).start()
        self._engines = self._here.versions()
        faults = [
            fault
            for info in infos.values()
            for fault in workers.faults(info, self._engines, task.options.engine)
        ]
        if faults:
            raise PerformerError(
                "\n  - ".join([f"workers of {self._where} can't be used:", *faults]),
                hint=workers.HINT,
            )
        self._prepare(connection)
        if self._is_accelerated(task):
            self._tell_devices(infos)

    def _tell_devices(self, infos: Mapping[str, WorkerInfo]) -> None:
        """Report workers that were started with a graphics card but do not use it."""
        for at in sorted(self._roster.gpus & infos.keys()):
            info = infos[at]
            computes = info.device or "its engine's choice"
            self._remark(f"{info.name} was started with {GPU}, but computes on {computes}")

    def _prepare(self, connection: Connection) -> None:
        """Make the scheduler keep the limit that all workers share for the online service, and set
        the workers up."""
        from tts.cluster.limit import SharedLimit
        from tts.cluster.no_profiler import Unprofiled

        try:
            connection.client.register_plugin(SharedLimit())
            connection.client.register_plugin(Unprofiled())
        except Exception as error:  # pickle and the scheduler raise any kind
            raise PerformerError(
                f"the cluster {self._where} can't be used: {type(error).__name__}: {error}",
                hint="install the same Pagecast for the scheduler and all workers, and start "
                "them again",
            ) from error

    def _worker_infos(self, connection: Connection) -> dict[str, WorkerInfo]:
        """The answers of the available workers, once there is at least one."""
        while True:
            answers: dict[str, Any] = self._call(
                lambda: connection.client.run(workers.worker_info, self._run, on_error="return")
            )
            # One that can't be reached is about to be gone.
            here = {at: it for at, it in answers.items() if not isinstance(it, OSError)}
            for answer in here.values():
                if isinstance(answer, Exception):
                    raise self._unanswered(answer) from answer
            if here:
                return here
            self._look(connection)
            self._ended.wait(LOOK)

    def _look(self, connection: Connection) -> None:
        """Check whether there are workers. Raises PerformerError if there have been none for too
        long."""
        self._call(connection.renew)
        self._call(lambda: self._roster.look(connection.client))
        with self._lock:
            sent = tuple(self._sent.values())
        needs = GPU if sent and all(one.on_gpu for one in sent) else ""
        self._patience.look(len(self._roster.gpus if needs else self._roster), needs)
        self._watchdog.look(len(sent), self._roster.silent)

    def _watch(self, connection: Connection) -> None:
        """In a separate thread until the end: check that there are workers."""
        while not self._ended.wait(LOOK):
            try:
                self._look(connection)
            except NoWorker as error:
                self._give_up(error)
                return
            except PerformerError:  # the scheduler is gone: Dask ends the tasks that wait for it
                continue

    def _give_up(self, error: NoWorker) -> None:
        """End everything under way with that error."""
        with self._lock:
            self._given_up = error
            sent = tuple(self._sent.values())
        for one in sent:
            _settle(one.outcome, error)

    def _is_accelerated(self, task: Task) -> bool:
        """Whether all engines that may speak, as far as known before the article is read, have a
        model that can run on a graphics card."""
        named = task.options.engine
        speaking = {voice.partition("/")[0] for voice in task.show.voices.values()}
        names = {named} if named != "auto" else speaking
        try:
            opened = [self._here.open(name) for name in names]
        except EngineError:  # reported when the article is spoken
            return False
        return bool(opened) and all(getattr(engine, "accelerated", False) for engine in opened)

    def _send(self, sent: _Sent) -> None:
        assert self._connection
        sent.on_gpu = sent.accelerated and bool(self._roster.gpus - self._misfits)
        client = self._connection.client
        sent.tries += 1
        fit: list[str] = []
        if self._misfits:
            fit = [worker for worker in self._call(client.nthreads) if worker not in self._misfits]
        sent.future = client.submit(
            workers.perform_with_marker,
            sent.packed,
            self._run,
            str(sent.number),
            sent.where,
            key=f"article-{self._name}-{sent.number}-{sent.tries}",
            workers=fit or None,
            allow_other_workers=bool(fit),  # they may all be gone by then
            resources={GPU: 1} if sent.on_gpu else None,
            pure=False,
        )
        sent.future.add_done_callback(lambda _: self._fetch(sent))

    # --- the way back

    def _fetch(self, sent: _Sent) -> None:
        """Called in Dask's only thread for callbacks, so it is handed on: an outcome that can't be
        fetched because its worker died must not delay the others."""
        with suppress(RuntimeError):  # it is closed
            self._fetching.submit(self._arrived, sent)

    def _arrived(self, sent: _Sent) -> None:
        """Process the outcome of a try."""
        from distributed.scheduler import KilledWorker

        self._watchdog.came()
        if self._closed:
            sent.outcome.cancel()
            return
        try:
            _settle(sent.outcome, sent.future.result())
        except WorkerMismatch as misfit:
            self._refuse(misfit)
            self._again(sent, misfit)
        except KilledWorker as killed:
            self._again(sent, killed)
        except CancelledError:
            _settle(sent.outcome, self._lost())
        except Exception as error:
            _settle(sent.outcome, error)

    def _refuse(self, misfit: WorkerMismatch) -> None:
        with self._lock:
            known = misfit.worker in self._misfits
            self._misfits.add(misfit.worker)
        if not known:
            self._tell(f"refused: {misfit.message}")

    def _again(self, sent: _Sent, error: Exception) -> None:
        """Send a task again, up to `_TRIES` times; `attempts` counts the workers that it killed."""
        if sent.tries >= _TRIES:
            _settle(sent.outcome, error)
            return
        try:
            self._send(sent)
        except Exception as failed:
            _settle(sent.outcome, failed)

    def _forget(self, number: int) -> None:
        with self._lock:
            self._sent.pop(number, None)

    def _lost(self) -> PerformerError:
        return PerformerError(
            f"the connection to the scheduler at {self._where} was lost",
            hint="what was spoken is kept: start the scheduler and its workers again, and "
            "the same command continues",
        )

    def _call(self, ask: Callable[[], Any]) -> Any:
        """The cluster's answer. Raises PerformerError if there is none."""
        try:
            return ask()
        except PerformerError:
            raise
        except OSError as error:  # a connection that is closed, or not had in time
            raise self._lost() from error
        except Exception as error:
            raise self._unanswered(error) from error

    def _unanswered(self, error: Exception) -> PerformerError:
        return PerformerError(
            f"the cluster {self._where} does not answer: {type(error).__name__}: {error}",
            hint="install the same versions of Pagecast and Dask on every machine; what was "
            "spoken is kept",
        )


def _settle(outcome: Future[Outcome], came: Outcome | Exception) -> None:
    """Set the outcome of an article, unless everything was given up before."""
    with suppress(InvalidStateError):
        if isinstance(came, Exception):
            outcome.set_exception(came)
        else:
            outcome.set_result(came)
