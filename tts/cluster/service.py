"""One limit for the online service: what all workers of a scheduler ask at once is what one process
would ask.

Each worker has a line of its own (`engines.edge.congestion`), which learns from the answers that it
gets; a request also takes a lease of a semaphore that the scheduler keeps. The leases of a worker
that died are given to others after half a minute.
"""

from __future__ import annotations

from functools import cache

from tts.engines.edge import client, congestion
from tts.model import EngineError


@cache
def share_limit() -> None:
    """Have the requests of this worker counted with those of the others. Once a process."""
    from distributed import Semaphore, get_worker

    try:
        address = client.address()
    except EngineError:  # it is told where the engine is used
        return
    worker = get_worker()
    congestion.line_to(address).permits = Semaphore(
        congestion.MOST,
        f"pagecast-{address}",
        scheduler_rpc=worker.scheduler,  # asked from threads that Dask does not know
        loop=worker.loop,
    )
