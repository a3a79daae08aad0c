"""Which of two pronunciations a homograph such as read, bass or contract has.

The readings are in `data/homographs.tsv`, what speaks for each in `data/homographs.json.gz`, which
`tools/make_homographs.py` learns from labelled sentences. A sense has a sum of weights of
what stands around the word, over 0 where it is likelier than the word's first sense.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from tts.engines.english.homograph_features import Token, features, surroundings
from tts.storage.parsing import parsed_json

VERB: Final = "verb"
"""The weights that all verbs share against the nouns and adjectives that are written like them."""
UNIT: Final = 50
"""Weights are stored as integers, this many to 1."""

Weights = Mapping[str, Mapping[str, int]]
"""By sense, or `VERB`, and feature."""


@dataclass(frozen=True, slots=True)
class Homograph:
    """A written form: its base, whose weights it has, and its senses with their phonemes, the first
    being what it is read as where nothing speaks for another."""

    base: str
    senses: tuple[tuple[str, str], ...]

    def shares(self, sense: str) -> bool:
        """Whether a sense is the verb of a pair, and what is known of all verbs goes for it."""
        return len(self.senses) == 2 and sense.endswith("_vrb") and sense != self.senses[0][0]


def reading(tokens: Sequence[Token], place: int) -> str | None:
    """The phonemes of the word at `place` in its sentence; None where it has but one reading."""
    word = homographs().get(tokens[place].text.lower())
    if word is None:
        return None
    sense = choose(word, tokens, place, weights())
    return dict(word.senses)[sense]


def choose(word: Homograph, tokens: Sequence[Token], place: int, learnt: Weights) -> str:
    """The sense that `learnt` speaks for most."""
    best, most = word.senses[0][0], 0
    for sense, _ in word.senses[1:]:
        score = 0
        for kind, feature in evidence(word, sense, tokens, place):
            score += learnt.get(kind, {}).get(feature, 0)
        if score > most:
            best, most = sense, score
    return best


def evidence(
    word: Homograph, sense: str, tokens: Sequence[Token], place: int
) -> list[tuple[str, str]]:
    """What speaks for or against a sense: keys into the weights."""
    around = features(tokens, place)
    found = [(sense, feature) for feature in around]
    found += [(sense, feature) for feature in surroundings(tokens, place)]
    if word.shares(sense):
        found += [(VERB, feature) for feature in around]
    return found


@cache
def homographs() -> Mapping[str, Homograph]:
    """By how they are written, in lower case."""
    found: dict[str, Homograph] = {}
    for line in _data("homographs.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        written, base, *senses = line.split("\t")
        found[written] = Homograph(base, tuple(map(_sense, senses)))
    return found


def _sense(entry: str) -> tuple[str, str]:
    """Of `lead_nou=lˈɛd`: name and phonemes."""
    name, _, phonemes = entry.partition("=")
    return name, phonemes


@cache
def weights() -> Weights:
    packed = _data("homographs.json.gz").read_bytes()
    loaded: Weights = parsed_json(gzip.decompress(packed))
    return loaded


def _data(name: str) -> Traversable:
    return files("tts.engines").joinpath("data", name)
