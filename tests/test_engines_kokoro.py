"""Mandarin from the embedded model: what is heard, when, how loud, and always the same."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tts import audio
from tts.audio import loudness
from tts.engines import sentence_joining
from tts.engines.kokoro.engine import Kokoro
from tts.engines.kokoro.model_file import SHA256, checksum, make, model_file
from tts.engines.kokoro.voices import GAINS, VOICES, style
from tts.engines.mandarin.phonemes import phonemes, split_phonemes
from tts.model import Chunk, Clip, EngineError, EngineMissing, Mark, Sentence, TextTooLong, Voice, VoiceNotFound

TEXT = ("雨停了。 ", "孩子们跑到院子里看彩虹！")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("PAGECAST_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="module")
def engine(cache: Path) -> Kokoro:
    return Kokoro(audio)


def chunk(*sentences: str) -> Chunk:
    return Chunk("paragraph", tuple(Sentence(s, s) for s in sentences), "zh-Hans")


def test_opening_loads_no_model(cache: Path) -> None:
    assert Kokoro(audio).voices()[0].language == "zh-CN"
    assert not list(cache.rglob("*.onnx"))


def test_voices_have_tables_and_levels() -> None:
    assert len(VOICES) == 54
    assert [v.id for v in VOICES] == list(GAINS)
    assert all(style(v.id).shape == (510, 256) for v in VOICES)
    assert len({style(v.id).tobytes() for v in VOICES}) == len(VOICES)
    languages = {v.language for v in VOICES}
    assert len(languages) == [v.default for v in VOICES].count(True) == 9


def sentence_marks(clip: Clip) -> list[Mark]:
    return [mark for mark in clip.info.marks if mark.kind == "sentence"]


def test_each_sentence_has_its_time(engine: Kokoro) -> None:
    clip = engine.speak(chunk(*TEXT), VOICES[0])
    first, second = sentence_marks(clip)
    whole = "".join(TEXT)
    assert [whole[m.text_start : m.text_end] for m in (first, second)] == [s.strip() for s in TEXT]
    assert 400 < first.end - first.start < 1600
    assert 1500 < second.end - second.start < 4000
    assert 150 < second.start - first.end < 600
    assert second.end <= clip.info.heard * 24 + 24


def test_the_same_text_gives_the_same_bytes_from_two_threads_too(engine: Kokoro) -> None:
    once = engine.speak(chunk("今天星期一。"), VOICES[0]).audio
    with ThreadPoolExecutor(2) as pool:
        again = list(pool.map(lambda _: engine.speak(chunk("今天星期一。"), VOICES[0]).audio, range(2)))
    assert again == [once, once]


RACE = """
from concurrent.futures import ThreadPoolExecutor
from tts import audio
from tts.engines.registry import open_engine
from tts.model import Chunk, Clip, Sentence
engine = open_engine("kokoro", audio)
chunks = [Chunk("paragraph", (Sentence(t, t),), "zh-Hans") for t in ("看着河。", "银行关了。")]
with ThreadPoolExecutor(2) as pool:
    print(*[clip.info.duration for clip in pool.map(lambda c: engine.speak(c, engine.voices()[0]), chunks)])
"""


def test_the_first_two_chunks_may_come_at_the_same_moment() -> None:
    """In a fresh process: two threads that imported the same library at once ended in a deadlock."""
    for _ in range(3):
        told = subprocess.run([sys.executable, "-c", RACE], capture_output=True, text=True, check=True, timeout=240)
        assert len(told.stdout.split()) == 2


@pytest.mark.parametrize("voice", [v for v in VOICES if v.language == "zh-CN"], ids=lambda v: v.id)
def test_voices_come_to_one_level(engine: Kokoro, voice: Voice) -> None:
    clip = engine.speak(chunk("明天有小雨，不要忘了带伞。"), voice)
    assert loudness.integrated(clip.info.energies) == pytest.approx(-16, abs=2.5)
    assert clip.info.peak <= -1


def test_rate_is_the_voices(engine: Kokoro) -> None:
    slow, fast = (
        engine.speak(chunk("我们明天一起去图书馆。"), replace(VOICES[0], rate=rate)).info.duration
        for rate in (1.0, 1.5)
    )
    assert slow / fast == pytest.approx(1.5, abs=0.25)


def test_a_sentence_said_in_parts_is_said_whole(engine: Kokoro) -> None:
    clause = "春天的公园里开满了花，"
    quick = replace(VOICES[0], rate=2.0)  # half as long to say
    short = engine.speak(chunk(clause), quick)
    long = engine.speak(chunk(clause * 7), quick)
    assert len(split_phonemes(phonemes(clause * 7))) > 1
    assert len(sentence_marks(long)) == 1
    assert long.info.duration > 6 * short.info.duration


def test_signs_alone_are_no_sentence(engine: Kokoro) -> None:
    clip = engine.speak(chunk("……", "好。"), VOICES[0])
    assert [(m.text_start, m.text_end) for m in sentence_marks(clip)] == [(2, 4)]
    with pytest.raises(EngineError, match="nothing to say"):
        engine.speak(chunk("……"), VOICES[0])


def test_invalid_requests_are_refused(engine: Kokoro) -> None:
    with pytest.raises(VoiceNotFound, match="zf_nobody"):
        engine.speak(chunk("好。"), Voice("zf_nobody", "kokoro", "zh-CN"))
    assert engine.fits("好" * 2000)
    assert not engine.fits("好" * 2001)
    with pytest.raises(TextTooLong):
        engine.speak(chunk("好" * 2001), VOICES[0])


READERS = ["anyascii", "hibari-tts", "pypinyin", "g2pM", "opencc", "espeakng-loader"]
READERS += ["pyopenjtalk-plus", "SudachiDict-core"]


def test_version_names_the_model_and_what_reads_the_text() -> None:
    model, *readers = Kokoro(audio).version.split("+")
    assert re.fullmatch(SHA256[:8] + r"\.\d+\.\d+", model)
    assert [reader.rpartition("-")[0] for reader in readers] == READERS
    assert all(re.search(r"-\d[\d.]+", reader) for reader in readers)


def test_a_damaged_model_is_made_again(cache: Path, engine: Kokoro) -> None:
    path = model_file()
    with path.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"damage")
    assert checksum(path) != SHA256
    assert checksum(model_file()) == SHA256


def test_two_can_make_the_model_at_once(cache: Path, engine: Kokoro) -> None:
    model_file().unlink()
    with ThreadPoolExecutor(2) as pool:
        assert {checksum(p) for p in pool.map(lambda _: model_file(), range(2))} == {SHA256}
    beside = [p.name for p in model_file().parent.iterdir() if not p.name.startswith("whisper")]
    assert beside == [model_file().name], "nothing half made is left"


def test_parts_with_a_wrong_checksum_are_refused(tmp_path: Path) -> None:
    part = tmp_path / "part.bin"
    part.write_bytes(b"not the model")
    with pytest.raises(EngineError, match="checksum") as caught:
        make(tmp_path / "cache" / "model.onnx", [part])
    assert "pip install" in caught.value.hint
    assert not list((tmp_path / "cache").iterdir())


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If no temporary folder can be written either; tests/test_storage_cache_folder.py tests the case that one can."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    with pytest.raises(EngineError, match="can't write") as caught:
        model_file()
    assert "PAGECAST_CACHE" in caught.value.hint


def test_missing_packages_are_named() -> None:
    with pytest.raises(EngineMissing, match="no_such_package") as caught:
        sentence_joining.require("numpy", "no_such_package")
    assert "pagecast[local]" in caught.value.hint
