"""What Lighthouse says of an episode's page: an article of an hour, served by `tts serve`, seen on its slow phone.

Lighthouse is not installed with the tests: `npm install --global lighthouse` (Apache 2.0), and Chromium. Performance is
the median of the rounds, and falls on a machine that is busy: the scores are those of an idle one. It ends with 1 where
a score is below its floor in tests/data/quality/lighthouse.json. With a number, that many rounds.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from common import report

sys.path.insert(0, str(Path(__file__).parents[1]))
from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.show import library

FLOORS: Final = Path(__file__).parents[1] / "tests" / "data" / "quality" / "lighthouse.json"
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
METRICS: Final = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
)
SENTENCE: Final = (
    "Ferry number {n} left at six in the morning, and the town behind it grew small and kind in the early light, "
    "as it had on every day of that year."
)
PORT: Final = 8753
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    lighthouse, chromium = shutil.which("lighthouse"), shutil.which("chromium")
    if not lighthouse or not chromium:
        sys.exit(
            "error: Lighthouse and Chromium are needed\n  → npm install --global lighthouse; apt-get install chromium"
        )
    with tempfile.TemporaryDirectory() as folder:
        episode = made(Path(folder))
        with served(Path(folder) / "show"):
            address = f"http://127.0.0.1:{PORT}/{episode.folder.name}/index.html"
            found = [judged(lighthouse, chromium, address) for _ in range(rounds)]
    minutes = episode.manifest.audio.duration / 60_000
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    promise = ", ".join(f"{name} {floor}" for name, floor in floors.items())
    report(
        f"Lighthouse on the page of {minutes:.0f} minutes, {rounds} rounds",
        list(rows(found)),
        promise,
    )
    if below := [name for name, floor in floors.items() if score(found, name) < floor]:
        sys.exit(f"error: below the floor: {', '.join(below)}")


def made(root: Path) -> library.Episode:
    """An episode of an hour in twelve chapters."""
    lines = ["# An hour on the river"]
    for chapter in range(12):
        lines.append(f"## Part {chapter + 1}")
        for paragraph in range(10):
            first = (chapter * 10 + paragraph) * 4
            lines.append(" ".join(SENTENCE.format(n=first + n) for n in range(1, 5)))
    (root / "river.md").write_text("\n\n".join(lines), encoding="utf-8")
    show = library.open_show(root / "show")
    return pipeline.make(
        str(root / "river.md"), show, Options(engine="silent"), cache=Cache(root / "clips")
    ).episode


@contextmanager
def served(show: Path) -> Iterator[None]:
    command = [
        sys.executable,
        "-m",
        "tts",
        "serve",
        "-o",
        str(show),
        "--port",
        str(PORT),
        "--no-qr",
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        server.stdout.readline()  # the address, printed when it answers
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=60).close()
        yield
    finally:
        server.terminate()
        server.wait()


def judged(lighthouse: str, chromium: str, address: str) -> dict[str, Any]:
    """Lighthouse's report, as it prints it."""
    command = [lighthouse, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    told = subprocess.run(
        command, capture_output=True, check=True, env={**os.environ, "CHROME_PATH": chromium}
    )
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def score(found: list[dict[str, Any]], category: str) -> int:
    """0 to 100; the median of the rounds."""
    return round(100 * statistics.median(each["categories"][category]["score"] for each in found))


def rows(found: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for name in CATEGORIES:
        yield name, f"{score(found, name)}"
    for name in METRICS:
        value = statistics.median(each["audits"][name]["numericValue"] for each in found)
        yield name, f"{value:.3f}" if name.endswith("shift") else f"{value:,.0f} ms"
    failing = {
        audit["title"]
        for each in found
        for audit in each["audits"].values()
        if audit.get("score") == 0
    }
    yield from ((f"  {title}", "") for title in sorted(failing))


if __name__ == "__main__":
    main()
