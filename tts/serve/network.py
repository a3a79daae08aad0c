"""This computer's addresses, and which one a phone in the same room can most likely reach."""

from __future__ import annotations

import errno
import re
import socket
import struct
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any

from tts.model import TtsError

Address = IPv4Address | IPv6Address

PORT = 8043
"""The default port."""
_TRIES = 20
"""Following ports that are tried before any free one is taken."""
_BACKLOG = 512

_LINUX, _BSD = (0x8915, 0x8913), (0xC0206921, 0xC0206911)
"""SIOCGIFADDR and SIOCGIFFLAGS."""
_LOOPBACK, _POINT_TO_POINT = 0x8, 0x10
"""IFF_ flags; the same everywhere."""

_KINDS = (
    ("vpn", r"tun|tap|wg|utun|ppp|ipsec|tailscale|zt|nordlynx|proton|gpd|cscotun|warp"),
    (
        "virtual",
        r"docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|flannel|cali|podman|vnet|bridge|ham"
        r"|awdl|llw|anpi|ap\d",
    ),
)
"""Kinds of interfaces, by their names."""


@dataclass(frozen=True, slots=True)
class Interface:
    """An address of this computer."""

    address: Address
    name: str = ""
    """Name of the interface, if the system tells it."""
    kind: str = ""
    """`vpn`, `virtual` (containers and virtual machines), or empty for a real network."""

    @property
    def host(self) -> str:
        """The address as written in a URL."""
        return f"[{self.address}]" if self.address.version == 6 else str(self.address)


def interfaces() -> list[Interface]:
    """All addresses that others could reach, the most likely first."""
    found = {
        one.address: one for one in (*_by_host_name(), *_by_route(), *_by_name())
    }  # the last knows most
    usable = [
        one for one in found.values() if not (one.address.is_loopback or one.address.is_unspecified)
    ]
    return ranked(usable, _default())


def ranked(candidates: Sequence[Interface], default: Address | None = None) -> list[Interface]:
    """The most likely first: a private IPv4 address in a real network; among several, the one with
    the default route.

    >>> wg = Interface(ip_address("10.8.0.2"), "wg0", "vpn")
    >>> wifi = Interface(ip_address("192.168.1.7"), "wlan0")
    >>> [i.name for i in ranked([wg, wifi], default=wg.address)]
    ['wlan0', 'wg0']
    """

    def rank(one: Interface) -> tuple[Any, ...]:
        a = one.address
        return (
            a.is_link_local,  # no router gave it: the network may not be there at all
            one.kind == "virtual",
            one.kind == "vpn",
            a.version == 6,  # long to type, and not all apps take it
            not a.is_private,
            a != default,
            int(a),
        )

    return sorted(candidates, key=rank)


def kind(name: str, flags: int = 0) -> str:
    """
    >>> kind("docker0"), kind("wg0"), kind("en0"), kind("vEthernet (WSL)")
    ('virtual', 'vpn', '', 'virtual')
    """
    for known, pattern in _KINDS:
        if re.match(pattern, name, re.IGNORECASE):
            return known
    if name.startswith("vEthernet"):
        return "virtual"
    return "vpn" if flags & _POINT_TO_POINT else ""


def _default() -> Address | None:
    """The source address of packets to the Internet. Connecting a UDP socket sends nothing."""
    return _source("192.0.2.1", socket.AF_INET) or _source("2001:db8::1", socket.AF_INET6)


def _source(target: str, family: socket.AddressFamily) -> Address | None:
    with suppress(OSError, ValueError), socket.socket(family, socket.SOCK_DGRAM) as s:
        s.connect((target, 9))
        return ip_address(s.getsockname()[0].split("%")[0])
    return None


def _by_route() -> Iterator[Interface]:
    """The source addresses of packets to common home networks: works on every system, but gives no
    names."""
    for target in ("192.168.0.1", "192.168.1.1", "10.0.0.1", "172.16.0.1", "192.0.2.1"):
        if found := _source(target, socket.AF_INET):
            yield Interface(found)


def _by_host_name() -> Iterator[Interface]:
    with suppress(OSError, ValueError):
        for found in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM):
            text = str(found[4][0])
            if "%" not in text:  # a browser can't be told the interface
                yield Interface(ip_address(text))


def _by_name() -> Iterator[Interface]:
    """Every interface with its IPv4 address, and on Linux its IPv6 addresses."""
    if sys.platform == "win32":
        return
    import fcntl

    ask_address, ask_flags = _LINUX if sys.platform.startswith("linux") else _BSD
    flags: dict[str, int] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            with suppress(OSError):
                flags[name] = struct.unpack_from("H", fcntl.ioctl(s, ask_flags, request), 16)[0]
            with suppress(OSError):
                answer = fcntl.ioctl(s, ask_address, request)
                yield Interface(IPv4Address(answer[20:24]), name, kind(name, flags.get(name, 0)))
    yield from _linux_ipv6(flags)


def _linux_ipv6(flags: dict[str, int]) -> Iterator[Interface]:
    with suppress(OSError):
        for line in Path("/proc/net/if_inet6").read_text(encoding="ascii").splitlines():
            digits, _, _, scope, _, name = line.split()
            if scope == "00":  # others can't be reached from a browser
                yield Interface(
                    IPv6Address(bytes.fromhex(digits)), name, kind(name, flags.get(name, 0))
                )


# --- sockets --------------------------------------------------------------------------------------


def bind(
    port: int | None, *, everywhere: bool, wanted: int = PORT
) -> tuple[list[socket.socket], int]:
    """Listening sockets and their port: on loopback, or with `everywhere` on all interfaces, IPv4
    and IPv6 if available.

    Without `port`, `wanted` is tried, then the following ports, then any free one. Raises TtsError.
    """
    tries = [port] if port is not None else [*range(wanted, min(wanted + _TRIES, 65_536)), 0]
    for each in tries:
        try:
            return _bound(each, everywhere)
        except OSError as e:
            if e.errno not in (errno.EADDRINUSE, errno.EACCES) or each == tries[-1]:
                raise _refused(each, e) from e
    raise AssertionError


def _bound(port: int, everywhere: bool) -> tuple[list[socket.socket], int]:
    hosts = [
        (socket.AF_INET, "0.0.0.0" if everywhere else "127.0.0.1"),
        (socket.AF_INET6, "::" if everywhere else "::1"),
    ]
    sockets: list[socket.socket] = []
    try:
        for family, host in hosts:
            try:
                sockets.append(_listening(family, host, port))
            except OSError as e:
                if family == socket.AF_INET or e.errno == errno.EADDRINUSE:
                    raise
                continue  # no IPv6 here
            port = sockets[0].getsockname()[1]
    except OSError:
        for s in sockets:
            s.close()
        raise
    return sockets, port


def _listening(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    s = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let two servers share a port
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        s.bind((host, port))
        s.listen(_BACKLOG)
    except OSError:
        s.close()
        raise
    return s


def _refused(port: int, e: OSError) -> TtsError:
    why = {
        errno.EADDRINUSE: "another program uses it",
        errno.EACCES: "the system reserves it for administrators",
    }
    hint = "choose another with --port, or leave --port out to use a free one"
    return TtsError(f"port {port} can't be used: {why.get(e.errno or 0, e.strerror)}", hint=hint)
