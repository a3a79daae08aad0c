"""Realigns text in a multi-byte charset in which some bytes are missing or superfluous.

A decoder that meets a byte that fits nowhere leaves it out and goes on behind it; where its
neighbour is missing, all that follows on the line is read one byte off. Here every way to cut the
bytes into characters and damage is weighed, and the likeliest is taken.
"""

from __future__ import annotations

import codecs
from functools import lru_cache
from math import inf
from typing import Final

from tts.sources.character_costs import LOST, Costs

SKIPPED: Final = 13.0
"""Nats of a byte that is left out."""
LONGEST: Final = 4
"""Bytes of a character."""


def realigned(content: bytes, name: str, costs: Costs) -> str:
    """The likeliest text, U+FFFD for each byte that is left out.

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
    """The text along the steps, from its end to its beginning."""
    place = len(steps) - 1
    found: list[str] = []
    while place:
        place, char = steps[place]
        found.append(char)
    return "".join(reversed(found))


@lru_cache(maxsize=100_000)
def character(content: bytes, name: str) -> str:
    """The one character that the bytes are; empty where they are none, or several."""
    try:
        text = codecs.decode(content, name)
    except UnicodeError:
        return ""
    return text if len(text) == 1 else ""
