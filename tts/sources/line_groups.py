"""Runs of lines in a plain text without an empty line between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

QUOTED: Final = re.compile(r"[ \t]*(?:>[ \t]?)+")
"""The prefix of quoted lines in mail."""


@dataclass(frozen=True, slots=True)
class Run:
    """Lines between empty ones, without quotation marks."""

    lines: list[str]
    is_quoted: bool


def line_groups(lines: Sequence[str]) -> Iterator[Run]:
    """The lines between empty ones; quoted lines of mail are separate from others."""
    held: list[str] = []
    is_quoted = False
    for line in lines:
        quoted = QUOTED.match(line)
        text = line[quoted.end() :] if quoted else line
        is_other = (quoted is not None) != is_quoted
        if held and (is_other or not text.strip()):
            yield Run(unindented(held), is_quoted)
            held = []
        if text.strip():
            held.append(text)
            is_quoted = quoted is not None
    if held:
        yield Run(unindented(held), is_quoted)


def unindented(run: list[str]) -> list[str]:
    """Without the white space that all of its lines begin with.

    >>> unindented(["    one", "      two"]), unindented(["  one"])
    (['one', '  two'], ['  one'])
    """
    if len(run) < 2:
        return run
    first, last = min(run), max(run)
    same = sum(1 for _ in takewhile(_is_same_space, zip(first, last, strict=False)))
    return [line[same:] for line in run]


def _is_same_space(pair: tuple[str, str]) -> bool:
    one, other = pair
    return one == other and one in " \t"
