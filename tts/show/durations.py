"""Lengths of time as people write them."""

from __future__ import annotations

import re

_UNITS = {
    "": 1,
    "s": 1,
    "sec": 1,
    "m": 60,
    "min": 60,
    "h": 3600,
    "d": 86_400,
}


def seconds_of(text: str) -> float:
    """A length of time in seconds. Raises ValueError, with what to write, for what is none.

    >>> seconds_of("90"), seconds_of("90s"), seconds_of("2 min"), seconds_of("1h")
    (90.0, 90.0, 120.0, 3600.0)
    """
    written = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([a-z]*)", text.strip().lower())
    if written is None or written[2] not in _UNITS:
        raise ValueError(f"{text!r} is not a duration; write it like 90s, 2min or 1h")
    return float(written[1]) * _UNITS[written[2]]
