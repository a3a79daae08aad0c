"""The engine `openai` against a server on this machine with the same interface and failures on demand."""

from __future__ import annotations

import io
import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.openai_server import FAULTS, KEY, SpeechServer
from tests.proxy_server import ProxyServer
from tests.waiting import until
from tts import audio
from tts.audio import loudness, pcm
from tts.cache import Cache
from tts.engines import decoding
from tts.engines.choose import choose
from tts.engines.openai import client as openai_server
from tts.engines.openai.client import Limits, ServerConfig, translated
from tts.engines.openai.engine import LONGEST, SAMPLE, OpenAI
from tts.engines.registry import open_engine
from tts.engines.verify import speak
from tts.episode import casting, pipeline
from tts.episode.options import Options
from tts.model import (
    Chunk,
    ClipRejected,
    EngineError,
    EngineMissing,
    EpisodeFailed,
    Sentence,
    ServiceError,
    TextTooLong,
    TryAgain,
    VoiceNotFound,
)
from tts.show import library

ENGLISH = Chunk(
    "paragraph",
    (
        Sentence("The ferry leaves at 6. ", "The ferry leaves at six. "),
        Sentence("Nobody has seen it leave late. ", "Nobody has seen it leave late. "),
        Sentence("It is gone.", "It is gone."),
    ),
    "en",
)
QUICK = Limits(connect=60, silence=2, whole=60, listing=60, first_wait=0.01)


@pytest.fixture(autouse=True)
def no_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*openai_server.URLS, *openai_server.KEYS, openai_server.MODEL, openai_server.EXTRA):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        monkeypatch.setenv("PAGECAST_OPENAI_URL", server.url)
        yield server


def opened() -> OpenAI:
    engine = open_engine("openai", audio)
    assert isinstance(engine, OpenAI)
    engine._server.limits = QUICK
    return engine


# --- speaking -----------------------------------------------------------------------------------------------


def test_a_chunk_is_requested_by_sentence_and_marked_to_the_millisecond(server: SpeechServer) -> None:
    engine = opened()
    clip = speak(engine, ENGLISH, engine.voices()[0])
    assert server.texts == [SAMPLE[""], *(s.spoken.strip() for s in ENGLISH.sentences)]
    assert {(a["model"], a["voice"], a["response_format"]) for a in server.asked} == {("tts-1", "alloy", "wav")}
    marked = [ENGLISH.text[m.text_start : m.text_end] for m in clip.info.marks]
    assert marked == [s.text.strip() for s in ENGLISH.sentences]
    samples = pcm.decode(clip.audio)
    for one, two in zip(clip.info.marks, clip.info.marks[1:], strict=False):
        between = samples[24 * (one.end + 60) : 24 * (two.start - 20)]
        inside = samples[24 * one.start : 24 * one.end]
        assert np.abs(between).max() < 0.01 * np.abs(inside).max(), "nothing is heard between two sentences"
        assert np.abs(samples[24 * two.start : 24 * (two.start + 100)]).max() > 0.05


@pytest.mark.parametrize(
    ("kind", "rate"),
    [("wav", 24_000), ("wav", 22_050), ("streamed", 24_000), ("flac", 48_000), ("mp3", 44_100), ("pcm", 16_000)],
)
def test_whatever_the_format_and_the_rate_the_pitch_is_kept(server: SpeechServer, kind: str, rate: int) -> None:
    server.rate, server.send_as, server.stereo = rate, kind, kind == "flac"
    engine = opened()
    samples = pcm.decode(speak(engine, ENGLISH, engine.voices()[0]).audio)
    server.rate, server.send_as, server.stereo = 24_000, "wav", False
    expected = pcm.decode(speak(engine, ENGLISH, engine.voices()[0]).audio)
    assert len(samples) == pytest.approx(len(expected), abs=24 * 100)
    spectra = [np.abs(np.fft.rfft(s[:40_000])) for s in (samples, expected)]
    assert np.argmax(spectra[0]) == pytest.approx(np.argmax(spectra[1]), abs=3)


@pytest.mark.parametrize("shape", [(24_000 * 60,), (24_000, 8)])
def test_days_of_packed_silence_are_not_unpacked(shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_MOST", 24_000 * 30)
    packed = io.BytesIO()
    soundfile.write(packed, np.zeros(shape, np.int16), 24_000, format="FLAC")
    with pytest.raises(ClipRejected, match="more audio than one sentence can have"):
        decoding.decode(packed.getvalue())


def test_an_invalid_sample_rate_is_ignored() -> None:
    assert len(decoding.decode(bytes(4800), "audio/pcm; rate=²")) == 2400
    assert len(decoding.decode(bytes(4800), "audio/pcm; rate=" + "9" * 5000)) == 2400


def test_a_server_without_wav_is_asked_for_another_format_once(server: SpeechServer) -> None:
    server.formats = ["mp3"]
    engine = opened()
    speak(engine, ENGLISH, engine.voices()[0])
    assert [a["response_format"] for a in server.asked] == ["wav", "flac", *["mp3"] * 4]


@pytest.mark.parametrize("level", [0.03, 0.3])
def test_voices_have_one_level_whatever_is_spoken_first(server: SpeechServer, level: float) -> None:
    server.level = level
    heading = Chunk("heading", (Sentence("Night", "Night"),), "en")
    engine = opened()
    (voice, *_) = engine.voices()
    first = [speak(engine, chunk, voice) for chunk in (heading, ENGLISH)]
    again = opened()
    other = [speak(again, chunk, voice) for chunk in (ENGLISH, heading)]
    assert [c.audio for c in first] == [c.audio for c in reversed(other)]
    assert loudness.integrated(first[1].info.energies) == pytest.approx(-16, abs=1.0)
    assert server.texts.count(SAMPLE[""]) == 1, "measured once, and kept"


def test_the_rate_is_asked_for_and_checked(server: SpeechServer) -> None:
    engine = opened()
    (voice, *_) = engine.voices()
    slow, fast = (speak(engine, ENGLISH, replace(voice, rate=r)).info.duration for r in (1.0, 2.0))
    assert {a["speed"] for a in server.asked} == {1.0, 2.0}
    assert fast == pytest.approx(slow / 2, rel=0.15)


def test_a_text_beyond_the_limit_is_refused_not_cut(server: SpeechServer) -> None:
    engine = opened()
    long = "word " * 400
    assert not engine.fits(long) and engine.fits(long[:LONGEST])
    with pytest.raises(TextTooLong):
        engine.speak(Chunk("paragraph", (Sentence(long, long),), "en"), engine.voices()[0])
    assert not server.asked


def test_fields_that_only_this_server_knows(server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = opened()
    monkeypatch.setenv("PAGECAST_OPENAI_EXTRA", '{"lang_code": "z"}')
    engine = opened()
    speak(engine, ENGLISH, engine.voices()[0])
    assert {a["lang_code"] for a in server.asked} == {"z"}
    assert engine.version != plain.version, "clips of the two are not mixed"
    monkeypatch.setenv("PAGECAST_OPENAI_EXTRA", "lang_code")
    with pytest.raises(EngineError, match="not a JSON object"):
        opened()


# --- faults -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [f for f in FAULTS if f != "ok"])
def test_a_fault_costs_one_request_and_no_word(server: SpeechServer, fault: str) -> None:
    engine = opened()
    whole = speak(engine, ENGLISH, engine.voices()[0])
    before = len(server.asked)
    server.faults = lambda number: fault if number == before + 1 else "ok"
    again = speak(engine, ENGLISH, engine.voices()[0], wait=lambda _: 0)
    assert again == whole
    assert server.texts[before:] == [
        *(s.spoken.strip() for s in ENGLISH.sentences[:2]),
        *(s.spoken.strip() for s in ENGLISH.sentences[1:]),
    ], "only the sentence that failed is asked for again"


def test_retry_after_holds_for_all_threads(server: SpeechServer) -> None:
    engine = opened()
    (voice, *_) = engine.voices()
    speak(engine, ENGLISH, voice)
    at = len(server.times)
    server.faults = lambda number: "429" if number == at else "ok"
    first = threading.Thread(target=speak, args=(engine, ENGLISH, voice))
    first.start()
    while len(server.times) == at:
        time.sleep(0.01)
    time.sleep(0.1)
    speak(engine, ENGLISH, voice)
    first.join()
    assert min(server.times[at + 1 :]) - server.times[at] >= 1.0


def test_every_third_request_fails_and_the_episode_is_complete(
    server: SpeechServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts.engines.openai.engine.Limits", lambda: QUICK)
    faults = ["503", "truncate", "empty", "short wav", "error in 200", "reset", "500"]
    text = "# Ferries\n\n" + "\n\n".join(f"Ferry number {n} is here. It leaves soon, at {n} sharp." for n in range(12))
    (tmp_path / "a.md").write_text(text)
    options = Options(engine="openai")
    cache = Cache(tmp_path / "clips")
    calm = pipeline.make(str(tmp_path / "a.md"), library.open_show(tmp_path / "calm"), options, cache=cache)
    asked = len(server.asked)
    server.faults = lambda number: faults[number // 3 % len(faults)] if number % 3 == 2 else "ok"
    show = library.open_show(tmp_path / "rough")
    made = pipeline.make(str(tmp_path / "a.md"), show, options, cache=Cache(tmp_path / "others"))
    assert made.episode.audio.read_bytes()[2000:] == calm.episode.audio.read_bytes()[2000:]
    assert (len(server.asked) - asked) / asked < 1.7


@pytest.mark.parametrize(
    ("status", "told", "match"),
    [
        (401, {"error": {"message": "No such key", "code": "invalid_api_key"}}, "HTTP 401, No such key"),
        (404, {"detail": "The model `x` does not exist"}, "HTTP 404, The model `x` does not exist"),
        (429, {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}, "your quota"),
        (400, {"error": {"message": "Invalid voice"}}, "HTTP 400, Invalid voice"),
    ],
)
def test_permanent_failures_are_not_retried(server: SpeechServer, status: int, told: dict, match: str) -> None:
    server.refusal = (status, told)
    engine = opened()
    with pytest.raises(EngineError, match=match) as caught:
        speak(engine, ENGLISH, engine.voices()[0])
    assert caught.value.hint and not isinstance(caught.value, TryAgain)
    assert len(server.asked) == 1


def test_a_server_that_refuses_everything_does_not_get_a_request_per_chunk(
    server: SpeechServer, tmp_path: Path
) -> None:
    server.refusal = (402, {"error": {"message": "No credit is left"}})
    (tmp_path / "a.md").write_text("\n\n".join(f"Paragraph {n} of them." for n in range(40)))
    with pytest.raises(EpisodeFailed, match="more were not tried"):
        pipeline.make(
            str(tmp_path / "a.md"), library.open_show(tmp_path / "s"), Options(engine="openai"),
            cache=Cache(tmp_path / "c"),
        )  # fmt: skip
    assert len(server.asked) < 20


def test_nobody_answers(server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = opened()
    server.__exit__(None, None, None)
    assert [v.name for v in engine.voices()][:2] == ["alloy", "ash"]
    with pytest.raises(ServiceError, match="connection to the server failed") as caught:
        engine.speak(ENGLISH, engine.voices()[0])
    assert "PAGECAST_OPENAI_URL" in caught.value.hint


def test_closed_while_it_waits(server: SpeechServer) -> None:
    engine = opened()
    (voice, *_) = engine.voices()
    engine._gain(voice)
    server.latency, asked, answered = 3600, len(server.paths), len(server.asked)

    def close() -> None:
        until(lambda: len(server.paths) > asked, "the server is asked")
        engine.close()

    threading.Thread(target=close).start()
    with pytest.raises(EngineError, match="was cancelled"):
        engine.speak(ENGLISH, voice)
    assert len(server.asked) == answered


# --- the key ------------------------------------------------------------------------------------------------


def test_the_key_is_sent_and_shows_nowhere(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.key = KEY
    monkeypatch.setenv("OPENAI_API_KEY", f" {KEY}\n")
    (tmp_path / "a.md").write_text("# Ferry\n\nIt is gone.\n")
    cache = Cache(tmp_path / "c")
    options = Options(engine="openai")
    pipeline.make(str(tmp_path / "a.md"), library.open_show(tmp_path / "s"), options, cache=cache)
    assert server.given_keys == {f"Bearer {KEY}"}
    written = [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()]
    assert not [1 for content in written if KEY.encode() in content]
    assert KEY not in caplog.text and KEY not in repr(opened().place)


def test_no_redirection_is_followed_with_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with SpeechServer() as elsewhere, SpeechServer() as server:
        monkeypatch.setenv("PAGECAST_OPENAI_URL", server.url)
        server.refusal = (307, {})
        server.headers = {"Location": f"{elsewhere.url}/audio/speech"}
        engine = opened()
        with pytest.raises(EngineError, match="HTTP 307") as caught:
            engine.speak(ENGLISH, engine.voices()[0])
        assert "redirects elsewhere" in caught.value.hint
        assert not elsewhere.paths


def test_a_wrong_key_is_not_repeated(server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.key = "another"
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    engine = opened()
    with pytest.raises(EngineError, match="Incorrect API key") as caught:
        engine.speak(ENGLISH, engine.voices()[0])
    assert KEY not in str(caught.value) and "OPENAI_API_KEY" in caught.value.hint


def test_another_key_makes_no_other_clips(server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = opened().version
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert opened().version == plain


# --- where, and which voices --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({"OPENAI_API_KEY": KEY}, "https://api.openai.com/v1"),
        ({"OPENAI_BASE_URL": "http://box:8880"}, "http://box:8880/v1"),
        ({"OPENAI_BASE_URL": "http://box:8880/api/v1/"}, "http://box:8880/api/v1"),
        ({"OPENAI_BASE_URL": "http://a", "PAGECAST_OPENAI_URL": "http://b/v1/audio/speech"}, "http://b/v1"),
    ],
)
def test_the_address_of_the_server_is_found(environment: dict[str, str], url: str) -> None:
    assert openai_server.server_config(environment).url == url


@pytest.mark.parametrize(
    "url", ["box:8880", "ftp://box", "http://me:secret@box/v1", "http://[::1", "http://box:99999/v1"]
)
def test_invalid_addresses_are_refused(url: str) -> None:
    with pytest.raises(EngineError) as caught:
        openai_server.server_config({"PAGECAST_OPENAI_URL": url})
    assert "secret" not in str(caught.value) and caught.value.hint


def test_the_configured_proxy_is_used(server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set by option or environment, as for edge."""
    monkeypatch.setattr(ServerConfig, "local", False)
    with ProxyServer() as proxy:
        monkeypatch.setenv("PAGECAST_PROXY", proxy.url)
        engine = opened()
        engine.speak(ENGLISH, engine.voices()[0])
        engine.close()
        assert proxy.asked and "/v1/models" in proxy.asked[0], "its connection is kept for the rest"
    monkeypatch.setenv("PAGECAST_PROXY", "http://127.0.0.1:9")
    engine = opened()
    with pytest.raises(ServiceError, match="the proxy can't be reached") as caught:
        engine._say("It is gone.", "en", engine.voices()[0])
    assert "--proxy" in caught.value.hint


def test_a_server_that_sends_garbage_causes_an_error_of_ours(server: SpeechServer) -> None:
    with pytest.raises(ServiceError, match="unreadable answer"), translated(openai_server.server_config()):
        json.loads("[" * 100_000)  # not a ValueError


def test_without_a_key_or_a_server_it_is_not_available() -> None:
    with pytest.raises(EngineMissing, match="neither OPENAI_API_KEY nor PAGECAST_OPENAI_URL"):
        open_engine("openai", audio)
    found, missing = casting.voices("en")
    assert not [v for v in found if v.engine == "openai"] and any("openai" in e.message for e in missing)


def test_openais_own_voices_need_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    engine = open_engine("openai", audio)
    assert {"gpt-4o-mini-tts:alloy", "gpt-4o-mini-tts:marin"} <= {v.id for v in engine.voices()}
    assert engine.version == "1"
    hd = choose("en", voice="openai/tts-1-hd:nova", open_engine=lambda _: engine).voice
    assert (hd.id, hd.language) == ("tts-1-hd:nova", "mul")


@pytest.mark.parametrize("form", [["af_heart", "zm_yunxi"], [{"id": "af_heart"}, {"name": "zm_yunxi"}]])
def test_voices_of_a_server_get_languages_from_their_names(server: SpeechServer, form: list) -> None:
    server.listings = {"/audio/voices": {"voices": form}, "/models": {"data": [{"id": "llama"}, {"id": "kokoro"}]}}
    engine = opened()
    about = [(v.id, v.language, v.gender, v.offline) for v in engine.voices()]
    assert about == [("kokoro:af_heart", "en-US", "female", True), ("kokoro:zm_yunxi", "zh-CN", "male", True)]
    assert choose("zh-Hans", engine="openai", open_engine=lambda _: engine).voice.name == "zm_yunxi"
    with pytest.raises(VoiceNotFound):
        choose("en", voice="openai/alloy", open_engine=lambda _: engine)
    named = choose("en", voice="openai/Org/Model-2:vivian", open_engine=lambda _: engine).voice
    speak(engine, ENGLISH, named)
    assert (server.asked[-1]["model"], server.asked[-1]["voice"]) == ("Org/Model-2", "vivian")


def test_offline_a_server_on_this_machine_may_speak(server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose("en", engine="openai", offline=True, open_engine=lambda _: opened()).voice.name == "alloy"
    monkeypatch.setenv("PAGECAST_OPENAI_URL", "http://box.example:8880")
    with pytest.raises(EngineError, match="needs the network"):
        choose("en", engine="openai", offline=True, open_engine=lambda _: opened())


def test_the_model_is_named_by_the_environment(server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGECAST_OPENAI_MODEL", "speaker-9")
    engine = opened()
    assert engine.voices()[0].id == "speaker-9:alloy"
    assert "/v1/models" not in server.paths


def test_the_list_last_had_serves_when_the_server_is_away(server: SpeechServer, own_cache: Path) -> None:
    server.listings = {"/audio/voices": ["zf_xiaobei"]}
    assert [v.name for v in opened().voices()] == ["zf_xiaobei"]
    server.__exit__(None, None, None)
    assert [v.name for v in opened().voices()] == ["zf_xiaobei"]
    (kept,) = own_cache.glob("openai-*.json")
    assert json.loads(kept.read_text())["voices"] == ["zf_xiaobei"]
