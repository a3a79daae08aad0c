"""Print the pinyin of Mandarin text: one syllable for each Han character of a line, nothing for all else.

    python tools/say_pinyin.py < lines                 as it is said, with sandhi
    python tools/say_pinyin.py --dictionary < lines    in the tones of a dictionary

A line comes out for each line that went in. Tones are digits, 5 the neutral one, `v` stands for ü, `-` for 儿 that is
the end of the syllable before it, and for a character that nobody knows.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts.engines.mandarin.phonemes import simplified
from tts.engines.mandarin.readings import read
from tts.engines.mandarin.sandhi import Word

COUNTED = re.compile("[\u3400-\u9fff]")
"""Han characters that have a syllable here."""
NO_SYLLABLE = "-"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--dictionary", action="store_true", help="without sandhi")
    given = asked.parse_args()
    for line in sys.stdin:
        print(" ".join(syllables(line.rstrip("\n"), dictionary=given.dictionary)))


def syllables(line: str, *, dictionary: bool = False) -> Iterator[str]:
    for piece in read(simplified(line), dictionary=dictionary):
        if isinstance(piece, Word):
            for char, syllable in zip(piece.text, piece.syllables, strict=True):
                if COUNTED.match(char):
                    ending = char == "儿" and syllable == "er5"
                    yield NO_SYLLABLE if ending or not syllable else syllable


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it, in silence
    main()
