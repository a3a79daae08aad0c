"""Tasks performed by other processes of this machine: for articles that need only computation, such
as those that no engine has to speak."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import cache, partial

from tts import audio
from tts.engines import registry
from tts.engines.registry import Engines
from tts.episode import planning
from tts.episode.batch import PerformerError
from tts.episode.options import Options
from tts.episode.task import Outcome, Resources, Task, perform
from tts.model import EngineError
from tts.parallel import ProcessLost, WorkerProcesses, cores, in_turn

_MANY = 16
"""Number of articles for which starting other processes is worthwhile."""
_MOST = 8
"""Maximum number of processes."""
_WAITING = 2
"""Tasks per process: one being performed, one waiting."""


def is_faster(options: Options, articles: int) -> bool:
    """Whether other processes make so many articles faster than the threads of this one: if there
    are many, and the engine, named by the user, has nothing to speak, so that everything is
    computed in Python. Engines that speak use all cores, or wait for a service, which has one
    limit for all requests."""
    if articles < _MANY or cores() < 2:
        return False
    try:
        engine = registry.open_engine(options.engine, audio)
    except EngineError:  # none is named, or it is not available: reported later
        return False
    return not engine.audible


class Processes:
    """A performer, see `batch.Performer`."""

    def __init__(self, *, sends_readers: bool = False) -> None:
        """`sends_readers`: the functions that read the articles of sources are picklable. Others,
        such as those of a book's chapters, are called in this process."""
        self._sends_readers = sends_readers
        self._count = min(cores(), _MOST)
        _load()
        self._pool = WorkerProcesses(self._count)

    def submit(self, task: Task) -> Future[Outcome]:
        """Raises SourceError if the article can't be read here."""
        source = task.source
        if source.article and not self._sends_readers:
            article = task.article or planning.edited(source, task.options)
            task = replace(task, article=article, source=replace(source, article=None))
        outcome: Future[Outcome] = Future()
        performed = self._pool.submit(_perform, task)
        performed.add_done_callback(partial(_pass_on, outcome))
        return outcome

    def in_flight_limit(self, _engines: Mapping[str, str]) -> int:
        return self._count * _WAITING

    def close(self) -> None:
        """Waits for what is under way."""
        self._pool.close()


_HINT = (
    "what was finished is kept: the same command continues; with PAGECAST_CORES=1 it starts no "
    "other processes"
)


def _pass_on(outcome: Future[Outcome], performed: Future[Outcome]) -> None:
    """Complete a future like another one, with our own error for a lost process."""
    if performed.cancelled():
        outcome.cancel()
        return
    error = performed.exception()
    if error is None:
        outcome.set_result(performed.result())
    elif isinstance(error, ProcessLost):
        outcome.set_exception(PerformerError(error.message, hint=_HINT))
    else:
        outcome.set_exception(error)


def _load() -> None:
    """Load what performing needs, for forked processes to inherit: half a second for each. This
    process needs most of it, too."""
    from tts.engines import choose, verify  # noqa: F401
    from tts.episode import assembly, casting  # noqa: F401
    from tts.text import prepare_article  # noqa: F401


def _perform(task: Task) -> Outcome:
    return perform(task, _own_means())


@cache
def _own_means() -> Resources:
    return Resources(Engines(audio), run=in_turn, shared=True)
