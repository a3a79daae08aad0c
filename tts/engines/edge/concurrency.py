"""How many requests a service receives at once: one more as answers arrive, half as many when it is
overloaded (additive increase, multiplicative decrease).

A single refusal may be chance and is simply retried; several among the last few mean overload. Each
process has one limit; the workers of a cluster share one, kept by their scheduler.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass

MOST = 16
"""Maximum number of requests at once: edge-tts#21 reports 429 from a few hundred on."""
LATELY = 8
"""Number of recent answers by which the service is judged."""
_PUSHED = 5
"""Number of refusals, resets and timeouts among them that halves the limit."""
_TOLD = 2
"""Number of explicit overload responses that halves it. They are also counted separately, so that
one of them does not make chance failures count."""
_RISE = 0.25
"""Maximum increase of the limit for an answer, so that a service with room for one request is not
sent two right away."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RequestOutcome:
    """The result of a request, as far as it matters for the limit."""

    answered: bool = False
    """The request succeeded."""
    pushed: int = 0
    """2 if the service said that it is overloaded, 1 if it may be."""
    rest: float = 0.0
    """Seconds that the service asks to wait."""


class ConcurrencyLimit:
    """The number of requests at once, adapted to the results of requests. Not thread-safe by
    itself."""

    def __init__(self, most: int = MOST) -> None:
        self.limit = float(most)
        """Current number of requests at once."""
        self.halved = 0
        """How often the limit was halved; results of requests that began before the last time are
        ignored."""
        self._most = most
        self._lately: deque[int] = deque(maxlen=LATELY)
        """`pushed` of the last answers, since the limit was last halved."""

    def note(self, epoch: int, outcome: RequestOutcome) -> None:
        """Record the result of a request that began when the limit had been halved `epoch`
        times."""
        if epoch != self.halved:
            return
        self._lately.append(outcome.pushed)
        if outcome.answered:
            # One more each time half of the current requests have been answered.
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
