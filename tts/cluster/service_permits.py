"""A worker's access to the online service, within the limit shared by all workers (`limit`)."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from typing import Any

from tts.engines.edge import client, congestion
from tts.engines.edge.concurrency import RequestOutcome
from tts.engines.edge.congestion import Lease, Ticket
from tts.model import EngineError

_ANSWERED = 30.0
"""Seconds in which the scheduler must answer."""


@cache
def share_limit() -> None:
    """Count this worker's requests together with those of the others; done once per process."""
    from distributed import get_worker

    try:
        address = client.address()
    except EngineError:  # it is told where the engine is used
        return
    congestion.queue_for(address).permits = _Leases(get_worker(), address)


class _Leases:
    """Leases from the scheduler, for threads that Dask does not know."""

    def __init__(self, worker: Any, service: str) -> None:
        self._worker = worker
        self._service = service

    def acquire(self, timeout: float) -> Lease | None:
        name = secrets.token_hex(8)
        worker = self._worker.address
        try:
            epoch = self._ask("acquire", worker=worker, lease=name, timeout=timeout)
        except (OSError, TimeoutError) as error:
            raise EngineError(
                f"the scheduler can't be asked whether to call the online service: {error}",
                hint="run the same command again when it answers; it continues from there",
            ) from error
        return None if epoch is None else Lease(name, epoch)

    def release(self, ticket: Ticket, outcome: RequestOutcome) -> None:
        with suppress(OSError, TimeoutError):  # the scheduler frees what is held too long
            self._ask("release", lease=ticket.lease, epoch=ticket.epoch, came=asdict(outcome))

    def _ask(self, what: str, **arguments: Any) -> Any:
        from distributed.utils import sync

        ask = getattr(self._worker.scheduler, f"pagecast_{what}")
        return sync(
            self._worker.loop, ask, service=self._service, callback_timeout=_ANSWERED, **arguments
        )
