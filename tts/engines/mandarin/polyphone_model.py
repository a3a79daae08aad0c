"""Which reading of a polyphonic character is meant: a log-linear model over its readings.

The sources of readings have different strengths: g2pM was trained on an encyclopedia and fails on
spoken sentences (没 as mò); the phrases are right for most words but not all (照片); the rules look at
two words. The model weighs them by how reliable they were for each character, together with the
surrounding characters and words. It is made by tools/make_polyphones.py.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from tts.engines.mandarin.polyphone_features import Evidence, context_features, vote_features

SCALE = 20
"""Weights are stored as integers, so many to one nat."""
SURE = frozenset({"own", "place"})
"""Sources that were written for exactly this word or place; the model does not overrule them."""
MARGINS = {"phrase": 1.2, "alone": 2.2, "composed": 0.8}
"""How many nats likelier another reading must be to overrule a source that is usually right."""

SHORT = 8
"""In texts shorter than this, in characters, g2pM has little context."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in nats, and the readings that a character has."""

    votes: dict[str, float]
    context: dict[str, dict[str, dict[str, float]]]
    """Character -> reading -> feature -> weight."""

    def readings(self, char: str) -> tuple[str, ...]:
        """The readings of a polyphonic character; empty for others."""
        return tuple(self.context.get(char, ()))

    def scores(self, evidence: Evidence) -> dict[str, float]:
        """The score of each possible reading of a character, in nats."""
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
    """The reading of a character, with its dictionary tone.

    A neutral tone given by the sources is kept if the character has it by itself, as 了 does.
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
    """The evidence with neutral tones replaced by the full ones they derive from: fu5 in 衣服 by
    fu2."""
    return replace(
        evidence,
        own=cited(evidence.own, known),
        context=cited(evidence.context, known),
        phrase=cited(evidence.phrase, known),
    )


def cited(syllable: str, known: tuple[str, ...]) -> str:
    """The full reading that a syllable in the neutral tone derives from.

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
    """The model, loaded once; only the standard library is needed."""
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
