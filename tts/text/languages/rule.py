"""A reading rule: what is written, what is spoken for it, and an example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

Becomes = str | Callable[[re.Match[str]], str]
"""A template as in `re.sub`, or a function of the match."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a language's table."""

    pattern: str
    becomes: Becomes
    example: str
    """A text to which the rule applies."""
    said: str
    """The example as spoken after all rules."""


@dataclass(frozen=True, slots=True)
class Step:
    """The effect of one rule on a text, for explaining its reading."""

    rule: Rule
    before: str
    after: str


class Table:
    """Rules in order, each applied to the result of those before it."""

    def __init__(
        self,
        *rules: Sequence[Rule],
        flags: re.RegexFlag = re.NOFLAG,
        needs: str = "",
    ) -> None:
        """`needs` is a pattern that matches every text with something to replace: others are
        skipped."""
        self.rules: Final = tuple(rule for group in rules for rule in group)
        self._flags = flags
        self._needs = re.compile(needs) if needs else None

    @cached_property
    def _compiled(self) -> tuple[tuple[re.Pattern[str], Becomes], ...]:
        """Compiled on first use: most runs are in one language."""
        return tuple((re.compile(rule.pattern, self._flags), rule.becomes) for rule in self.rules)

    def apply(self, text: str) -> str:
        """The text after all rules."""
        if self._needs and not self._needs.search(text):
            return text
        for pattern, becomes in self._compiled:
            text = pattern.sub(becomes, text)
        return text

    def apply_folded(self, folded: str, text: str) -> tuple[str, str]:
        """Both texts after all rules, matched in `folded`, which has a character for each of
        `text`.

        Whatever a rule copies from the text stays as written there.
        """
        if self._needs and not self._needs.search(folded):
            return folded, text
        for pattern, becomes in self._compiled:
            folded, text = _substituted(pattern, becomes, folded, text)
        return folded, text

    def steps(self, text: str) -> Iterator[Step]:
        """The rules that change the text, with the result of each."""
        if self._needs and not self._needs.search(text):
            return
        for rule, (pattern, becomes) in zip(self.rules, self._compiled, strict=True):
            after = pattern.sub(becomes, text)
            if after != text:
                yield Step(rule, text, after)
            text = after


def _substituted(
    pattern: re.Pattern[str],
    becomes: Becomes,
    folded: str,
    text: str,
) -> tuple[str, str]:
    """Both texts, with whatever the pattern matches in the folded one replaced."""
    new_folded: list[str] = []
    new_text: list[str] = []
    at = 0
    for match in pattern.finditer(folded):
        said = match.expand(becomes) if isinstance(becomes, str) else becomes(match)
        new_folded += (folded[at : match.start()], said)
        new_text += (text[at : match.start()], _unfolded(said, match, text))
        at = match.end()
    if not new_folded:
        return folded, text
    return "".join(new_folded) + folded[at:], "".join(new_text) + text[at:]


def _unfolded(said: str, match: re.Match[str], text: str) -> str:
    """The replacement, with its characters as in the text where it was matched."""
    found = match[0]
    written = text[match.start() : match.end()]
    if found == written:
        return said
    return said.translate(str.maketrans(found, written))


def spelt(words: Mapping[str, str], behind: str) -> tuple[str, Callable[[re.Match[str]], str]]:
    """A pattern and a replacement for abbreviations of one word each."""

    def said(match: re.Match[str]) -> str:
        return f"{words[match[1]]} "

    listed = "|".join(words)
    return rf"\b({listed}){behind}", said
