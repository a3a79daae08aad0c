"""When to retry a service that refuses everything: one request, a probe, stands for all waiting
ones.

A failed probe costs the service a request and the user nothing; too long a pause costs the user
time. In the first minute there are about as many probes as waiting chunks, at times that grow by a
constant factor. So the wait is at most a fixed multiple of the outage (twice, if five or more
chunks wait), and a run sends fewer than three requests per chunk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MINUTE = 64.0
"""In seconds: at this time a probe is sent in any case, however few chunks wait, so an outage of a
minute is noticed."""
_LEAST_GROWTH = 2.0
"""Minimum factor between the times of two probes, counted from the start of the outage."""
_PAUSE = 30.0
"""Seconds between two probes after that minute."""
_MOST_POWERS = 64


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage: the service refuses everything. Times are seconds of a monotonic clock."""

    began: float
    latest: float
    """Time of the last failed probe, or of the start."""
    probes: int
    """Number of failed probes."""
    reason: str

    def after_probe(self, now: float, reason: str) -> Outage:
        """The outage after one more failed probe."""
        return replace(self, latest=now, probes=self.probes + 1, reason=reason)

    def next_probe(self, chunks: int, patience: float) -> float:
        """Time of the next probe, given the number of chunks spoken or waiting; at the latest when
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
        """Whether it still lasted after `patience` seconds."""
        return self.latest >= self.began + patience
