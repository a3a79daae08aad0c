"""How many texts come out right that say nothing of their charset: by charset and length, whole and damaged."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from common import report

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.charset_texts import Case, cases
from tts.sources.encoding import decode

LENGTHS = (8, 20, 60, 400, 4000)
ROUNDS = 8


def main() -> None:
    right: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    taken = 0.0
    for case in cases(LENGTHS, ROUNDS):
        begun = time.perf_counter()
        is_right = _is_right(case)
        taken += time.perf_counter() - begun
        for name in (
            f"{case.language} in {case.charset}",
            f"{len(case.text):5} characters or fewer",
            case.damage,
            "all",
        ):
            tried[name] += 1
            right[name] += is_right
    names = [name for name in tried if "characters" not in name]
    lengths = [str(length) for length in LENGTHS]
    report(
        "Texts that come out right", [(name, _share(right[name], tried[name])) for name in names]
    )
    print(f"  {1000 * taken / tried['all']:.1f} ms a text; lengths {', '.join(lengths)}")


def _is_right(case: Case) -> bool:
    try:
        return case.is_read_by(decode(case.content)[0])
    except Exception as error:
        print(f"  {case.language}, {case.charset}, {case.damage}: {error}")
        return False


def _share(right: int, tried: int) -> str:
    return f"{right} of {tried}"


if __name__ == "__main__":
    main()
