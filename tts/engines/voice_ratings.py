"""Measurements of voices: how natural they sound, how well they are understood.

`benchmarks/voices.py` measures and writes the table; only voices that speak without a network can
be measured, and nothing is said of the others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from tts.locale.language_tags import base_of
from tts.model import Voice
from tts.storage.parsing import parsed_json

MOST: Final = 5
"""Stars."""
_NATURAL: Final = (3.2, 3.7, 4.1, 4.4)
"""Mean opinion scores from which there are two, three, four and five stars."""
_MISHEARD: Final = (2.0, 4.0, 8.0, 16.0)
"""Percent up to which there are five, four, three and two stars."""


@dataclass(frozen=True, slots=True)
class VoiceRating:
    """Of one voice."""

    naturalness: float
    """Mean opinion score, 1 to 5, as DistillMOS predicts it."""
    misheard: float
    """Percent of the syllables or words that Whisper base heard as others, or not at all."""
    sentences: int
    """How many were spoken."""

    @property
    def natural_stars(self) -> int:
        """1 to 5.

        >>> VoiceRating(4.5, 2.0, 20).natural_stars, VoiceRating(3.0, 2.0, 20).natural_stars
        (5, 1)
        """
        return 1 + bisect_right(_NATURAL, self.naturalness)

    @property
    def understood_stars(self) -> int:
        """1 to 5.

        >>> VoiceRating(4.5, 2.0, 20).understood_stars, VoiceRating(4.5, 11.0, 20).understood_stars
        (5, 2)
        """
        return MOST - bisect_left(_MISHEARD, self.misheard)

    @property
    def rank(self) -> tuple[float, ...]:
        """Less is better: first the side that is weaker, then the stars of both, then the
        figures."""
        sides = (self.natural_stars, self.understood_stars)
        return (-min(sides), -sum(sides), -self.naturalness, self.misheard)


@cache
def table() -> dict[str, VoiceRating]:
    """`engine/id` -> what was measured of that voice."""
    stored = files("tts").joinpath("engines", "data", "voices.json").read_text("utf-8")
    return {name: VoiceRating(**row) for name, row in parsed_json(stored).items()}


def measures(voice: Voice) -> VoiceRating | None:
    """Of a voice as its engine lists it; None where nothing was measured."""
    return table().get(f"{voice.engine}/{voice.id}")


def best_first(voices: Iterable[Voice]) -> list[Voice]:
    """Voices by language, the languages in the order in which they come: the online ones first, as
    their service has them, then those that were measured, the good ones first, then the others."""
    found = list(voices)
    languages = list(dict.fromkeys(base_of(voice.language) for voice in found))
    place = {language: number for number, language in enumerate(languages)}

    def rank(voice: Voice) -> tuple[int, int, tuple[float, ...]]:
        language = place[base_of(voice.language)]
        measured = measures(voice)
        if measured is None:
            return language, 2 if voice.offline else 0, ()
        return language, 1 if voice.offline else 0, measured.rank

    return sorted(found, key=rank)
