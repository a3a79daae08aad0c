"""The sentences of a surface in the three display languages.

The type of a surface's sentences is a dataclass without defaults, so that a missing sentence is an
error for type checkers and on import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from tts.locale.language_tags import DisplayLanguage, display_language

Sentences = TypeVar("Sentences")


@dataclass(frozen=True, slots=True)
class Translations(Generic[Sentences]):
    """The sentences of a surface in each language."""

    english: Sentences
    simplified: Sentences
    traditional: Sentences

    def of(self, tag: str) -> Sentences:
        """In simplified or traditional Chinese for a Chinese tag, otherwise in English."""
        return self.by_language()[display_language(tag)]

    def by_language(self) -> dict[DisplayLanguage, Sentences]:
        return {"en": self.english, "zh-Hans": self.simplified, "zh-Hant": self.traditional}
