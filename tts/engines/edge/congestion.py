"""How many requests the online service receives at once, how long to wait for one, and when to
pause.

All episodes of a run share one queue for each address, across threads. `concurrency` adapts the
number of requests at once; several processes that use the same service share that number through
`Permits`.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from tts.engines.edge.concurrency import LATELY, MOST, ConcurrencyLimit, RequestOutcome
from tts.engines.edge.outage import Outage
from tts.model import EngineError, HeldUp

_GONE_AFTER = 30.0
"""Seconds of nothing but failures after which the service counts as gone."""
_FORGOTTEN = 60.0
"""Seconds after which an old failure no longer matters."""
LONGEST_REST = 300.0
"""Maximum pause in seconds; in edge-tts#21 the service answered again after five minutes."""
_TELL = 5.0
"""Pauses longer than this, in seconds, are reported to the user."""

_REFUSED_IN_A_ROW = 4
"""Number of consecutive refusals that counts as an outage rather than chance."""

_LOOK = 1.0
"""Seconds between checks whether a thread that waits for other processes is still needed."""
_ENDED = "the request to the online service was cancelled"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Permission to send one request."""

    epoch: int
    """How often the limit had been halved when the request began."""
    began: float
    lease: str = ""
    """Name under which the permit is returned, if processes share them."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A permit that was granted."""

    name: str
    epoch: int
    """How often the shared limit had been halved when it was granted."""


class Permits(Protocol):
    """One limit shared by all processes that use the same service."""

    def acquire(self, timeout: float) -> Lease | None:
        """Wait up to `timeout` seconds for a permit; None if none was granted. Raises EngineError
        if whoever shares them is gone."""

    def release(self, ticket: Ticket, outcome: RequestOutcome) -> object:
        """Return a permit, and report the result of its request."""


class RequestQueue:
    """A queue in which threads wait for their turn. All times are seconds of a monotonic clock."""

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self.pace = Pace()
        self.permits: Permits | None = None
        """Also required if other processes use the same service: the limit is then theirs."""
        self._rate = ConcurrencyLimit(most)
        self._clock = clock
        self._turn = threading.Condition()
        self._asking = threading.Lock()
        """Held by the one thread that asks for a permit, so that fifty processes send fifty
        requests for permits, not eight hundred."""
        self._open = self._waiting = 0
        self._answered = 0
        self._rest = 0.0
        """No request is sent before this time."""
        self._got: deque[bool] = deque(maxlen=LATELY)
        self._failing: tuple[int, float, float] = (0, 0.0, 0.0)
        """Number of consecutive failures; times of the first and the last."""
        self._refused = 0
        """Number of consecutive refusals."""
        self._outage: Outage | None = None

    @property
    def limit(self) -> float:
        """Current number of requests at once."""
        return self._rate.limit

    @property
    def halved(self) -> int:
        """How often that number was halved."""
        return self._rate.halved

    def enter(self, ended: Callable[[], bool] = lambda: False, patience: float = 0.0) -> Ticket:
        """Wait for a turn. Raises EngineError if `ended` becomes true (see `wake`), or if the
        service has refused everything for `patience` seconds; with 0, outages are not waited
        for."""
        with self._turn:
            self._waiting += 1
            try:
                ticket = self._next_ticket(ended, patience)
            finally:
                self._waiting -= 1
        return self._permitted(ticket, ended) if self.permits else ticket

    def _permitted(self, ticket: Ticket, ended: Callable[[], bool]) -> Ticket:
        """The ticket, once there is room for it beside the requests of other processes."""
        assert self.permits
        lease = None
        try:
            while lease is None:
                if ended():
                    raise EngineError(_ENDED)
                lease = self._asked_for(self.permits)
        finally:
            if lease is None:
                self._leave_turn()
        return Ticket(lease.epoch, self._clock(), lease.name)

    def _asked_for(self, permits: Permits) -> Lease | None:
        """A permit, or None if none was granted for a while."""
        if not self._asking.acquire(timeout=_LOOK):
            return None
        try:
            return permits.acquire(_LOOK)
        finally:
            self._asking.release()

    def _next_ticket(self, ended: Callable[[], bool], patience: float) -> Ticket:
        while not ended():
            rest = self._rest - self._clock()
            if patience and self._outage:
                rest = max(rest, self._before_probe(self._outage, patience))
            if rest <= 0 and self._open < max(1, int(self._rate.limit)):
                self._open += 1
                return Ticket(self._rate.halved, self._clock())
            self._turn.wait(rest if 0 < rest < math.inf else None)
        raise EngineError(_ENDED)

    def _before_probe(self, outage: Outage, patience: float) -> float:
        """Seconds until a probe may be sent in an outage; infinite while another one is under way.
        Raises EngineError if patience is exhausted."""
        now = self._clock()
        due = outage.next_probe(self._chunks, patience) - now
        if due < -_FORGOTTEN and not self._open:  # nobody has waited for it
            self._end_outage()
            return 0.0
        if outage.exhausts(patience):
            seconds = now - outage.began
            message = f"the online service has not answered for {seconds:.0f} s: {outage.reason}"
            hint = "what was spoken is kept: run the same command again, or with a longer --wait"
            raise EngineError(message, hint=hint)
        return math.inf if self._open else due

    @property
    def _chunks(self) -> int:
        """Number of chunks spoken or waiting, as far as known here."""
        return self._answered + self._waiting + self._open

    def _end_outage(self) -> None:
        self._outage, self._refused = None, 0
        self._failing = (0, 0.0, 0.0)

    def recovered(self) -> None:
        """Report that the service answers again, as seen outside the queue: waiting threads may
        continue."""
        with self._turn:
            self._end_outage()
            self._turn.notify_all()

    @property
    def is_out(self) -> bool:
        """Whether the service currently refuses everything."""
        return self._outage is not None

    def held_up(self, patience: float) -> HeldUp | None:
        """State of the current outage, given how long it is waited for; None if there is none."""
        with self._turn:
            outage = self._outage
            if outage is None or not patience:
                return None
            now, due = self._clock(), outage.next_probe(self._chunks, patience)
        return HeldUp(
            "the online service", now - outage.began, patience, max(0.0, due - now), outage.reason
        )

    def _note_outage(self, ticket: Ticket, refused: bool, reason: str) -> None:
        """Record a failure as the start of an outage or as a failed probe, if it is either."""
        now = self._clock()
        self._refused = self._refused + 1 if refused else 0
        outage = self._outage
        if outage is None:
            if self._all_refused() or self._failing[0] > LATELY:
                self._outage = Outage(now, now, 0, reason)
                _log.info("the online service refuses every request, waiting for it: %s", reason)
        elif ticket.began > outage.began:
            self._outage = outage.after_probe(now, reason)
            _log.info("the online service still refuses: %s", reason)

    def _all_refused(self) -> bool:
        """Four in a row; or, if none of the last few was answered, as many as are under way."""
        most = _REFUSED_IN_A_ROW if self.is_answering else min(_REFUSED_IN_A_ROW, self._open)
        return self._refused >= most

    def wake(self) -> None:
        """Make waiting threads check whether they are still needed."""
        with self._turn:
            self._turn.notify_all()

    def leave(self, ticket: Ticket) -> None:
        """End a request that was cancelled on this side, and so tells nothing about the service."""
        self._over(ticket, None)

    def _over(self, ticket: Ticket, outcome: RequestOutcome | None) -> None:
        if self.permits and ticket.lease:
            self.permits.release(ticket, outcome or RequestOutcome())
        elif outcome:
            with self._turn:
                self._rate.note(ticket.epoch, outcome)
        self._leave_turn()

    def _leave_turn(self) -> None:
        with self._turn:
            self._open -= 1
            self._turn.notify_all()

    def answered(self, ticket: Ticket) -> None:
        """End a request that succeeded."""
        with self._turn:
            if self._outage:
                _log.info(
                    "the online service answers again after %.0f s",
                    self._clock() - self._outage.began,
                )
            self._end_outage()
            self._answered += 1
            self._got.append(True)
        self._over(ticket, RequestOutcome(answered=True))

    def failed(
        self,
        ticket: Ticket,
        *,
        pushed: int,
        rest: float = 0.0,
        refused: bool = False,
        reason: str = "",
    ) -> None:
        """End a request that failed. `pushed`: 2 if the service said that it is overloaded, 1 if it
        may be; `rest`: seconds that it asks to wait; `refused`: the request never started."""
        now = self._clock()
        with self._turn:
            count, first, last = self._failing
            fresh = not count or now - last > _FORGOTTEN
            self._failing = (1, now, now) if fresh else (count + 1, first, now)
            self._got.append(False)
            self._note_outage(ticket, refused, reason)
            self._rest = max(self._rest, now + min(rest, LONGEST_REST) if rest else 0.0)
        if rest > _TELL:
            _log.warning("the online service asks for a break of %.0f s", min(rest, LONGEST_REST))
        self._over(ticket, RequestOutcome(pushed=pushed, rest=rest))

    @property
    def is_answering(self) -> bool:
        """Whether the service answered any of the last few requests, so that failures among them
        are chance."""
        return any(self._got)

    @property
    def gone_for(self) -> float:
        """Seconds of nothing but failures; 0 while these are too few or too recent to judge."""
        count, first, last = self._failing
        return last - first if count > LATELY and last - first >= _GONE_AFTER else 0.0


class Pace:
    """How long answers take, learned from recent ones, since a request that takes several times as
    long has stalled.

    After a request was given up, the next limit is twice as long, in case answers really are slow.
    """

    LEAST = 2.0
    """A silence of up to so many seconds is never called a stall."""
    _TIMES = 3
    """A stall is so many times as long as the slowest recent answer."""
    _FEW = 8
    """Number of answers needed for a comparison."""

    def __init__(self) -> None:
        self._gaps: deque[float] = deque(maxlen=32)
        self._wholes: deque[float] = deque(maxlen=32)
        self._speeches: deque[float] = deque(maxlen=32)
        self._stretch = 1.0

    def learn(self, gap: float, whole: float, speech: float) -> None:
        """Record an answer: its longest time without a message, its total time, and the duration of
        its speech, in seconds."""
        self._gaps.append(gap)
        self._wholes.append(whole)
        self._speeches.append(speech)
        self._stretch = max(1.0, self._stretch / 2)

    def lost(self) -> None:
        """Record that a request was given up."""
        self._stretch *= 2

    def message(self, most: float) -> float:
        """Seconds to wait for a message, at most `most`."""
        if len(self._gaps) < self._FEW:
            return most
        return min(most, max(self.LEAST, self._TIMES * max(self._gaps)) * self._stretch)

    def whole(self, most: float, speech: float) -> float:
        """Seconds to wait for a whole answer with `speech` seconds of speech, at most `most`."""
        if len(self._wholes) < self._FEW:
            return most
        longer = max(1.0, speech / max(1.0, *self._speeches))
        return min(
            most, max(1.5 * self.LEAST, self._TIMES * max(self._wholes) * longer) * self._stretch
        )


@cache
def queue_for(address: str) -> RequestQueue:
    """The queue of this process for that address."""
    return RequestQueue()
