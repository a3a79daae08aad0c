"""What is known about a Han character in its sentence, and the features of the polyphone model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

EDGE = "$"
LONGEST = 4
"""Characters of a word up to which its length is a feature."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One character, and what each source says of it; readings in numbered pinyin, empty where a
    source says nothing."""

    text: str
    """The sentence, in simplified characters."""
    place: int
    """Of the character in it."""
    word: str
    at: int
    """Of the character in its word."""
    before: str
    """The word before, of the same run of Han characters."""
    behind: str
    source: str
    """Where `own` comes from: own (a list), place (a rule), phrase, alone (a word of one
    character), composed (of parts of a word), g2pm."""
    own: str
    """What is said without the model."""
    context: str
    """What g2pM says."""
    phrase: str
    """What pypinyin's phrases say of the word."""

    @property
    def char(self) -> str:
        return self.text[self.place]


def context_features(evidence: Evidence) -> list[str]:
    """What stands around a character: neighbours, the word it is in, the words beside it."""
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
    """Which sources are for a reading: over all, by where the word is from, for this character."""
    if reading == evidence.own:
        yield from ("O", f"O{evidence.source}", f"O{evidence.char}")
    if reading == evidence.context:
        yield from ("G", f"G{evidence.source}", f"G{evidence.char}")
    if reading == evidence.phrase:
        yield from ("P", f"P{evidence.char}")
    if reading == evidence.own == evidence.context:
        yield "OG"


def _class_of(text: str, place: int) -> str:
    """A Han character as it is, of all else what it is: a digit, a letter, a sign, nothing."""
    if not 0 <= place < len(text):
        return EDGE
    char = text[place]
    if "\u3400" <= char <= "\u9fff":
        return char
    return "0" if char.isdigit() else "a" if char.isalpha() else ","
