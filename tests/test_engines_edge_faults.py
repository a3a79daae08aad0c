"""With a faulty service, the result still has every sentence, once and in order."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tenacity import wait_none

from tests.edge_server import MIXED, VOICES, EdgeServer, at_rates, every
from tts import audio
from tts.cache import Cache
from tts.engines.edge import engine as edge
from tts.engines.edge import voices as edge_voices
from tts.engines.edge.client import Limits
from tts.engines.edge.congestion import Pace
from tts.engines.edge.engine import Edge
from tts.engines.verify import speak
from tts.episode import casting, pipeline
from tts.episode.options import Made, Options
from tts.model import Chunk, EngineError, EpisodeFailed, Sentence, ServiceError, TryAgain, Voice, VoiceWithdrawn
from tts.show import library

VOICE = Voice("zh-CN-XiaoxiaoNeural", "edge", "zh-CN", gender="female")
OPTIONS = Options(engine="edge", voice=VOICE.id)
PARAGRAPHS = [f"第{n}棵树上，柿子红了。一共摘了{n}个。" for n in range(1, 201)]

IMPATIENT = Limits(connect=60, message=3.0, whole=1.0)

Serve = Callable[..., EdgeServer]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts servers; an engine opened afterwards talks to the latest one. It soon loses patience, unless it is told to
    be patient: on a busy machine even a healthy service may be slow for a second."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with ExitStack() as stack:

        def go(*, patient: bool = False, **options: Any) -> EdgeServer:
            limits = Limits(connect=60, message=60.0, whole=60.0) if patient else IMPATIENT
            monkeypatch.setattr(edge, "Limits", lambda: limits)
            monkeypatch.setattr(Pace, "LEAST", 60.0 if patient else 1.0)
            server = stack.enter_context(EdgeServer(**options))
            monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
            return server

        yield go


def made(folder: Path, paragraphs: list[str], options: Options = OPTIONS) -> Made:
    article = folder / "article.md"
    folder.mkdir(exist_ok=True)
    article.write_text("# 柿子\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    return pipeline.make(str(article), library.open_show(folder / "show"), options, cache=Cache(folder / "cache"))


def spoken(n: int) -> Chunk:
    return Chunk("paragraph", (Sentence(f"第{n}棵树上，柿子红了。", f"第{n}棵树上，柿子红了。"),), "zh-Hans")


# --- faults -------------------------------------------------------------------------------------------------


def test_a_fault_in_every_third_request_costs_no_word(serve: Serve, tmp_path: Path) -> None:
    well = serve(patient=True)
    whole = made(tmp_path / "well", PARAGRAPHS).episode
    bad = serve(faults=every(3), drip=0.05)
    episode = made(tmp_path / "bad", PARAGRAPHS).episode
    assert episode.manifest.audio.sha256 == whole.manifest.audio.sha256, "byte for byte"
    cues = json.loads((episode.folder / "transcript.json").read_text(encoding="utf-8"))["segments"]
    told = "".join(cue["body"] for cue in cues)
    assert told.replace(" ", "") == "柿子" + "".join(PARAGRAPHS)
    assert set(bad.texts) == set(well.texts) == {"柿子。", *PARAGRAPHS}
    assert len(well.texts) == 201
    assert bad.connections / 201 <= 1.7, "a fault is paid for once: 1.5"


def test_faults_at_random_and_in_half_of_the_requests_are_overcome(serve: Serve) -> None:
    server = serve(faults=at_rates(dict.fromkeys(MIXED, 0.5 / len(MIXED))), drip=0.05)
    engine = Edge(audio)
    chunks = [spoken(n) for n in range(40)]
    with ThreadPoolExecutor(engine.workers) as pool:
        clips = list(pool.map(lambda c: speak(engine, c, VOICE), chunks))
    assert all(clip.info.marks for clip in clips)
    assert server.connections / 40 <= 3


def test_a_service_that_allows_four_requests_gets_four(serve: Serve) -> None:
    server = serve(room=4, latency=0.02)
    engine = Edge(audio)
    with ThreadPoolExecutor(engine.workers) as pool:
        list(pool.map(lambda c: speak(engine, c, VOICE), [spoken(n) for n in range(80)]))
    assert engine.line.halved >= 2
    assert 1 <= engine.line.limit <= 9
    assert server.connections / 80 <= 1.7


def test_retry_after_is_kept(serve: Serve) -> None:
    server = serve(faults=["429", "ok"], retry_after="1")
    engine = Edge(audio)
    with pytest.raises(ServiceError, match="HTTP 429") as caught:
        engine.speak(spoken(1), VOICE)
    assert "-j 4" in caught.value.hint
    assert server.connections == 1
    Edge(audio).speak(spoken(2), VOICE)
    refused, asked = server.times
    assert asked - refused >= 1, "the next one waits, of whatever episode it is"


def test_a_service_that_asks_for_a_long_pause_is_not_asked_again(serve: Serve) -> None:
    server = serve(faults=["503"], retry_after="1800")
    with pytest.raises(EngineError, match="a break of 30 minutes") as caught:
        speak(Edge(audio), spoken(1), VOICE, wait=wait_none())
    assert not isinstance(caught.value, TryAgain)
    assert server.connections == 1


def test_two_episodes_share_the_queue(serve: Serve) -> None:
    serve()
    first, second = Edge(audio), Edge(audio)
    assert first.line is second.line


def test_closing_frees_waiting_threads(serve: Serve) -> None:
    server = serve(faults=["stall"] * 40)
    engine = Edge(audio)
    with ThreadPoolExecutor(24) as pool:
        calls = [pool.submit(engine.speak, spoken(n), VOICE) for n in range(24)]
        while server.most_at_once < 16:
            time.sleep(0.02)
        engine.close()
        for call in calls:
            with pytest.raises(EngineError, match="was cancelled"):
                call.result()
    assert server.connections <= 17


# --- voices that are gone -----------------------------------------------------------------------------------

GONE = "zh-CN-YunyangNeural"


def test_a_withdrawn_voice_is_reported_with_the_nearest(serve: Serve, tmp_path: Path) -> None:
    """The saved list still has it; the service sends no audio, and no longer lists it."""
    server = serve(withdrawn=[GONE])
    with pytest.raises(VoiceWithdrawn) as caught:
        made(tmp_path, PARAGRAPHS[:3], replace(OPTIONS, voice=GONE))
    assert f"no longer has the voice {GONE}" in caught.value.message
    assert "zh-CN-XiaoxiaoNeural (female, zh-CN)" in caught.value.message, "no other man of the list speaks Chinese"
    assert "--fallback" in caught.value.hint
    assert server.listings == 1


def test_fallback_speaks_with_the_nearest(serve: Serve, tmp_path: Path) -> None:
    server = serve(withdrawn=[GONE])
    episode = made(tmp_path, PARAGRAPHS[:3], replace(OPTIONS, voice=GONE, fallback=True))
    assert episode.episode.manifest.voice == "zh-CN-XiaoxiaoNeural"
    assert f"{GONE} was withdrawn; zh-CN-XiaoxiaoNeural is used instead" in episode.notes
    assert set(server.voices_asked) == {GONE, "zh-CN-XiaoxiaoNeural"}
    before = len(server.texts)
    more = made(tmp_path, PARAGRAPHS[:4], replace(OPTIONS, voice=GONE, fallback=True))
    assert more.spoken == 1, "the list is new: it is not asked for again and again"
    assert len(server.texts) == before + 1


def test_a_show_whose_voice_was_withdrawn_continues_with_the_nearest(serve: Serve, tmp_path: Path) -> None:
    serve()
    made(tmp_path, PARAGRAPHS[:1], replace(OPTIONS, voice=GONE))
    serve(withdrawn=[GONE])
    with pytest.raises(VoiceWithdrawn):
        made(tmp_path, PARAGRAPHS[:2], Options())
    episode = made(tmp_path, PARAGRAPHS[:2], Options(fallback=True)).episode
    assert episode.manifest.voice == "zh-CN-XiaoxiaoNeural"
    assert made(tmp_path, PARAGRAPHS[:3], Options()).episode.manifest.voice == "zh-CN-XiaoxiaoNeural"


@pytest.mark.parametrize(("text", "named"), [("อ", True), ("第一棵树上，柿子红了。", False)])
def test_a_sign_without_audio_suggests_giving_a_reading(serve: Serve, text: str, named: bool) -> None:
    serve(faults=lambda number: "no audio")
    with pytest.raises(EngineError, match="sent no audio") as caught:
        speak(Edge(audio), Chunk("heading", (Sentence(text, text),), "zh-Hans"), VOICE, again=1, wait=wait_none())
    assert ("a reading to the lexicon" in caught.value.hint) is named


def test_without_a_list_a_voice_without_audio_is_a_failure_like_others(serve: Serve) -> None:
    server = serve(withdrawn=[GONE], faults=lambda number: "503" if number in (2, 4, 6, 8, 10) else "ok")
    with pytest.raises(EngineError, match="sent no audio"):
        speak(Edge(audio), spoken(1), replace(VOICE, id=GONE), wait=wait_none())
    assert server.listings >= 1


@pytest.mark.parametrize(
    ("gone", "language", "gender", "near"),
    [
        ("zh-CN-XiaomengNeural", "zh-CN", "female", "zh-CN-XiaoxiaoNeural"),
        ("zh-CN-YunzeNeural", "zh-CN", "male", "zh-CN-YunyangNeural"),
        ("zh-TW-YunJheNeural", "zh-TW", "male", "zh-CN-YunyangNeural"),
        ("zh-TW-HsiaoYuNeural", "zh-TW", "female", "zh-TW-HsiaoChenNeural"),
        ("zh-HK-HiuMaanNeural", "zh-HK", "female", "zh-CN-XiaoxiaoNeural"),
        ("en-AU-KenNeural", "en-AU", "male", "en-US-BrianNeural"),
        ("en-US-JennyMultilingualNeural", "en-US", "female", "en-US-EmmaMultilingualNeural"),
        ("sv-SE-HilleviNeural", "sv-SE", "female", None),
    ],
)
def test_the_nearest_is_of_the_language_then_the_gender_then_the_locale(
    gone: str, language: str, gender: str, near: str | None
) -> None:
    listed = edge_voices.from_listing(
        [{"ShortName": name, "Locale": name.rpartition("-")[0], "Gender": gender} for name, gender in VOICES]
    )
    found = edge_voices.nearest(Voice(gone, "edge", language, gender=gender), listed)
    assert (found.id if found else None) == near


def test_cantonese_is_a_separate_language() -> None:
    listed = [v for v in edge_voices.KNOWN if v.id != "zh-HK-WanLungNeural"]
    found = edge_voices.nearest(Voice("zh-HK-WanLungNeural", "edge", "zh-HK", gender="male"), listed)
    assert found and found.language == "zh-HK"
    taiwan = Voice("zh-TW-YunJheNeural", "edge", "zh-TW", gender="male")
    others = [v for v in edge_voices.KNOWN if v.id != taiwan.id and not v.id.startswith("zh-CN-Yun")]
    nearest = edge_voices.nearest(taiwan, others)
    assert nearest and nearest.language == "zh-TW", "Mandarin before a man"


def test_an_empty_list_of_voices_is_ignored(serve: Serve) -> None:
    serve()
    engine = Edge(audio)
    engine.refresh_voices()
    serve(withdrawn=[name for name, _ in VOICES])
    with pytest.raises(ServiceError, match="without a voice"):
        engine.refresh_voices()
    assert "zh-CN-XiaoxiaoNeural" in {v.id for v in engine.voices()}


def test_a_list_keeps_the_data_of_withdrawn_voices(serve: Serve) -> None:
    serve()
    engine = Edge(audio)
    engine.refresh_voices()
    serve(withdrawn=["fi-FI-NooraNeural"])
    assert "fi-FI-NooraNeural" not in {v.id for v in engine.refresh_voices()}
    known = edge_voices.withdrawn("fi-fi-nooraneural")
    assert known
    assert (known.language, known.gender) == ("fi-FI", "female")


def test_the_list_is_shown_when_a_new_one_cannot_be_had(serve: Serve) -> None:
    serve(faults=["503"])
    voices, missing = casting.voices("zh", refresh=True)
    assert {v.engine for v in voices} >= {"edge"}
    assert any("using the last known list of edge" in error.message for error in missing)


# --- how a voice speaks -------------------------------------------------------------------------------------


def test_pitch_and_volume_are_sent_saved_and_shown(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    asked = replace(OPTIONS, pitch=-12, volume=30, rate=1.1)
    first = made(tmp_path, PARAGRAPHS[:2], asked)
    assert all("pitch='-12Hz' rate='+10%' volume='+30%'" in ssml for ssml in server.ssml)
    assert (first.episode.manifest.pitch, first.episode.manifest.volume) == (-12, 30)
    again = made(tmp_path, PARAGRAPHS[:3])
    assert again.spoken == 1, "an episode stays as it was asked for"
    plain = made(tmp_path, PARAGRAPHS[:3], replace(OPTIONS, pitch=0, volume=0, rate=1.0))
    assert plain.spoken == 4
    assert plain.episode.manifest.pitch == 0
    assert "pitch='+0Hz' rate='+0%' volume='+0%'" in server.ssml[-1]


def test_options_that_an_engine_does_not_support_are_reported(tmp_path: Path) -> None:
    asked = Options(engine="silent", pitch=10, volume=5, rate=1.5)
    notes = made(tmp_path, PARAGRAPHS[:1], asked).notes
    assert "silent can't change the pitch of its voices: --pitch is ignored" in notes
    assert "silent can't change the volume of its voices: --volume is ignored" in notes
    assert made(tmp_path, PARAGRAPHS[:1], Options(engine="silent", rate=1.5)).unchanged


def test_an_unreachable_service_does_not_get_a_request_per_chunk(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(speak.__kwdefaults__, "wait", wait_none())
    server = serve(faults=lambda number: "ok" if number < 20 else "503")
    with pytest.raises(EpisodeFailed, match="the service seems to be unavailable") as caught:
        made(tmp_path, PARAGRAPHS)
    assert "run the same command again" in caught.value.hint
    assert server.connections < 250
