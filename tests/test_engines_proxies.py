"""A proxy for a service: set by option or environment, used, and reported when it fails."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from tests.edge_server import EdgeServer
from tests.proxy_server import ProxyServer
from tts import audio
from tts.cli.main import cli
from tts.engines.edge.engine import Edge
from tts.engines.proxies import PROXY, proxy_for
from tts.model import Chunk, EngineError, Sentence, ServiceError, Voice

VOICE = Voice("zh-CN-XiaoxiaoNeural", "edge", "zh-CN")
CHUNK = Chunk("paragraph", (Sentence("山里的柿子红了。", "山里的柿子红了。"),), "zh-Hans")
NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "WSS_PROXY", PROXY)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeServer]:
    with EdgeServer() as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        yield server


@pytest.mark.parametrize(
    ("environment", "address", "proxy"),
    [
        ({}, "wss://speech.example", None),
        ({"HTTPS_PROXY": "http://p:1"}, "wss://speech.example", "http://p:1"),
        ({"https_proxy": "p:1"}, "https://speech.example/v1", "http://p:1"),
        ({"HTTP_PROXY": "http://p:1"}, "wss://speech.example", None),
        ({"HTTP_PROXY": "http://p:1"}, "ws://speech.example", "http://p:1"),
        ({"ALL_PROXY": "http://p:1"}, "wss://speech.example", "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "speech.example"}, "wss://speech.example", None),
        ({"HTTPS_PROXY": "http://p:1", PROXY: "http://q:2"}, "wss://speech.example", "http://q:2"),
    ],
)
def test_the_environment_is_read_as_everywhere(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], address: str, proxy: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(address) == proxy


@pytest.mark.parametrize("proxy", ["socks5://p:1", "http://", "http://p:port", "http://p:99999", "http://[::1", "[::1"])
def test_an_invalid_proxy_is_reported_before_any_request(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(EngineError) as caught:
        proxy_for("wss://speech.example")
    assert "--proxy http://HOST:PORT" in caught.value.hint


def test_every_request_goes_through_it(server: EdgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProxyServer(password="Basic YW5uOnNlY3JldA==") as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("//", "//ann:secret@"))
        engine = Edge(audio)
        assert engine.reachable() == ""
        engine.refresh_voices()
        clip = engine.speak(CHUNK, VOICE)
        engine.close()
    assert len(proxy.asked) == 3
    assert server.connections == 3
    assert clip.info.marks


def test_a_proxy_that_wants_a_password_says_so(server: EdgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProxyServer(password="Basic YW5uOnNlY3JldA==") as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with pytest.raises(ServiceError, match="407"):
            Edge(audio).speak(CHUNK, VOICE)
    assert server.connections == 0


def test_a_missing_proxy_is_named_as_the_cause(server: EdgeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProxyServer() as proxy:
        gone = proxy.url.rpartition(":")[0] + ":9"
    monkeypatch.setenv(PROXY, gone)
    with pytest.raises(ServiceError, match="the proxy can't be reached") as caught:
        Edge(audio).speak(CHUNK, VOICE)
    assert "NO_PROXY" in caught.value.hint


def test_the_option_takes_precedence_over_the_environment(
    server: EdgeServer, monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]
) -> None:
    monkeypatch.setenv(PROXY, "")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with ProxyServer() as proxy:
        spoken = ["say", "山里的柿子红了。", "--voice", VOICE.id, "--proxy", proxy.url, "-o", f"{tmp_path}/said.mp3"]
        result = CliRunner().invoke(cli, spoken)
        assert result.exit_code == 0, result.output
        assert len(proxy.asked) == server.connections == 1
    refused = CliRunner().invoke(cli, ["say", "x", "--proxy", "socks5://127.0.0.1:1"])
    assert refused.exit_code == 2
    assert "proxies of the kind socks5 are not supported" in refused.output


def test_an_invalid_address_is_reported_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = CliRunner().invoke(cli, ["say", "x", "--proxy", "http://[::1"])
    assert refused.exit_code == 2 and "no host" in refused.output
    monkeypatch.setenv("PAGECAST_EDGE_URL", "ws://[::1")
    with pytest.raises(EngineError, match="PAGECAST_EDGE_URL is 'ws://"):
        Edge(audio).speak(CHUNK, VOICE)
