"""The choice of voice: the one named, otherwise the remembered one, otherwise what is available."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.edge_server import EdgeServer
from tts import audio
from tts.engines.choose import Choice, choose
from tts.engines.registry import open_engine
from tts.model import (
    Chunk,
    Clip,
    Engine,
    EngineError,
    EngineMissing,
    LanguageUnknown,
    Voice,
    VoiceNotFound,
    VoiceWithdrawn,
)


class Embedded:
    """An engine with a few voices, in place of one that needs its model."""

    version, workers, normalizes, audible = "1", 1, False, True

    def __init__(self, name: str, *voices: tuple[str, str]) -> None:
        self.name = name
        self._voices = [Voice(i, name, lang, offline=True, default=n == 0) for n, (i, lang) in enumerate(voices)]

    def voices(self) -> Sequence[Voice]:
        return self._voices

    def fits(self, spoken: str) -> bool:
        return True

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        return audio.from_frames(audio.silence(24), ())


EMBEDDED = {
    "kokoro": Embedded("kokoro", ("zf_xiaoxiao", "zh-CN"), ("zm_yunyang", "zh-CN")),
    "hibari": Embedded("hibari", ("hibari", "en-US")),
}


def at_hand(name: str) -> Engine:
    return EMBEDDED.get(name) or open_engine(name, audio)


def not_installed(name: str) -> Engine:
    if name in EMBEDDED:
        raise EngineMissing(f"{name} is not installed", hint="pip install 'pagecast[local]'")
    return open_engine(name, audio)


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeServer]:
    with EdgeServer() as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        yield server


@pytest.fixture
def unplugged(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PAGECAST_EDGE_URL", f"ws://127.0.0.1:{probe.getsockname()[1]}")


@contextmanager
def nobody_asked(server: EdgeServer) -> Iterator[None]:
    before = server.connections
    yield
    assert server.connections == before, "the network was touched"


def told(choice: Choice) -> tuple[str, str]:
    return choice.engine.name, choice.voice.id


# --- nothing named ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("zh-Hans", "zh-CN-XiaoxiaoNeural"),
        ("zh-Hant", "zh-TW-HsiaoChenNeural"),
        ("zh", "zh-CN-XiaoxiaoNeural"),
        ("zh-HK", "zh-HK-HiuMaanNeural"),
        ("zh-Hant-HK", "zh-HK-HiuMaanNeural"),
        ("zh-MO", "zh-HK-HiuMaanNeural"),
        ("yue", "zh-HK-HiuMaanNeural"),
        ("zh-Hans-HK", "zh-CN-XiaoxiaoNeural"),
        ("cmn-Hant", "zh-TW-HsiaoChenNeural"),
        ("en", "en-US-EmmaMultilingualNeural"),
        ("en-GB", "en-GB-SoniaNeural"),
        ("fr", "fr-FR-DeniseNeural"),
        ("pt", "pt-BR-FranciscaNeural"),
        ("ja", "ja-JP-NanamiNeural"),
    ],
)
def test_the_online_voice_of_the_language_where_the_service_answers(
    online: EdgeServer, language: str, voice: str
) -> None:
    choice = choose(language, open_engine=at_hand, rate=1.25)
    assert told(choice) == ("edge", voice)
    assert choice.voice.rate == 1.25
    assert choice.reason == "the online service answers"


def test_a_less_common_language_is_looked_up(online: EdgeServer) -> None:
    with pytest.raises(LanguageUnknown, match="no voice for tlh"):
        choose("tlh", open_engine=at_hand)
    assert online.listings == 1


@pytest.mark.parametrize(
    ("language", "spoken_by"),
    [("zh-Hans", ("kokoro", "zf_xiaoxiao")), ("zh-Hant", ("kokoro", "zf_xiaoxiao")), ("en", ("hibari", "hibari"))],
)
def test_the_embedded_voice_where_it_does_not_answer(
    unplugged: None, language: str, spoken_by: tuple[str, str]
) -> None:
    choice = choose(language, open_engine=at_hand)
    assert told(choice) == spoken_by
    assert choice.reason.startswith("the online service could not be reached (")
    assert choice.reason.endswith("; using the embedded voice")


def test_offline_asks_nobody(online: EdgeServer) -> None:
    with nobody_asked(online):
        choice = choose("zh-Hans", offline=True, open_engine=at_hand)
    assert told(choice) == ("kokoro", "zf_xiaoxiao")


def test_no_network_and_nothing_embedded_says_both(unplugged: None) -> None:
    with pytest.raises(EngineMissing, match=r"could not be reached \(.*\), and kokoro is not installed") as caught:
        choose("zh-Hans", open_engine=not_installed)
    assert "pagecast[local]" in caught.value.hint


def test_a_language_that_espeak_alone_speaks_is_drafted_and_said_to_be(unplugged: None) -> None:
    choice = choose("fi", open_engine=at_hand)
    assert told(choice) == ("espeak", "fi")
    assert "sounds like a machine" in choice.reason


@pytest.mark.parametrize("language", ["es", "fr", "hi", "it", "pt"])
def test_kokoro_reads_what_it_can_before_espeak(language: str) -> None:
    engine = Embedded("kokoro", ("zf_xiaoxiao", "zh-CN"), ("voice", language))
    at_hand = {"kokoro": engine, "espeak": Embedded("espeak", ("draft", language))}
    choice = choose(language, offline=True, open_engine=lambda name: at_hand[name])
    assert told(choice) == ("kokoro", "voice")
    at_hand["kokoro"] = Embedded("kokoro", ("zf_xiaoxiao", "zh-CN"))
    assert told(choose(language, offline=True, open_engine=lambda name: at_hand[name])) == ("espeak", "draft")


def test_a_language_nobody_embedded_speaks(unplugged: None) -> None:
    with pytest.raises(LanguageUnknown, match="no embedded voice speaks xx") as caught:
        choose("xx", open_engine=at_hand)
    assert "tts voices" in caught.value.hint
    assert "--lang" in caught.value.hint


# --- named --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voice", "spoken_by"),
    [
        ("zh-CN-XiaoxiaoNeural", ("edge", "zh-CN-XiaoxiaoNeural")),
        ("zh-cn-yunyangneural", ("edge", "zh-CN-YunyangNeural")),
        ("yunjian", ("edge", "zh-CN-YunjianNeural")),
        ("edge/Xiaoxiao", ("edge", "zh-CN-XiaoxiaoNeural")),
        ("kokoro/xiaoxiao", ("kokoro", "zf_xiaoxiao")),
        ("zf_xiaoxiao", ("kokoro", "zf_xiaoxiao")),
        ("zm_", ("kokoro", "zm_yunyang")),
        ("silent", ("silent", "silent")),
        ("HiuMaan", ("edge", "zh-HK-HiuMaanNeural")),
        ("AvaMultilingual", ("edge", "en-US-AvaMultilingualNeural")),
        ("emma", ("edge", "en-US-EmmaMultilingualNeural")),
    ],
)
def test_a_voice_decides_its_engine_and_asks_nobody(online: EdgeServer, voice: str, spoken_by: tuple[str, str]) -> None:
    with nobody_asked(online):
        choice = choose("zh-Hans", voice=voice, remembered=("silent", "silent"), open_engine=at_hand)
    assert told(choice) == spoken_by


def test_a_name_that_two_engines_know_goes_online_if_that_answers(online: EdgeServer) -> None:
    assert told(choose("zh-Hans", voice="xiaoxiao", open_engine=at_hand)) == ("edge", "zh-CN-XiaoxiaoNeural")
    assert told(choose("zh-Hans", voice="xiaoxiao", offline=True, open_engine=at_hand)) == ("kokoro", "zf_xiaoxiao")


def test_a_name_that_two_engines_know_without_the_network(unplugged: None) -> None:
    assert told(choose("zh-Hans", voice="xiaoxiao", open_engine=at_hand)) == ("kokoro", "zf_xiaoxiao")


def test_a_new_voice_is_found_in_the_current_list(online: EdgeServer) -> None:
    choice = choose("zh-Hans", voice="xiaobei", open_engine=at_hand)
    assert told(choice) == ("edge", "zh-CN-liaoning-XiaobeiNeural")
    assert online.listings == 1


@pytest.mark.parametrize("language", ["zh-Hans", "en", "fi", "xx", ""])
def test_an_engine_by_name(language: str) -> None:
    assert told(choose(language, engine="silent", open_engine=at_hand)) == ("silent", "silent")


def test_a_remembered_voice_is_kept(unplugged: None) -> None:
    choice = choose("zh-Hans", remembered=("edge", "zh-CN-YunyangNeural"), rate=0.9, open_engine=at_hand)
    assert told(choice) == ("edge", "zh-CN-YunyangNeural")
    assert choice.voice.rate == 0.9


# --- named, and not to be had -------------------------------------------------------------------------------

Ask = Callable[[], Choice]


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda: choose("zh-Hans", voice="xiaoxia0", open_engine=at_hand), VoiceNotFound, "did you mean zf_xiaoxiao"),
        (lambda: choose("zh-Hans", voice="edge/nobody", open_engine=at_hand), VoiceNotFound, "edge has no voice"),
        (
            lambda: choose("zh-Hans", voice="edge/nobody", open_engine=at_hand),
            VoiceNotFound,
            "edge has no voice 'nobody'",
        ),
        (
            lambda: choose("zh-Hans", voice="yun", open_engine=at_hand),
            VoiceNotFound,
            "ambiguous: zh-CN-YunyangNeural, ",
        ),
        (lambda: choose("zh-Hans", voice="hibari", open_engine=at_hand), VoiceNotFound, "hibari speaks en-US, but the"),
        (lambda: choose("zh-Hans", voice="aria", open_engine=at_hand), VoiceNotFound, "AriaNeural speaks en-US"),
        (
            lambda: choose("zh-Hans", voice="zf_xiaoxiao", open_engine=not_installed),
            VoiceNotFound,
            "kokoro is not inst",
        ),
        (
            lambda: choose("zh-Hans", engine="edge", offline=True, open_engine=at_hand),
            EngineError,
            "edge needs the net",
        ),
        (lambda: choose("zh-Hans", engine="kokoro", voice="edge/yunxi", open_engine=at_hand), EngineError, "'edge'"),
        (lambda: choose("zh-Hans", engine="espresso", open_engine=at_hand), EngineError, "no engine 'espresso'"),
        (
            lambda: choose("zh-Hans", engine="hibari", open_engine=at_hand),
            LanguageUnknown,
            "hibari has no voice for zh",
        ),
        (
            lambda: choose("en", remembered=("edge", "en-US-AvaNeural"), offline=True, open_engine=at_hand),
            EngineError,
            "edge needs the network",
        ),
    ],
)
def test_errors_say_what_to_do(unplugged: None, ask: Ask, error: type[EngineError], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        ask()
    assert caught.value.hint
    assert caught.value.exit_code == (2 if error is VoiceNotFound else 1)


@pytest.mark.parametrize("open_named", [at_hand, not_installed])
@pytest.mark.parametrize("offline", [True, False])
@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("zm_yunyag", "zm_yunyang"),
        ("zf_xiaoxio", "zf_xiaoxiao"),
        ("Xioaxiao", "zf_xiaoxiao"),
        ("zh-CN-XiaoxaioNeural", "zf_xiaoxiao"),
    ],
)
def test_a_misspelt_voice_gets_a_suggestion_whatever_is_installed(
    wanted: str, meant: str, offline: bool, open_named: Callable[[str], Engine], unplugged: None
) -> None:
    online = not offline and wanted.startswith("zh-CN")
    meant = "zh-CN-XiaoxiaoNeural" if online else meant
    with pytest.raises(VoiceNotFound, match=f"did you mean .*{meant}") as raised:
        choose("zh-Hans", voice=wanted, offline=offline, open_engine=open_named)
    assert raised.value.exit_code == 2
    assert "\n" not in raised.value.message + raised.value.hint  # with the hint: two lines
    assert len(raised.value.message) < 120


def test_a_name_unlike_every_voice_gets_no_suggestion(unplugged: None) -> None:
    with pytest.raises(VoiceNotFound) as raised:
        choose("zh-Hans", voice="nobody", open_engine=at_hand)
    assert raised.value.message == "there is no voice 'nobody'"
    assert "the list of edge" in raised.value.hint


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [("zf_xiaoxiao+zm_yunynag*0.3", "zm_yunyang"), ("haert", "heart"), ("kokro/af_heart", "kokoro")],
)
def test_blends_and_voices_that_are_not_installed_are_suggested(wanted: str, meant: str, unplugged: None) -> None:
    with pytest.raises(EngineError, match=f"did you mean .*{meant}"):
        choose("zh-Hans", voice=wanted, open_engine=not_installed)


def test_a_blend_that_could_be_spoken_says_what_to_install(unplugged: None) -> None:
    with pytest.raises(VoiceNotFound, match="kokoro is not installed") as caught:
        choose("zh-Hans", voice="zf_xiaoxiao+zm_yunyang*0.3", open_engine=not_installed)
    assert "pagecast[local]" in caught.value.hint


@pytest.mark.parametrize("fallback", [True, False])
def test_a_misspelt_voice_does_not_count_as_withdrawn(online: EdgeServer, fallback: bool) -> None:
    """The service answers and does not list that voice: no other voice replaces it without being asked."""
    for wanted in ("zh-CN-YunynagNeural", "edge/zh-CN-YunynagNeural"):
        with pytest.raises(VoiceNotFound, match="did you mean zh-CN-YunyangNeural") as caught:
            choose("zh-Hans", voice=wanted, fallback=fallback, open_engine=at_hand)
        assert not isinstance(caught.value, VoiceWithdrawn)
