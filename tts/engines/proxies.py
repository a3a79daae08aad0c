"""The proxy for a service: set by the user, otherwise by the environment."""

from __future__ import annotations

import os
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from tts.model import EngineError

PROXY = "PAGECAST_PROXY"
"""Environment variable with the proxy for speech services; `--proxy` sets it."""

HINT = "set it with --proxy http://HOST:PORT or HTTPS_PROXY; NO_PROXY lists hosts that need none"


def proxy_for(address: str) -> str | None:
    """The proxy for an address, or None. Raises EngineError if its kind is not supported.

    Web sockets use the same proxies as HTTP: HTTPS_PROXY for `wss:`, HTTP_PROXY for `ws:`,
    otherwise ALL_PROXY.
    """
    if setting := os.environ.get(PROXY, "").strip():
        return checked(setting)
    there = urlsplit(address)
    if there.hostname and proxy_bypass(there.hostname):
        return None
    proxies = getproxies()
    kind = {"ws": "http", "wss": "https"}.get(there.scheme, there.scheme)
    found = proxies.get(there.scheme) or proxies.get(kind) or proxies.get("all")
    return checked(found) if found else None


def checked(proxy: str) -> str:
    """The complete address of a proxy. Raises EngineError if it is not valid.

    >>> checked("proxy.example:3128"), checked("http://ann:secret@proxy.example:3128")
    ('http://proxy.example:3128', 'http://ann:secret@proxy.example:3128')
    """
    full = proxy if "://" in proxy else f"http://{proxy}"
    kind = full.partition("://")[0].lower()
    if kind not in ("http", "https"):
        raise EngineError(f"proxies of the kind {kind} are not supported", hint=HINT)
    if not names_a_host(full):
        raise EngineError("the address of the proxy has no host or no valid port", hint=HINT)
    return full


def names_a_host(address: str) -> bool:
    """Whether an address has a host, and a valid port if any.

    >>> names_a_host("ws://localhost:8080")
    True
    >>> names_a_host("http://[::1"), names_a_host("http://localhost:99999")
    (False, False)
    """
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
