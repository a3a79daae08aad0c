"""When to check a source again, and to retry an article.

Times are seconds since 1970, by a clock that may be changed. A time further in the future than any
delay was recorded under another clock, and counts as reached.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tts.show.sources import WatchedSource
from tts.show.watch_state import SourceRecord

DAY = 86_400.0
LONGEST = 2 * DAY
"""Maximum delay after a failure, whatever a server asks for."""
HERE, ELSEWHERE = 30.0, 3600.0
"""Seconds between two checks of local sources, and of others."""
AWAY = 1800.0
"""Maximum delay in seconds on the first day of a source that does not respond: usually the network
is down, and comes back."""
_SPREAD = 1.1
"""Multiple of its period after which a source is checked at the latest."""
TRIES = (600.0, 3600.0, 4 * 3600.0, 12 * 3600.0)
"""Seconds until an article is tried again; after the last attempt it is given up."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a source did not respond."""

    away: bool = False
    """There was no response at all."""
    after: float = 0.0
    """Seconds after which to ask again, according to the source."""


def every(source: WatchedSource, place: str) -> float:
    """Seconds between two checks."""
    return source.every or (ELSEWHERE if "://" in place else HERE)


def is_time(moment: float, now: float) -> bool:
    """Whether a time has come; 0 never does.

    >>> is_time(100.0, 200.0), is_time(300.0, 200.0), is_time(1e7, 200.0), is_time(0.0, 9.0)
    (True, False, True, False)
    """
    return moment > 0 and (moment <= now or moment - now > LONGEST)


def is_due(record: SourceRecord, now: float) -> bool:
    """Whether a source should be checked: also if the clock was set back to before its last check,
    or if one of its articles is due for another attempt."""
    again = not record.failures and any(is_time(tried.next, now) for tried in record.tried.values())
    return not record.asked or now < record.asked or record.next <= now or again


def after_answer(now: float, period: float) -> float:
    """A little later than its period, so that many sources do not stay in step forever."""
    return now + period * random.uniform(1.0, _SPREAD)


def in_step(record: SourceRecord, period: float) -> SourceRecord:
    """Checked no later than its period requires, which the user may have shortened meanwhile."""
    if record.failures or not record.asked:
        return record
    return replace(record, next=min(record.next, record.asked + period * _SPREAD))


def after_failure(now: float, period: float, record: SourceRecord, fault: Fault) -> float:
    """Doubles the delay each time, up to a day; `record` includes the failure."""
    longest = max(period, DAY)
    if fault.away and now - record.failing_since < DAY:
        longest = max(period, AWAY)
    growing = period * 2.0 ** min(record.failures, 20)
    wait = min(longest, growing) * random.uniform(0.9, 1.1)
    return now + min(LONGEST, max(wait, fault.after))


def next_try(now: float, count: int, lasting: bool) -> float:
    """The time of the next attempt for an article that failed `count` times; 0 for never. Failures
    that are not its own fault are retried forever."""
    if count > len(TRIES):
        return 0.0 if lasting else now + TRIES[-1]
    return now + TRIES[count - 1] * random.uniform(0.9, 1.1)


def seconds_left(moments: list[float], now: float) -> float:
    """Seconds until the first of the times; at most a minute, because the clock may change and the
    machine may sleep."""
    return min([60.0, *(max(0.5, moment - now) for moment in moments if moment)])
