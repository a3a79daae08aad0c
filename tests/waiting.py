"""Waits for a condition: long enough for the busiest machine, but no longer than it takes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

PATIENCE = 60.0
"""Seconds after which something not yet happened counts as failed."""
LONGEST_PAUSE = 0.1
"""Seconds between two checks: a page queried fifty times a second spends more time on answers than
on playing."""


def until(happened: Callable[[], object], what: str = "it", patience: float = PATIENCE) -> None:
    """Returns when the condition is true; fails if it never is."""
    deadline = time.monotonic() + patience
    pause = 0.02
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"never happened: {what}")
        time.sleep(pause)
        pause = min(1.3 * pause, LONGEST_PAUSE)
