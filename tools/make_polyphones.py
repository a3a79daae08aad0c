"""Train the model of Mandarin polyphones: tts/engines/data/mandarin-polyphones.txt.gz.

    python tools/make_polyphones.py cpp/dev.sent cpp/dev.lb
    python tools/make_polyphones.py cpp/dev.sent cpp/dev.lb --fold 4     how well it does on what it has not seen

The CPP set comes with g2pM (github.com/kakaobrain/g2pM, data/dev.sent and dev.lb; Apache-2.0): sentences with the
character in question between ▁, and its reading. Beside it the model learns from tools/data/polyphones.txt, our own,
and from the phrases of pypinyin (MIT). The same input gives the same file: the order is drawn with a fixed seed.

It is multinomial logistic regression with AdaGrad. What g2pM and the other sources say of our own examples counts for
the trust in them for that character, and not over all: they were written where these fail.
"""

from __future__ import annotations

import argparse
import gzip
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tts.engines.mandarin import readings  # noqa: E402
from tts.engines.mandarin.frequencies import frequencies  # noqa: E402
from tts.engines.mandarin.phonemes import simplified  # noqa: E402
from tts.engines.mandarin.polyphone_features import Evidence, context_features, vote_features  # noqa: E402
from tts.engines.mandarin.polyphone_model import MARGINS, SCALE, SURE, cited, with_cited_tones  # noqa: E402

OWN = ROOT / "tools" / "data" / "polyphones.txt"
OUTPUT = ROOT / "tts" / "engines" / "data" / "mandarin-polyphones.txt.gz"
ROUNDS, RATE, DECAY, SEED = 5, 0.3, 1e-3, 1
OWN_WEIGHT, PHRASE_WEIGHT = 4.0, 0.3
SMALLEST = 2
"""Of the whole numbers that are stored."""
FROZEN_ABOVE = "z"
"""Votes of one letter and a character behind it are learnt from our own examples too."""

Key = str | tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A character in its sentence, and its reading."""

    evidence: Evidence
    reading: str
    weight: float = 1.0
    ours: bool = False


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sentences", type=Path)
    asked.add_argument("labels", type=Path)
    asked.add_argument("--fold", type=int, default=0, help="measure on one part of so many")
    given = asked.parse_args()
    labelled = list(cpp(given.sentences, given.labels))
    ours = list(own())
    known = readings_of([*labelled, *ours])
    more = [*ours, *phrases(known)]
    if given.fold:
        random.Random(SEED).shuffle(labelled)
        held = labelled[:: given.fold]
        rest = [example for i, example in enumerate(labelled) if i % given.fold]
        weights = train([*rest, *more], known)
        right = sum(best(weights, known, e) == e.reading for e in held)
        print(f"{right / len(held):.4f} of {len(held)} that were held out")
        return
    weights = train([*labelled, *more], known)
    OUTPUT.write_bytes(gzip.compress(packed(weights, known).encode("utf-8"), 9, mtime=0))
    print(f"{OUTPUT.name}: {OUTPUT.stat().st_size} bytes")


def cpp(sentences: Path, labels: Path) -> Iterator[Example]:
    marked = sentences.read_text(encoding="utf-8").splitlines()
    said = labels.read_text(encoding="utf-8").split()
    for sentence, label in zip(marked, said, strict=True):
        place = sentence.index("▁")
        reading = label.replace("u:", "v").replace("ü", "v")
        yield Example(evidence_at(sentence.replace("▁", ""), place), reading)


def own() -> Iterator[Example]:
    for line in OWN.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            char, reading, *texts = line.split()
            for text in texts:
                evidence = evidence_at(text, text.index(char))
                yield Example(evidence, reading, OWN_WEIGHT, ours=True)


def evidence_at(text: str, place: int) -> Evidence:
    found = readings.evidence(simplified(text))
    return next(e for e in found if e.place == place)


def readings_of(examples: Iterable[Example]) -> dict[str, tuple[str, ...]]:
    """Of each character that was labelled: what it was labelled with, and what phrases have for it."""
    known: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        known[example.evidence.char].add(example.reading)
    for word, syllables in _phrases():
        for char, syllable in zip(word, syllables, strict=True):
            if char in known and not syllable.endswith("5"):
                known[char].add(syllable)
    return {char: tuple(sorted(found)) for char, found in known.items()}


def phrases(known: dict[str, tuple[str, ...]]) -> Iterator[Example]:
    """Of words alone, the common ones more."""
    for word, syllables in _phrases():
        share = frequencies().get(word)
        weight = PHRASE_WEIGHT * (1 if share is None else min(2.0, max(0.5, (share + 18) / 5)))
        for at, (char, syllable) in enumerate(zip(word, syllables, strict=True)):
            reading = cited(syllable, known.get(char, ()))
            if reading in known.get(char, ()):
                evidence = Evidence(f",{word},", at + 1, word, at, "", "", "", "", "", "")
                yield Example(evidence, reading, weight)


def _phrases() -> Iterator[tuple[str, tuple[str, ...]]]:
    for word in readings.phrase_words():
        common = len(word) > 2 or (len(word) == 2 and word in frequencies())
        if common and (syllables := readings.phrase(word)):
            yield word, syllables


# --- learning -------------------------------------------------------------------------------------


def train(examples: Sequence[Example], known: dict[str, tuple[str, ...]]) -> dict[Key, float]:
    weights: dict[Key, float] = {"O": 1.0, "OG": 1.0}
    squares: dict[Key, float] = {}
    prepared = [(keys_of(e, known), e) for e in examples if len(known[e.evidence.char]) > 1]
    draw = random.Random(SEED)
    for _ in range(ROUNDS):
        draw.shuffle(prepared)
        for keys, example in prepared:
            _learn(weights, squares, keys, example)
    return weights


def keys_of(example: Example, known: dict[str, tuple[str, ...]]) -> dict[str, list[Key]]:
    """Of each reading that is possible, what speaks for it."""
    char = example.evidence.char
    evidence = with_cited_tones(example.evidence, known[char])
    around = context_features(evidence)
    asked = dict.fromkeys((*known[char], evidence.own, evidence.context))
    return {
        reading: [
            *((char, reading, feature) for feature in around),
            *vote_features(evidence, reading),
        ]
        for reading in filter(None, asked)
    }


def _learn(
    weights: dict[Key, float],
    squares: dict[Key, float],
    keys: dict[str, list[Key]],
    example: Example,
) -> None:
    scores = {r: sum(weights.get(key, 0.0) for key in found) for r, found in keys.items()}
    most = max(scores.values())
    shares = {r: math.exp(score - most) for r, score in scores.items()}
    total = sum(shares.values())
    for reading, found in keys.items():
        wrong = (shares[reading] / total - (reading == example.reading)) * example.weight
        if abs(wrong) < 1e-3:
            continue
        for key in found:
            if example.ours and _is_shared(key):
                continue
            step = wrong + DECAY * weights.get(key, 0.0)
            start = 0.01 if isinstance(key, str) or key[2][0] in "bn" else 0.1
            squares[key] = squares.get(key, start) + step * step
            weights[key] = weights.get(key, 0.0) - RATE * step / math.sqrt(squares[key])


def _is_shared(key: Key) -> bool:
    """A vote that is not for one character alone."""
    return isinstance(key, str) and not (len(key) == 2 and key[1] > FROZEN_ABOVE)


def best(weights: dict[Key, float], known: dict[str, tuple[str, ...]], example: Example) -> str:
    """The reading as `polyphone_model.decide` would have it."""
    evidence = with_cited_tones(example.evidence, known[example.evidence.char])
    if evidence.source in SURE:
        return evidence.own
    keys = keys_of(example, known)
    scores = {r: sum(weights.get(key, 0.0) for key in found) for r, found in keys.items()}
    likeliest = max(scores, key=scores.__getitem__)
    needed = scores.get(evidence.own, 0.0) + MARGINS.get(evidence.source, 0.0)
    return likeliest if scores[likeliest] > needed else evidence.own


def packed(weights: dict[Key, float], known: dict[str, tuple[str, ...]]) -> str:
    """A line a reading: the character, its pinyin, features with weights; those of votes behind `*`."""
    rows: dict[tuple[str, str], list[str]] = {("*", "*"): []}
    rows |= {(char, reading): [] for char in sorted(known) for reading in known[char]}
    for key in sorted(weights, key=str):
        whole = round(weights[key] * SCALE)
        if abs(whole) >= SMALLEST:
            row = ("*", "*") if isinstance(key, str) else key[:2]
            feature = key if isinstance(key, str) else key[2]
            rows.setdefault(row, []).append(f"{feature}={whole}")
    return "".join(" ".join((*row, *pairs)) + "\n" for row, pairs in rows.items())


if __name__ == "__main__":
    main()
