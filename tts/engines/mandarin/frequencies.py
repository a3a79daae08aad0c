"""The frequency of Chinese words, a table also used for repairs."""

from __future__ import annotations

import gzip
import math
from functools import cache
from importlib.resources import files


@cache
def frequencies() -> dict[str, float]:
    """Simplified words -> the logarithm of their share in running text."""
    # Line n (see tools/make_words.py) has the words that were counted about e ** (n / 2) times.
    data = files("tts").joinpath("data", "words.txt.gz").read_bytes()
    text = gzip.decompress(data).decode("utf-8")
    lines = [line.split("\t") if line else [] for line in text.split("\n")]
    counts = [len(line) * math.exp(n / 2) for n, line in enumerate(lines)]
    total = math.log(sum(counts))
    found = {}
    for n, line in enumerate(lines):
        share = n / 2 - total
        found.update(dict.fromkeys(line, share))
    return found
