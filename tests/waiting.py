"""Waits for a condition: long enough for the busiest machine, but no longer than it takes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

PATIENCE = 60.0
"""Seconds. What has not happened by then does not happen."""
LONGEST_PAUSE = 0.1
"""Seconds between two looks: a page that is asked fifty times a second takes more time to answer than to play."""


def until(happened: Callable[[], object], what: str = "it", patience: float = PATIENCE) -> None:
    """Returns when that is true; fails where it never is."""
    deadline = time.monotonic() + patience
    pause = 0.02
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"never happened: {what}")
        time.sleep(pause)
        pause = min(1.3 * pause, LONGEST_PAUSE)
