"""Distinguishes quotation marks from inch marks, which are the same character."""

from __future__ import annotations

import re


def is_quoted(before: str) -> bool:
    """Whether a quotation is open after this text; a mark after a digit that closes none means
    inches.

    >>> is_quoted('He said "I was 12'), is_quoted('a 12" screen of 3'), is_quoted('"5", and 12')
    (True, False, False)
    """
    opened = False
    for sign in re.finditer(r'(\d?)"', before):
        opened = not opened and not sign[1]
    return opened
