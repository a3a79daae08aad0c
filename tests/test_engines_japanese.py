"""Japanese phonemes for the embedded model: readings, words, given readings, other scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.say_kana import kana_of
from tts.engines.japanese import analysis
from tts.engines.japanese.kana import SYLLABLES, phonemes_of
from tts.engines.japanese.phonemes import with_words
from tts.engines.kokoro.vocabulary import VOCABULARY
from tts.model import Reading


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("こんにちは、世界！", "koɲɲiʨiβa, sekai!"),
        ("東京へ行きます。", "toːkʲoː e ikʲimasɨ."),
        ("学校はどこですか？", "ɡaʔkoː βa doko desɨ ka?"),
        ("「はい」と答えた。", "“hai” to kotaeta."),
        ("新聞を三本、今晩", "ɕimbɯɴ o samboɴ, kombaɴ"),
        ("ヴァイオリンとティー", "vaioɾʲiɴ to tʲiː"),
        ("ｶﾞｿﾘﾝ", "ɡasoɾʲiɴ"),
    ],
)
def test_japanese_in_the_models_phonemes(written: str, heard: str) -> None:
    assert with_words(written)[0] == heard


# Written by hand.
@pytest.mark.parametrize(
    ("written", "kana"),
    [
        ("明日は午後3時半に20歳の3人で会います。", "アシタ ワ ゴゴ サンジハン ニ ハタチ ノ サンニン デ アイマス"),
        ("1人で10分、5分で3本。", "ヒトリ デ ジュップン ゴフン デ サンボン"),
        ("上手に歌う人気の歌手", "ジョーズ ニ ウタウ ニンキ ノ カシュ"),
        ("千年前の話", "センネンマエ ノ ハナシ"),
        ("NHKとGoogleのAI", "エヌエイチケイ ト グーグル ノ エーアイ"),
    ],
)
def test_words_are_read_in_their_places(written: str, kana: str) -> None:
    assert kana_of(written) == kana


def test_words_are_those_of_the_sentence_and_have_its_sounds() -> None:
    text = "買っていただけますか。"
    phonemes, words = with_words(text)
    assert [word.text for word in words] == ["買って", "いただけます", "か"]
    assert "".join(word.phonemes for word in words) == phonemes.replace(" ", "").rstrip(".")


def test_words_in_no_dictionary_go_to_the_english_voice() -> None:
    words = with_words("Kubernetesとdeep diveをアプリで。")[1]
    assert [word.text for word in words if word.foreign] == ["Kubernetes", "deep", "dive"]


def test_letters_of_other_scripts_are_not_dropped() -> None:
    assert [word.text for word in with_words("これはПриветと한국です。")[1]][2:5] == ["Привет", "と", "한국"]


@pytest.mark.parametrize(
    ("text", "readings", "heard"),
    [
        ("彼は行った。", [(2, 3, "おこな")], "kaɾe βa okonaʔta."),
        ("本気だ。", [(0, 2, "マジ")], "maʥi da."),
        ("今日は雨", [(0, 1, "きょ"), (1, 2, "う")], "kʲoː βa ame"),
        ("大人です", [(0, 1, "おと"), (1, 2, "な")], "otona desɨ"),
        ("東雲さんと", [(0, 2, "しののめ")], "ɕinonomesaɴ to"),
        ("超電磁砲", [(1, 4, "レールガン")], "ʨoː ɾeːɾɯɡaɴ"),
    ],
)
def test_a_given_reading_is_said(text: str, readings: list[tuple[int, int, str]], heard: str) -> None:
    given = [Reading(start, end, "kana", kana) for start, end, kana in readings]
    assert with_words(text, given)[0] == heard


def test_a_reading_in_ipa_is_spoken_unchanged() -> None:
    assert "nˈɑɹɑ" in with_words("奈良へ", [Reading(0, 2, "ipa", "ˈnɑra")])[0]


def test_every_kana_has_sounds_that_the_model_knows() -> None:
    assert set("".join(map(phonemes_of, SYLLABLES))) <= VOCABULARY.keys()
    assert all(phonemes_of(chr(code)) for code in range(0x3041, 0x3097))


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_whatever_is_read_is_in_the_vocabulary(text: str) -> None:
    assert set(with_words(text)[0]) <= VOCABULARY.keys()


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "find_spec", lambda name: None)
    with pytest.raises(analysis.EngineMissing) as caught:
        with_words("今日")
    assert caught.value.hint == "pip install 'pagecast[ja]'"
