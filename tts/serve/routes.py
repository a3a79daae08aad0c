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
    """Who asks, and for which path."""

    client: str
    """Its numeric address."""
    path: str | None
    """Path after the token, decoded; None if no published file can have it."""
    holder: Holder | None = field(repr=False)
    bare: bool = False
    """The address ended with the token, without a slash."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request, as given to a route."""

    scope: Scope
    receive: Receive
    headers: Headers
    caller: Caller
    base_url: str
    """Scheme, host and port as the client named them, ending with a slash."""
    asked: AcceptedHost
    """The name of this computer that the client used."""

    @property
    def client(self) -> str:
        """Numeric address of the client."""
        return self.caller.client

    @property
    def holder(self) -> Holder | None:
        """Holder of the token in the address or a header; None without one."""
        return self.caller.holder

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def may_add(self) -> bool:
        """The request came with a token that allows adding."""
        return self.holder is not None and ADD in self.holder.rights

    @property
    def query(self) -> str:
        return str(self.scope["query_string"].decode("latin-1"))


@dataclass(frozen=True, slots=True)
class Route:
    """Paths, and the function that answers them."""

    pattern: re.Pattern[str]
    """Matches the whole path after the token."""
    answer: Callable[[Request], Awaitable[Response]]
    methods: frozenset[str] = READING
    right: str = LISTEN
    """The right that the token must give; empty for a route that checks by itself, or needs
    none."""


def find(routes: Iterable[Route], path: str, method: str) -> tuple[Route | None, set[str]]:
    """The route for a path and method, and the methods that other routes accept for that path."""
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
    """A plain-text response; headers are named with `_` for `-`."""
    answer_headers = {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-store",
        **SAFE,
    }
    answer_headers |= {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return Response(f"{text}\n".encode(), status, answer_headers)
