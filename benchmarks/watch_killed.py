"""A feed gets an article a minute while `tts watch` keeps its show, and is killed (-9) ten times.

    python benchmarks/watch_killed.py --minutes 30 --kills 10 [--engine hibari]

Half of the kills come within seconds of a new article, while it is made; the others whenever. At
the end every article has to be in the published feed once, its MP3 there in full and decodable, and
`tts check` content. Exits with 1 where one is missing, there twice, or broken.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import feedparser

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests import feed_server
from tests.feed_server import Feed

SETTINGS = """title = "Carts"
base_url = "https://example.org/listen/"

[[sources]]
source = "{feed}"
every = "{every}"
"""
FIRST_SECONDS = 8.0
"""After a new article in which half of the kills come."""


class Watcher:
    """The command, started again after each kill."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.command = [sys.executable, "-m", "tts", "watch", "-o", str(folder), "--allow-private"]
        self.command += ["--engine", engine]
        self.log = (folder.parent / "watch.log").open("ab")
        self.environment = {**os.environ, "PAGECAST_CACHE": str(folder.parent / "cache")}
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command, stdout=self.log, stderr=self.log, env=self.environment
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process = self._start()

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def moments_of_kills(
    minutes: float, kills: int, between: float, dice: random.Random
) -> list[float]:
    """Seconds from the start, in order."""
    articles = int(minutes * 60 / between)
    soon = [
        dice.randrange(articles) * between + dice.uniform(0, FIRST_SECONDS)
        for _ in range(kills // 2)
    ]
    any_time = [dice.uniform(5, minutes * 60) for _ in range(kills - len(soon))]
    return sorted(soon + any_time)


def live(feed: Feed, watcher: Watcher, minutes: float, kills: list[float], between: float) -> None:
    began = time.monotonic()
    waiting = list(kills)
    added = 0
    while (now := time.monotonic() - began) < minutes * 60:
        if now >= added * between:
            added += 1
            feed.add(added)
            print(f"{now:7.1f} s  article {added}", flush=True)
        if waiting and now >= waiting[0]:
            waiting.pop(0)
            watcher.kill()
            print(f"{now:7.1f} s  killed, and started again", flush=True)
        time.sleep(0.05)


def published(show: Path) -> list[str]:
    page = show / "feed.xml"
    return (
        [entry.title for entry in feedparser.parse(page.read_bytes()).entries]
        if page.exists()
        else []
    )


def broken(show: Path) -> list[str]:
    """MP3s that a decoder which nobody here wrote complains of."""
    found = []
    for audio in sorted(show.glob("*/*.mp3")):
        command = ["ffmpeg", "-v", "error", "-i", str(audio), "-f", "null", "-"]
        if subprocess.run(command, capture_output=True, check=False).stderr:
            found.append(audio.name)
    return found


def judge(feed: Feed, show: Path) -> int:
    counted = Counter(published(show))
    wanted = [feed.title(n) for n in feed.numbers]
    missing = [title for title in wanted if not counted[title]]
    twice = [title for title, count in counted.items() if count > 1]
    foreign = sorted(set(counted) - set(wanted))
    damaged = broken(show)
    episodes = len(list(show.glob("*/episode.json")))
    check = subprocess.run(
        [sys.executable, "-m", "tts", "check", "-o", str(show)], capture_output=True, check=False
    )
    asked = Counter(status for path, status in feed.asked if path == "/feed.xml")
    print(f"{len(wanted)} articles, {sum(counted.values())} in the feed, {episodes} episodes")
    print(f"missing: {missing}, twice: {twice}, foreign: {foreign}, broken: {damaged}")
    print(
        f"tts check: exit {check.returncode}; the feed was asked {sum(asked.values())} times: {dict(asked)}"
    )
    wrong = missing or twice or foreign or damaged or check.returncode or episodes != len(wanted)
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--between", type=float, default=60, help="seconds between two articles")
    parser.add_argument("--every", default="10s", help="how often the feed is asked")
    parser.add_argument("--engine", default="hibari")
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="watch-killed-"))
    show = folder / "show"
    show.mkdir(parents=True, exist_ok=True)
    kills = moments_of_kills(asked.minutes, asked.kills, asked.between, random.Random(asked.seed))
    with feed_server.serve() as feed:
        (show / "show.toml").write_text(
            SETTINGS.format(feed=feed.feed, every=asked.every), encoding="utf-8"
        )
        watcher = Watcher(show, asked.engine)
        live(feed, watcher, asked.minutes, kills, asked.between)
        last = time.monotonic() + 180
        while time.monotonic() < last and len(set(published(show))) < len(feed.numbers):
            time.sleep(1)
        print(f"ended by SIGTERM with exit code {watcher.end()}; {len(kills)} kills")
        return judge(feed, show)


if __name__ == "__main__":
    sys.exit(main())
