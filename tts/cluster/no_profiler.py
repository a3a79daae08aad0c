"""Keeps workers from hanging forever.

Dask samples the threads of each worker a hundred times a second. Before Python 3.11.9 and 3.12.3
this (`sys._current_frames`) may never return: if a garbage collection during it frees a
`threading.local`, the thread waits for a lock that it holds itself, and blocks all other threads
(https://github.com/python/cpython/issues/106883). The worker then seems alive, even to its nanny,
and its work is delayed by five minutes. Nobody looks at these profiles here.
"""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin


class Unprofiled(WorkerPlugin):
    """Disables the profiling of each worker, including those that start later."""

    name = "pagecast-unprofiled"
    idempotent = True

    def setup(self, worker: Any) -> None:
        """Called by Dask in the worker's main thread."""
        for name in ("profile", "profile-cycle"):
            if callback := worker.periodic_callbacks.pop(name, None):
                callback.stop()
