"""Access control: who asks for what, by which name of this computer, and the response to those who
are refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from starlette.datastructures import Headers
from starlette.responses import Response

from tts.serve import routes
from tts.serve.host_header import AcceptedHost, Hosts
from tts.serve.rights import LISTEN
from tts.serve.routes import Caller, Route, plain
from tts.serve.token_holders import Tokens

if TYPE_CHECKING:
    from starlette.types import Scope

HIDDEN = "…"
LIKE_A_TOKEN = re.compile(r"(?<![^/])[a-z2-9]{20,26}(?![^/])")
"""What may be somebody's token in a path (`owner_token.new`); no published file has such a name."""


class Gate:
    """Controls access by tokens, and by the names that this computer may be called."""

    def __init__(self, tokens: Tokens, hosts: Hosts) -> None:
        self._tokens, self._hosts = tokens, hosts

    def caller(self, scope: Scope) -> Caller:
        """Who asks, by the token at the beginning of the path or in a header; and for which
        path."""
        raw: bytes = scope["raw_path"]
        first, slash, rest = raw[1:].partition(b"/")
        client = _client(scope)
        if raw[:1] == b"/" and (holder := self._tokens.holder(first.decode("latin-1"))):
            return Caller(client, _decoded(rest), replace(holder, in_path=True), bare=not slash)
        given = _bearer(Headers(scope=scope))
        holder = self._tokens.holder(given) or self._tokens.everybody
        return Caller(client, _decoded(raw[1:]), holder)

    def stopped(
        self, caller: Caller, route: Route | None, method: str, methods: set[str]
    ) -> Response | None:
        """The response to a refused request, or None. Without a token, every path gets the same
        response."""
        holder, right = caller.holder, route.right if route else LISTEN
        if holder is None:
            return self._unknown(caller) if right else None
        if caller.bare:
            return plain(308, "", location=f"/{holder.token}/")
        if right and right not in holder.rights:
            return plain(403, f"This token does not allow you to {right}.")
        if method not in routes.READING and route is None:
            return _not_understood(routes.READING | methods)
        return None

    def _unknown(self, caller: Caller) -> Response:
        """Clients that keep asking without a valid token are told to wait; those with one are
        admitted regardless."""
        guessed = self._tokens.guessed
        if guessed.wait(caller.client):
            return plain(429, "Too many requests", retry_after="60")
        guessed.count(caller.client)
        return plain(404, "Not found")

    def asked(self, scope: Scope, headers: Headers) -> AcceptedHost | None:
        """The host by which the client asks; None if it is not one of ours."""
        server = scope.get("server") or ("127.0.0.1", None)
        host = f"[{server[0]}]" if ":" in server[0] else server[0]
        return self._hosts.check(headers.get("host") or f"{host}:{server[1]}")

    def shown_path(self, caller: Caller) -> str:
        """The path for the log: without a token, even if an address contains it twice."""
        if caller.path is None or caller.holder is None:
            return HIDDEN
        path = caller.path
        for token in filter(None, (caller.holder.token, self._tokens.owner)):
            path = path.replace(token, HIDDEN)
        path = LIKE_A_TOKEN.sub(HIDDEN, path)
        return "/" + quote(path)[:200].replace(quote(HIDDEN), HIDDEN)


def _not_understood(methods: Collection[str]) -> Response:
    *others, last = sorted(methods)
    text = f"Only {', '.join(others)} and {last} are allowed here."
    return plain(405, text, allow=", ".join([*others, last]))


def _decoded(raw: bytes) -> str | None:
    """The path, decoded once; None if no published file can have it."""
    try:
        text = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() and "\\" not in text else None


def _bearer(headers: Headers) -> str:
    """The token of `Authorization: Bearer TOKEN`."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return ""
    return token.strip()


def _client(scope: Scope) -> str:
    host = str((scope.get("client") or ("?",))[0])
    return host.removeprefix("::ffff:") if re.fullmatch(r"[0-9A-Fa-f:.]+", host) else "?"
