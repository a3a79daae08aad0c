"""A reading rule: what is written, what is said for it, and an example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

Becomes = str | Callable[[re.Match[str]], str]
"""A template as of `re.sub`, or a function of what was found."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a language's table."""

    pattern: str
    becomes: Becomes
    example: str
    """A text that the rule is for."""
    said: str
    """The example as its language says it, all rules applied."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule made of a text, for those who ask why it is said so."""

    rule: Rule
    before: str
    after: str


class Table:
    """Rules in order, each applied to what those before it have left."""

    def __init__(
        self,
        *rules: Sequence[Rule],
        flags: re.RegexFlag = re.NOFLAG,
        needs: str = "",
    ) -> None:
        """`needs` is a pattern of what any of them needs: a text without it is passed over."""
        self.rules: Final = tuple(rule for group in rules for rule in group)
        self._flags = flags
        self._needs = re.compile(needs) if needs else None

    @cached_property
    def _compiled(self) -> tuple[tuple[re.Pattern[str], Becomes], ...]:
        """When first needed: most runs are in one language."""
        return tuple((re.compile(rule.pattern, self._flags), rule.becomes) for rule in self.rules)

    def apply(self, text: str) -> str:
        """The text as the rules make it."""
        if self._needs and not self._needs.search(text):
            return text
        for pattern, becomes in self._compiled:
            text = pattern.sub(becomes, text)
        return text

    def apply_folded(self, folded: str, text: str) -> tuple[str, str]:
        """Both as the rules make them, matched in `folded`: a character for each of `text`.

        What a rule takes over from the text stays as it is written there.
        """
        if self._needs and not self._needs.search(folded):
            return folded, text
        for pattern, becomes in self._compiled:
            folded, text = _substituted(pattern, becomes, folded, text)
        return folded, text

    def steps(self, text: str) -> Iterator[Step]:
        """What each rule that changes the text makes of it."""
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
    """Both texts with what the pattern finds in the folded one replaced."""
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
    """What is said, in the characters that stand in the text where it was found."""
    found = match[0]
    written = text[match.start() : match.end()]
    if found == written:
        return said
    return said.translate(str.maketrans(found, written))


def spelt(words: Mapping[str, str], behind: str) -> tuple[str, Callable[[re.Match[str]], str]]:
    """Pattern and replacement for abbreviations of which each stands for a word."""

    def said(match: re.Match[str]) -> str:
        return f"{words[match[1]]} "

    listed = "|".join(words)
    return rf"\b({listed}){behind}", said
