"""A connection to one client, with limits: a client that sends or receives too slowly is
disconnected, so that others are served."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

ASKING = 10.0
"""Seconds for a complete request, from its first byte or from the beginning of the connection."""
TAKING = 120.0
"""Seconds in which a client has to accept the waiting data (64 KiB): a paused phone buffers more
than that."""


class Connection(H11Protocol):
    """uvicorn's connection, which by itself would wait forever for a request that does not come, or
    a client that does not read."""

    limit = 1000
    """Maximum number of connections: beyond it the one that has been silent longest is closed,
    otherwise the new one."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._asking: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None
        self.silent_since = self.loop.time()
        self._await_request()
        if len(self.connections) > self.limit:
            silent = [c for c in self.connections if isinstance(c, Connection) and c.silent]
            let_go = min(silent, key=lambda c: c.silent_since)
            self.connections.discard(let_go)  # now: the next one may come before it is closed
            let_go.transport.abort()

    @property
    def silent(self) -> bool:
        """No response is in progress."""
        return self.cycle is None or self.cycle.response_complete

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.silent:
            self._asking = _cancelled(self._asking)
        elif not self._asking:
            self._await_request()

    def on_response_complete(self) -> None:
        self._asking = _cancelled(self._asking)
        self.silent_since = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking = self._taking or self.loop.call_later(TAKING, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._taking = _cancelled(self._taking)

    def connection_lost(self, exc: Exception | None) -> None:
        self._asking, self._taking = _cancelled(self._asking), _cancelled(self._taking)
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Close the connection after bytes that are no request, which may arrive in the middle of a
        response."""
        with suppress(h11.LocalProtocolError):
            super().send_400_response(msg)
            return
        self.transport.abort()

    def _await_request(self) -> None:
        if not self.transport.is_closing():
            self._asking = self.loop.call_later(ASKING, self.transport.abort)


def _cancelled(timer: asyncio.TimerHandle | None) -> Any:
    if timer:
        timer.cancel()
