"""The quality gate for misheard words of the embedded voices: its sentences, its floors, and that it fails."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data" / "quality"
PROMISED = {"zh": 3.0, "en": 4.0, "ja": 6.0}
"""Percent, of the voices that speak by default offline."""


@pytest.fixture
def quality() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality", ROOT / "benchmarks" / "quality.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["zh", "en", "mixed"])
def test_there_are_forty_sentences_a_language(name: str) -> None:
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines)) == 40 and all(lines)


def test_there_are_forty_japanese_sentences_with_their_sounds() -> None:
    rows = [line.split("\t") for line in (DATA / "ja.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert len({sentence for sentence, _ in rows}) == len(rows) == 40
    assert all(re.fullmatch("[ぁ-んー]+", sounds) for _, sounds in rows)


def test_terms_are_in_both_scripts() -> None:
    lines = (DATA / "terms.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines)) == 24 and all(re.search("[A-Za-z]{2}", line) for line in lines)
    assert "".join(lines).count("這") and "".join(lines).count("这")


@pytest.mark.parametrize("name", PROMISED)
def test_the_recorded_figures_meet_the_promises(name: str) -> None:
    assert json.loads((DATA / "floors.json").read_text(encoding="utf-8"))[name] <= PROMISED[name]


@pytest.mark.parametrize("name", ["zh naturalness", "en naturalness"])
def test_it_sounds_natural_by_default(name: str) -> None:
    """A mean opinion score that the floor may only rise above."""
    assert json.loads((DATA / "floors.json").read_text(encoding="utf-8"))[name] >= 4.6


@pytest.mark.parametrize(("measured", "code"), [(1.0, 0), (2.0, 0), (2.4, 0), (2.6, 1)])
def test_it_fails_when_more_is_misheard_and_floors_only_fall(
    quality: ModuleType, measured: float, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"zh": 2.0}', encoding="utf-8")
    monkeypatch.setattr(quality, "FLOORS", floors)
    monkeypatch.setattr(quality, "Ear", lambda: None)
    monkeypatch.setattr(quality, "judging", lambda: None)
    monkeypatch.setattr(quality, "measured", lambda *asked: measured)
    monkeypatch.setattr(sys, "argv", ["quality.py", "zh", "--record"])
    assert quality.main() == code
    assert json.loads(floors.read_text(encoding="utf-8")) == {"zh": min(measured, 2.0)}


@pytest.mark.parametrize(("score", "code"), [(4.6, 0), (4.5, 0), (4.46, 0), (4.44, 1)])
def test_it_fails_when_the_voice_sounds_less_natural_and_that_floor_only_rises(
    quality: ModuleType, score: float, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"zh": 2.0, "zh naturalness": 4.5}', encoding="utf-8")
    monkeypatch.setattr(quality, "FLOORS", floors)
    monkeypatch.setattr(quality, "Ear", lambda: None)
    monkeypatch.setattr(quality, "judging", lambda: "a judge")
    monkeypatch.setattr(quality, "measured", lambda *asked: 2.0)
    monkeypatch.setattr(quality, "naturalness", lambda name, judge: score)
    monkeypatch.setattr(sys, "argv", ["quality.py", "zh", "--record"])
    assert quality.main() == code
    assert json.loads(floors.read_text(encoding="utf-8")) == {"zh": 2.0, "zh naturalness": max(score, 4.5)}
