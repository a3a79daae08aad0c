"""Distinguishes quotation marks from inches, which have the same sign."""

from __future__ import annotations

import re


def is_quoted(before: str) -> bool:
    """Whether a quotation is open behind this; a sign behind a digit that closes none is of inches.

    >>> is_quoted('He said "I was 12'), is_quoted('a 12" screen of 3'), is_quoted('"5", and 12')
    (True, False, False)
    """
    opened = False
    for sign in re.finditer(r'(\d?)"', before):
        opened = not opened and not sign[1]
    return opened
