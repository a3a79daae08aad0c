"""Sizes as people write them."""

from __future__ import annotations

import re

_UNITS = {
    "": 1,
    "K": 10**3,
    "M": 10**6,
    "G": 10**9,
    "T": 10**12,
}
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,3})?)\s*([KMGT]?)B?")


def bytes_of(text: str) -> int:
    """A size in bytes. Raises ValueError, with the accepted forms, for anything else.

    >>> bytes_of("2GB"), bytes_of("1.5 gb"), bytes_of("700 M")
    (2000000000, 1500000000, 700000000)
    """
    written = _SIZE.fullmatch(text.strip().upper())
    if written is None:
        raise ValueError(f"{text!r} is not a size; write it like 500MB or 2GB")
    number, unit = written.groups()
    return int(float(number) * _UNITS[unit])
