"""Measurements of voices: the shipped table, its display in `tts voices`, and the tool that measures."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from tts import audio
from tts.cache import key
from tts.check.whisper import score
from tts.cli.main import cli
from tts.engines import registry
from tts.engines.voice_ratings import VoiceRating, best_first, measures, table
from tts.model import Voice

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data" / "quality"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measuring", ROOT / "benchmarks" / "voices.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["measuring"] = module
    spec.loader.exec_module(module)
    return module


def lines(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").splitlines()


def test_every_row_is_of_a_voice_that_speaks_offline() -> None:
    at_hand = {
        f"{name}/{voice.id}"
        for name in ("kokoro", "hibari", "espeak")
        for voice in registry.open_engine(name, audio).voices()
        if voice.offline
    }
    assert table().keys() <= at_hand
    for row in table().values():
        assert 1 <= row.naturalness <= 5 and 0 <= row.misheard <= 100 and row.sentences > 0


@pytest.mark.parametrize(
    ("naturalness", "misheard", "stars"),
    [(4.4, 2.0, (5, 5)), (4.39, 2.1, (4, 4)), (3.7, 8.0, (3, 3)), (3.19, 16.1, (1, 1)), (5.0, 0.0, (5, 5))],
)
def test_stars_match_the_page(naturalness: float, misheard: float, stars: tuple[int, int]) -> None:
    row = VoiceRating(naturalness, misheard, 20)
    assert (row.natural_stars, row.understood_stars) == stars


def test_the_page_lists_the_thresholds_of_the_stars() -> None:
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (★+)☆* \| (?:from|below) ([\d.]+) \| (?:up to|over) (\d+)% \|$", page, re.MULTILINE)
    assert [len(stars) for stars, *_ in rows] == [5, 4, 3, 2, 1]
    for stars, natural, misheard in rows[:-1]:
        at_bounds = VoiceRating(float(natural), float(misheard), 1)
        assert at_bounds.natural_stars == at_bounds.understood_stars == len(stars)


def test_unclear_voices_rank_below_clear_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "kokoro/clear": VoiceRating(4.2, 1.0, 20),
        "kokoro/lovely": VoiceRating(4.8, 11.0, 20),
        "kokoro/both": VoiceRating(4.6, 1.0, 20),
    }
    monkeypatch.setattr("tts.engines.voice_ratings.table", lambda: told)
    voices = [Voice(name, "kokoro", "zh-CN", offline=True) for name in ("lovely", "unknown", "clear", "both")]
    voices += [Voice("other", "kokoro", "en-US", offline=True), Voice("far", "edge", "zh-CN")]
    names = [voice.id for voice in best_first(voices)]
    assert names == ["far", "both", "clear", "lovely", "unknown", "other"]


def test_voices_shows_stars_only_for_measured_voices() -> None:
    shown = CliRunner().invoke(cli, ["voices", "--lang", "en"]).stdout.splitlines()
    figures = json.loads(CliRunner().invoke(cli, ["voices", "--lang", "en", "--json"]).stdout)
    assert len(shown) == len(figures)
    for line, voice in zip(shown, figures, strict=True):
        assert f"{voice['engine']}/{voice['id']}" in line
        row = table().get(f"{voice['engine']}/{voice['id']}")
        if row is None:
            assert voice["measured"] is None and "★" not in line
        else:
            told = {"naturalness": row.naturalness, "misheard": row.misheard, "sentences": row.sentences}
            assert voice["measured"] == told
            natural, understood = re.findall("[★☆]{5}", line)
            assert (natural.count("★"), understood.count("★")) == (row.natural_stars, row.understood_stars)
    assert all(voice["measured"] is None for voice in figures if voice["engine"] == "edge")


def test_a_blend_does_not_count_as_measured() -> None:
    assert measures(Voice("zf_xiaoxiao*70+zm_yunyang*30", "kokoro", "zh-CN")) is None


@pytest.mark.parametrize(
    ("language", "count"), [("zh", 200), ("en", 200), *((n, 10) for n in ("es", "fr", "hi", "it", "pt"))]
)
def test_there_are_as_many_sentences_as_the_page_says(benchmark: ModuleType, language: str, count: int) -> None:
    both = lines(f"voices/{language}.txt") + (lines(f"{language}.txt") if count > 10 else [])
    assert len(both) == len(set(both)) == count
    engine = registry.open_engine("kokoro", audio)
    assert [chunk.text.strip() for chunk, _ in benchmark.texts(language, engine)] == both


def test_a_log_is_summed_up_and_its_voices_are_not_measured_again(
    benchmark: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log, target = tmp_path / "log.jsonl", tmp_path / "voices.json"
    engine = registry.open_engine("hibari", audio)
    (voice,) = engine.voices()
    names = [key(chunk, engine, voice) for chunk, _ in benchmark.texts("en", engine)[:2]]
    rows = [("hibari/heart", 0, 4.0, 1, 10), ("hibari/heart", 1, 4.5, 0, 30), ("hibari/heart", 0, 4.6, 0, 10)]
    fields = ("voice", "sentence", "naturalness", "wrong", "total")
    told = [{**dict(zip(fields, row, strict=True)), "key": names[row[1]], "heard": ""} for row in rows]
    text = "".join(json.dumps(row) + "\n" for row in told)
    log.write_text(text, encoding="utf-8")
    monkeypatch.setattr(benchmark, "MEASURED", target)
    monkeypatch.setattr(benchmark, "Ear", lambda: None)
    monkeypatch.setattr(benchmark, "Judge", lambda: None)
    command = ["voices.py", "en", "--voice", "hibari/heart", "--log", str(log)]
    monkeypatch.setattr(sys, "argv", [*command, "--sentences", "2"])
    assert benchmark.main() == 0 and log.read_text(encoding="utf-8") == text
    monkeypatch.setattr(sys, "argv", [*command, "--write", "--least", "2"])
    assert benchmark.main() == 0
    assert json.loads(target.read_text(encoding="utf-8")) == {
        "hibari/heart": {"naturalness": 4.55, "misheard": 0.0, "sentences": 2}
    }
    assert "2 sentences" in capsys.readouterr().out


def test_hindi_is_understood_in_whichever_script_whisper_writes_it() -> None:
    said = "पुराना सिनेमाघर पिछले साल बंद हो गया।"
    assert score(said, "پرانا سنیما گھر پچھلے سال بند ہو گیا", "hi").wrong == 0
    assert score(said, said, "hi").wrong == 0
    assert score(said, "پرانا مکان اگلے ماہ کھل گیا", "hi").rate > 0.4
