"""Memory of `tts watch` over ten thousand checks of a feed, and what a check costs.

    python benchmarks/bench_watch.py [CHECKS]

A feed on loopback is asked as it is when an hour has passed each time; a new article comes every
thousandth check and is spoken by silence. Resident memory is read from the system after each tenth
of the checks; flat means that the second half adds less than 5 %. Exits with 1 where it is not.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from pathlib import Path

from common import figure

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests import feed_server
from tests.feed_server import Feed
from tts.cache import Cache
from tts.episode.options import Options
from tts.watch.callbacks import Listener
from tts.watch.memory import bound_arenas
from tts.watch.watch_loop import Watch

MOST_GROWTH = 0.05
"""Of the memory after the first half: what the second adds."""
HOUR = 3700.0


def resident() -> float:
    """Megabytes, of this process; the feed server's record of requests is not part of it."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Clock:
    """An hour and more passes between two looks."""

    moment = 1_790_000_000.0

    def __call__(self) -> float:
        return self.moment


def checks(feed: Feed, watch: Watch, clock: Clock, count: int) -> list[float]:
    measured: list[float] = []
    for n in range(1, count + 1):
        if n % max(1, count // 10) == 1:
            feed.add(n)
        clock.moment += HOUR
        watch.round()
        feed.asked.clear()
        if n % max(1, count // 10) == 0:
            measured.append(resident())
            print(f"{n:6,} checks: {measured[-1]:.1f} MB", flush=True)
    return measured


def main() -> int:
    bound_arenas()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    folder = Path(tempfile.mkdtemp(prefix="bench-watch-"))
    show = folder / "show"
    show.mkdir()
    os.environ["PAGECAST_CACHE"] = str(folder / "cache")
    with feed_server.serve() as feed:
        feed.add(*(-n for n in range(20)))
        settings = f'base_url = "https://example.org/"\n[[sources]]\nsource = "{feed.feed}"\n'
        (show / "show.toml").write_text(settings, encoding="utf-8")
        clock = Clock()
        options = Options(engine="silent", allow_private=True)
        watch = Watch(show, options, Cache(folder / "cache" / "clips"), Listener(), now=clock)
        began = time.process_time()
        measured = checks(feed, watch, clock, count)
        cost = (time.process_time() - began) / count * 1000
    half = max(measured[: len(measured) // 2])
    growth = max(measured) / half - 1
    made = len(list(show.glob("*/episode.json")))
    print(
        f"{count:,} checks, {made} episodes: {cost:.1f} ms of processor time each, server included"
    )
    figure("watch: processor time of a check", cost, "ms")
    figure("watch: memory", measured[-1], "MB")
    print(f"the second half added {growth:.1%}")
    return 1 if growth > MOST_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
