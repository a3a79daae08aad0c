"""Makes `tts/engines/data/homographs.json.gz`: what speaks for each sense of a word of two readings.

    python tools/make_homographs.py train.tsv             # learn, and write the weights
    python tools/make_homographs.py train.tsv --folds 4   # what a kept quarter is right in, each in turn

`train.tsv` is the training part of WikipediaHomographData by Google (Apache License 2.0), its files
joined: word, sense, sentence, first byte and the byte behind the word. Sentences of our own for
senses that are rare in it stand in `tools/homographs.txt`. The weights are those of a logistic
regression with a penalty on their squares. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts.engines.english.homograph_features import LEANING
from tts.engines.english.homographs import (
    UNIT,
    Homograph,
    choose,
    evidence,
    homographs,
)
from tts.engines.english.tagged_tokens import tokens_of

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "tts/engines/data/homographs.json.gz"
OWN = ROOT / "tools/homographs.txt"
RAREST = 2
"""A feature is learnt from when it stands in so many sentences."""
PENALTIES = {LEANING: 0.3, "~": 3.0, "topic": 0.4}
"""Of a sense's leaning by itself, and of the words around it; of all else it is 1."""
OWN_WEIGHT = 3.0
"""How much a sentence of our own counts."""
SMALLEST = 2
"""Weights below this, in units, are left out."""
ROUNDS = 100


@dataclass(frozen=True)
class Sample:
    word: Homograph
    sense: str
    tokens: Sequence[Any]
    place: int
    weight: float


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("train", type=Path)
    asked.add_argument("--folds", type=int)
    given = asked.parse_args()
    own = list(_own(OWN.read_text("utf-8").splitlines()))
    samples = list(_labelled(given.train))
    if given.folds:
        _validate(samples, own, given.folds)
        return
    learnt = learn([*samples, *own])
    TARGET.write_bytes(gzip.compress(_json(learnt), compresslevel=9, mtime=0))
    print(f"{len(samples)} and {len(own)} sentences, {TARGET.stat().st_size} bytes")


def _json(learnt: dict[str, dict[str, int]]) -> bytes:
    return json.dumps(learnt, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _labelled(path: Path) -> Iterator[Sample]:
    with path.open(encoding="utf-8", newline="") as file:
        for word, sense, sentence, first, _ in csv.reader(file, delimiter="\t"):
            if word in homographs() and first.isdigit():
                before = sentence.encode()[: int(first)].decode()
                yield from _sample(word, sense, sentence, before, 1.0)


def _own(lines: Sequence[str]) -> Iterator[Sample]:
    """Of lines such as `lead_nou<TAB>The *lead* pipe burst.`"""
    for line in lines:
        if line and not line.startswith("#"):
            sense, marked = line.split("\t")
            before, word, behind = marked.split("*")
            found = list(_sample(word.lower(), sense, before + word + behind, before, OWN_WEIGHT))
            if not found:
                raise SystemExit(f"{OWN}: the word is not found in: {line}")
            yield from found


def _sample(
    written: str, sense: str, sentence: str, before: str, weight: float
) -> Iterator[Sample]:
    word = homographs()[written]
    if sense not in dict(word.senses):
        raise SystemExit(f"{sense} is no sense of {written} in homographs.tsv: {sentence}")
    earlier = len(re.findall(rf"(?<![^\W_]){written}(?![^\W_])", before.lower()))
    tokens = tokens_of(sentence)
    places = [i for i, token in enumerate(tokens) if token.text.lower() == written]
    if earlier < len(places):
        yield Sample(word, sense, tokens, places[earlier], weight)


def learn(samples: Sequence[Sample]) -> dict[str, dict[str, int]]:
    """Weights by sense and feature, in units."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    rows = [
        (evidence(s.word, sense, s.tokens, s.place), 1.0 if sense == s.sense else -1.0, s.weight)
        for s in samples
        for sense, _ in s.word.senses[1:]
    ]
    seen = Counter(feature for row, _, _ in rows for feature in row)
    ids = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= RAREST))}
    columns = [[ids[f] for f in row if f in ids] for row, _, _ in rows]
    ends = np.cumsum([0, *map(len, columns)])
    places = np.array([column for row in columns for column in row])
    table = csr_matrix((np.ones(len(places)), places, ends), shape=(len(rows), len(ids)))
    turned = table.T.tocsr()
    wanted = np.array([side for _, side, _ in rows])
    counts = np.array([weight for _, _, weight in rows])
    penalty = np.array([PENALTIES.get(feature.partition(" ")[0], 1.0) for _, feature in ids])

    def loss(weights: Any) -> tuple[float, Any]:
        margin = (table @ weights) * wanted
        value = (counts * np.logaddexp(0, -margin)).sum() + (penalty * weights**2).sum() / 2
        return value, turned @ (-counts * wanted / (1 + np.exp(margin))) + penalty * weights

    best = minimize(
        loss, np.zeros(len(ids)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}
    )
    learnt: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (kind, feature), weight in zip(ids, best.x, strict=True):
        if abs(round(weight * UNIT)) >= SMALLEST:
            learnt[kind][feature] = round(weight * UNIT)
    return dict(learnt)


def _validate(samples: Sequence[Sample], own: Sequence[Sample], folds: int) -> None:
    """Print how many of the sentences are right that were not learnt from, and the words that fail most."""
    right, wrong = 0, Counter[str]()
    for fold in range(folds):
        learnt = learn([*(s for i, s in enumerate(samples) if i % folds != fold), *own])
        for sample in samples[fold::folds]:
            if choose(sample.word, sample.tokens, sample.place, learnt) == sample.sense:
                right += 1
            else:
                wrong[f"{sample.word.base}: {sample.sense}"] += 1
    print(f"{right} of {len(samples)}, {right / len(samples):.4f}")
    for sense, count in wrong.most_common(60):
        print(f"{count:4} {sense}")


if __name__ == "__main__":
    main()
