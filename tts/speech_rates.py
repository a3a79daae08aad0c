"""How long voices take to speak a text: the measure for an engine's clips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from tts.locale.language_tags import written_of

RULE: Final = 1500
"""Milliseconds of silence for a rule between two paragraphs."""
LINE: Final = 300
"""Milliseconds of silence after a line of verse within a stanza."""

_PAUSES: Final = {
    **dict.fromkeys(".!?。！？\n", 400),
    **dict.fromkeys(",，、;；:：—…", 180),
}


@dataclass(frozen=True, slots=True)
class Rates:
    """Milliseconds per character at a voice's normal rate."""

    han: int = 230
    kana: int = 140
    hangul: int = 190
    digit: int = 300
    letter: int = 68
    """For any other script."""
    pauses: Mapping[str, int] = field(default_factory=lambda: _PAUSES)
    """Additional milliseconds after a punctuation mark."""


_USUAL: Final = Rates()
_EASTERN: Final = replace(_USUAL, digit=240)
_LANGUAGES: Final = {"zh": _EASTERN, "ja": _EASTERN}
"""Languages spoken at another pace."""


@lru_cache(maxsize=200)
def rates_of(tag: str) -> Rates:
    """The rates of a language, by its BCP 47 tag.

    >>> rates_of("zh-Hant-TW").digit, rates_of("en").digit, rates_of("").letter
    (240, 300, 68)
    """
    return _LANGUAGES.get(written_of(tag), _USUAL)
