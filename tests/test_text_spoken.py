"""The floor for converting written to spoken text, measured on pairs written by hand.

The right column was not made by our rules, so that a wrong rule can't agree with itself.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tts.text.normalize import to_spoken

DATA = Path(__file__).parent / "data"
PAIRS = [line.split("\t") for line in (DATA / "text/spoken.tsv").read_text(encoding="utf-8").splitlines()[1:]]
FLOORS: dict[str, float] = json.loads((DATA / "quality/spoken.json").read_text(encoding="utf-8"))
"""Shares that are said to the letter as they were written down: they only rise."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_spoken_text_matches_what_was_written_by_hand(language: str) -> None:
    pairs = [pair for pair in PAIRS if pair[0].startswith(language)]
    assert len(pairs) >= 150
    wrong = [(written, said, to_spoken(written, tag)) for tag, written, said in pairs]
    wrong = [row for row in wrong if row[1] != row[2]]
    assert 1 - len(wrong) / len(pairs) >= FLOORS[language], wrong


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_floor_is_what_was_promised(language: str) -> None:
    assert FLOORS[language] >= 0.98


def test_no_pair_occurs_twice() -> None:
    assert len({(tag, written) for tag, written, _ in PAIRS}) == len(PAIRS)
