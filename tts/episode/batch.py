"""Makes many articles into episodes, several at once, with the same result as one after the other.

    sources --begin--> tasks --a performer--> outcomes --commit, in order--> episodes

Articles are read and spoken in parallel, but begun and committed one after the other, in the order
of the sources and in one thread, so that numbers and bytes are the same as one at a time. The
number of waiting articles is limited. `LocalPerformer` performs tasks in threads that share the
engines; another performer may send them elsewhere (`task.pack`).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from tts import audio
from tts.cache import Cache
from tts.engines.registry import Engines
from tts.episode import bring_up_to_date, pipeline, planning
from tts.episode.expand import Failed
from tts.episode.options import Listener, Made, Options
from tts.episode.task import Outcome, Resources, Task, perform
from tts.model import Source, TtsError
from tts.parallel import SharedThreads
from tts.show import library
from tts.show.removal_log import Removed
from tts.storage.buckets import BucketAway

_FIRST = 4
"""Articles at the same time until it is known which engines speak."""
_MOST = 16
"""Maximum number of articles at the same time, unless the user says otherwise."""
_STAMPS = 256
"""Stamps that are written together, with one wait for the disk. Until then the episodes keep their
old stamps, and after a kill they are checked again."""
_AHEAD = 4
"""Articles begun but not committed may be this multiple of those in progress: one long article
among short ones does not block the others, and memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The result for one source."""

    where: str
    made: Made | None = None
    error: Exception | None = None
    """Why nothing was made."""

    @property
    def was_removed(self) -> bool:
        """No error: the episode was removed from the show, and stays so."""
        return isinstance(self.error, Removed)


class PerformerError(TtsError):
    """The performer can't be reached, was lost, or does not match. Not an article's fault: the
    whole run ends."""


class Performer(Protocol):
    """Performs tasks somewhere."""

    def submit(self, task: Task) -> Future[Outcome]:
        """Begin a task. The future's result is the outcome; its exception is a TtsError."""

    def in_flight_limit(self, engines: Mapping[str, str]) -> int:
        """How many tasks to perform at the same time with those engines; at first none is known."""

    def close(self) -> None:
        """Drop tasks that have not begun, and finish the others."""


class LocalPerformer:
    """Performs tasks in threads of this process. Their chunks share the engines, with one queue for
    each."""

    def __init__(self, listener_of: Callable[[Task], Listener], parallel: int = 0) -> None:
        """`parallel` is how many articles are made at the same time; 0 lets the engines decide."""
        self._engines = Engines(audio)
        self._run = SharedThreads()
        self._listener_of = listener_of
        self._parallel = parallel
        self._pool = ThreadPoolExecutor(parallel or _MOST, thread_name_prefix="pagecast-article")

    def submit(self, task: Task) -> Future[Outcome]:
        means = Resources(self._engines, self._listener_of(task), self._run, shared=True)
        return self._pool.submit(perform, task, means)

    def in_flight_limit(self, engines: Mapping[str, str]) -> int:
        if self._parallel:
            return self._parallel
        workers = [self._engines.open(name).workers for name in engines]
        return min(max(workers) + 2, _MOST) if workers else _FIRST

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._run.close()
        self._engines.close()


def make_all(
    sources: Iterable[Source | Failed],
    show: Callable[[], library.Show],
    options: Options,
    *,
    cache: Cache,
    performer: Performer,
    listener: Listener | None = None,
) -> Generator[Finished, None, None]:
    """Make an episode for each source, in their order; a source that fails affects no other.

    `show` returns the current show. Closing the iterator ends the work; spoken clips are kept.
    """
    line = _Line(show, options, cache, performer, listener or Listener())
    try:
        for source in sources:
            yield from line.finished_until_there_is_room()
            if line.must_wait_for_all(source) or not line.begin(source):
                yield from line.finished()
                line.begin(source, waits=True)
        yield from line.finished()
    finally:
        performer.close()
        line.close()
        line.write_stamps()


@dataclass
class _Begun:
    """An article in progress."""

    where: str
    identity: str = ""
    made: Made | None = None
    error: Exception | None = None
    task: Task | None = None
    outcome: Future[Outcome] | None = None
    release: Callable[[], None] = lambda: None
    """Lets other processes make this episode."""

    @property
    def done(self) -> bool:
        return self.outcome is None or self.outcome.done()


class _Line:
    """The articles that were begun and not committed yet, in their order."""

    def __init__(
        self,
        show: Callable[[], library.Show],
        options: Options,
        cache: Cache,
        performer: Performer,
        listener: Listener,
    ) -> None:
        self._show = show
        self._options = options
        self._cache = cache
        self._performer = performer
        self._listener = listener
        self._line: deque[_Begun] = deque()
        self._locks = _MakingLocks()
        self._stamps: list[tuple[library.Episode, str]] = []
        """New stamps of unchanged episodes, still to be written."""
        self._at_once = performer.in_flight_limit({})

    # --- beginning

    @staticmethod
    def must_wait_for_all(source: Source | Failed) -> bool:
        """Whether a source's identity depends on the show's content: a text without an address."""
        return isinstance(source, Source) and not planning.has_address(source)

    def begin(self, source: Source | Failed, *, waits: bool = False) -> bool:
        """Begin a source. Returns False if its episode is being made, here or by another process,
        unless `waits` is set; then nothing else may be in progress, so that no process waits while
        holding a lock."""
        begun = _Begun(source.where)
        try:
            if isinstance(source, Failed):
                begun.error = source.error
            elif not self._begin(source, begun, waits):
                return False
        except PerformerError:  # no article's fault
            begun.release()
            raise
        except Exception as error:  # a source may be anything: its fault costs this one alone
            begun.error = error  # its lock is let go in its turn
        self._line.append(begun)
        return True

    def _begin(self, source: Source, begun: _Begun, waits: bool) -> bool:
        show = self._show()
        known = planning.has_address(source)
        article = None if known else planning.edited(source, self._options)
        identity = begun.identity = planning.identity_of(source, article, show)
        if any(other.identity == identity for other in self._line):
            return False

        def waiting() -> None:
            self._listener.waiting(source.where)

        release = self._locks.take(show, identity, waiting if waits else None)
        if release is None:
            return False
        begun.release = release
        task = pipeline.begin(
            source,
            identity,
            article=article,
            show=show,
            options=self._options,
            cache=self._cache,
        )
        if isinstance(task, Made):
            begun.made = task
        else:
            begun.task = task
            begun.outcome = self._performer.submit(task)
        return True

    # --- finishing, in order

    def finished(self) -> Iterator[Finished]:
        """The results of everything that was begun."""
        while self._line:
            if self._line[0].done:
                yield self._finish_first()
            else:
                self._wait()

    def finished_until_there_is_room(self) -> Iterator[Finished]:
        """The results of finished articles, until one more may be begun: that is begun before the
        next result is written, so that the performer is never without work meanwhile."""
        while self._line:
            if self._line[0].done:
                yield self._finish_first()
            elif not self._has_room:
                self._wait()
            if self._has_room:
                return

    @property
    def _has_room(self) -> bool:
        under_way = sum(not begun.done for begun in self._line)
        return under_way < self._at_once and len(self._line) < self._at_once * _AHEAD

    def _wait(self) -> None:
        """Wait until one more is finished."""
        outcomes = [begun.outcome for begun in self._line if begun.outcome and not begun.done]
        wait(outcomes, return_when=FIRST_COMPLETED)

    def _finish_first(self) -> Finished:
        begun = self._line.popleft()
        try:
            if begun.error:
                raise begun.error
            show = self._show()
            made = begun.made or self._committed(begun, show)
            made = bring_up_to_date.with_formats(made, show, self._options, self._listener)
        except (PerformerError, BucketAway):  # no article's fault
            raise
        except Exception as error:  # as above
            return Finished(begun.where, error=error)
        finally:
            begun.release()
        return Finished(begun.where, made)

    def _committed(self, begun: _Begun, show: library.Show) -> Made:
        task = begun.task
        assert task and begun.outcome
        outcome = begun.outcome.result()
        if not _voices_hold(outcome, task.show, show):
            task = replace(task, show=replace(task.show, voices=show.voices))
            outcome = self._performer.submit(task).result()
        if outcome.episode is None and task.before:
            self._stamps.append((task.before, task.stamp))
            if len(self._stamps) >= _STAMPS:
                self.write_stamps()
            return bring_up_to_date.retagged_if_needed(pipeline.restamped(task), show)
        if outcome.engines:
            self._at_once = self._performer.in_flight_limit(outcome.engines)
        return pipeline.commit(task, outcome, show, self._cache)

    def write_stamps(self) -> None:
        """Write the new stamps of unchanged episodes."""
        stamps, self._stamps = self._stamps, []
        if stamps:
            library.restamp(self._show(), stamps)

    def close(self) -> None:
        """Release the locks, so that other processes can make what was begun here."""
        while self._line:
            self._line.popleft().release()


def _voices_hold(outcome: Outcome, then: library.Show, now: library.Show) -> bool:
    """Whether an article would get the same voices if it were begun now, after the articles before
    it were committed: the first in a language determines its voice."""
    chosen = {tag: voice for tag, voice in now.voices.items() if then.voices.get(tag) != voice}
    if outcome.mixes and "en" in chosen:
        return False
    return all(chosen.get(tag, voice) == voice for tag, voice in outcome.voices.items())


class _MakingLocks:
    """The locks on the episodes that this process makes. Two episodes may share one."""

    def __init__(self) -> None:
        self._held: dict[int, AbstractContextManager[None]] = {}
        self._users: Counter[int] = Counter()

    def take(
        self, show: library.Show, identity: str, waiting: Callable[[], None] | None
    ) -> Callable[[], None] | None:
        """Take the lock; returns a function that releases it. None if another process holds it and
        `waiting` is None."""
        share = library.making_share(identity)
        if share not in self._held:
            patience = -1 if waiting else 0
            lock = library.making(show, identity, waiting, patience=patience)
            try:
                lock.__enter__()
            except TimeoutError:
                return None
            self._held[share] = lock
        self._users[share] += 1
        return partial(self._release, share)

    def _release(self, share: int) -> None:
        self._users[share] -= 1
        if not self._users[share]:
            self._held.pop(share).__exit__(None, None, None)
