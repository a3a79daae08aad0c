"""Voices of the online service that are ill: they do not answer while other voices do
(edge-tts#473).

What is known holds for all engines of a process, and for ten minutes: then the voice is asked
again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tts.model import Voice

SUSPECTED_AFTER = 4
"""Failures in a row, without an answer between them, from which on a voice may be ill."""
REST = 600.0
"""Seconds in which an ill voice is not asked."""
AGAIN = 60.0
"""Seconds in which it is not found out once more whether a voice is ill that could not be called
so."""


@dataclass(frozen=True, slots=True)
class Illness:
    """A voice that is left alone."""

    voice: Voice
    until: float
    reason: str
    """What came in place of speech, in words."""


class Health:
    """How the voices are. Safe for threads; times are seconds of a clock that never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[str, int] = {}
        self._ill: dict[str, Illness] = {}
        """By the voice's id in small letters."""
        self._judged: dict[str, float] = {}
        """Voice id -> until when what was found out of it holds."""

    def answered(self, voice: Voice) -> None:
        """The voice spoke, or what failed was no fault of its own."""
        with self._lock:
            self._failures.pop(voice.id, None)

    def failed(self, voice: Voice) -> bool:
        """The voice gave nothing; whether that was so often that it may be ill."""
        with self._lock:
            count = self._failures.get(voice.id, 0) + 1
            self._failures[voice.id] = count
        return count >= SUSPECTED_AFTER

    def judged(self, voice: Voice) -> None:
        """It was looked into, and could not be called ill."""
        with self._lock:
            self._judged[voice.id] = self._clock() + AGAIN

    def may_be_judged(self, voice: Voice) -> bool:
        """Whether it is time to look into it."""
        with self._lock:
            return self._clock() >= self._judged.get(voice.id, 0.0)

    def is_ill(self, voice_id: str) -> bool:
        return self.ill(voice_id) is not None

    def ill(self, voice_id: str) -> Illness | None:
        """What is known of the voice of that id, in any case of letters, where it is ill."""
        with self._lock:
            found = self._ill.get(voice_id.casefold())
            return found if found and self._clock() < found.until else None

    def mark_ill(self, voice: Voice, reason: str) -> None:
        with self._lock:
            self._failures.pop(voice.id, None)
            self._ill[voice.id.casefold()] = Illness(voice, self._clock() + REST, reason)

    def forget(self) -> None:
        """All voices are well again, as far as is known."""
        with self._lock:
            self._failures.clear()
            self._ill.clear()
            self._judged.clear()


HEALTH = Health()
"""Of the voices that this process asks."""
