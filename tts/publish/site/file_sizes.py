"""Sizes as written on pages."""

from __future__ import annotations


def size(number: int) -> str:
    """A number of bytes, formatted for people.

    >>> size(4_212_345), size(900)
    ('4.2 MB', '1 KB')
    """
    return (
        f"{number / 1_000_000:.1f} MB"
        if number >= 1_000_000
        else f"{max(1, round(number / 1000))} KB"
    )
