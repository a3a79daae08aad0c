"""Hyphens at the ends of lines: part of a word, or only a line break."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

BROKEN: Final = re.compile(r"[^\W\d_]-\n")
WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
FIRST_HALF: Final = re.compile(r"([^\W\d_]+)-$")


def spelt_in(text: str) -> frozenset[str]:
    """The words of a text, for judging such hyphens; empty if no line ends with one."""
    if not BROKEN.search(text):
        return frozenset()
    words = WORD.findall(text)
    return frozenset(word.lower() for word in words)


def is_parted(before: str, after: str, spelt: Set[str]) -> bool:
    """Whether a hyphen at a line's end is only a line break: the text has the word without a
    hyphen, and not with one.

    >>> is_parted("a light-", "house", {"lighthouse"}), is_parted("a well-", "known lamp", set())
    (True, False)
    """
    first = FIRST_HALF.search(before)
    second = WORD.match(after)
    if not first or not second or not after[0].islower():
        return False
    halves = (first[1].lower(), second[0].lower())
    return "".join(halves) in spelt and "-".join(halves) not in spelt
