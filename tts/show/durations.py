"""Durations and days as people write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

_UNITS = {
    "": 1,
    "s": 1,
    "sec": 1,
    "m": 60,
    "min": 60,
    "h": 3600,
    "d": 86_400,
    "w": 604_800,
}
_AGO = re.compile(r"(\d{1,5})([dw])")
_DAYS = {"d": 1, "w": 7}


def seconds_of(text: str) -> float:
    """A duration in seconds. Raises ValueError, with the accepted forms, for anything else.

    >>> seconds_of("90"), seconds_of("90s"), seconds_of("2 min"), seconds_of("1h")
    (90.0, 90.0, 120.0, 3600.0)
    """
    written = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([a-z]*)", text.strip().lower())
    if written is None or written[2] not in _UNITS:
        raise ValueError(f"{text!r} is not a duration; write it like 90s, 2min or 1h")
    return float(written[1]) * _UNITS[written[2]]


def is_ago(text: str) -> bool:
    """Whether it is relative to today, such as `7d`."""
    return bool(_AGO.fullmatch(text))


def day_of(text: str, today: date | None = None) -> str:
    """The day that a text names, as an ISO date: a date, or days or weeks ago; empty if that is
    before all dates. Raises ValueError for anything else.

    >>> day_of("2w", date(2026, 11, 23)), day_of("2026-11-23")
    ('2026-11-09', '2026-11-23')
    """
    ago = _AGO.fullmatch(text)
    if not ago:
        return date.fromisoformat(text).isoformat()
    days = int(ago[1]) * _DAYS[ago[2]]
    try:
        return ((today or date.today()) - timedelta(days)).isoformat()
    except OverflowError:
        return ""
