"""Measurements of voices: how natural and how intelligible they are.

`benchmarks/voices.py` measures them and writes the table. Only voices that work without a network
can be measured; the others have no rating.
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
"""Maximum number of stars."""
_NATURAL: Final = (3.2, 3.7, 4.1, 4.4)
"""Minimum mean opinion scores for two, three, four and five stars."""
_MISHEARD: Final = (2.0, 4.0, 8.0, 16.0)
"""Maximum percentages for five, four, three and two stars."""


@dataclass(frozen=True, slots=True)
class VoiceRating:
    """The measurements of a voice."""

    naturalness: float
    """Mean opinion score, 1 to 5, as predicted by DistillMOS."""
    misheard: float
    """Percentage of syllables or words that Whisper base misheard or missed."""
    sentences: int
    """Number of sentences spoken."""

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
        """Sort key, lower is better: by the weaker of the two ratings, then the stars of both, then
        the figures."""
        sides = (self.natural_stars, self.understood_stars)
        return (-min(sides), -sum(sides), -self.naturalness, self.misheard)


@cache
def table() -> dict[str, VoiceRating]:
    """`engine/id` -> the measurements of that voice."""
    stored = files("tts").joinpath("engines", "data", "voices.json").read_text("utf-8")
    return {name: VoiceRating(**row) for name, row in parsed_json(stored).items()}


def measures(voice: Voice) -> VoiceRating | None:
    """The measurements of a voice; None if there are none."""
    return table().get(f"{voice.engine}/{voice.id}")


def best_first(voices: Iterable[Voice]) -> list[Voice]:
    """Voices by language, in the order of the languages: first the online ones in the order of
    their service, then measured ones from the best, then the others."""
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
