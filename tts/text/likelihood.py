"""How likely a Chinese passage is, judged by its words; decides about repairs."""

from __future__ import annotations

import gzip
import math
import re
from functools import cache
from importlib.resources import files

LONGEST = 4
"""Maximum characters of words in the table (see tools/make_words.py)."""
UNKNOWN = -22.0
"""Log probability of a Chinese character missing from the table; the rarest in it have about
-18."""
SYMBOL = -18.0
"""Log probability of a symbol that does not occur in running text."""
SIGNS = (
    {"，": -3.0, "。": -3.5, "、": -4.5}
    | dict.fromkeys("；：？！“”‘’（）《》「」『』", -5.0)
    | dict.fromkeys("…—·", -7.0)
)
"""Log probabilities of the usual punctuation, by frequency in running text; ASCII costs nothing,
which favours undamaged text."""
HAN = re.compile("[\u3400-\u9fff]+")


@cache
def words() -> dict[str, float]:
    """Simplified words -> their log probability (made by tools/make_words.py); loaded when
    something looks damaged."""
    lines = (
        gzip.decompress(files("tts").joinpath("data", "words.txt.gz").read_bytes())
        .decode("utf-8")
        .split("\n")
    )
    steps = [line.split("\t") if line else [] for line in lines]
    total = math.log(sum(len(step) * math.exp(n / 2) for n, step in enumerate(steps)))
    return {word: n / 2 - total for n, step in enumerate(steps) for word in step}


def simplified(text: str) -> str:
    """The text in simplified characters.

    >>> simplified("基層黨組織")
    '基层党组织'
    """
    return str(_converter().convert(text))


def score(text: str) -> float:
    """The log probability of the likeliest split of a text into words, in either script.

    >>> score("過硬。基層黨組織") > score("過硬?;鶎狱h組織") + 8
    True
    """
    text = simplified(text)
    signs = sum(
        SIGNS.get(char, SYMBOL)
        for char in HAN.sub("", text)
        if not char.isascii() and not char.isspace()
    )
    return signs + sum(nats(run) for run in HAN.findall(text))


def nats(run: str) -> float:
    """The log probability of the likeliest split of simplified Chinese characters into words, by
    dynamic programming."""
    table = words()
    best = [0.0]
    for end in range(1, len(run) + 1):
        choices = [best[end - 1] + table.get(run[end - 1], UNKNOWN)]
        for start in range(max(0, end - LONGEST), end - 1):
            known = table.get(run[start:end])
            if known is not None:
                choices.append(best[start] + known)
        best.append(max(choices))
    return best[-1]


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")
