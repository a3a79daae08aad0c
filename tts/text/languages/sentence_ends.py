"""What decides where a sentence ends in a language, besides the punctuation common to all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SentenceEnds:
    """Words in lower case, without their full stops."""

    abbreviations: frozenset[str]
    """Abbreviations whose full stop does not end a sentence: `dr`."""
    ending: frozenset[str]
    """Abbreviations that may end one: they do if a usual first word follows: `etc`."""
    starters: frozenset[str]
    """Usual first words of sentences."""
    numbered: frozenset[str] = frozenset()
    """Abbreviations only before a number: `rm` in `Rm. 302`. Elsewhere they are words: `no`."""
    counted: re.Pattern[str] | None = None
    """A number and what it counts, where a sentence of such an abbreviation alone came before:
    `5 people` in `No. 5 people came.`"""
    exclaimed: frozenset[str] = frozenset()
    """Names that end in an exclamation mark: `yahoo`."""
    compounds: tuple[str, ...] = ()
    """Ends of words that are also abbreviations: `str` in `Gartenstr.`"""
    ordinals: bool = False
    """Whether a number with a full stop is an ordinal, as in `3. Oktober`."""
    quotes: Mapping[int, str] = field(default_factory=dict)
    """Its quotation marks -> the English ones, since the same character may open in one language
    and close in the other."""
