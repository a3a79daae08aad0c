"""The online engine against a server with the service's protocol and all its kinds of failure."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from tenacity import wait_none

from tests.edge_server import FAULTS, VOICES, EdgeServer
from tests.waiting import until
from tts import audio
from tts.engines.edge import client
from tts.engines.edge import voices as edge_voices
from tts.engines.edge.client import Limits
from tts.engines.edge.engine import Edge
from tts.engines.verify import speak, verify
from tts.model import Chunk, EngineError, Sentence, ServiceError, TextTooLong, TryAgain, Voice, VoiceNotFound

VOICE = Voice("zh-CN-XiaoxiaoNeural", "edge", "zh-CN")
TEXT = "秋天的山里，2021年的柿子红了。爷爷把梯子靠在树上，一个一个地摘。谁来得早，谁就能吃到最甜的那个！"

PATIENT = Limits(connect=60, message=60, whole=60)
"""What no machine is too busy for."""
QUICK = Limits(connect=60, message=2, whole=2)
"""Ends what the server leaves hanging."""

Start = Callable[..., tuple[EdgeServer, Edge]]


def chunk(*sentences: str | tuple[str, str], language: str = "zh-Hans") -> Chunk:
    pairs = [(s, s) if isinstance(s, str) else s for s in sentences]
    return Chunk("paragraph", tuple(Sentence(*p) for p in pairs), language)


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a server and an engine that is pointed at it."""
    with ExitStack() as stack:

        def go(**options: Any) -> tuple[EdgeServer, Edge]:
            server = stack.enter_context(EdgeServer(**options))
            monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
            engine = Edge(audio)
            engine.limits = PATIENT
            stack.callback(engine.close)
            return server, engine

        yield go


def test_a_chunk_comes_back_whole(start: Start) -> None:
    server, engine = start()
    whole = chunk(*[s + "。" for s in TEXT[:-1].split("。")])
    clip = engine.speak(whole, VOICE)
    verify(whole, clip)
    sentences = [m for m in clip.info.marks if m.kind == "sentence"]
    assert [whole.text[m.text_start : m.text_end] for m in sentences] == [s.text for s in whole.sentences]
    assert server.texts == [whole.text]
    assert len(clip.audio) == clip.info.frames * 144
    assert 0 < clip.info.heard < clip.info.frames, "the silence behind the speech is known for what it is"


def test_marks_point_into_the_text_as_written(start: Start) -> None:
    _, engine = start()
    told = chunk(
        ("COVID-19 came in 2021. ", "COVID nineteen came in 2021. "),
        ("Tom & Ann <both> ran 3 km.", "Tom & Ann <both> ran three kilometres."),
        language="en",
    )
    clip = engine.speak(told, VOICE)
    verify(told, clip)
    words = [told.text[m.text_start : m.text_end] for m in clip.info.marks if m.kind == "word"]
    assert words == ["COVID", "19", "came", "in", "2021.", "Tom", "Ann", "both", "ran", "3 km"]
    sentences = [told.text[m.text_start : m.text_end] for m in clip.info.marks if m.kind == "sentence"]
    assert sentences == ["COVID-19 came in 2021.", "Tom & Ann <both> ran 3 km."]


def test_characters_that_xml_forbids_are_not_sent(start: Start) -> None:
    server, engine = start()
    engine.speak(chunk("竖排\x0b的页面，\ud800断字\ufffe也要读完。"), VOICE)
    assert server.texts == ["竖排 的页面， 断字 也要读完。"]


@pytest.mark.parametrize(("rate", "sent"), [(1.0, "+0%"), (1.25, "+25%"), (0.5, "-50%")])
def test_the_rate_is_sent_and_heard(start: Start, rate: float, sent: str) -> None:
    server, engine = start()
    spoken = speak(engine, chunk(TEXT), replace(VOICE, rate=rate))
    assert f"rate='{sent}'" in server.ssml[0]
    plain = engine.speak(chunk(TEXT), VOICE)
    assert spoken.info.heard == pytest.approx(plain.info.heard / rate, rel=0.1)


def test_a_long_text_is_one_request_or_none(start: Start) -> None:
    server, engine = start()
    fits = "长" * 1250
    assert engine.fits(fits)
    assert not engine.fits("长" * 1334), "4,002 bytes"
    assert not engine.fits("&" * 801), "4,005 bytes when escaped"
    assert not engine.fits("7" * 3000), "a quarter of an hour of digits"
    with pytest.raises(TextTooLong):
        engine.speak(chunk("长" * 1334), VOICE)
    verify(chunk(fits), engine.speak(chunk(fits), VOICE))
    assert len(server.ssml) == 1


def test_text_without_a_sound_is_not_sent(start: Start) -> None:
    server, engine = start()
    with pytest.raises(EngineError, match="nothing that can be spoken") as caught:
        engine.speak(chunk("……！"), VOICE)
    assert not isinstance(caught.value, TryAgain)
    assert server.connections == 0


def test_an_impossible_voice_name_is_refused_at_once(start: Start) -> None:
    server, engine = start()
    with pytest.raises(VoiceNotFound, match="alloy"):
        engine.speak(chunk(TEXT), replace(VOICE, id="alloy"))
    assert server.connections == 0


# --- failures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [f for f in FAULTS if f != "ok"])
def test_every_failure_is_noticed_and_the_request_repeated(start: Start, fault: str) -> None:
    twice = [fault] * 2 if fault == "403" else [fault]  # the client meets a first 403 by setting its clock
    server, engine = start(faults=[*twice, "ok"], drip=0.1)
    engine.limits = QUICK if fault in ("stall", "drip") else PATIENT
    said = chunk("山里的柿子红了。")
    clip = speak(engine, said, VOICE, wait=wait_none())
    verify(said, clip)
    assert server.connections == len(twice) + 1
    _, sound = start()
    assert clip.audio == sound.speak(said, VOICE).audio


@pytest.mark.parametrize("fault", ["503", "reset", "truncate", "silence"])
def test_a_failure_that_stays_names_the_text_and_the_reason(start: Start, fault: str) -> None:
    server, engine = start(faults=lambda number: fault)
    with pytest.raises(EngineError, match=r"“山里的柿子红了。” could not be spoken in 6 tries: .*\w") as caught:
        speak(engine, chunk("山里的柿子红了。"), VOICE, wait=wait_none())
    assert not isinstance(caught.value, TryAgain)
    assert server.connections == 6


def test_a_stalled_connection_ends_in_time(start: Start) -> None:
    _, engine = start(faults=["stall"])
    engine.limits = Limits(connect=60, message=0.3, whole=3600)
    with pytest.raises(ServiceError, match=r"the service sent nothing for 0\.3 s"):
        engine.speak(chunk(TEXT), VOICE)


def test_a_missing_server_is_an_error(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    _, engine = start()
    monkeypatch.setenv("PAGECAST_EDGE_URL", f"ws://127.0.0.1:{_free_port()}")
    with pytest.raises(ServiceError, match="connection to the online service failed"):
        engine.speak(chunk(TEXT), VOICE)
    assert "failed" in engine.reachable(timeout=60)


def test_a_relay_must_be_a_web_socket(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    _, engine = start()
    monkeypatch.setenv("PAGECAST_EDGE_URL", "https://relay.example")
    with pytest.raises(EngineError, match="PAGECAST_EDGE_URL") as caught:
        engine.speak(chunk(TEXT), VOICE)
    assert not isinstance(caught.value, TryAgain)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "²"}, 0),
        ({"Retry-After": "soon"}, 0),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:09 GMT", "Date": "Wed, 21 Oct 2026 07:28:00 -0000"}, 9),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:09 GMT"}, 0),
    ],
)
def test_the_pause_requested_by_a_refusal_is_read(headers: dict[str, str], seconds: float) -> None:
    refusal = ServiceError("429")
    refusal.headers = headers  # type: ignore[attr-defined]
    assert client.retry_after(refusal) == seconds


def test_closing_ends_what_is_under_way(start: Start) -> None:
    server, engine = start(faults=["stall"] * 4)
    engine.limits = Limits(connect=60, message=3600, whole=3600)
    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(engine.speak, chunk(TEXT), VOICE) for _ in range(4)]
        until(lambda: len(server.ssml) == 4, "all four are under way")
        engine.close()
        for call in calls:
            with pytest.raises(EngineError, match="was cancelled"):
                call.result()


# --- many at once -------------------------------------------------------------------------------------------


def test_sixteen_threads_share_the_engine(start: Start) -> None:
    kinds = ["ok", "reset", "ok", "503", "truncate", "ok", "silence", "torn"]
    server, engine = start(latency=0.1, faults=kinds * 4)
    before = threading.active_count()
    chunks = [chunk(f"第{n}棵树上，柿子红了。", f"一共摘了{n * 3}个。") for n in range(40)]
    with ThreadPoolExecutor(engine.workers) as pool:
        clips = list(pool.map(lambda c: speak(engine, c, VOICE, wait=wait_none()), chunks))
    for said, clip in zip(chunks, clips, strict=True):
        verify(said, clip)
    assert 8 <= server.most_at_once <= 17
    assert set(server.texts) == {c.text for c in chunks}
    assert threading.active_count() - before < 16


# --- is it there --------------------------------------------------------------------------------------------


def test_reachable_says_nothing_when_all_is_well(start: Start) -> None:
    server, engine = start()
    assert engine.reachable() == ""
    assert server.connections == 1
    assert not server.ssml, "asking is not speaking"


@pytest.mark.parametrize(
    ("options", "timeout", "said"),
    [({"faults": ["503"]}, 60, "HTTP 503"), ({"latency": 3600}, 0.3, "within 0.3 s")],
)
def test_reachable_gives_the_reason(start: Start, options: dict[str, Any], timeout: float, said: str) -> None:
    _, engine = start(**options)
    assert said in engine.reachable(timeout=timeout)


_HANGING = """
import socket, time
socket.getaddrinfo = lambda *a, **k: time.sleep(3600)
from tts import audio
from tts.engines.edge.engine import Edge
print(Edge(audio).reachable(timeout=0.3))
"""


def test_a_resolver_that_hangs_holds_up_neither_the_answer_nor_the_exit() -> None:
    ran = subprocess.run([sys.executable, "-c", _HANGING], capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout.strip() == "no answer within 0.3 s"


def test_a_wrong_clock_is_corrected(start: Start) -> None:
    _, engine = start(faults=["403"])
    assert engine.reachable() == ""


# --- voices -------------------------------------------------------------------------------------------------


def test_voices_are_known_without_a_network(start: Start) -> None:
    server, engine = start()
    voices = engine.voices()
    assert server.connections == 0
    assert {v.language for v in voices if v.default} >= {"zh-CN", "zh-TW", "zh-HK", "en-US", "en-GB", "fr-FR", "ja-JP"}
    assert all(v.gender in ("female", "male") and v.name and v.engine == "edge" for v in voices)
    assert len({v.id for v in voices}) == len(voices)


def test_the_list_is_fetched_kept_and_fetched_again_after_a_week(start: Start) -> None:
    server, engine = start()
    fetched = engine.voices(refresh=True)
    assert {v.id for v in fetched} == {name for name, _ in VOICES}
    finnish = next(v for v in fetched if v.language == "fi-FI")
    assert (finnish.default, finnish.gender, finnish.name) == (True, "female", "Noora")
    assert next(v for v in fetched if v.name == "Xiaobei").language == "zh-CN-liaoning"
    assert engine.voices(refresh=True) == engine.voices() == fetched
    assert server.listings == 1
    _grow_older(8)
    assert engine.voices() == fetched, "old, and better than none"
    assert server.listings == 1
    engine.voices(refresh=True)
    assert server.listings == 2


def test_if_the_list_cannot_be_fetched_the_last_one_is_kept(start: Start) -> None:
    _, engine = start(faults=["ok", "503", "503"])
    fetched = engine.voices(refresh=True)
    _grow_older(30)
    assert engine.voices(refresh=True) == fetched
    with pytest.raises(ServiceError, match="HTTP 503"):
        engine.refresh_voices()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"fetched": 1, "voices": [{"Locale": 3}]}'])
def test_a_damaged_list_is_ignored(start: Start, content: str) -> None:
    _, engine = start()
    path = edge_voices.cache_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    assert engine.voices() == edge_voices.KNOWN


def _grow_older(days: int) -> None:
    path = edge_voices.cache_path()
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({**kept, "fetched": kept["fetched"] - days * 86400}))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
