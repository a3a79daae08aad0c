"""How many requests the online service gets at once, how long to wait for one, and when to pause.

One line for all episodes of a run: whoever asks at an address, from whatever thread, stands in it.
How many requests there are at once is learnt by `concurrency`; where several processes ask the same
service, they share that number by `Permits`.
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
"""Seconds in which nothing but failures came."""
_FORGOTTEN = 60.0
"""Seconds after which an old failure tells nothing of the service now."""
LONGEST_REST = 300.0
"""Seconds; edge-tts#21 saw the service forgive after five minutes."""
_TELL = 5.0
"""Seconds of rest from which on the user is told."""

_REFUSED_IN_A_ROW = 4
"""Refusals with no answer between them from which on it is an outage, and not this request's bad
luck."""

_LOOK = 1.0
"""Seconds between two looks whether one that waits for other processes is still wanted."""
_ENDED = "the request to the online service was cancelled"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to one request."""

    epoch: int
    """How often the number had been halved when it began."""
    began: float
    lease: str = ""
    """By which the permit is given back, where processes share them."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A permit that was had."""

    name: str
    epoch: int
    """How often the number that all share had been halved when it was given."""


class Permits(Protocol):
    """What processes share that ask the same service: one rate for all together."""

    def acquire(self, timeout: float) -> Lease | None:
        """Wait so many seconds for one; None where none was had. Raises EngineError where those
        who share them are gone."""

    def release(self, ticket: Ticket, outcome: RequestOutcome) -> object:
        """Give one back, and tell what came of its request."""


class RequestQueue:
    """Threads wait in it for their turn. All times are seconds of a clock that never goes back."""

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self.pace = Pace()
        self.permits: Permits | None = None
        """Asked for, too, where other processes stand in lines to the same service: the rate is
        theirs."""
        self._rate = ConcurrencyLimit(most)
        self._clock = clock
        self._turn = threading.Condition()
        self._asking = threading.Lock()
        """Held by the one who asks for a permit: fifty processes ask fifty times, not eight
        hundred."""
        self._open = self._waiting = 0
        self._answered = 0
        self._rest = 0.0
        """Until when nothing is asked."""
        self._got: deque[bool] = deque(maxlen=LATELY)
        self._failing: tuple[int, float, float] = (0, 0.0, 0.0)
        """Failures in a row; when the first and the last of them came."""
        self._refused = 0
        """Refusals in a row."""
        self._outage: Outage | None = None

    @property
    def limit(self) -> float:
        """Requests at once, now."""
        return self._rate.limit

    @property
    def halved(self) -> int:
        """How often that number was halved."""
        return self._rate.halved

    def enter(self, ended: Callable[[], bool] = lambda: False, patience: float = 0.0) -> Ticket:
        """Wait for a turn. Raises EngineError when `ended` meanwhile (see `wake`), or when the
        service has refused everything for `patience` seconds; with 0 an outage is nothing to wait
        for."""
        with self._turn:
            self._waiting += 1
            try:
                ticket = self._next_ticket(ended, patience)
            finally:
                self._waiting -= 1
        return self._permitted(ticket, ended) if self.permits else ticket

    def _permitted(self, ticket: Ticket, ended: Callable[[], bool]) -> Ticket:
        """The ticket, when those of other processes leave room for it."""
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
        """A permit; None where none was had for a while."""
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
        """Seconds until one may ask in an outage, without end while another asks. Raises
        EngineError when patience is over."""
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
        """How many were or are to be spoken, as far as is known here."""
        return self._answered + self._waiting + self._open

    def _end_outage(self) -> None:
        self._outage, self._refused = None, 0
        self._failing = (0, 0.0, 0.0)

    def recovered(self) -> None:
        """The service answers, as was found out beside the line: whoever waits may ask."""
        with self._turn:
            self._end_outage()
            self._turn.notify_all()

    @property
    def out(self) -> bool:
        """Whether the service refuses everything now."""
        return self._outage is not None

    def held_up(self, patience: float) -> HeldUp | None:
        """How an outage stands that is waited for so long; None where there is none."""
        with self._turn:
            outage = self._outage
            if outage is None or not patience:
                return None
            now, due = self._clock(), outage.next_probe(self._chunks, patience)
        return HeldUp(
            "the online service", now - outage.began, patience, max(0.0, due - now), outage.reason
        )

    def _note_outage(self, ticket: Ticket, refused: bool, reason: str) -> None:
        """A failure came: is it an outage's first, or another probe in vain?"""
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
        """Four in a row, or, where none of the last few was answered, as many as are under way."""
        most = _REFUSED_IN_A_ROW if self.passing else min(_REFUSED_IN_A_ROW, self._open)
        return self._refused >= most

    def wake(self) -> None:
        """Let those who wait see whether they are still wanted."""
        with self._turn:
            self._turn.notify_all()

    def leave(self, ticket: Ticket) -> None:
        """The request is over, and tells nothing of the service: it was ended from this side."""
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
        """The request is over, and brought what was asked for."""
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
        """The request is over in vain. `pushed`: 1 by a service that may have too much to do, 2 by
        one that says it is asked too often; `rest`: seconds that it wants to be left alone;
        `refused`: nothing was even begun.
        """
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
    def passing(self) -> bool:
        """Whether the service answered any of the last few: what failed then was that request's bad
        luck."""
        return any(self._got)

    @property
    def gone_for(self) -> float:
        """Seconds in which nothing but failures came; 0 as long as they are too few or too short to
        tell."""
        count, first, last = self._failing
        return last - first if count > LATELY and last - first >= _GONE_AFTER else 0.0


class Pace:
    """How long answers take, learnt from those that came: a request that takes several times as
    long has stalled.

    Where waiting was given up and the answers are slow in truth, the next wait is twice as long.
    """

    LEAST = 2.0
    """Seconds without a message that are never called a stall."""
    _TIMES = 3
    """How much longer than the slowest of the last ones."""
    _FEW = 8
    """Answers from which on there is something to compare with."""

    def __init__(self) -> None:
        self._gaps: deque[float] = deque(maxlen=32)
        self._wholes: deque[float] = deque(maxlen=32)
        self._speeches: deque[float] = deque(maxlen=32)
        self._stretch = 1.0

    def learn(self, gap: float, whole: float, speech: float) -> None:
        """An answer came: its longest time without a message, its time in all, and that of the
        speech in it."""
        self._gaps.append(gap)
        self._wholes.append(whole)
        self._speeches.append(speech)
        self._stretch = max(1.0, self._stretch / 2)

    def lost(self) -> None:
        """Waiting was given up."""
        self._stretch *= 2

    def message(self, most: float) -> float:
        """Seconds that a message is waited for."""
        if len(self._gaps) < self._FEW:
            return most
        return min(most, max(self.LEAST, self._TIMES * max(self._gaps)) * self._stretch)

    def whole(self, most: float, speech: float) -> float:
        """Seconds that a whole answer with so many seconds of speech is waited for."""
        if len(self._wholes) < self._FEW:
            return most
        longer = max(1.0, speech / max(1.0, *self._speeches))
        return min(
            most, max(1.5 * self.LEAST, self._TIMES * max(self._wholes) * longer) * self._stretch
        )


@cache
def queue_for(address: str) -> RequestQueue:
    """The one line of this process to that address."""
    return RequestQueue()
