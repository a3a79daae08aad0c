"""Random tests, drawn anew for as long as they are told: `make fuzz SECONDS=600`.

In `make test` and CI these tests draw the same cases each time. Here every round has another seed.
What a round finds is printed with the smallest case that fails; it becomes a fixed case, an
`@example(...)` on the test or a golden pair, before the fault is mended.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
USUAL_SECONDS = 300


def main(arguments: list[str]) -> int:
    """Rounds until the time is over; 1 as soon as one finds something."""
    seconds = float(arguments[0]) if arguments else USUAL_SECONDS
    end = time.monotonic() + seconds
    rounds = 0
    while rounds == 0 or time.monotonic() < end:
        seed = random.SystemRandom().randrange(2**32)
        print(f"round {rounds + 1}, seed {seed}", flush=True)
        status = run_round(seed)
        if status:
            print(f"again with: python -m pytest -m hypothesis --hypothesis-seed={seed}")
            return status
        rounds += 1
    print(f"{rounds} rounds found nothing")
    return 0


def run_round(seed: int) -> int:
    """All random tests once, with that seed; pytest's exit status."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "hypothesis"]
    options = ["--hypothesis-profile=fuzz", f"--hypothesis-seed={seed}"]
    return subprocess.run([*command, *options], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
