"""Makes `tts/data/words.txt.gz`: Chinese words by how common they are, for repairing and for reading aloud.

The words and their counts are those of jieba's dictionary (MIT licence, https://github.com/fxsjy/jieba), from the
installed package: `pip install jieba && python tools/make_words.py`. Every line is a tab-separated list of words; on
line n (from 0) stand the words whose count is about e ** (n / 2).
"""

from __future__ import annotations

import gzip
import math
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

TARGET = Path(__file__).parents[1] / "tts" / "data" / "words.txt.gz"
LONGEST = 4
"""Characters of the longest word kept."""
RAREST = 12
"""A word of two and more characters is kept when it was counted at least so often; single characters are all kept."""


def main() -> None:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise SystemExit("jieba is not installed: pip install jieba")
    lines = (Path(spec.origin).parent / "dict.txt").read_text("utf-8").splitlines()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    # No time stamp: the same dictionary gives the same bytes.
    TARGET.write_bytes(gzip.compress(table(lines).encode("utf-8"), compresslevel=9, mtime=0))


def table(lines: list[str]) -> str:
    """The table, from lines such as `书屋 21 n`."""
    steps: defaultdict[int, list[str]] = defaultdict(list)
    for line in lines:
        word, count, *_ = line.split(" ")
        if len(word) <= LONGEST and is_han(word) and (len(word) == 1 or int(count) >= RAREST):
            steps[round(2 * math.log(max(int(count), 1)))].append(word)
    return "\n".join("\t".join(sorted(steps[n])) for n in range(max(steps) + 1))


def is_han(word: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in word)


if __name__ == "__main__":
    main()
