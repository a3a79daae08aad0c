"""When to check a source again, and to retry an article. Times are seconds since 1970, by a clock
that may be set.

A moment that lies further ahead than anything is put off was noted under another clock, and has
come.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tts.show.sources import WatchedSource
from tts.show.watch_state import SourceRecord

DAY = 86_400.0
LONGEST = 2 * DAY
"""Nothing that failed is put off for longer, whatever a server asks for."""
HERE, ELSEWHERE = 30.0, 3600.0
"""Seconds between two looks at what is on this machine, and at what is not."""
AWAY = 1800.0
"""Seconds that a source without an answer is put off at most on its first day: mostly it is the
network that is away, and it comes back."""
_SPREAD = 1.1
"""Times its period after which a source is asked at the latest."""
TRIES = (600.0, 3600.0, 4 * 3600.0, 12 * 3600.0)
"""Seconds after which an article is tried again; after the last it is given up."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a source did not answer."""

    away: bool = False
    """No answer came at all."""
    after: float = 0.0
    """Seconds after which it may be asked again, as it says."""


def every(source: WatchedSource, place: str) -> float:
    """Seconds between two looks."""
    return source.every or (ELSEWHERE if "://" in place else HERE)


def is_time(moment: float, now: float) -> bool:
    """Whether a moment has come; 0 never comes.

    >>> is_time(100.0, 200.0), is_time(300.0, 200.0), is_time(1e7, 200.0), is_time(0.0, 9.0)
    (True, False, True, False)
    """
    return moment > 0 and (moment <= now or moment - now > LONGEST)


def is_due(record: SourceRecord, now: float) -> bool:
    """Whether a source is to be asked: also where the clock was set back to before it was asked
    last, and where an article of it is to be tried again."""
    again = not record.failures and any(is_time(tried.next, now) for tried in record.tried.values())
    return not record.asked or now < record.asked or record.next <= now or again


def after_answer(now: float, period: float) -> float:
    """A little later than its period, so that many do not ask at one moment for ever."""
    return now + period * random.uniform(1.0, _SPREAD)


def in_step(record: SourceRecord, period: float) -> SourceRecord:
    """Asked no later than its period has it, which the user may have made shorter since."""
    if record.failures or not record.asked:
        return record
    return replace(record, next=min(record.next, record.asked + period * _SPREAD))


def after_failure(now: float, period: float, record: SourceRecord, fault: Fault) -> float:
    """Twice as late each time, up to a day; `record` has the failure in it."""
    longest = max(period, DAY)
    if fault.away and now - record.failing_since < DAY:
        longest = max(period, AWAY)
    growing = period * 2.0 ** min(record.failures, 20)
    wait = min(longest, growing) * random.uniform(0.9, 1.1)
    return now + min(LONGEST, max(wait, fault.after))


def next_try(now: float, count: int, lasting: bool) -> float:
    """When an article that failed so many times is tried again; 0 for never. What is not its own
    fault is tried for ever."""
    if count > len(TRIES):
        return 0.0 if lasting else now + TRIES[-1]
    return now + TRIES[count - 1] * random.uniform(0.9, 1.1)


def seconds_left(moments: list[float], now: float) -> float:
    """Until the first of them; at most a minute, for the clock may be set and the machine may
    sleep."""
    return min([60.0, *(max(0.5, moment - now) for moment in moments if moment)])
