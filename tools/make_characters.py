"""Makes `tts/data/characters.txt`: Han characters by how common they are, by which charsets are told.

They are counted in the words of `tts/data/words.txt.gz` (see `tools/make_words.py`), in the
simplified, the traditional and the Japanese form that OpenCC (Apache-2.0) gives of each:
`python tools/make_characters.py`. On line n (from 0) stand the characters whose share of a text is
about e ** -n.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tts.text.likelihood import words  # noqa: E402

TARGET = ROOT / "tts" / "data" / "characters.txt"
FORMS = (("s2t",), ("s2t", "t2jp"))
"""Conversions, one behind the other, to the forms besides the simplified."""
RAREST = 14
"""What is rarer than e to minus this says as little as a character that was never counted."""


def main() -> None:
    TARGET.write_text(table(words()), "utf-8")


def table(known: dict[str, float]) -> str:
    """The table, from words and their log probabilities."""
    shares: defaultdict[str, float] = defaultdict(float)
    for forms in ((), *FORMS):
        for char, share in _shares(known, forms).items():
            shares[char] = max(shares[char], share)
    steps: defaultdict[int, list[str]] = defaultdict(list)
    for char, share in shares.items():
        steps[round(-math.log(share))].append(char)
    return "\n".join("".join(sorted(steps[n])) for n in range(RAREST + 1)) + "\n"


def _shares(known: dict[str, float], forms: tuple[str, ...]) -> dict[str, float]:
    """Of all characters of running text, how many are this one."""
    from opencc import OpenCC

    converters = [OpenCC(form) for form in forms]
    counts: defaultdict[str, float] = defaultdict(float)
    for word, log in known.items():
        form = word
        for converter in converters:
            form = converter.convert(form)
        for char in form:
            counts[char] += math.exp(log)
    total = sum(counts.values())
    return {char: count / total for char, count in counts.items()}


if __name__ == "__main__":
    main()
