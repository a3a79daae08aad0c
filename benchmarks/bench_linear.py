"""Whether four times the input takes four times as long: what the parsers in C do is in no count of calls."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from common import report

from tts.model import Source, TtsError
from tts.sources import read
from tts.text import edit, write_script

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.test_linear import FITS, INPUTS

SIZE = 4_000
ROUNDS = 3


def seconds(source: tuple[str, str]) -> float:
    """Of the processor, from a source to its script."""
    name, content = source
    begun = time.process_time()
    try:
        write_script(edit(read(Source(name, content.encode()))), fits=lambda said: len(said) < FITS)
    except TtsError as error:
        print(f"  {error.message}")
    return time.process_time() - begun


def row(made: Callable[[int], tuple[str, str]]) -> str:
    """The least of some rounds: a machine that does other things as well only ever adds."""
    seconds(made(5))
    small, large = (min(seconds(made(size)) for _ in range(ROUNDS)) for size in (SIZE, 4 * SIZE))
    return f"{large:.2f} s, {large / max(small, 0.01):.1f} x"


if __name__ == "__main__":
    rows = [(name, row(made)) for name, made in INPUTS.items()]
    report(f"{4 * SIZE:,} of each (x: {SIZE:,} of them)", rows, "about 4 x; 16 x is quadratic")
