"""How long a busy server asks to wait before the next request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tts.model import SourceError

BUSY = frozenset({429, 502, 503, 504})
"""Too Many Requests, Bad Gateway, Service Unavailable, Gateway Timeout: often temporary."""
WAITS = (1.0, 3.0)
"""Seconds before the second and the third request, if the server names none."""
MOST_SECONDS = 30.0
"""Maximum seconds of a wait; if a server asks for more, the user is told to come back."""


class Later(SourceError):
    """A server is busy, or asks to come back later."""

    def __init__(self, message: str, hint: str = "", *, after: float | None = None) -> None:
        super().__init__(message, hint)
        self.after = after
        """Seconds after which to ask again, if the server says so."""


class Unreachable(SourceError):
    """No response: the server or the network is down."""


def wait_before(attempt: int, headers: Mapping[str, str]) -> float:
    """Seconds to wait after attempt number `attempt` (0 is the first)."""
    stated = retry_after(headers.get("Retry-After", ""))
    return WAITS[attempt] if stated is None else stated


def retry_after(header: str) -> float | None:
    """Seconds, from either form of the header (RFC 9110, 10.2.3); None if it is missing or invalid.

    >>> retry_after("120"), retry_after("soon"), retry_after("Mon, 23 Nov 2020 10:00:00 GMT")
    (120.0, None, 0.0)
    """
    written = header.strip()
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        until = parsedate_to_datetime(written)
    except (ValueError, IndexError):
        return None
    return max(0.0, (_aware(until) - datetime.now(UTC)).total_seconds())


def _aware(until: datetime) -> datetime:
    return until if until.tzinfo else until.replace(tzinfo=UTC)


def in_words(seconds: float) -> str:
    """
    >>> in_words(0.2), in_words(50), in_words(720), in_words(7200)
    ('1 second', '50 seconds', '12 minutes', '2 hours')
    """
    if seconds < 90:
        count = max(1, round(seconds))
        return "1 second" if count == 1 else f"{count} seconds"
    if seconds < 5400:
        return f"{round(seconds / 60)} minutes"
    return f"{round(seconds / 3600)} hours"
