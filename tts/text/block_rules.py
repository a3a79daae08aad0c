"""The treatment of blocks made for the eye: left out, announced, or read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, cast

from tts.model import Block, TtsError
from tts.text.languages.registry import find
from tts.text.tex import say_formula

How = Literal["skip", "announce", "read"]
Rules = Mapping[str, How]

HOWS: Final = ("skip", "announce", "read")
DEFAULTS: Final[Rules] = {
    "code": "announce",
    "table": "read",
    "formula": "read",
    "caption": "read",
    "quote": "read",
    "note": "skip",
    "address": "announce",
}
"""The defaults, as most listeners would prefer. For `address`, a web address in running text,
announcing it means saying its domain."""
ROWS: Final = 8
"""Maximum rows of a table that is read, besides the one with column names; a longer one is
announced."""

REPLACED: Final = frozenset({"code", "table", "formula"})
"""Kinds that are replaced by their announcement; others are read after it."""
SKIPPED: Final = {
    "code": "code is not read aloud",
    "table": "a table is not read aloud",
    "formula": "a formula",
    "caption": "the caption of a picture",
    "quote": "a quotation",
    "note": "a footnote",
}


def checked(rules: Mapping[str, str], where: str = "") -> Rules:
    """Validated rules. Raises TtsError for an unknown kind or treatment."""
    where = f"{where}: " if where else ""
    for kind, how in rules.items():
        if kind not in DEFAULTS:
            raise TtsError(
                f"{where}there is no rule for {kind!r}", hint=f"rules: {', '.join(DEFAULTS)}"
            )
        if how not in HOWS:
            raise TtsError(
                f"{where}{kind} = {how!r} is not a rule", hint=f"write one of: {', '.join(HOWS)}"
            )
    return cast(Rules, dict(rules))


def announced(block: Block, language: str) -> str:
    """The announcement for a block, spoken instead of it or before it; empty if there is none, or
    if the language has no rules.

    >>> announced(Block("code", "a = 1"), "en"), announced(Block("quote", "…"), "zh-Hans")
    ('Code, 1 line.', '引文：')
    """
    row = find(language)
    return row.announced(block.kind, _lines(block.text)) if row else ""


def formula_words(text: str, language: str) -> str:
    """The words for a formula; empty if it can't be understood by ear."""
    return say_formula(re.sub(r"\\tag\{[^}]*\}", "", text), language)


def _lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())
