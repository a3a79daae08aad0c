"""Parts of the server that make decisions, without a server."""

from __future__ import annotations

import re
import socket
from ipaddress import ip_address
from pathlib import Path

import pytest

from tts.locale.language_tags import preferred
from tts.model import TtsError
from tts.serve import network, owner_token
from tts.serve.host_header import Hosts
from tts.serve.network import Interface, kind, ranked
from tts.serve.terminal_qr import qr


def on(address: str, name: str = "") -> Interface:
    return Interface(ip_address(address), name, kind(name))


# --- which address ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "default", "best"),
    [
        (["172.17.0.1 docker0", "192.168.1.7 wlan0"], "192.168.1.7", "wlan0"),
        (["10.8.0.2 tun0", "192.168.1.7 wlan0"], "10.8.0.2", "wlan0"),  # the VPN leads out, the phone is in the room
        (["100.101.102.103 tailscale0", "10.0.0.9 en0"], "10.0.0.9", "en0"),
        (["192.168.1.7 wlan0", "192.168.1.8 eth0"], "192.168.1.8", "eth0"),
        (["192.168.122.1 virbr0", "192.168.56.1 vboxnet0", "10.1.1.4 enp3s0"], "10.1.1.4", "enp3s0"),
        (["169.254.3.4 eth0", "192.168.1.7 wlan0"], None, "wlan0"),
        (["fd00::5 wlan0", "192.168.1.7 wlan0"], "192.168.1.7", "wlan0"),
        (["1.2.3.4 eth0", "192.168.1.7 eth1"], "1.2.3.4", "eth1"),
        (["10.8.0.2 wg0", "172.17.0.1 docker0"], "10.8.0.2", "wg0"),  # better than nothing
        (["fd00::5 wlan0"], None, "wlan0"),
        (["192.168.64.1 bridge100", "192.168.1.7 en0"], "192.168.1.7", "en0"),
        (["172.20.0.1 vEthernet (WSL)", "192.168.1.7 Wi-Fi"], None, "Wi-Fi"),
    ],
)
def test_the_address_that_a_phone_in_the_room_can_reach(found: list[str], default: str | None, best: str) -> None:
    interfaces = [on(*each.split(" ", 1)) for each in found]
    for order in (interfaces, interfaces[::-1]):
        assert ranked(order, ip_address(default) if default else None)[0].name == best


def test_this_computer_has_an_address_with_a_name() -> None:
    for one in network.interfaces():
        assert not one.address.is_loopback
        with socket.socket(socket.AF_INET6 if one.address.version == 6 else socket.AF_INET) as s:
            s.bind((str(one.address), 0))


def test_an_ipv6_address_is_in_brackets() -> None:
    assert on("fd00::5").host == "[fd00::5]" and on("10.0.0.1").host == "10.0.0.1"


def test_a_port_that_is_taken_is_passed_by_unless_it_was_named() -> None:
    first, port = network.bind(None, everywhere=False)
    second, other = network.bind(None, everywhere=False, wanted=port)
    try:
        assert other != port and all(s.getsockname()[1] == other for s in second)
        with pytest.raises(TtsError, match=f"port {port} can't be used: another program"):
            network.bind(port, everywhere=False)
    finally:
        for s in (*first, *second):
            s.close()


# --- names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "host", "loopback"),
    [
        ("192.168.1.7:8043", "192.168.1.7:8043", False),
        ("[FD00::7]:8043", "[fd00::7]:8043", False),
        ("[::1]", "[::1]", True),
        ("LocalHost:1", "localhost:1", True),
        ("kitchen:8043", "kitchen:8043", False),
        ("kitchen.fritz.box", "kitchen.fritz.box", False),
        ("Kitchen.local.", "kitchen.local", False),
        ("other.local", "other.local", False),
        ("nas.example.org", "nas.example.org", False),
    ],
)
def test_names_of_this_computer(header: str, host: str, loopback: bool) -> None:
    asked = Hosts(["NAS.example.org"], machine="Kitchen").check(header)
    assert asked and (asked.host, asked.loopback) == (host, loopback)


@pytest.mark.parametrize(
    "header", ["kitchen.example.org", "example.org", "local", "kitchen.local.evil.org", "2130706433"]
)
def test_names_that_others_could_own(header: str) -> None:
    assert Hosts(["nas.example.org"], machine="kitchen").check(header) is None


# --- what is kept -------------------------------------------------------------------------------------------


def test_tokens_are_long_and_can_be_typed() -> None:
    made = {owner_token.new() for _ in range(200)}
    assert len(made) == 200 and all(owner_token.valid(t) and re.fullmatch(r"[a-z2-9]{20}", t) for t in made)
    assert not any(set(t) & set("01lo") for t in made)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"token": 5, "port": "x"}', '{"token": "../../../x", "port": 99999}']
)
def test_damaged_files_are_ignored(tmp_path: Path, content: str) -> None:
    place = owner_token.places(tmp_path)[0]
    place.parent.mkdir(exist_ok=True)
    place.write_text(content, encoding="utf-8")
    assert owner_token.read(tmp_path) == owner_token.OwnerToken()
    assert owner_token.keep(tmp_path, owner_token.OwnerToken("abcdefgh", 8043))
    assert owner_token.read(tmp_path) == owner_token.OwnerToken("abcdefgh", 8043)


# --- the terminal -------------------------------------------------------------------------------------------

ADDRESS = "http://192.168.178.120:8043/abcdefghjkmnpqrst234/"


def cells(lines: list[str]) -> list[list[int]]:
    """Rows of modules, from the characters as a terminal draws them."""
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    rows: list[list[int]] = []
    for line in lines:
        assert line.startswith("\x1b[38;5;16;48;5;231m") and line.endswith("\x1b[0m")
        pairs = [halves[char] for char in re.sub(r"\x1b\[[\d;]*m", "", line)]
        rows += [[upper for upper, _ in pairs], [lower for _, lower in pairs]]
    return rows


@pytest.mark.parametrize("columns", [80, 34])
def test_a_camera_reads_the_code(columns: int) -> None:
    import numpy as np
    import zxingcpp

    lines, needed = qr(ADDRESS, columns)
    drawn = np.array(cells(lines), dtype=np.uint8)
    assert drawn.shape[1] == needed <= columns
    picture = np.where(np.kron(drawn, np.ones((6, 6), dtype=np.uint8)) == 1, 0, 255).astype(np.uint8)
    dark = np.zeros((picture.shape[0] + 60, picture.shape[1] + 60), dtype=np.uint8)  # a dark terminal around it
    dark[30:-30, 30:-30] = picture
    assert [found.text for found in zxingcpp.read_barcodes(dark)] == [ADDRESS]


def test_no_code_is_drawn_where_it_would_break() -> None:
    lines, needed = qr(ADDRESS, 30)
    assert lines == [] and needed > 30


# --- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("zh-Hant-HK", "zh-Hant"), ("zh-SG,en", "zh-Hans"), ("en-GB,zh;q=0.9", "en"),
     ("fr;q=1.0,zh-TW;q=0.9,zh;q=0.8", "zh-Hant"), ("*", "en"), ("zh;q=0,en;q=0.1", "en"),
     (";;;,q=,,", "en"), ("zh" * 5000, "en")],
)  # fmt: skip
def test_the_requested_language_is_chosen(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
