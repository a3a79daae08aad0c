"""Voices of the online service that are "ill": they do not answer although other voices do
(edge-tts#473).

The results apply to all engines of a process for ten minutes; then the voice is tried again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tts.model import Voice

SUSPECTED_AFTER = 4
"""Number of consecutive failures after which a voice is suspected."""
REST = 600.0
"""Seconds for which an ill voice is not used."""
AGAIN = 60.0
"""Seconds after which a voice that proved not to be ill may be examined again."""


@dataclass(frozen=True, slots=True)
class Illness:
    """A voice that is currently not used."""

    voice: Voice
    until: float
    reason: str
    """Description of what came instead of speech."""


class Health:
    """The state of the voices. Thread-safe; times are seconds of a monotonic clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[str, int] = {}
        self._ill: dict[str, Illness] = {}
        """By voice id in lower case."""
        self._judged: dict[str, float] = {}
        """Voice id -> the time until which the last examination is valid."""

    def answered(self, voice: Voice) -> None:
        """Record that the voice spoke, or that a failure was not its fault."""
        with self._lock:
            self._failures.pop(voice.id, None)

    def failed(self, voice: Voice) -> bool:
        """Record a failure; returns whether there were enough to suspect the voice."""
        with self._lock:
            count = self._failures.get(voice.id, 0) + 1
            self._failures[voice.id] = count
        return count >= SUSPECTED_AFTER

    def judged(self, voice: Voice) -> None:
        """Record that the voice was examined and is not known to be ill."""
        with self._lock:
            self._judged[voice.id] = self._clock() + AGAIN

    def may_be_judged(self, voice: Voice) -> bool:
        """Whether the voice may be examined again."""
        with self._lock:
            return self._clock() >= self._judged.get(voice.id, 0.0)

    def is_ill(self, voice_id: str) -> bool:
        return self.ill(voice_id) is not None

    def ill(self, voice_id: str) -> Illness | None:
        """The illness of the voice with that id (case is ignored), or None."""
        with self._lock:
            found = self._ill.get(voice_id.casefold())
            return found if found and self._clock() < found.until else None

    def mark_ill(self, voice: Voice, reason: str) -> None:
        with self._lock:
            self._failures.pop(voice.id, None)
            self._ill[voice.id.casefold()] = Illness(voice, self._clock() + REST, reason)

    def forget(self) -> None:
        """Forget all illnesses."""
        with self._lock:
            self._failures.clear()
            self._ill.clear()
            self._judged.clear()


HEALTH = Health()
"""State of the voices that this process uses."""
