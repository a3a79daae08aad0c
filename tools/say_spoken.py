"""Print what an engine would be given for each line of standard input: numbers, dates and signs as they are said.

    python tools/say_spoken.py --language zh-Hans < lines
    python tools/say_spoken.py --language en --engine edge < lines

A line comes out for each line that went in, empty where nothing would be said. Without `--engine` the text is as the
embedded voices get it, in words; `edge` and `openai` read numbers by themselves.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts.model import Article, Block
from tts.text import write_script

READ_NUMBERS = ("edge", "openai")
"""Engines that get digits."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--language", required=True, help="of the article: zh-Hans, zh-Hant, en, de")
    asked.add_argument("--engine", choices=("local", *READ_NUMBERS), default="local")
    given = asked.parse_args()
    for line in sys.stdin:
        print("".join(spoken(line.rstrip("\n"), given.language, given.engine)).strip())


def spoken(line: str, language: str, engine: str) -> Iterator[str]:
    """The sentences of a paragraph, as said."""
    article = Article((Block("paragraph", line),), language=language)
    by_itself = engine in READ_NUMBERS
    script = write_script(
        article, fits=lambda _: True, normalizes=by_itself, phonemic=not by_itself
    )
    for chunk in script.chunks:
        yield from (sentence.spoken for sentence in chunk.sentences)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it, in silence
    main()
