"""An online service that refuses everything for a while: one request stands for all, and the run ends whole."""

from __future__ import annotations

import importlib.metadata
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import click
import pytest

from tests.edge_server import EdgeServer
from tts import audio
from tts.cli.options import heeded_wait, opened_show
from tts.engines.edge import client
from tts.engines.edge.client import Limits
from tts.engines.edge.engine import Edge
from tts.engines.verify import speak
from tts.model import Chunk, EngineError, LibraryError, Sentence, TtsError, Voice

VOICE = Voice("zh-CN-XiaoxiaoNeural", "edge", "zh-CN")
CHUNKS = [
    Chunk("paragraph", (Sentence(f"第{n}棵树上，柿子红了。", f"第{n}棵树上，柿子红了。"),), "zh-Hans")
    for n in range(20)
]


def engine_at(server: EdgeServer, monkeypatch: pytest.MonkeyPatch, wait: float) -> Edge:
    monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
    engine = Edge(audio)
    engine.limits = Limits(connect=2, message=2, whole=5, wait=wait)
    return engine


def outage(kind: str, seconds: float, after: int = 0):  # type: ignore[no-untyped-def]
    """From the request of that number on the service refuses for so many seconds."""
    began: list[float] = []

    def fault(number: int) -> str:
        if number < after:
            return "ok"
        began.append(time.monotonic())
        return kind if time.monotonic() - began[0] < seconds else "ok"

    return fault


@pytest.mark.parametrize(("kind", "after"), [("503", 6), ("403", 0)])
def test_an_outage_costs_few_requests_and_no_chunk(monkeypatch: pytest.MonkeyPatch, kind: str, after: int) -> None:
    with EdgeServer(faults=outage(kind, 1.0, after)) as server:
        engine = engine_at(server, monkeypatch, wait=60)
        with ThreadPoolExecutor(engine.workers) as pool:
            clips = list(pool.map(lambda c: speak(engine, c, VOICE), CHUNKS))
        engine.close()
        assert server.connections <= 3 * len(CHUNKS)
    with EdgeServer() as sound:
        engine = engine_at(sound, monkeypatch, wait=0)
        assert [c.audio for c in clips] == [engine.speak(c, VOICE).audio for c in CHUNKS]
        engine.close()


def test_after_the_wait_all_give_up_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def error_of(chunk: Chunk) -> TtsError:
        with pytest.raises(EngineError) as caught:
            speak(engine, chunk, VOICE)
        return caught.value

    with EdgeServer(faults=lambda number: "503") as server:
        engine = engine_at(server, monkeypatch, wait=1.5)
        with ThreadPoolExecutor(engine.workers) as pool:
            errors = list(pool.map(error_of, CHUNKS))
        engine.close()
        assert server.connections <= 20
    assert "has given nothing for" in errors[-1].message and "HTTP 503" in errors[-1].message
    assert "--wait" in errors[-1].hint


def test_closing_ends_the_waiting_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with EdgeServer(faults=lambda number: "503") as server:
        engine = engine_at(server, monkeypatch, wait=600)
        caught: list[Exception] = []
        stop = threading.Event()

        def ask() -> None:
            with pytest.raises(EngineError) as error:
                speak(engine, CHUNKS[0], VOICE, stop=stop)
            caught.append(error.value)

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        time.sleep(0.7)
        began = time.monotonic()
        stop.set()
        engine.close()
        for thread in threads:
            thread.join(5)
        assert len(caught) == 6 and time.monotonic() - began < 2


@pytest.mark.parametrize(("installed", "older"), [("7.2.8", True), ("7.3.0", True), ("7.3.1", False)])
def test_a_403_with_an_older_client_says_so(monkeypatch: pytest.MonkeyPatch, installed: str, older: bool) -> None:
    with EdgeServer(faults=lambda number: "403") as server:
        engine = engine_at(server, monkeypatch, wait=0)
        monkeypatch.setattr(importlib.metadata, "version", lambda name: installed)
        with pytest.raises(EngineError, match="403") as caught:
            engine.speak(CHUNKS[0], replace(VOICE))
        engine.close()
    assert ("is older than the service" in caught.value.hint) == older
    assert "pip install -U edge-tts" in caught.value.hint


def test_the_wait_is_two_minutes_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAGECAST_WAIT", raising=False)
    assert client.wait_asked() == 120
    monkeypatch.setenv("PAGECAST_WAIT", "0")
    assert client.wait_asked() == 0


@pytest.mark.parametrize("value", ["soon", "-1", "1d", "nan", "²"])
def test_what_is_no_time_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(click.BadParameter, match="no length of time"):
        heeded_wait(click.Context(click.Command("make")), click.Option(["--wait"]), value)
    (tmp_path / "show.toml").write_text(f'wait = "{value}"\n', encoding="utf-8")
    with pytest.raises(LibraryError, match=r"show\.toml: wait: .*no length of time"):
        opened_show(tmp_path)


def test_a_show_says_how_long_where_nobody_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "show.toml").write_text('wait = "5min"\n', encoding="utf-8")
    monkeypatch.setenv("PAGECAST_WAIT", "7")
    opened_show(tmp_path)
    assert client.wait_asked() == 7
    monkeypatch.delenv("PAGECAST_WAIT")
    opened_show(tmp_path)
    assert client.wait_asked() == 300
