"""When to try a service that refuses everything: one request, a probe, stands for all waiting ones.

A probe in vain costs the service a request and the user nothing; a pause too long costs the user
time. In the first minute there are about as many probes as chunks wait, at times that grow by the
same factor: so the wait is a fixed multiple of the outage, twice where five chunks wait or more,
and a run stays below three requests a chunk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MINUTE = 64.0
"""Seconds after which an outage of a minute is over: one probe is made then, however few wait."""
_LEAST_GROWTH = 2.0
"""From one probe to the next, counted from the outage's beginning."""
_PAUSE = 30.0
"""Seconds between two probes after that minute."""
_MOST_POWERS = 64


@dataclass(frozen=True, slots=True)
class Outage:
    """The service refuses everything. Times are seconds of a clock that never goes back."""

    began: float
    latest: float
    """When it began, or the last probe failed."""
    probes: int
    """In vain."""
    reason: str

    def after_probe(self, now: float, reason: str) -> Outage:
        """One more probe was in vain."""
        return replace(self, latest=now, probes=self.probes + 1, reason=reason)

    def next_probe(self, chunks: int, patience: float) -> float:
        """When one may ask, where so many chunks were or are to be spoken; at the latest when
        patience ends.

        >>> [Outage(0, 0, probes, "").next_probe(5, 120) for probes in range(6)]
        [2.0, 4.0, 8.0, 16.0, 32.0, 64.0]
        >>> [Outage(0, 0, probes, "").next_probe(1, 120) for probes in range(2)]
        [8.0, 64.0]
        """
        growth: float = max(_LEAST_GROWTH, MINUTE ** (1 / (chunks + 1)))
        grown: float = growth ** min(self.probes + 1, _MOST_POWERS)
        after = min(grown, max(MINUTE, self.latest - self.began + _PAUSE))
        return self.began + min(after, patience)

    def exhausts(self, patience: float) -> bool:
        """Whether it was still on when so many seconds had gone by."""
        return self.latest >= self.began + patience
