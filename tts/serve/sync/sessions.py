"""Finds the token of an app's request: in the address, as a password, or through a session
cookie."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections import OrderedDict
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Final

from tts.serve.routes import Request

COOKIE: Final = "sessionid"
_MOST: Final = 1_000
"""Sessions at the same time; the oldest are dropped, and their apps send the password again."""
LASTS: Final = 30 * 86_400
"""Seconds for which a session is valid."""


class Sessions:
    """Sessions of logged-in apps, until the server ends: one per token.

    The token is checked with each request: when it is revoked, its session becomes invalid.
    """

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._tokens: OrderedDict[str, str] = OrderedDict()

    def begin(self, token: str) -> str:
        """Begin a session; returns its secret, which reveals nothing about the token and ends with
        the server."""
        session = hmac.new(self._secret, token.encode(errors="replace"), "sha256").hexdigest()
        self._tokens[session] = token
        self._tokens.move_to_end(session)
        while len(self._tokens) > _MOST:
            self._tokens.popitem(last=False)
        return session

    def end(self, request: Request) -> None:
        self._tokens.pop(_cookie(request), None)

    def token_of(self, request: Request) -> str:
        """The token of a request, empty for none. It may be invalid."""
        if request.holder and request.holder.token:
            return request.holder.token
        by_cookie = self._tokens.get(_cookie(request), "")
        return _password(request.headers.get("authorization", "")) or by_cookie

    def cookie_for(self, request: Request, token: str) -> str:
        """The new value of the cookie; empty if the client has it already, or if the token is in
        the address.

        gpodder's own library sends its password only three times, then relies on the cookie.
        """
        if not token or (request.holder and request.holder.in_path):
            return ""
        session = self.begin(token)
        return "" if _cookie(request) == session else session


def _password(header: str) -> str:
    """The password of `Authorization: Basic …`."""
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return ""
    with suppress(ValueError):
        name_and_password = base64.b64decode(encoded.strip(), validate=True).decode()
        return name_and_password.partition(":")[2]
    return ""


def _cookie(request: Request) -> str:
    with suppress(CookieError):
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
        return found.value if found else ""
    return ""
