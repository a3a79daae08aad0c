"""Keeps workers from hanging forever.

Dask looks a hundred times a second at what a worker's threads do. Before Python 3.11.9 and 3.12.3
that look (`sys._current_frames`) may never end: where garbage is collected meanwhile that holds a
`threading.local`, the thread waits for a lock that it has itself, and lets no other thread run
(https://github.com/python/cpython/issues/106883). The worker then seems alive, to its nanny too,
and what it has in hand is made by nobody for five minutes. Nobody looks at these profiles here.
"""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin


class Unprofiled(WorkerPlugin):
    """Ends the profiling of each worker, also of those that come later."""

    name = "pagecast-unprofiled"
    idempotent = True

    def setup(self, worker: Any) -> None:
        """Called by Dask in the worker's main thread."""
        for name in ("profile", "profile-cycle"):
            if callback := worker.periodic_callbacks.pop(name, None):
                callback.stop()
