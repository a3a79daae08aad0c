"""Runs the server until it is told to stop. It then ends at once: phones continue later with a
range request."""

from __future__ import annotations

import asyncio
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from tts.model import TtsError
from tts.serve.app import App
from tts.serve.client_connection import Connection

_HEADERS = 16_384
"""Maximum bytes of a request's headers."""
_FILES = 4096
"""Open files requested from the system; some allow 256, which 200 phones would use up."""


class Server(uvicorn.Server):
    """uvicorn's server, which records the signal that ends it and reports when it is reachable."""

    def __init__(self, config: uvicorn.Config, app: App, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._app, self._ready = app, ready
        self._warming: asyncio.Task[None] | None = None
        self.ended_by = 0
        """The signal number, or 0."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()
        self._warming = asyncio.create_task(self._app.warm())

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        def end(number: int, frame: FrameType | None) -> None:
            self.ended_by, self.should_exit, self.force_exit = number, True, True

        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The checked files for HTTPS."""

    chain: Path
    """PEM: the certificate and its intermediates."""
    key: Path


def certificate(chain: Path, key: Path) -> Certificate:
    """Check the files for HTTPS. Raises TtsError if they are not a valid certificate and key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(chain, key, password=lambda: "")
    except (ssl.SSLError, ValueError) as e:
        reason = getattr(e, "reason", None) or str(e)
        hint = (
            "give the whole chain with --cert and its key, without a password, with --key, both "
            "as PEM"
        )
        message = f"{chain} and {key} are not a certificate and its key: {reason}"
        raise TtsError(message, hint=hint) from e
    except OSError as e:
        message = f"{e.filename or chain} can't be read: {e.strerror}"
        raise TtsError(message, hint="check the path and its permissions") from e
    return Certificate(chain, key)


def run(
    app: App,
    sockets: Sequence[socket.socket],
    *,
    ready: Callable[[], None],
    secured: Certificate | None = None,
) -> int:
    """Serve until a signal arrives; returns its number. `ready` is called when requests are
    answered."""
    Connection.limit = max(64, min(1000, (_raise_limit() - 64) // 2))
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips="127.0.0.1,::1",
        workers=1,
        backlog=min(512, Connection.limit),  # so many are accepted at a time
        timeout_keep_alive=15,
        timeout_graceful_shutdown=0,
        h11_max_incomplete_event_size=_HEADERS,
        ssl_certfile=secured.chain if secured else None,
        ssl_keyfile=secured.key if secured else None,
    )
    config.load()
    if config.ssl:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
    server = Server(config, app, ready)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(
        server.serve(list(sockets))
    )  # not closed: it would wait for threads that still read
    return server.ended_by


def _raise_limit() -> int:
    """How many files may be open at once, after requesting more."""
    if sys.platform == "win32":
        return 2048
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            return wanted
    return _FILES if soft == resource.RLIM_INFINITY else soft
