"""An event loop in its own thread, for adapters of async libraries; callers wait in other
threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

_T = TypeVar("_T")
_P = ParamSpec("_P")


class Loop:
    """Started by the first call; stopped by `close`, or with the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def wait(self, work: Coroutine[Any, Any, _T], seconds: float) -> _T:
        """The result of the coroutine. After so many seconds it is cancelled without waiting for
        it, and TimeoutError is raised.

        Raises concurrent.futures.CancelledError if the loop is closed meanwhile.
        """
        future = asyncio.run_coroutine_threadsafe(work, self._running())
        try:
            return future.result(seconds)
        except TimeoutError as error:
            if future.done():
                raise
            raise TimeoutError(f"no answer within {seconds:.3g} s") from error
        finally:
            future.cancel()

    def close(self) -> None:
        """Cancel current work, whose callers get CancelledError. A later call starts a new loop."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is not None:
            asyncio.run_coroutine_threadsafe(_wind_up(), loop)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._loop.set_default_executor(_Daemons())
                threading.Thread(
                    target=_run, args=(self._loop,), daemon=True, name="pagecast-loop"
                ).start()
            return self._loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


async def _wind_up() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others, timeout=1)
    asyncio.get_running_loop().call_soon(asyncio.get_running_loop().stop)


class _Daemons(ThreadPoolExecutor):
    """Resolves host names in threads that need not finish: a resolver that hangs must not delay the
    end of the process.

    Idle threads are reused, since starting one means a thread switch during which the loop stands
    still.
    """

    def __init__(self) -> None:
        super().__init__()
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._free = threading.Semaphore(0)
        self._count = 0

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        future: Future[_T] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        self._jobs.put(job)
        if not self._free.acquire(blocking=False):
            self._count += 1
            threading.Thread(target=self._work, daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for _ in range(self._count):
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            self._free.release()
