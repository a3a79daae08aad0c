"""Loaded by each worker on this machine: ignores interrupts, which only the process that started
the run handles.

A terminal sends Ctrl-C to all of them. That process stops its workers.
"""

from __future__ import annotations

import signal


def dask_setup(_worker: object) -> None:
    """Called by Dask in the worker's main thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
