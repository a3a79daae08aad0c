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
"""Sessions at once; the oldest go, and their apps send the password again."""
LASTS: Final = 30 * 86_400
"""Seconds."""


class Sessions:
    """Those who logged in, until the server ends: one for each token. The token is looked at with
    each request: where it is revoked, its session is worth nothing."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._tokens: OrderedDict[str, str] = OrderedDict()

    def begin(self, token: str) -> str:
        """Its secret. It tells nothing of the token, and goes with the server."""
        session = hmac.new(self._secret, token.encode(errors="replace"), "sha256").hexdigest()
        self._tokens[session] = token
        self._tokens.move_to_end(session)
        while len(self._tokens) > _MOST:
            self._tokens.popitem(last=False)
        return session

    def end(self, request: Request) -> None:
        self._tokens.pop(_cookie(request), None)

    def token_of(self, request: Request) -> str:
        """Empty for none. It may be one that nobody holds."""
        if request.holder and request.holder.token:
            return request.holder.token
        by_cookie = self._tokens.get(_cookie(request), "")
        return _password(request.headers.get("authorization", "")) or by_cookie

    def cookie_for(self, request: Request, token: str) -> str:
        """What the cookie is to be; empty where it is that already, or where the token stands in
        the address. gpodder's own library sends its password but three times, and goes on by the
        cookie."""
        if not token or (request.holder and request.holder.in_path):
            return ""
        session = self.begin(token)
        return "" if _cookie(request) == session else session


def _password(header: str) -> str:
    """Of `Authorization: Basic …`."""
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
