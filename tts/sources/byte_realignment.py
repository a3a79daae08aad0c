"""Realigns text in a multi-byte charset in which some bytes are missing or superfluous.

A decoder skips a byte that is invalid at its position and continues after it; if a byte was lost,
the rest of the line is then read one byte off. Here every way to divide the bytes into characters
and damage is scored, and the likeliest one is used.
"""

from __future__ import annotations

import codecs
from functools import lru_cache
from math import inf
from typing import Final

from tts.sources.character_costs import LOST, Costs

SKIPPED: Final = 13.0
"""Cost in nats of a byte that is skipped."""
LONGEST: Final = 4
"""Maximum bytes of a character."""


def realigned(content: bytes, name: str, costs: Costs) -> str:
    """The likeliest text, with U+FFFD for each skipped byte.

    >>> from tts.sources.character_costs import costs
    >>> realigned("一座小桥".encode("gbk")[1:], "gb18030", costs("han"))
    '\ufffd座小桥'
    """
    size = len(content)
    nats = [0.0] + [inf] * size
    steps: list[tuple[int, str]] = [(0, "")] * (size + 1)
    for place in range(size):
        here = nats[place]
        skipped = here + SKIPPED
        if skipped < nats[place + 1]:
            nats[place + 1] = skipped
            steps[place + 1] = (place, LOST)
        for end in range(place + 1, min(place + LONGEST, size) + 1):
            char = character(content[place:end], name)
            cost = here + costs[char] if char else inf
            if cost < nats[end]:
                nats[end] = cost
                steps[end] = (place, char)
    return _traced(steps)


def _traced(steps: list[tuple[int, str]]) -> str:
    """The text along the steps, traced back from the end."""
    place = len(steps) - 1
    found: list[str] = []
    while place:
        place, char = steps[place]
        found.append(char)
    return "".join(reversed(found))


@lru_cache(maxsize=100_000)
def character(content: bytes, name: str) -> str:
    """The single character that the bytes encode; empty if they encode none, or several."""
    try:
        text = codecs.decode(content, name)
    except UnicodeError:
        return ""
    return text if len(text) == 1 else ""
