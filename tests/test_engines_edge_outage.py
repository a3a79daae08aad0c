"""An online service that refuses everything for a while: one request probes for all, and the run completes."""

from __future__ import annotations

import importlib.metadata
import io
import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import click
import pytest
from edge_tts.drm import DRM
from rich.console import Console

from tests.commands import fine
from tests.edge_server import EdgeServer, outage
from tests.waiting import until
from tts import audio
from tts.cli.options import opened_show, wait_to_environment
from tts.cli.progress import Bar
from tts.engines.edge import client
from tts.engines.edge.client import Limits
from tts.engines.edge.engine import Edge
from tts.engines.edge.outage import Outage
from tts.engines.verify import speak
from tts.model import Chunk, EngineError, HeldUp, LibraryError, Sentence, TtsError, Voice

VOICE = Voice("zh-CN-XiaoxiaoNeural", "edge", "zh-CN")
CHUNKS = [
    Chunk("paragraph", (Sentence(f"第{n}棵树上，柿子红了。", f"第{n}棵树上，柿子红了。"),), "zh-Hans")
    for n in range(20)
]


def engine_at(server: EdgeServer, monkeypatch: pytest.MonkeyPatch, wait: float) -> Edge:
    monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
    engine = Edge(audio)
    engine.limits = Limits(connect=60, message=60, whole=60, wait=wait)
    return engine


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


@pytest.mark.parametrize("kind", ["503", "403"])
@pytest.mark.parametrize("chunks", [2, 5])
def test_a_short_article_asks_no_more_than_three_times_a_chunk(
    chunks: int, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EdgeServer(faults=outage(kind, 1.0)) as server:
        engine = engine_at(server, monkeypatch, wait=60)
        with ThreadPoolExecutor(engine.workers) as pool:
            list(pool.map(lambda c: speak(engine, c, VOICE), CHUNKS[:chunks]))
        engine.close()
        assert 1 <= server.refused <= chunks, "nothing was asked until it was over"
        assert server.connections == server.refused + chunks


@pytest.mark.parametrize("chunks", [1, 2, 3, 4, 5, 20, 60])
def test_in_a_minute_there_are_no_more_failed_probes_than_waiting_chunks(chunks: int) -> None:
    stands = Outage(began=0.0, latest=0.0, probes=0, reason="HTTP 503")
    while stands.next_probe(chunks, patience=120) < 60:
        stands = stands.after_probe(stands.next_probe(chunks, patience=120), "HTTP 503")
    assert stands.probes <= min(chunks, 5)
    assert stands.next_probe(chunks, patience=120) == pytest.approx(64)
    first = Outage(0.0, 0.0, 0, "").next_probe(chunks, patience=120)
    assert 2 <= first <= 8.001, "a hiccup of two seconds costs no more than eight"


def test_when_patience_ends_it_is_asked_once_more() -> None:
    stands = Outage(began=0.0, latest=8.0, probes=1, reason="HTTP 503")
    assert stands.next_probe(1, patience=20) == 20
    assert not stands.exhausts(20)
    assert stands.after_probe(20.1, "HTTP 503").exhausts(20)


def test_a_day_of_probes_is_no_overflow() -> None:
    late = Outage(began=0.0, latest=86_000.0, probes=3000, reason="")
    assert late.next_probe(60, patience=100_000) == 86_030


def test_a_403_is_asked_again_only_with_another_token(monkeypatch: pytest.MonkeyPatch) -> None:
    with EdgeServer(faults=["403", "403", "ok"]) as server:
        engine = engine_at(server, monkeypatch, wait=0)
        with pytest.raises(EngineError, match="403"):
            engine.speak(CHUNKS[0], VOICE)
        assert server.connections == 1, "the clock is right: the token would be the same"
        monkeypatch.setattr(DRM, "clock_skew_seconds", 3600.0)
        engine.speak(CHUNKS[0], VOICE)
        assert server.connections == 3, "the clock was an hour off, and is corrected"
        engine.close()


def test_the_command_reports_how_long_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING", logger="tts")  # a command before this one may have been verbose
    paragraphs = "\n\n".join(chunk.text for chunk in CHUNKS[:4])
    (tmp_path / "a.md").write_text(f"# 柿子\n\n{paragraphs}\n", encoding="utf-8")
    monkeypatch.setenv("PAGECAST_WAIT", "60")
    with EdgeServer(faults=outage("503", 2.5)) as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        named = ("--engine", "edge", "--voice", VOICE.id, "-o", str(tmp_path / "show"))
        made = fine("make", str(tmp_path / "a.md"), *named, "--json")
    assert re.search(r"waiting for the online service, \d s of 1 min; asked again in \d s: .*HTTP 503", made.stderr)
    assert re.search(r"the online service answers again after [345] s", made.stderr)
    (episode,) = json.loads(made.stdout)["episodes"]
    assert episode["spoken"] == 5 and 2 <= episode["waited"] <= 6
    assert not caplog.messages, "it is told once"


def test_the_bar_shows_how_long_it_waits() -> None:
    shown = io.StringIO()
    bar = Bar(Console(file=shown, force_terminal=True, width=120))
    bar._show(60, bar._spoken_so_far())
    with bar.bar:
        bar.held_up(HeldUp("the online service", 34.2, 120.0, 30.0, "the online service refused: HTTP 503"))
        bar.bar.refresh()
        assert "waiting for the online service, 34 s of 2 min" in shown.getvalue()
        assert shown.getvalue().count("HTTP 503") == 1
        bar.held_up(HeldUp("the online service", 35.2, 120.0, 29.0, "the online service refused: HTTP 503"))
        assert shown.getvalue().count("HTTP 503") == 1
        shown.truncate(0)
        bar.held_up(None)
        bar.bar.refresh()
        assert "waiting" not in shown.getvalue() and "chunks" in shown.getvalue()


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
    assert "has not answered for" in errors[-1].message and "HTTP 503" in errors[-1].message
    assert "--wait" in errors[-1].hint


def test_closing_ends_the_waiting_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with EdgeServer(faults=lambda number: "503") as server:
        engine = engine_at(server, monkeypatch, wait=3600)
        caught: list[Exception] = []
        stop = threading.Event()

        def ask() -> None:
            with pytest.raises(EngineError) as error:
                speak(engine, CHUNKS[0], VOICE, stop=stop)
            caught.append(error.value)

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        until(lambda: server.connections, "it is asked, and refuses")
        time.sleep(0.3)  # until they wait
        stop.set()
        engine.close()
        for thread in threads:
            thread.join(60)
        assert len(caught) == 6, "none waits for ten minutes"


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


def test_the_wait_is_two_minutes_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAGECAST_WAIT", raising=False)
    assert client.wait_asked() == 120
    monkeypatch.setenv("PAGECAST_WAIT", "0")
    assert client.wait_asked() == 0


@pytest.mark.parametrize("value", ["soon", "-1", "1y", "nan", "²"])
def test_an_invalid_time_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(click.BadParameter, match="not a duration"):
        wait_to_environment(click.Context(click.Command("make")), click.Option(["--wait"]), value)
    (tmp_path / "show.toml").write_text(f'wait = "{value}"\n', encoding="utf-8")
    with pytest.raises(LibraryError, match=r"show\.toml: wait: .*not a duration"):
        opened_show(tmp_path)


def test_the_show_sets_the_wait_if_nothing_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "show.toml").write_text('wait = "5min"\n', encoding="utf-8")
    monkeypatch.setenv("PAGECAST_WAIT", "7")
    opened_show(tmp_path)
    assert client.wait_asked() == 7
    monkeypatch.delenv("PAGECAST_WAIT")
    opened_show(tmp_path)
    assert client.wait_asked() == 300
