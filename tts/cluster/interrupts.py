"""Loaded by each worker on this machine: ignores interrupts, which are for the process that began
the run.

A terminal sends Ctrl-C to all of them. That process ends its workers.
"""

from __future__ import annotations

import signal


def dask_setup(_worker: object) -> None:
    """Called by Dask in the worker's main thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
