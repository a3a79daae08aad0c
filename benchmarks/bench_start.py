"""How long the command takes to start, against Python itself, and to find that nothing changed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from common import alternate, figure, report

TTS = str(Path(sys.executable).with_name("tts"))
EXAMPLE = Path(__file__).parents[1] / "examples" / "lighthouse.html"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        environment = {**os.environ, "PAGECAST_CACHE": f"{name}/cache"}

        def run(*command: str) -> None:
            subprocess.run(
                command,
                check=True,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

        make = (TTS, "make", str(EXAMPLE), "--engine", "silent", "-o", f"{name}/show")
        run(*make)
        works = {
            "python -c pass": lambda: run(sys.executable, "-c", "pass"),
            "tts --help": lambda: run(TTS, "--help"),
            "tts --version": lambda: run(TTS, "--version"),
            "tts make, nothing changed": lambda: run(*make),
        }
        taken = alternate(works, 15)
        base = taken["python -c pass"]
        rows = [(work, f"{t:.3f} s, {t / base:.1f} x") for work, t in taken.items()]
        figure("start: tts --help against python", taken["tts --help"] / base)
        figure("start: nothing changed against python", taken["tts make, nothing changed"] / base)
        figure("start: nothing changed", taken["tts make, nothing changed"], "s")
        report(
            "Starting (x: python -c pass)",
            rows,
            "help and version at most 4 x; nothing changed below 0.5 s",
        )


if __name__ == "__main__":
    main()
