"""The address of a request, from its Host header: it goes into the feed, so it has to be one of
ours.

A name that somebody else's server resolves to this computer (DNS rebinding) would let a web page
read the show through its visitor's browser. Only numeric addresses, names of this computer, and
what `--host` allows are accepted.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

_HOST = re.compile(
    r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9](?:[A-Za-z0-9-]|\.(?!\.)){0,252})(?::([0-9]{1,5}))?"
)
_NEARBY = ("local", "lan", "home", "home.arpa", "internal", "fritz.box", "localdomain")
"""Endings of names that no server on the Internet has."""


@dataclass(frozen=True, slots=True)
class AcceptedHost:
    """An accepted Host header."""

    host: str
    """In lower case, IPv6 in brackets, with the port if there is one."""
    loopback: bool = False
    """It is a loopback address, which only this computer can use."""


class Hosts:
    """The names that this computer may be called."""

    def __init__(self, allowed: Iterable[str] = (), machine: str | None = None) -> None:
        self._names = {name.lower().rstrip(".") for name in allowed} | _own(machine)

    def check(self, header: str) -> AcceptedHost | None:
        """The address in a Host header; None if it is not ours or not an address."""
        match = _HOST.fullmatch(header)
        if not match or int(match[2] or 1) not in range(1, 65_536):
            return None
        name, port = match[1].lower().rstrip("."), f":{match[2]}" if match[2] else ""
        digits = _digits(name)
        if digits is not None:
            return AcceptedHost(f"{name}{port}", digits)
        if name == "localhost" or name.endswith(".localhost"):
            return AcceptedHost(f"{name}{port}", True)
        return (
            AcceptedHost(f"{name}{port}")
            if name in self._names or name.endswith(".local")
            else None
        )


def _digits(name: str) -> bool | None:
    """Whether a numeric address is loopback; None for a name."""
    with suppress(ValueError):
        address = ip_address(name.strip("[]"))
        if (address.version == 6) == name.startswith("["):
            return address.is_loopback or address.is_unspecified
    return None


def _own(machine: str | None) -> set[str]:
    """The machine's name, alone and with the endings used in home networks."""
    name = (socket.gethostname() if machine is None else machine).lower().rstrip(".")
    if not name:
        return set()
    short = name.split(".")[0]
    return {name, short, *(f"{short}.{ending}" for ending in _NEARBY)}
