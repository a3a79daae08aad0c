"""Contact with a service that may be unavailable: reported once, tried again after growing pauses,
but not forever."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from tts.model import TtsError

T = TypeVar("T")

_FIRST, _LONGEST = 1.0, 60.0
"""Seconds between two attempts to reach an unavailable service."""

_log = logging.getLogger(__name__)


class ServiceRetry:
    """One per service, shared by all threads of a process."""

    def __init__(self, away: type[TtsError], patience: float, meanwhile: str) -> None:
        """`away` is the error that means the service is unreachable; `patience` the seconds to wait
        for it, 0 if others need not wait; `meanwhile` says, for the user, what happens until it
        answers."""
        self._away = away
        self._patience = patience
        self._meanwhile = meanwhile
        self._lock = threading.Lock()
        self._pause = 0.0
        """Seconds until the next attempt; 0 while the service answers."""
        self._due = 0.0
        self._latest: TtsError | None = None

    def ask(self, call: Callable[[], T]) -> T:
        """The result of the call. Raises its error when patience is exhausted, or at once between
        two attempts."""
        end = time.monotonic() + self._patience
        while True:
            if self._is_due():
                try:
                    result = call()
                except self._away as error:
                    self._failed(error)
                else:
                    self._came()
                    return result
            left = end - time.monotonic()
            latest = self._latest
            if left <= 0 and latest:
                raise type(latest)(latest.message, latest.hint)
            time.sleep(max(0.0, min(left, self._due - time.monotonic())))

    def _is_due(self) -> bool:
        """Whether this thread may try: every thread while the service answers, otherwise one at a
        time."""
        with self._lock:
            if not self._pause:
                return True
            now = time.monotonic()
            if now < self._due:
                return False
            self._due = now + self._pause
            return True

    def _failed(self, error: TtsError) -> None:
        with self._lock:
            if not self._pause:
                _log.warning("%s: %s", error.message, self._meanwhile)
            self._latest = error
            self._pause = min(_LONGEST, 2 * self._pause or _FIRST)
            self._due = time.monotonic() + self._pause

    def _came(self) -> None:
        with self._lock:
            if self._pause:
                _log.warning("the service answers again")
            self._pause, self._latest = 0.0, None
