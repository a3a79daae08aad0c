"""espeak: languages without another embedded voice; what is heard and when, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tts import audio
from tts.audio import loudness
from tts.engines.decoding import resample
from tts.engines.espeak import bindings
from tts.engines.espeak.engine import Espeak
from tts.engines.verify import verify
from tts.model import Chunk, EngineError, EngineMissing, Sentence, TextTooLong, Voice, VoiceNotFound

FINNISH = ("Sade on lakannut. ", "Lapset juoksevat pihalle katsomaan sateenkaarta!")


@pytest.fixture(scope="module")
def engine() -> Espeak:
    return Espeak(audio)


def chunk(*sentences: str, language: str = "fi") -> Chunk:
    return Chunk("paragraph", tuple(Sentence(s, s) for s in sentences), language)


def voice(engine: Espeak, name: str) -> Voice:
    return next(v for v in engine.voices() if v.id == name)


def test_more_than_a_hundred_languages_with_their_names(engine: Espeak) -> None:
    voices = engine.voices()
    assert len({v.language.partition("-")[0] for v in voices}) > 100
    assert len({v.id for v in voices}) == len(voices)
    assert (voice(engine, "fr").language, voice(engine, "fr").name) == ("fr-FR", "French (France)")
    assert voice(engine, "cmn").language == "zh-CN"


def test_opening_and_listing_loads_no_library() -> None:
    code = "from tts import audio; from tts.engines.registry import open_engine;"
    code += "e = open_engine('espeak', audio); e.voices();"
    code += "print('espeakng_loader' in __import__('sys').modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("fi", "Sade on lakannut."),
        ("de", "Der Regen hat aufgehört, und die Kinder laufen hinaus."),
        ("ru", "Дождь кончился, и дети бегут во двор."),
        ("tr", "Yağmur dindi, çocuklar bahçeye koşuyor."),
        ("vi", "Mưa đã tạnh, bọn trẻ chạy ra sân."),
        ("sw", "Mvua imekatika, watoto wanakimbia nje."),
        ("el", "Η βροχή σταμάτησε και τα παιδιά τρέχουν έξω."),
        ("ta", "மழை நின்றது, குழந்தைகள் வெளியே ஓடுகிறார்கள்."),
        ("ko", "비가 그쳐서 아이들이 밖으로 뛰어나갑니다."),
    ],
)
def test_every_script_is_spoken_whole(engine: Espeak, name: str, text: str) -> None:
    said = chunk(text, language=name)
    clip = engine.speak(said, voice(engine, name))
    verify(said, clip)
    assert loudness.integrated(clip.info.energies) == pytest.approx(-16, abs=3)
    assert clip.info.peak <= -1


def test_sentences_and_words_have_their_times(engine: Espeak) -> None:
    clip = engine.speak(chunk(*FINNISH), voice(engine, "fi"))
    whole = "".join(FINNISH)
    sentences = [m for m in clip.info.marks if m.kind == "sentence"]
    words = [m for m in clip.info.marks if m.kind == "word"]
    assert [whole[m.text_start : m.text_end] for m in sentences] == [s.strip() for s in FINNISH]
    assert [whole[m.text_start : m.text_end] for m in words] == whole.replace(".", "").replace("!", "").split()
    assert all(one.end <= two.start + 1 for one, two in pairwise(words))
    assert words[2].end <= sentences[0].end and words[3].start == sentences[1].start


def test_a_word_is_heard_where_its_mark_is(engine: Espeak) -> None:
    """There is no silence inside a word, and there is at a comma between two."""
    clip = engine.speak(chunk("yksi, kaksi, kolme."), voice(engine, "fi"))
    samples = audio.pcm.decode(clip.audio)
    level = float(np.sqrt(np.square(samples).mean()))
    words = [m for m in clip.info.marks if m.kind == "word"]
    assert len(words) == 3
    for mark in words:
        part = samples[mark.start * 24 : mark.end * 24]
        assert float(np.sqrt(np.square(part).mean())) > 0.5 * level
    for one, two in pairwise(words):
        middle = (one.end + two.start) * 12
        assert float(np.sqrt(np.square(samples[middle - 480 : middle + 480]).mean())) < 0.1 * level


def test_text_that_the_language_does_not_write_is_not_lost(engine: Espeak) -> None:
    french = voice(engine, "fr")
    without = engine.speak(chunk("Il dit voilà.", language="fr"), french).info.duration
    for word in ("漢字", "Нева", "カメラ", "서울"):
        assert engine.speak(chunk(f"Il dit {word} voilà.", language="fr"), french).info.duration > without + 100


@pytest.mark.parametrize("language", ["de", "ru", "ja", "cmn", "ar", "sv", "fr+f2"])
def test_figures_that_it_would_leave_out_are_said(language: str) -> None:
    for figure, plain in (("④", "4"), ("❹", "4"), ("Ⅷ", "VIII"), ("a²", "a²"), ("8", "8")):
        assert bindings.figures(figure, language).strip().upper() == plain.upper()
    for figure in "½¾٣३":
        said = bindings.ipa(bindings.figures(figure, language), language)
        assert said.strip() and "hˈɑːf" not in said, "neither left out nor in English"


def test_a_tone_keeps_its_pitch_and_nothing_is_added() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(22_050) / 22_050).astype(np.float32) / 2
    found = resample(tone, 22_050)
    assert len(found) == 24_000
    spectrum = np.abs(np.fft.rfft(found * np.hanning(len(found))))
    assert int(spectrum.argmax()) == 1000
    assert spectrum[[*range(900), *range(1100, len(spectrum))]].max() < spectrum.max() / 1000


@pytest.mark.parametrize("rate", [0.5, 0.8, 1.5, 2.0])
def test_rate(engine: Espeak, rate: float) -> None:
    plain = engine.speak(chunk(*FINNISH), voice(engine, "fi")).info.duration
    other = engine.speak(chunk(*FINNISH), replace(voice(engine, "fi"), rate=rate)).info.duration
    assert plain / other == pytest.approx(rate, rel=0.15)


def test_many_threads_share_the_library(engine: Espeak) -> None:
    names = ["fi", "fr", "de", "es"] * 4
    with ThreadPoolExecutor(4) as pool:
        lengths = list(
            pool.map(lambda n: engine.speak(chunk(*FINNISH, language=n), voice(engine, n)).info.frames, names)
        )
    assert lengths == lengths[:4] * 4


@pytest.mark.parametrize("name", ["fi", "fi+whisper", "fi+klatt", "en-US"])
def test_a_clip_is_the_same_whatever_was_spoken_before(engine: Espeak, name: str) -> None:
    voices = {each.id: each for each in engine.voices()}
    said = voices.get(name) or engine.beyond(name)
    assert said
    first = engine.speak(chunk(*FINNISH), said)
    engine.speak(chunk("Bonjour à tous.", language="fr"), replace(voices["fr"], rate=1.5))
    bindings.ipa("Guten Tag", "de")
    assert engine.speak(chunk(*FINNISH), said).audio == first.audio


def test_a_variant_is_another_speaker(engine: Espeak) -> None:
    woman = engine.beyond("fi+f2")
    assert woman and (woman.gender, woman.language) == ("female", "fi")
    assert engine.speak(chunk(*FINNISH), woman).audio != engine.speak(chunk(*FINNISH), voice(engine, "fi")).audio
    assert engine.beyond("fi+nobody") is None
    assert engine.beyond("zf_xiaoxiao+zm_yunyang") is None


def test_invalid_requests_are_refused(engine: Espeak) -> None:
    with pytest.raises(VoiceNotFound, match="'xx'"):
        engine.speak(chunk("Hei."), Voice("xx", "espeak", "xx"))
    with pytest.raises(TextTooLong):
        engine.speak(chunk("hei " * 600), voice(engine, "fi"))
    with pytest.raises(EngineError, match="nothing to say"):
        engine.speak(chunk("🎉"), voice(engine, "fi"))


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bindings, "find_spec", lambda name: None)
    with pytest.raises(EngineMissing, match="espeak-ng") as caught:
        Espeak(audio)
    assert "pagecast[espeak]" in caught.value.hint


def test_speech_without_reported_words_has_no_word_times() -> None:
    """This happens with short texts now and then: the sentence is marked all the same."""
    import numpy as np

    from tts.engines.espeak import bindings
    from tts.engines.espeak import engine as espeak

    speech = bindings.Speech(np.ones(100, np.int16), 22_050, ())
    assert espeak._words(speech, "短") == []
