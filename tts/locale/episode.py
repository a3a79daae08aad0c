"""The sentences of an episode: in its tag, on its page and in the feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode's own sentences."""

    disclosure: str
    """States that the speech is synthetic, unless the show has a sentence of its own."""


_ENGLISH = Episode(
    disclosure="This episode is read by a synthetic voice.",
)
_SIMPLIFIED = Episode(
    disclosure="本集由合成语音朗读。",
)
_TRADITIONAL = Episode(
    disclosure="本集由合成語音朗讀。",
)

EPISODE: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
