"""Which of two pronunciations a homograph such as read, bass or contract has.

The pronunciations are in `data/homographs.tsv`, the weights in `data/homographs.json.gz`, which
`tools/make_homographs.py` learns from labelled sentences. The score of a sense is the sum of the
weights of its features; it is above 0 if the sense is likelier than the word's first one.
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
"""Key of the weights that all verbs share against nouns and adjectives spelled the same."""
UNIT: Final = 50
"""Factor by which weights are multiplied to store them as integers."""

Weights = Mapping[str, Mapping[str, int]]
"""By sense (or `VERB`), then by feature."""


@dataclass(frozen=True, slots=True)
class Homograph:
    """A word as written: its base form, which has the weights, and its senses with their phonemes,
    starting with the default."""

    base: str
    senses: tuple[tuple[str, str], ...]

    def shares(self, sense: str) -> bool:
        """Whether a sense is the verb of a pair, to which the shared weights of verbs apply."""
        return len(self.senses) == 2 and sense.endswith("_vrb") and sense != self.senses[0][0]


def reading(tokens: Sequence[Token], place: int) -> str | None:
    """The phonemes of the word at `place` in its sentence; None if it is not a homograph."""
    word = homographs().get(tokens[place].text.lower())
    if word is None:
        return None
    sense = choose(word, tokens, place, weights())
    return dict(word.senses)[sense]


def choose(word: Homograph, tokens: Sequence[Token], place: int, learnt: Weights) -> str:
    """The sense with the highest score by the weights `learnt`."""
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
    """The features for or against a sense, as keys into the weights."""
    around = features(tokens, place)
    found = [(sense, feature) for feature in around]
    found += [(sense, feature) for feature in surroundings(tokens, place)]
    if word.shares(sense):
        found += [(VERB, feature) for feature in around]
    return found


@cache
def homographs() -> Mapping[str, Homograph]:
    """The homographs, by spelling in lower case."""
    found: dict[str, Homograph] = {}
    for line in _data("homographs.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        written, base, *senses = line.split("\t")
        found[written] = Homograph(base, tuple(map(_sense, senses)))
    return found


def _sense(entry: str) -> tuple[str, str]:
    """Parse an entry such as `lead_nou=lˈɛd` to name and phonemes."""
    name, _, phonemes = entry.partition("=")
    return name, phonemes


@cache
def weights() -> Weights:
    packed = _data("homographs.json.gz").read_bytes()
    loaded: Weights = parsed_json(gzip.decompress(packed))
    return loaded


def _data(name: str) -> Traversable:
    return files("tts.engines").joinpath("data", name)
