"""The table of routes that functions answer, besides the files of the show."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.responses import Response

from tts.serve.host_header import AcceptedHost
from tts.serve.responses import SAFE
from tts.serve.rights import ADD, LISTEN, Holder

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

READING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and for what."""

    client: str
    """Its address in digits."""
    path: str | None
    """Behind the token, decoded; None for one that no file of ours has."""
    holder: Holder | None = field(repr=False)
    bare: bool = False
    """There was a token, and no slash behind it."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a route is given."""

    scope: Scope
    receive: Receive
    headers: Headers
    caller: Caller
    base_url: str
    """Scheme, host and port as the client named them, with a slash at the end."""
    asked: AcceptedHost
    """The name of this computer that the client used."""

    @property
    def client(self) -> str:
        """Its address in digits."""
        return self.caller.client

    @property
    def holder(self) -> Holder | None:
        """Whose token came with the address or in a header; None where none did."""
        return self.caller.holder

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def may_add(self) -> bool:
        """A token for it came with the address or in a header."""
        return self.holder is not None and ADD in self.holder.rights

    @property
    def query(self) -> str:
        return str(self.scope["query_string"].decode("latin-1"))


@dataclass(frozen=True, slots=True)
class Route:
    """Paths, and what answers them."""

    pattern: re.Pattern[str]
    """Of the whole path behind the token."""
    answer: Callable[[Request], Awaitable[Response]]
    methods: frozenset[str] = READING
    right: str = LISTEN
    """What a token has to give; empty for a route that asks for one itself, or for none."""


def find(routes: Iterable[Route], path: str, method: str) -> tuple[Route | None, set[str]]:
    """The route for a path and method, and the methods that other routes take for that path."""
    found = None
    methods: set[str] = set()
    for route in routes:
        if not route.pattern.fullmatch(path):
            continue
        methods.update(route.methods)
        if found is None and method in route.methods:
            found = route
    return found, methods


def plain(status: int, text: str, **headers: Any) -> Response:
    """A sentence; headers are named with `_` for `-`."""
    answer_headers = {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-store",
        **SAFE,
    }
    answer_headers |= {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return Response(f"{text}\n".encode(), status, answer_headers)
