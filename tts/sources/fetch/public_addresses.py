"""Which addresses a fetch may connect to.

An article's address may come from anybody, so it must not lead into the network that Pagecast runs
in (server-side request forgery): only globally routable addresses are allowed, however they are
written.
"""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

ODD_IPV4 = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)
"""One to four numbers in decimal, octal or hex, as accepted by `inet_aton` and most resolvers."""

CARRIERS = (
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (IPv6Network("64:ff9b:1::/48"), 0),  # local-use NAT64, RFC 8215
    (IPv6Network("2002::/16"), 80),  # 6to4, RFC 3056
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped, RFC 4291
    (IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated, RFC 2765
    (IPv6Network("::/96"), 0),  # IPv4-compatible, deprecated
)
"""IPv6 networks that embed an IPv4 address, and the number of bits after it."""

NEVER = (IPv4Network("192.88.99.0/24"), IPv4Network("168.63.129.16/32"))
"""6to4 relays, and an address that exists only inside Azure: global according to the registry, but
not in practice."""


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is, in any form that a resolver accepts; None for a name.

    >>> literal("2130706433"), literal("0177.0.0.1"), literal("[::1]"), literal("example.org")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), IPv6Address('::1'), None)
    """
    host = host.strip("[]").rstrip(".")
    try:
        return ip_address(host)
    except ValueError:
        pass
    if not ODD_IPV4.fullmatch(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is globally routable unicast, also when embedded in IPv6.

    >>> [is_public(ip_address(a)) for a in ("9.9.9.9", "64:ff9b::a00:1", "::ffff:127.0.0.1")]
    [True, False, False]
    """
    if isinstance(address, IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return is_public(carried)
        if address.is_site_local:
            return False
    elif any(address in network for network in NEVER):
        return False
    return address.is_global and not address.is_multicast


def _carried(address: IPv6Address) -> IPv4Address | None:
    for network, behind in CARRIERS:
        if address in network:
            return IPv4Address((int(address) >> behind) & 0xFFFFFFFF)
    return None
