"""Print the phonemes of English text, one token for each written word.

    python tools/say_phonemes.py < lines

A line comes out for each line that went in. What a word says in several words, as 1990 does, is joined by `_`; `-`
stands for a word in which nothing is said.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.say_spoken import spoken
from tts.engines.english.phonemizer import english_phonemes

SILENT = "-"
INSIDE = "_"


def main() -> None:
    for line in sys.stdin:
        print(" ".join(phonemes_of(line.split())))


def phonemes_of(written: Sequence[str]) -> list[str]:
    """One token for each written word, from what the whole sentence sounds like."""
    said = "".join(spoken(" ".join(written), "en", "local")).split()
    sounds = _by_word(said)
    tokens = [SILENT] * len(written)
    matcher = SequenceMatcher(None, written, said, autojunk=False)
    for _, start, end, first, behind in matcher.get_opcodes():
        if start < end:
            tokens[start:end] = _shared(sounds[first:behind], end - start)
        else:  # said, and not written: it goes to the word before
            before = max(0, start - 1)
            tokens[before] = _joined([tokens[before], *sounds[first:behind]])
    return tokens


def _shared(sounds: Sequence[str], words: int) -> list[str]:
    """One for each word; what is over goes to the last."""
    first = [_joined(sounds[place : place + 1]) for place in range(words - 1)]
    return [*first, _joined(sounds[words - 1 :])]


def _by_word(said: Sequence[str]) -> list[str]:
    """The phonemes of a sentence, shared out among its words."""
    together = english_phonemes(" ".join(said)).split()
    if len(together) == len(said):
        return together
    lengths = [len(english_phonemes(word).split()) for word in said]
    if sum(lengths) != len(together):
        return [_joined(english_phonemes(word).split()) for word in said]
    rest = iter(together)
    return [_joined(list(islice(rest, length))) for length in lengths]


def _joined(sounds: Sequence[str]) -> str:
    return INSIDE.join(_voiced(sounds)) or SILENT


def _voiced(sounds: Sequence[str]) -> Iterator[str]:
    return (sound for sound in sounds if sound != SILENT)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it, in silence
    main()
