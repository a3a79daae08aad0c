"""The texts of one place, in the three versions that people read.

The type of a surface's sentences is a dataclass without defaults: a sentence that is missing in
one version is an error of types, and of import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from tts.locale.language_tags import DisplayLanguage, display_language

Sentences = TypeVar("Sentences")


@dataclass(frozen=True, slots=True)
class Translations(Generic[Sentences]):
    """What stands on a surface, by the language of what it stands beside."""

    english: Sentences
    simplified: Sentences
    traditional: Sentences

    def of(self, tag: str) -> Sentences:
        """In simplified or traditional Chinese for a Chinese tag, else in English."""
        return self.by_language()[display_language(tag)]

    def by_language(self) -> dict[DisplayLanguage, Sentences]:
        return {"en": self.english, "zh-Hans": self.simplified, "zh-Hant": self.traditional}
