"""Formats durations for people and machines.

Rounding is the same in the feed, on pages and in the player: down to full seconds, like a clock. So
a player that counts up ends at the duration shown in the list.
"""

from __future__ import annotations


def seconds(ms: float) -> int:
    """The full seconds of a duration.

    >>> seconds(56_990)
    56
    """
    return int(ms // 1000)


def parts(ms: float) -> tuple[int, int, int]:
    """Hours, minutes and seconds.

    >>> parts(3_725_900)
    (1, 2, 5)
    """
    minutes, rest = divmod(seconds(ms), 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, rest


def clock(ms: float) -> str:
    """A duration as shown by players.

    >>> clock(581_900), clock(3_725_000)
    ('9:41', '1:02:05')
    """
    hours, minutes, rest = parts(ms)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}"


def iso_duration(ms: float) -> str:
    """A duration in the format of schema.org and HTML.

    >>> iso_duration(581_400), iso_duration(3_600_000), iso_duration(0)
    ('PT9M41S', 'PT1H', 'PT0S')
    """
    hours, minutes, rest = parts(ms)
    written = f"PT{hours}H" if hours else "PT"
    if minutes:
        written += f"{minutes}M"
    if rest:
        written += f"{rest}S"
    return written if written != "PT" else "PT0S"
