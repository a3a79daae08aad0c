"""Distributes the chunks of an article over threads, and whole articles over processes.

What other machines do is in `tts.cluster`.
"""

from __future__ import annotations

import atexit
import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tts.model import TtsError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")


CORES = "PAGECAST_CORES"
"""Environment variable with the number of cores that Pagecast uses, for processes that share
them."""


def cores() -> int:
    """The number of cores that this process may use."""
    named = os.environ.get(CORES, "")
    if named.isdecimal() and int(named):
        return int(named)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def begin_process() -> None:
    """Prepare a process that works for this command: Ctrl-C is left to the parent process, and this
    one ends with it, however that ends and however processes are started (fork, forkserver,
    spawn). It also ends when asked to, whatever a forked parent does about that signal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for ending in _ENDING:
        signal.signal(ending, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True, name="pagecast-parent").start()


_ENDING = tuple({getattr(signal, name, signal.SIGTERM) for name in ("SIGTERM", "SIGHUP")})


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


class ProcessLost(TtsError):
    """A process was killed before it returned its result."""


@dataclass(frozen=True, slots=True)
class _Call:
    function: Callable[[Any], Any] | None
    """None for the function that the processes were started with."""
    argument: Any
    future: Future[Any]


_Answer = tuple[Any, Exception | None]
"""What a call returned, and what it raised."""


class WorkerProcesses:
    """Calls functions in other processes. After one of these was killed, calls raise ProcessLost.

    Each has a pipe of its own, and a thread here that waits for its results. In Python's
    ProcessPoolExecutor they share one: half a result, of a process that was killed as it wrote,
    would block the others and this process for good.
    """

    def __init__(self, count: int, own: Callable[[Any], Any] | None = None) -> None:
        """`own` is the function for `submit_own`. Forked processes inherit it, so that it need not
        be picklable."""
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._lost: ProcessLost | None = None
        started = [_started(own) for _ in range(count)]
        self._threads = [Thread(target=self._serve, args=each, daemon=True) for each in started]
        for thread in self._threads:
            thread.start()
        atexit.register(self.close)  # Python waits for processes at its end

    def submit(self, function: Callable[[T], R], argument: T) -> Future[R]:
        """Call a picklable function with a picklable argument, as soon as a process is free."""
        return self._submitted(function, argument)

    def submit_own(self, argument: Any) -> Future[Any]:
        """Call the function that the processes were started with."""
        return self._submitted(None, argument)

    def _submitted(self, function: Callable[[Any], Any] | None, argument: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._calls.put(_Call(function, argument, future))
        return future

    def close(self) -> None:
        """Cancel calls that have not begun, wait for the others, and end the processes."""
        atexit.unregister(self.close)
        with suppress(Empty):
            while call := self._calls.get_nowait():
                call.future.cancel()
                call.future.set_running_or_notify_cancel()
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self, process: BaseProcess, pipe: Connection) -> None:
        """Hand calls to one process until there are no more."""
        while call := self._calls.get():
            if call.future.set_running_or_notify_cancel():
                self._answer(call, process, pipe)
        with suppress(OSError):
            pipe.send(None)
        process.join()
        pipe.close()

    def _answer(self, call: _Call, process: BaseProcess, pipe: Connection) -> None:
        answer: _Answer
        try:
            if self._lost:
                raise self._lost
            pipe.send((call.function, call.argument))
            answer = pipe.recv()
        except (EOFError, OSError):  # nobody else has the other end of the pipe
            process.join()
            self._lost = _lost(process.exitcode or 0)
            answer = None, self._lost
        except Exception as e:
            answer = None, e
        result, error = answer
        if error is None:
            call.future.set_result(result)
        else:
            call.future.set_exception(error)


def _lost(exit_code: int) -> ProcessLost:
    how = f"ended with exit code {exit_code}"
    if exit_code < 0:
        how = "was killed, perhaps because memory ran out"
    return ProcessLost(
        f"a process that worked for this command {how}",
        hint="run the same command again; with PAGECAST_CORES=1 it starts no other processes",
    )


_starting = Lock()
"""Held while a process is started: no other one may inherit its end of its pipe."""


def _started(own: Callable[[Any], Any] | None) -> tuple[BaseProcess, Connection]:
    """A new process, and our end of its pipe. Its own end is closed here before the next process
    could inherit it: it is closed for good when this process ends."""
    import multiprocessing

    with _starting:
        ours, its = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_work, args=(its, own))
        process.start()
        its.close()
    return process, ours


def _work(pipe: Connection, own: Callable[[Any], Any] | None) -> None:
    """In a worker process: make the calls that come, until there is none."""
    begin_process()
    answer: _Answer
    while call := pipe.recv():
        function, argument = call
        called = function or own
        assert called
        try:
            answer = called(argument), None
        except Exception as error:
            error.add_note(f"in a worker process:\n{traceback.format_exc()}")
            answer = None, error
        try:
            pipe.send(answer)
        except Exception as error:  # it can't be pickled
            pipe.send((None, error))


class Run(Protocol):
    """Calls `function` for every item, `workers` at once, and yields (item, result) pairs as they
    finish.

    A TtsError is also a result; any other exception is raised. Closing the iterator cancels calls
    that have not started.
    """

    def __call__(
        self, function: Callable[[Any], Any], items: Sequence[Any], workers: int, /
    ) -> Iterator[tuple[Any, Any]]: ...


def threads(
    function: Callable[[T], R], items: Sequence[T], workers: int
) -> Iterator[tuple[T, R | TtsError]]:
    """`Run` on threads of this process; items are started in order."""
    pool = ThreadPoolExecutor(max(1, workers), thread_name_prefix="pagecast")
    try:
        yield from _results(pool, function, items)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def in_turn(
    function: Callable[[T], R], items: Sequence[T], _workers: int
) -> Iterator[tuple[T, R | TtsError]]:
    """`Run` in the calling thread, for a process that shares the cores with others like it, so that
    more threads would not help."""
    for item in items:
        try:
            result: R | TtsError = function(item)
        except TtsError as error:
            result = error
        yield item, result


class SharedThreads:
    """`Run` on threads shared by all callers, first come, first served, so that the last items of
    one caller do not delay the first of the next.

    Callers that request the same number of workers share these: two engines that each want every
    core use each core once.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._pools: dict[int, ThreadPoolExecutor] = {}
        self._closed = False

    def __call__(
        self, function: Callable[[T], R], items: Sequence[T], workers: int
    ) -> Iterator[tuple[T, R | TtsError]]:
        def unless_closed(item: T) -> R:
            if self._closed:
                raise CancelledError
            return function(item)

        yield from _results(self._pool(max(1, workers)), unless_closed, items)

    def close(self) -> None:
        """Cancel calls that have not started; their callers get CancelledError."""
        with self._lock:
            self._closed = True  # a future that was cancelled in the queue would wake nobody
            pools = tuple(self._pools.values())
        for pool in pools:
            pool.shutdown(wait=False)

    def _pool(self, workers: int) -> ThreadPoolExecutor:
        with self._lock:
            if self._closed:
                raise CancelledError
            if workers not in self._pools:
                name = f"pagecast-{workers}"
                self._pools[workers] = ThreadPoolExecutor(workers, thread_name_prefix=name)
            return self._pools[workers]


def _results(
    pool: ThreadPoolExecutor, function: Callable[[T], R], items: Sequence[T]
) -> Iterator[tuple[T, R | TtsError]]:
    futures: dict[Future[R], T] = {}
    try:
        for item in items:
            futures[pool.submit(function, item)] = item
        for future in as_completed(futures):
            error = future.exception()
            if error is None:
                yield futures[future], future.result()
            elif isinstance(error, TtsError):
                yield futures[future], error
            else:
                raise error
    finally:
        for future in futures:
            future.cancel()
