"""The choice of voices: a paragraph in another language has a voice of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.edge_server import EdgeServer
from tts import audio
from tts.cache import Cache, key
from tts.engines.edge.engine import Edge
from tts.engines.hibari import Hibari
from tts.episode import pipeline, preview
from tts.episode.casting import Cast, VoiceOptions, cast, named_voices
from tts.episode.options import Options
from tts.model import Article, Block, VoiceNotFound
from tts.show import library
from tts.show.settings import Settings

MIXED = """# 渡口的信

老船夫在渡口等一封信，等到秋天。

“The river does not hurry, and neither should you,” she wrote on the first page.

他把信读了三遍。
"""


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.md"
    path.write_text(MIXED, encoding="utf-8")
    return path


def cast_of(*blocks: Block, language: str = "zh-Hans", show: library.Show | None = None, **asked: object) -> Cast:
    article = Article(blocks, language=language)
    return cast(article, show or library.Show(Path()), VoiceOptions(**{"offline": True, **asked}))  # type: ignore[arg-type]


CHINESE = Block("paragraph", "从春天等到秋天。")
ENGLISH = Block("paragraph", "The river does not hurry.", language="en")
NOBODYS = Block("paragraph", "Blorem wippen doffel.", language="xx")
FRENCH = Block("paragraph", "Le fleuve ne se presse pas.", language="fr")


@pytest.mark.parametrize("asked", ["=heart", "zh=", "zh=zm_yunxi,=heart", "zh=zm_yunxi,zh=zf_xiaobei"])
def test_an_invalid_list_of_voices_is_refused(asked: str) -> None:
    with pytest.raises(VoiceNotFound) as caught:
        named_voices(asked)
    assert "--voice" in caught.value.message + caught.value.hint


def test_each_language_has_its_voice_and_one_without_a_voice_is_reported() -> None:
    found = cast_of(CHINESE, ENGLISH, FRENCH, NOBODYS)
    assert found.names == "kokoro/zf_xiaobei, en: hibari/heart, fr: kokoro/ff_siwis"
    assert found.speaker("xx") is found.main
    assert len(found.notes) == 1
    assert "xx" in found.notes[0]


def test_the_engine_that_is_named_speaks_what_it_can() -> None:
    assert cast_of(CHINESE, ENGLISH, engine="kokoro").names == "kokoro/zf_xiaobei, en: kokoro/af_heart"


def test_voices_are_named_by_language() -> None:
    found = cast_of(CHINESE, ENGLISH, voice="zh=zm_yunxi, en=hibari/heart")
    assert found.names == "kokoro/zm_yunxi, en: hibari/heart"
    assert cast_of(CHINESE, ENGLISH, voice="zm_yunxi").names == "kokoro/zm_yunxi, en: hibari/heart"


def test_a_voice_named_for_a_language_must_be_there() -> None:
    with pytest.raises(VoiceNotFound):
        cast_of(CHINESE, ENGLISH, voice="en=nobody")


def test_the_voices_of_the_show_speak_its_episodes() -> None:
    show = library.Show(Path(), voices={"zh-Hans": "kokoro/zm_yunyang", "en": "edge/en-GB-SoniaNeural"})
    assert cast_of(CHINESE, ENGLISH, show=show).names == "kokoro/zm_yunyang, en: hibari/heart"  # without the network
    online = cast_of(CHINESE, ENGLISH, show=show, offline=False)
    assert online.names == "kokoro/zm_yunyang, en: edge/en-GB-SoniaNeural"


@pytest.mark.parametrize(
    ("mixed", "asked", "remembered", "second"),
    [
        ("second", "", "", "af_heart"),
        ("second", "zm_yunxi", "", "am_michael"),
        ("second", "", "kokoro/af_bella", "af_bella"),
        ("second", "en=nicole", "kokoro/af_bella", "af_nicole"),
        ("second", "", "hibari/heart", "af_heart"),
        ("same", "", "kokoro/af_bella", ""),
        ("second", "af_sky", "", ""),
    ],
)
def test_english_words_in_mandarin_get_the_configured_voice(
    mixed: str, asked: str, remembered: str, second: str
) -> None:
    voices = {"en": remembered} if remembered else {}
    show = library.Show(Path(), voices=voices, settings=Settings(mixed=mixed))
    language = "en" if asked == "af_sky" else "zh-Hans"
    assert cast_of(CHINESE, language=language, show=show, voice=asked).main.voice.second == second


@pytest.mark.parametrize("voice", ["en-US-AvaMultilingualNeural", "silent/silent"])
def test_a_voice_that_speaks_all_languages_speaks_alone(voice: str) -> None:
    assert cast_of(CHINESE, ENGLISH, voice=voice, offline=False).others == {}


def test_an_episode_in_two_languages(letter: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "clips")
    show = library.open_show(tmp_path / "show")
    made = pipeline.make(str(letter), show, Options(offline=True), cache=cache)
    assert (made.episode.manifest.voice, made.episode.manifest.voices) == ("zf_xiaobei", {"en": "hibari/heart"})
    rehearsal = preview.rehearse(str(letter), show, Options(offline=True), cache=cache)
    assert (rehearsal.missing, rehearsal.unspoken) == (0, 0)
    (english,) = [chunk for chunk in rehearsal.plan.script.chunks if chunk.language == "en"]
    hibari = Hibari(audio)
    (heart,) = hibari.voices()
    clip = cache.get(key(english, hibari, heart))
    assert clip is not None
    assert clip.audio == hibari.speak(english, heart).audio
    again = pipeline.make(str(letter), library.open_show(tmp_path / "show"), Options(offline=True), cache=cache)
    assert (again.unchanged, again.spoken) == (True, 0)


def test_online_the_other_voice_is_of_the_same_service_and_gender(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EdgeServer() as server:
        monkeypatch.setenv("PAGECAST_EDGE_URL", server.url)
        options = Options(voice="zh=zh-CN-YunxiNeural")
        pipeline.make(str(letter), library.open_show(tmp_path / "show"), options, cache=Cache(tmp_path / "clips"))
    spoken = {
        text: re.findall(r"voice name='([^']+)'", ssml)[0] for ssml, text in zip(server.ssml, server.texts, strict=True)
    }
    (english,) = (voice for text, voice in spoken.items() if "river" in text)
    chinese = {voice for text, voice in spoken.items() if "river" not in text}
    assert len(chinese) == 1
    men = [voice for voice in Edge(audio).voices() if voice.gender == "male" and voice.language == "en-US"]
    assert any(_short(voice.id) in english for voice in men)


def _short(voice: str) -> str:
    """The client sends `Microsoft Server Speech Text to Speech Voice (en-US, BrianNeural)`."""
    return voice.rpartition("-")[2]
