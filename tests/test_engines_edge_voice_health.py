"""A voice of the online service that does not answer while others do: it is reported, and replaced on request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.edge_server import EdgeServer
from tts import audio
from tts.cache import Cache
from tts.engines.edge.client import Limits
from tts.engines.edge.congestion import queue_for
from tts.engines.edge.engine import Edge
from tts.engines.edge.voice_health import HEALTH, REST, SUSPECTED_AFTER, Health
from tts.engines.verify import speak
from tts.episode import pipeline
from tts.episode.options import Options
from tts.model import Chunk, EngineError, Sentence, TtsError, Voice, VoiceIll
from tts.show import library

ILL = "zh-CN-XiaoxiaoNeural"
VOICE = Voice(ILL, "edge", "zh-CN", gender="female")
STORY = "# 柿子\n\n" + "\n\n".join(f"第{n}棵树上，柿子红了。" for n in range(8)) + "\n"


def chunk(text: str) -> Chunk:
    return Chunk("paragraph", (Sentence(text, text),), "zh-Hans")


def options(**more: bool) -> Options:
    return Options(engine="edge", voice=ILL, **more)  # type: ignore[arg-type]


@pytest.fixture(params=["no audio", "stall", "400"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeServer]:
    patience = 2 if request.param == "stall" else 60
    short = Limits(connect=60, message=patience, whole=2 * patience, wait=240)
    monkeypatch.setattr("tts.engines.edge.engine.Limits", lambda: short)
    monkeypatch.setattr("tts.engines.edge.engine.client.wait_asked", lambda: 240.0)
    with EdgeServer(ill={ILL: request.param}) as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        yield server


def test_an_ill_voice_is_reported_with_the_nearest(server: EdgeServer, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(STORY, encoding="utf-8")
    show = library.open_show(tmp_path / "show")
    with pytest.raises(VoiceIll, match=f"{ILL} does not answer, while other") as caught:
        pipeline.make(str(tmp_path / "a.md"), show, options(), cache=Cache(tmp_path / "clips"))
    assert "zh-CN-liaoning-XiaobeiNeural" in caught.value.message and "--fallback" in caught.value.hint
    assert caught.value.exit_code == 1
    assert server.connections < 60


def test_fallback_takes_the_nearest_and_the_episode_is_whole(server: EdgeServer, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(STORY, encoding="utf-8")
    show = library.open_show(tmp_path / "show")
    made = pipeline.make(str(tmp_path / "a.md"), show, options(fallback=True), cache=Cache(tmp_path / "clips"))
    assert made.episode.manifest.voice == "zh-CN-liaoning-XiaobeiNeural"
    assert "ill" in made.reason
    said = json.loads((made.episode.folder / "script.json").read_text(encoding="utf-8"))
    assert len(said["chunks"]) == 9


@pytest.mark.parametrize("fallback", [False, True])
def test_a_handshake_refused_with_400_is_reported_with_its_status(
    fallback: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relay does this for some voices: four attempts, then the list, the voice once more, and the nearest one."""
    (tmp_path / "a.md").write_text(STORY, encoding="utf-8")
    show = library.open_show(tmp_path / "show")
    asked = Options(engine="edge", voice=ILL, fallback=fallback, jobs=1)
    with EdgeServer(faults=["400"] * (SUSPECTED_AFTER + 2)) as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        if fallback:
            made = pipeline.make(str(tmp_path / "a.md"), show, asked, cache=Cache(tmp_path / "clips"))
            assert made.episode.manifest.voice == "zh-CN-liaoning-XiaobeiNeural"
            assert made.spoken == 9
        else:
            with pytest.raises(VoiceIll, match=f"{ILL} does not answer, while other") as caught:
                pipeline.make(str(tmp_path / "a.md"), show, asked, cache=Cache(tmp_path / "clips"))
            assert "HTTP 400" in caught.value.message
            assert "zh-CN-liaoning-XiaobeiNeural" in caught.value.hint and "--fallback" in caught.value.hint
        assert not queue_for(server.url).is_out


def test_other_voices_continue_while_one_is_ill(server: EdgeServer) -> None:
    """The pause is for the voice, not for the service."""
    engine = Edge(audio)
    other = Voice("zh-CN-YunyangNeural", "edge", "zh-CN", gender="male")

    def outcome(number: int) -> str:
        try:
            speak(engine, chunk(f"第{number}棵树。"), VOICE if number % 2 else other)
        except TtsError as error:
            return type(error).__name__
        return "spoken"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(outcome, range(16)))
    engine.close()
    assert outcomes[::2] == ["spoken"] * 8
    assert set(outcomes[1::2]) == {"VoiceIll"}
    assert not queue_for(server.url).is_out


def test_a_text_that_gives_no_sound_is_no_fault_of_the_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same voice speaks another text: the text is reported, not the voice."""
    with EdgeServer(faults=lambda number: "ok") as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        engine = Edge(audio)
        for _ in range(SUSPECTED_AFTER):
            HEALTH.failed(VOICE)
        engine._check_health(VOICE, "no audio")
        assert not HEALTH.is_ill(ILL)
        engine.close()


def test_it_is_found_ill_whichever_of_its_failures_is_counted_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fourth failure may be that of an engine, or of a thread, that has not asked for the list yet."""
    with EdgeServer(ill={ILL: "no audio"}) as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        for _ in range(SUSPECTED_AFTER - 1):
            HEALTH.failed(VOICE)
        engine = Edge(audio)
        with pytest.raises(VoiceIll):
            engine.speak(chunk("柿子红了。"), VOICE)
        engine.close()


def test_an_outage_is_no_illness(monkeypatch: pytest.MonkeyPatch) -> None:
    with EdgeServer(faults=lambda number: "no audio") as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        engine = Edge(audio)
        with pytest.raises(EngineError) as caught:
            speak(engine, chunk("柿子红了。"), VOICE)
        engine.close()
    assert not isinstance(caught.value, VoiceIll)


def test_after_ten_minutes_it_is_asked_again() -> None:
    now = [0.0]
    health = Health(lambda: now[0])
    health.mark_ill(VOICE, "HTTP 400")
    assert health.is_ill(ILL.lower())
    now[0] = REST + 1
    assert not health.is_ill(ILL)


def test_an_ill_voice_is_diagnosed_once_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing answers, as in an outage without responses: a failed check is remembered, and no thread waits for
    another's."""
    with EdgeServer(faults=lambda number: "stall") as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        engine = Edge(audio)
        engine.limits = Limits(connect=60, message=0.5, whole=1, wait=0)
        for _ in range(SUSPECTED_AFTER):
            HEALTH.failed(VOICE)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: engine._check_health(VOICE, "a stall"), range(16)))
        engine.close()
        assert server.listings <= 1 and server.connections <= 4
