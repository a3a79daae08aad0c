"""How many requests a service gets at once: one more as answers arrive, half as many when it is
overloaded (additive increase, multiplicative decrease).

A single refusal is an accident, met by asking again; several of the last few are a message. One
process has one rate; the workers of a cluster share one, kept by their scheduler.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass

MOST = 16
"""At once: edge-tts#21 tells of 429 from some hundreds on."""
LATELY = 8
"""Answers by which the service is judged."""
_PUSHED = 5
"""As many refusals, resets and silences among them halve the number."""
_TOLD = 2
"""As many of those that say why do: they are counted apart, or one would lend its weight to
accidents."""
_RISE = 0.25
"""By how much an answer raises the number at most: a service with room for one is not asked for two
at once again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RequestOutcome:
    """What came of a request, as far as it tells something of the number at once."""

    answered: bool = False
    """It brought what was asked for."""
    pushed: int = 0
    """1 by a service that may have too much to do, 2 by one that says it is asked too often."""
    rest: float = 0.0
    """Seconds that the service wants to be left alone."""


class ConcurrencyLimit:
    """The number at once, learnt from what comes of requests. Not safe for threads by itself."""

    def __init__(self, most: int = MOST) -> None:
        self.limit = float(most)
        """Requests at once, now."""
        self.halved = 0
        """How often it was halved: what began before the last time tells nothing of it now."""
        self._most = most
        self._lately: deque[int] = deque(maxlen=LATELY)
        """How much of a push-back each of the last answers was, since the last halving."""

    def note(self, epoch: int, outcome: RequestOutcome) -> None:
        """A request is over that began when the number had been halved `epoch` times."""
        if epoch != self.halved:
            return
        self._lately.append(outcome.pushed)
        if outcome.answered:
            # One more each time that half of those under way have been answered.
            self.limit = min(self._most, self.limit + min(_RISE, 2 / self.limit))
        elif outcome.pushed and (outcome.rest or self._pushed_back):
            self._halve()

    @property
    def _pushed_back(self) -> bool:
        message, all_kinds = self._lately.count(2), sum(1 for pushed in self._lately if pushed)
        return message >= _TOLD or all_kinds >= _PUSHED

    def _halve(self) -> None:
        self.halved += 1
        self.limit = max(1.0, self.limit / 2)
        self._lately.clear()
        _log.info("the online service is overloaded: sending %d requests at once", int(self.limit))
