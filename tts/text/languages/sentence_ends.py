"""What decides where a sentence ends in a language, beyond the signs that all share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SentenceEnds:
    """Words in small letters, without the full stop behind them."""

    abbreviations: frozenset[str]
    """Before a full stop that ends no sentence: `dr`."""
    ending: frozenset[str]
    """Abbreviations that may end one: they do when a usual first word follows: `etc`."""
    starters: frozenset[str]
    """Usual first words of a sentence."""
    numbered: frozenset[str] = frozenset()
    """Abbreviations only before a number: `rm` of `Rm. 302`. Elsewhere they are words: `no`."""
    exclaimed: frozenset[str] = frozenset()
    """Names with an exclamation mark of their own: `yahoo`."""
    compounds: tuple[str, ...] = ()
    """What words end in that are abbreviations too: `str` of `Gartenstr.`"""
    ordinals: bool = False
    """Whether a number with a full stop is an ordinal, as `3. Oktober`."""
    quotes: Mapping[int, str] = field(default_factory=dict)
    """Its quotation marks -> those of English: the same sign may open in one, close in the
    other."""
