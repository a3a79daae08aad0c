"""What is known about a Chinese character in its sentence, and the features of the polyphone
model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

EDGE = "$"
LONGEST = 4
"""Word lengths up to this are distinguished by features."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A character and what each source says about it; readings are in numbered pinyin, empty if a
    source has none."""

    text: str
    """The sentence, in simplified characters."""
    place: int
    """Index of the character in it."""
    word: str
    at: int
    """Index of the character in its word."""
    before: str
    """The previous word in the same run of Chinese characters."""
    behind: str
    source: str
    """Source of `own`: own (a list), place (a rule), phrase, alone (a single-character word),
    composed (from parts of a word) or g2pm."""
    own: str
    """The reading without the model."""
    context: str
    """The reading by g2pM."""
    phrase: str
    """The reading by pypinyin's phrases."""

    @property
    def char(self) -> str:
        return self.text[self.place]


def context_features(evidence: Evidence) -> list[str]:
    """Features from the context of a character: neighbours, its word, the words next to it."""
    near = {step: _class_of(evidence.text, evidence.place + step) for step in range(-4, 5)}
    features = [
        "b",
        f"l{near[-1]}",
        f"r{near[1]}",
        f"L{near[-2]}{near[-1]}",
        f"R{near[1]}{near[2]}",
        f"m{near[-1]}{near[1]}",
        f"k{near[-2]}",
        f"q{near[2]}",
        f"w{evidence.at}{evidence.word}",
        f"n{evidence.at}{min(len(evidence.word), LONGEST)}",
    ]
    if len(evidence.word) == 1:
        features += [f"x{evidence.before}", f"y{evidence.behind}"]
        features += [f"z{near[3]}", f"z{near[4]}", f"v{near[-3]}", f"v{near[-4]}"]
    return features


def vote_features(evidence: Evidence, reading: str) -> Iterator[str]:
    """Features for the sources that support a reading: in general, by the source of the word, and
    for this character."""
    if reading == evidence.own:
        yield from ("O", f"O{evidence.source}", f"O{evidence.char}")
    if reading == evidence.context:
        yield from ("G", f"G{evidence.source}", f"G{evidence.char}")
    if reading == evidence.phrase:
        yield from ("P", f"P{evidence.char}")
    if reading == evidence.own == evidence.context:
        yield "OG"


def _class_of(text: str, place: int) -> str:
    """A Chinese character unchanged; otherwise its class: digit, letter, sign, or outside the
    text."""
    if not 0 <= place < len(text):
        return EDGE
    char = text[place]
    if "\u3400" <= char <= "\u9fff":
        return char
    return "0" if char.isdigit() else "a" if char.isalpha() else ","
