"""Hands waiting articles to a separate process, one after the other, and records the results."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any, Final

from tts.model import LibraryError
from tts.serve.queue.queue_item import Item
from tts.serve.queue.store import Store
from tts.storage import locks
from tts.storage.parsing import parsed_json

_log = logging.getLogger(__name__)
_IDLE: Final = 60.0
"""Seconds after which an idle process is ended, because it holds voices in memory."""
_LOOK: Final = 5.0
"""Seconds between two checks for additions to another server of the same show."""
_PAUSE: Final = 2.0
"""Seconds before a queue that another server processes is checked again."""
_TRIES: Final = 2
"""How often an article may kill the process that makes it."""
_LOST = "the process that made it ended without an error message"
_LOST_HINT = "there may not be enough memory for it; try it again"


@dataclass(frozen=True, slots=True)
class Permissions:
    """What the user allowed on the command line."""

    allow_private: bool = False
    offline: bool = False


class Worker:
    """One per show: the server that holds its lock makes the episodes, another one waits for the
    lock."""

    def __init__(
        self,
        store: Store,
        show: Path,
        permissions: Permissions,
        tell: Sequence[Callable[[Item], None]] = (),
    ) -> None:
        self._store, self._show, self._permissions = store, show, permissions
        self._tell = tell
        self._process: subprocess.Popen[bytes] | None = None
        self._current = ""
        self._ended = Event()
        self._thread = Thread(target=self._run, daemon=True, name="pagecast-queue")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop. Unfinished work is resumed at the next start."""
        self._ended.set()
        self._kill()

    def drop(self, name: str) -> None:
        """Stop working on an item that was removed."""
        if self._current == name:
            self._kill()

    # --- the thread

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with locks.held(self._show, "-queue", patience=0):
                    self._work()
            except TimeoutError:
                self._store.look()
                self._ended.wait(_PAUSE)
            except Exception:  # whatever it is, the next article may be made
                _log.exception("the queue can't be processed")
                self._ended.wait(_PAUSE)

    def _work(self) -> None:
        self._store.reload()
        idle = 0.0
        while not self._ended.is_set():
            item = self._store.next(_LOOK)
            self._store.look()
            if item and self._store.find(item.name) == item:
                self._make(item)
                idle = 0.0
            if item:
                continue
            idle += _LOOK
            if idle >= _IDLE:
                self._let_go()

    def _make(self, item: Item) -> None:
        self._current = item.name
        self._note(item.name, state="making", done=0, total=0)
        for _ in range(_TRIES):
            if self._finished(item) or self._ended.is_set() or not self._store.find(item.name):
                break
            self._let_go()
        else:
            lost = {"error": _LOST, "hint": _LOST_HINT, "cause": "process"}
            self._note(item.name, state="failed", **lost)
        self._current = ""
        self._tell_of(item.name)

    def _tell_of(self, name: str) -> None:
        now = self._store.find(name)
        if now is None or now.is_open:
            return
        for tell in self._tell:
            try:
                tell(now)
            except Exception:
                _log.exception("the result of an article can't be reported")

    def _finished(self, item: Item) -> bool:
        """Whether the process reported its end."""
        try:
            for event in self._events(item):
                happens = event.pop("happens")
                if happens == "made":
                    event["episodes"] = tuple(event["episodes"])
                    self._note(item.name, state="made", **event)
                    self._store.drop_body(item.name)
                    return True
                if happens == "failed":
                    self._note(item.name, state="failed", **event)
                    return True
                self._note(item.name, durable=False, **event)
        except (OSError, ValueError):  # it ended while it was told or listened to
            _log.debug("the process that makes articles ended", exc_info=True)
        return False

    def _note(self, name: str, **values: Any) -> None:
        try:
            self._store.change(name, **values)
        except (OSError, LibraryError):  # a full disk: what it is now is known in memory
            _log.warning("the queue can't be written", exc_info=True)

    # --- the process

    def _events(self, item: Item) -> Iterator[dict[str, Any]]:
        process = self._started()
        job, out = _pipes(process)
        job.write(json.dumps(self._job(item)).encode() + b"\n")
        job.flush()
        for line in out:
            yield parsed_json(line)

    def _started(self) -> subprocess.Popen[bytes]:
        process = self._process
        if process is None or process.poll() is not None:
            command = [
                sys.executable,
                "-P",
                "-m",
                "tts.serve.queue.job_process",
            ]  # -P: no module of the folder one is in
            pipe = subprocess.PIPE
            process = self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe)
        return process

    def _job(self, item: Item) -> dict[str, Any]:
        body = "" if item.kind == "address" else str(self._store.body(item))
        return {
            "kind": item.kind,
            "where": item.where,
            "title": item.title,
            "author": item.author,
            "body": body,
            "show": str(self._show),
            "allow_private": self._permissions.allow_private,
            "offline": self._permissions.offline,
        }

    def _kill(self) -> None:
        if process := self._process:
            with suppress(OSError):
                process.kill()

    def _let_go(self) -> None:
        """End the process; called only by the thread that reads its output."""
        self._kill()
        process, self._process = self._process, None
        if process:
            process.wait()
            for pipe in _pipes(process):
                with suppress(OSError):
                    pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin
    assert process.stdout
    return process.stdin, process.stdout
