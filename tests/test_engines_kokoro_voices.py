"""Kokoro's voices in all languages: blends, reading text, and no phoneme of a long text is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tts import audio
from tts.audio import loudness
from tts.engines import choose
from tts.engines.espeak.engine import Espeak
from tts.engines.kokoro import model_file
from tts.engines.kokoro.engine import Kokoro
from tts.engines.kokoro.european_phonemes import TONGUES, european_phonemes
from tts.engines.kokoro.vocabulary import VOCABULARY
from tts.engines.kokoro.voices import GAINS, VOICES, blend, gain, style
from tts.engines.mandarin.phonemes import LIMIT, phonemes, split_phonemes, tokens
from tts.engines.verify import verify
from tts.model import Chunk, EngineError, EngineMissing, Reading, Sentence, Voice, VoiceNotFound

SAID = {
    "en-US": "The rain has stopped, and 孩子 play outside.",
    "en-GB": "The rain has stopped, and the children play outside.",
    "es-ES": "Ha dejado de llover, y los niños juegan fuera.",
    "fr-FR": "La pluie a cessé, et les enfants jouent dehors.",
    "hi-IN": "बारिश रुक गई है और बच्चे बाहर खेल रहे हैं।",
    "it-IT": "Ha smesso di piovere e i bambini giocano fuori.",
    "ja-JP": "雨がやんで、子どもたちは外で遊んでいます。",
    "pt-BR": "Parou de chover, e as crianças brincam lá fora.",
    "zh-CN": "我们用 Python 写了一个 app，三天就 online 了。",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kokoro]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAGECAST_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield Kokoro(audio)


def chunk(*sentences: str, language: str = "zh-Hans") -> Chunk:
    return Chunk("paragraph", tuple(Sentence(s, s) for s in sentences), language)


def named(name: str) -> Voice:
    return next(v for v in VOICES if v.id == name)


# --- languages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", SAID)
def test_the_default_voice_of_each_language_speaks_it_whole(engine: Kokoro, language: str) -> None:
    voice = next(v for v in engine.voices() if v.language == language and v.default)
    said = chunk(SAID[language], language=language)
    clip = engine.speak(said, voice)
    verify(said, clip)
    assert loudness.integrated(clip.info.energies) == pytest.approx(-16, abs=2.5)


def test_at_least_two_voices_a_language_where_there_are_two() -> None:
    counts = {v.language: sum(w.language == v.language for w in VOICES) for v in VOICES}
    assert [language for language, count in counts.items() if count < 2] == ["fr-FR"]


@pytest.mark.parametrize(
    ("language", "text", "heard"),
    [
        ("es", "¿Dónde está el perro?", "dˈonde estˈa el pˈero?"),
        ("fr", "« Oui », dit-elle.", "“wˈi”, dˈitˈɛl."),
        ("it", "La pizza, e gli gnocchi!", "la pˈiʦːa, e ʎɪ ɲˈokːɪ!"),
        ("pt", "Bom dia; até amanhã…", "bˈoŋ ʤˈiæ; atˌɛ ˌæmɐ̃ɲˈɐ̃…"),
        ("hi", "बारिश रुक गई है।", "bˈaːɾɪʃ ɾˈʊk ɡˈʌi hɛː."),
    ],
)
def test_foreign_text_in_the_models_phonemes(language: str, text: str, heard: str) -> None:
    assert european_phonemes(text, language) == heard


@pytest.mark.parametrize("language", TONGUES)
def test_numbers_and_words_of_any_script_are_read(language: str) -> None:
    for word in ("3,5", "1998", "漢字", "Нева", "weekend", "β", "서울"):
        assert len(european_phonemes(f"a {word} a", language)) > len(european_phonemes("a a", language)) + 1


def test_a_reading_is_spoken_unchanged() -> None:
    assert "mɑnɔ" in european_phonemes("Le Mano dort.", "fr", [Reading(3, 7, "ipa", "mɑnɔ")])


@given(st.text(max_size=80), st.sampled_from([*TONGUES]))
@settings(max_examples=60, deadline=None)
def test_whatever_is_read_is_in_the_vocabulary(text: str, language: str) -> None:
    try:
        said = european_phonemes(text, language)
    except EngineError as error:
        assert error.hint
    else:
        assert set(said) <= VOCABULARY.keys()


def test_without_espeak_its_languages_are_not_offered(engine: Kokoro, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts.engines.espeak.bindings.find_spec", lambda name: None)
    assert {v.language for v in engine.voices()} == {"zh-CN", "en-US", "en-GB", "ja-JP"}
    with pytest.raises(EngineMissing) as caught:
        choose.choose("fr", voice="kokoro/ff_siwis", offline=True, open_engine=lambda name: engine)
    assert "pagecast[espeak]" in caught.value.hint


def test_without_its_dictionaries_japanese_names_the_extra(engine: Kokoro, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts.engines.japanese.analysis.find_spec", lambda name: None)
    assert "ja-JP" not in {v.language for v in engine.voices()}
    espeak = Espeak(audio)
    opened = {"kokoro": engine, "espeak": espeak}
    draft = choose.choose("ja", offline=True, open_engine=opened.__getitem__)
    assert draft.engine is espeak and "pip install 'pagecast[ja]'" in draft.reason
    monkeypatch.setattr(espeak, "voices", lambda: [])
    with pytest.raises(EngineMissing) as caught:
        choose.choose("ja", offline=True, open_engine=opened.__getitem__)
    assert caught.value.hint == "pip install 'pagecast[ja]'"
    with pytest.raises(EngineMissing):
        choose.choose("ja", voice="kokoro/jf_alpha", offline=True, open_engine=lambda name: engine)


# --- long sentences -----------------------------------------------------------------------------------------

TEXT = "春天 公园 的 花 开 了 和 银行 Python computer，在 北京，所以 他们 说：“好”。 however, 长！ 吗？ …… （注）"
WORDS = st.sampled_from(TEXT.split())


def _sounds(said: str) -> str:
    return said.replace(" ", "")


@given(st.lists(WORDS, min_size=150, max_size=600).map("".join))
@settings(max_examples=25, deadline=None)
def test_no_phoneme_of_a_long_text_is_lost(text: str) -> None:
    said = phonemes(text)
    found = split_phonemes(said)
    assert _sounds("".join(found)) == _sounds(said)
    assert all(0 < len(part) <= LIMIT for part in found)
    assert sum(len(tokens(part)) for part in found) >= len(_sounds(said))


@given(st.text(alphabet="abʦɑː→↗\u0303ʰ ,.!”", min_size=1, max_size=3000))
@settings(max_examples=200, deadline=None)
def test_no_sign_is_lost_whatever_it_contains(said: str) -> None:
    found = split_phonemes(said)
    assert _sounds("".join(found)) == _sounds(said)
    assert all(len(part) <= LIMIT for part in found)


def test_a_part_never_begins_with_a_modifier_of_the_previous_sound() -> None:
    found = split_phonemes("tʰa→" * 400)
    assert len(found) > 3
    assert all(part[0] in "ta" for part in found)


def test_a_sentence_without_a_comma_is_cut_between_words() -> None:
    said = " ".join(["xau↓"] * 130)
    assert [set(part.split(" ")) for part in split_phonemes(said)] == [{"xau↓"}] * len(split_phonemes(said))
    lengths = [len(part) for part in split_phonemes(said)]
    assert max(lengths) - min(lengths) < 20


# --- blends -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("zf_xiaoxiao+zm_yunyang*0.3", "zf_xiaoxiao*77+zm_yunyang*23"),
        ("zm_yunyang*3 + zf_xiaoxiao*10", "zf_xiaoxiao*77+zm_yunyang*23"),
        ("zf_xiaoxiao*77+zm_yunyang*23", "zf_xiaoxiao*77+zm_yunyang*23"),
        ("ZF_xiaoxiao+yunyang", "zf_xiaoxiao*50+zm_yunyang*50"),
        ("af_heart+bf_emma+am_puck", "af_heart*34+am_puck*33+bf_emma*33"),
    ],
)
def test_a_blend_has_one_name(wanted: str, name: str) -> None:
    found = blend(wanted)
    assert found and found.id == name
    assert blend(found.id) == found


@example({"zf_xiaoxiao": 9.0, "zf_xiaobei": 0.25, "zf_xiaoyi": 0.0546875})
@given(st.dictionaries(st.sampled_from([*GAINS]), st.floats(0.05, 9), min_size=2, max_size=5))
def test_the_name_of_a_blend_selects_the_same_blend(weights: dict[str, float]) -> None:
    wanted = {voice: float(f"{weight:.3f}") for voice, weight in weights.items()}
    name = "+".join(f"{voice}*{weight}" for voice, weight in wanted.items())
    if min(wanted.values()) / sum(wanted.values()) < 0.005:
        with pytest.raises(VoiceNotFound, match="too little weight"):
            blend(name)
        return
    found = blend(name)
    assert found and blend(found.id) == found
    assert {voice for voice in weights if voice in found.id} == set(weights), "none is lost"
    assert sum(int(share) for share in re.findall(r"\*(\d+)", found.id)) == 100


def test_a_blend_lies_between_its_voices() -> None:
    found = blend("zf_xiaoxiao+zm_yunyang*0.25")
    assert found
    expected = 0.8 * style("zf_xiaoxiao") + 0.2 * style("zm_yunyang")
    assert np.allclose(style(found.id), expected, atol=1e-5)
    assert gain(found.id) == pytest.approx(0.8 * GAINS["zf_xiaoxiao"] + 0.2 * GAINS["zm_yunyang"])
    assert (found.language, found.gender) == ("zh-CN", "")


def test_a_blend_is_chosen_and_heard(engine: Kokoro) -> None:
    choice = choose.choose(
        "zh-Hans", voice="zf_xiaoxiao+zm_yunyang*0.3", offline=True, rate=1.1, open_engine=lambda name: engine
    )
    assert choice.voice.id == "zf_xiaoxiao*77+zm_yunyang*23"
    said = chunk("明天有小雨，不要忘了带伞。")
    clip = engine.speak(said, choice.voice)
    assert clip.audio != engine.speak(said, replace(named("zf_xiaoxiao"), rate=1.1)).audio
    assert loudness.integrated(clip.info.energies) == pytest.approx(-16, abs=2.5)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("zf_xiaoxiao+zm_nobody", "no voice 'zm_nobody'"),
        ("zf_xiaoxiao+zm_yunyang*", "is not a voice with a weight"),
        ("zf_xiaoxiao+zm_yunyang*-1", "is not a voice with a weight"),
        ("zf_xiaoxiao+zm_yunyang*0", "too little weight"),
        ("zf_xiaoxiao+zf_xiaoxiao*0.3", "appears twice"),
        ("zf_xiaoxiao+dora", "is ambiguous"),
    ],
)
def test_a_wrong_blend_says_what_is_wrong(wanted: str, message: str) -> None:
    with pytest.raises(VoiceNotFound, match=re.escape(message)) as caught:
        blend(wanted)
    assert caught.value.hint


# --- pace and the model -------------------------------------------------------------------------------------


WALKED = chunk("We walked home in the dark, along the river.", language="en")


@pytest.fixture(scope="module")
def plain(engine: Kokoro) -> int:
    """The duration in milliseconds at the voice's own rate."""
    return engine.speak(WALKED, named("af_heart")).info.duration


@pytest.mark.parametrize("rate", [0.5, 0.8, 1.5, 2.0])
def test_rate_is_kept(engine: Kokoro, plain: int, rate: float) -> None:
    said = engine.speak(WALKED, replace(named("af_heart"), rate=rate))
    assert plain / said.info.duration == pytest.approx(rate, rel=0.2)


def test_a_model_by_path_speaks_and_is_another_version(
    engine: Kokoro, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "own.onnx"
    other.write_bytes(model_file.model_file().read_bytes())
    monkeypatch.setenv(model_file.VARIABLE, str(other))
    own = Kokoro(audio)
    assert own.version == engine.version  # the same bytes are the same voice, wherever they lie
    assert (
        own.speak(chunk("好的。"), named("zf_xiaoxiao")).audio
        == engine.speak(chunk("好的。"), named("zf_xiaoxiao")).audio
    )
    other.write_bytes(b"not a model")
    broken = Kokoro(audio)
    assert broken.version != engine.version
    with pytest.raises(EngineError, match="can't be loaded"):
        broken.speak(chunk("好的。"), named("zf_xiaoxiao"))


def test_a_model_other_than_kokoro_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    from hibari.voices import voice_path

    monkeypatch.setenv(model_file.VARIABLE, str(voice_path("heart", download_missing=False)))
    with pytest.raises(EngineError, match="is not a model that kokoro can use: its inputs are") as caught:
        model_file.load()
    assert "input_ids" in caught.value.hint


def test_other_exports_call_the_text_otherwise() -> None:
    inputs = {"input_ids": "tensor(int64)", "style": "tensor(float)", "speed": "tensor(float)"}
    assert model_file.check(inputs, ["tensor(float)"], None) == "input_ids"
    with pytest.raises(EngineError):
        model_file.check(inputs | {"speed": "tensor(int32)"}, ["tensor(float)"], None)


def test_a_model_that_is_not_there_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(model_file.VARIABLE, "nowhere.onnx")
    with pytest.raises(EngineError, match=r"there is no model nowhere\.onnx") as caught:
        Kokoro(audio)
    assert "--kokoro-model" in caught.value.hint


@pytest.mark.parametrize(("figure", "plain"), [("④", "4"), ("❹", "4"), ("٣", "3"), ("Ⅷ", "VIII")])
@pytest.mark.parametrize("language", TONGUES)
def test_figures_of_every_kind_are_said(figure: str, plain: str, language: str) -> None:
    for text in ("a, {}, a", "a {} a"):
        assert european_phonemes(text.format(figure), language) == european_phonemes(text.format(plain), language)


@pytest.mark.parametrize("lone", ["_", "ˈ", "ʼ", "ע", "ъ"])
def test_text_without_a_sound_is_left_out_alone(lone: str) -> None:
    assert european_phonemes(f"hola, {lone}, adiós", "es") == european_phonemes("hola, adiós", "es")


def test_the_default_mandarin_voice_is_kept_in_half_precision() -> None:
    rows = style("zf_xiaoxiao")
    assert rows.shape == style("zf_xiaobei").shape == (510, 256) and rows.dtype == np.float32
    assert np.array_equal(rows, rows.astype(np.float16)), "no table put together of a few directions"
