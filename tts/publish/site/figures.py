"""Lengths and sizes, as pages write them and as machines read them."""

from __future__ import annotations


def clock(ms: int) -> str:
    """A length as players show it.

    >>> clock(581_000), clock(3_600_000)
    ('9:41', '1:00:00')
    """
    seconds = round(ms / 1000)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def iso_duration(ms: int) -> str:
    """A length as schema.org and HTML write it.

    >>> iso_duration(581_400), iso_duration(0)
    ('PT9M41S', 'PT0S')
    """
    seconds = round(ms / 1000)
    hours, minutes = divmod(seconds // 60, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds % 60, "S"))
    return "PT" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0S")


def size(number: int) -> str:
    """Bytes as people read them.

    >>> size(4_212_345), size(900)
    ('4.2 MB', '1 KB')
    """
    return (
        f"{number / 1_000_000:.1f} MB"
        if number >= 1_000_000
        else f"{max(1, round(number / 1000))} KB"
    )
