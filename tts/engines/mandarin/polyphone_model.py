"""Which reading of a polyphone is meant: a log-linear model over its readings.

The sources of readings are good at different things: g2pM was trained on an encyclopedia and fails
on spoken sentences (没 as mò), the phrases are right on most words and wrong on some (照片), the
rules look at two words. The model weighs what each of them says, for each character by how well it
did, with the characters and words around. tools/make_polyphones.py makes it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from tts.engines.mandarin.polyphone_features import Evidence, context_features, vote_features

SCALE = 20
"""Weights are stored as whole numbers, this many to one nat."""
SURE = frozenset({"own", "place"})
"""Sources that were written for the very word or place: the model does not overrule them."""
MARGINS = {"phrase": 1.2, "alone": 2.2, "composed": 0.8}
"""Nats by which a reading must be likelier than that of a source that is mostly right."""

SHORT = 8
"""Characters of a text in which g2pM has little to go by."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in nats, and the readings that a character has."""

    votes: dict[str, float]
    context: dict[str, dict[str, dict[str, float]]]
    """Character -> reading -> feature -> weight."""

    def readings(self, char: str) -> tuple[str, ...]:
        """Of a polyphone; empty for other characters."""
        return tuple(self.context.get(char, ()))

    def scores(self, evidence: Evidence) -> dict[str, float]:
        """Of each reading that a character may have, how likely it is, in nats."""
        known = self.context.get(evidence.char, {})
        features = context_features(evidence)
        asked = dict.fromkeys((*known, evidence.own, evidence.context))
        asked.pop("", None)
        scores: dict[str, float] = {}
        for reading in asked:
            weights = known.get(reading, {})
            votes = vote_features(evidence, reading)
            around = _summed(weights, features)
            scores[reading] = around + _summed(self.votes, votes)
        return scores


def _summed(weights: Mapping[str, float], features: Iterable[str]) -> float:
    return sum(weights.get(feature, 0.0) for feature in features)


def decide(evidence: Evidence) -> str:
    """The reading of a character, in the tone of a dictionary.

    A neutral tone that the sources give is kept where the character has it by itself, as 了 has.
    """
    model = polyphone_model()
    known = model.readings(evidence.char)
    if not known:
        return evidence.own
    asked = with_cited_tones(evidence, known)
    if asked.source in SURE or (len(known) == 1 and asked.own in known):
        return asked.own
    scores = model.scores(asked)
    best = max(scores, key=scores.__getitem__)
    margin = MARGINS.get(asked.source, 0.0)
    if len(asked.text) < SHORT:
        margin *= 3
    needed = scores.get(asked.own, 0.0) + margin
    return best if scores[best] > needed else asked.own


def with_cited_tones(evidence: Evidence, known: tuple[str, ...]) -> Evidence:
    """Neutral tones as the full ones that they come from: fu5 of 衣服 as fu2."""
    return replace(
        evidence,
        own=cited(evidence.own, known),
        context=cited(evidence.context, known),
        phrase=cited(evidence.phrase, known),
    )


def cited(syllable: str, known: tuple[str, ...]) -> str:
    """A syllable without tone -> the reading of the character that it comes from.

    >>> cited("fu5", ("fu2", "fu4")), cited("le5", ("le5", "liao3"))
    ('fu2', 'le5')
    """
    if not syllable.endswith("5") or syllable in known:
        return syllable
    for full in sorted(known):
        if full[:-1] == syllable[:-1]:
            return full
    return syllable


@cache
def polyphone_model() -> Model:
    """Read once; nothing but the standard library is needed."""
    path = files("tts").joinpath("engines/data/mandarin-polyphones.txt.gz")
    packed = path.read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    votes: dict[str, float] = {}
    context: dict[str, dict[str, dict[str, float]]] = {}
    for line in lines:
        char, reading, *pairs = line.split(" ")
        if char == "*":
            votes = dict(_weights(pairs))
        else:
            context.setdefault(char, {})[reading] = dict(_weights(pairs))
    return Model(votes, context)


def _weights(pairs: list[str]) -> Iterator[tuple[str, float]]:
    for pair in pairs:
        feature, _, weight = pair.rpartition("=")
        yield feature, int(weight) / SCALE
