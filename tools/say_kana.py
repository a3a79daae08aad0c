"""Print Japanese text in the kana that it would be said in, words apart.

    python tools/say_kana.py < lines

A line comes out for each line that went in; a word in other letters that no dictionary has stays as it is.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.say_spoken import spoken
from tts.engines.japanese.analysis import words


def main() -> None:
    for line in sys.stdin:
        print(kana_of(line.strip()))


def kana_of(line: str) -> str:
    said = "".join(spoken(line, "ja", "local"))
    return " ".join(word.kana or word.text for word in words(said) if word.kind != "sign")


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it, in silence
    main()
