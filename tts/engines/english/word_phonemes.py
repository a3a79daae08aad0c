"""Pairs the words of a text with their phonemes, even where the phonemizer split or respelled
them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tts.engines.english.homograph_features import Token
from tts.engines.word_times import SaidWord

INSIDE = re.compile(r"[\w'’-]")
"""A character that belongs to a word."""
LETTERS = re.compile(r"\w(?:.*\w)?")


class WrittenWords:
    """The text of tokens before they are respelled or joined."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.text = ""
        self._spans: list[tuple[int, int]] = []
        for token in tokens:
            start = len(self.text)
            end = start + len(token.text)
            self._spans.append((start, end))
            self.text += token.text + token.whitespace

    def words(self, tokens: Sequence[Token], heard: Iterable[Token]) -> list[SaidWord]:
        """The words between spaces and signs, as written and as pronounced.

        `tokens` are those of the text, respelled; `heard` are the tokens that the phonemizer made
        of them.
        """
        places = self._places(tokens)
        respelt = "".join(token.text for token in tokens)
        words: list[SaidWord] = []
        reached: list[int] = []
        phonemes = ""
        at = 0
        for token in heard:
            phonemes += token.phonemes or ""
            start = respelt.find(token.text, at)
            inside = start >= 0 and INSIDE.search(token.text)
            if inside:
                at = start + len(token.text)
                reached.append(places[start][0])
                reached.append(places[at - 1][1])
            if token.whitespace or not inside:
                words += self._word(reached, phonemes)
                reached = []
                phonemes = ""
        words += self._word(reached, phonemes)
        return words

    def _word(self, reached: Sequence[int], phonemes: str) -> Iterator[SaidWord]:
        """The word between the first and last positions reached. Signs alone are not a word; what
        is said for them (such as "and" for &) has no place in the text."""
        text = ""
        if reached:
            text = self.text[reached[0] : reached[-1]]
        letters = LETTERS.search(text)
        if letters:
            yield SaidWord(letters.group(), phonemes)
        elif phonemes:
            yield SaidWord("", phonemes)

    def _places(self, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """For each character of the respelled tokens, its start and end in the text; those of the
        whole token if the lengths differ."""
        places: list[tuple[int, int]] = []
        for token, span in zip(tokens, self._spans, strict=True):
            start, end = span
            length = len(token.text)
            if length != end - start:
                places += [span] * length
                continue
            for at in range(start, end):
                places.append((at, at + 1))
        return places
