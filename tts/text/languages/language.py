"""What is known about a language: how it reads written forms, and how its sentences end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tts.model import Kind
from tts.speech_rates import Rates, rates_of
from tts.text.languages.rule import Rule, Step, Table
from tts.text.languages.sentence_ends import SentenceEnds

PAUSES: Final[Mapping[Kind, int]] = {
    "title": 1000,
    "heading": 800,
    "paragraph": 600,
    "item": 350,
    "quote": 600,
    "caption": 600,
    "note": 600,
    "table": 600,
    "formula": 600,
    "code": 600,
    "intro": 800,
    "outro": 600,
}
"""Default milliseconds of silence after each kind of block."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Punctuation between the cells of a table that is read aloud."""

    colon: str = ": "
    comma: str = ", "
    stop: str = "."


@dataclass(frozen=True, slots=True)
class Language:
    """A row of the registry."""

    tags: tuple[str, ...]
    """BCP 47 tags in lower case: its own first, then those of regions where it is written."""
    digits: tuple[Table, ...]
    """For voices that read numbers: only what they misread is rewritten."""
    words: tuple[Table, ...]
    """For all other voices: numbers, dates, units and abbreviations in words."""
    ends: SentenceEnds
    """How sentences end."""
    announcements: Mapping[str, str]
    """Kind of block -> what is spoken for it, or before it; `{n}` is its number of lines."""
    addresses: Mapping[str, str]
    """Symbols in a web address -> their names."""
    singular: tuple[tuple[str, str], ...] = ()
    """For announcements: text after a number -> the same after 1."""
    wide: bool = False
    """Whether it is written without spaces between words."""
    signs: Signs = Signs()
    pauses: Mapping[Kind, int] = field(default_factory=lambda: PAUSES)
    """Milliseconds of silence after each kind of block."""
    date: Callable[[date], str] = date.isoformat
    """Formats a date as written in a sentence."""
    names: Callable[[str], str] = str
    """Respells names in capitals that voices misread, after the rules."""
    folds: Mapping[int, str] = field(default_factory=dict)
    """Character -> the character that it is matched as; both have length one."""
    script: Mapping[int, int | str] = field(default_factory=dict)
    """Characters in the results of rules -> those of the text's script."""

    @property
    def tag(self) -> str:
        return self.tags[0]

    @property
    def rates(self) -> Rates:
        """How fast it is spoken, for verification."""
        return rates_of(self.tag)

    def say(self, text: str, *, keep_digits: bool = False) -> str:
        """A sentence as spoken; with `keep_digits`, for a voice that reads numbers."""
        said = self._applied(self.digits if keep_digits else self.words, text)
        if not keep_digits:
            said = self.names(said)
        return said.translate(self.script) if self.script else said

    def _applied(self, tables: tuple[Table, ...], text: str) -> str:
        folded = text.translate(self.folds) if self.folds else text
        if folded == text:
            for table in tables:
                text = table.apply(text)
            return text
        for table in tables:
            folded, text = table.apply_folded(folded, text)
        return text

    def announced(self, kind: str, lines: int) -> str:
        """What is spoken for a block of that kind, or before it; empty if nothing is."""
        phrase = self.announcements.get(kind, "").replace("{n}", str(lines))
        if lines == 1:
            for many, one in self.singular:
                phrase = phrase.replace(f"1 {many}", f"1 {one}")
        return phrase

    def rules(self) -> Iterator[tuple[Rule, bool]]:
        """All rules, each with whether it also applies for voices that read numbers."""
        shared = [rule for table in self.digits for rule in table.rules]
        yield from ((rule, True) for rule in shared)
        for table in self.words:
            yield from ((rule, False) for rule in table.rules if rule not in shared)

    def steps(self, text: str, *, keep_digits: bool = False) -> Iterator[Step]:
        """The rules that change a sentence, in order, with the result of each."""
        text = text.translate(self.folds)
        for table in self.digits if keep_digits else self.words:
            for step in table.steps(text):
                text = step.after
                yield step
