"""What `tts make --dry-run` reckons with, and what an archive of any size comes to by it.

    python benchmarks/bench_estimate.py --speeds     measure engines and articles; writes what is shipped
    python benchmarks/bench_estimate.py              the table of docs/archive.md

Engines that compute: speech in a second of all cores, by the processor's time, so that what else runs does not count.
An article: by `silent`, the processor's time of performing and of committing one, the median. Of a service nothing is
shipped: how fast it is, is learnt from what it speaks.

The table: measured are articles by `silent`, two small shows that are published, and a scheduler with as many tasks as
are ever under way. All else is reckoned from that: what each further episode took from the first show to the second.
What it can't say is what goes wrong only in a large show; `bench_publish.py 100000` publishes one.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench_edge import article as chinese
from bench_kokoro import SENTENCES as CHINESE
from bench_local import SENTENCES as ENGLISH
from bench_publish import copied, cpu, megabytes, template, templates
from common import report

from tts import audio
from tts.cache import Cache
from tts.cli.dry_run import size, span
from tts.engines.engine_speeds import speed_of
from tts.engines.registry import Engines
from tts.episode import expand, pipeline
from tts.episode.estimate import CountedArticle, Estimate, estimate_of, time_of
from tts.episode.options import Options
from tts.episode.task import Resources, pack, perform
from tts.model import Chunk, Sentence
from tts.parallel import cores
from tts.publish import build
from tts.show import library
from tts.show.index import NAME as INDEX
from tts.sources.encoding import MOST_TEXT_BYTES
from tts.sources.source_list import MOST_SOURCES

SHIPPED = Path(__file__).parents[1] / "tts/engines/data/speeds.json"
LANGUAGES = {"hibari": "en", "kokoro": "zh", "espeak": "en"}
PARAGRAPHS = 8
ARCHIVES = (1_000, 10_000, 100_000, 1_000_000)
MACHINES = (1, 10, 100)
SHOWS = (300, 1_200)
"""Episodes of those that are published."""
UNDER_WAY = 1_000
"""Tasks that a command has with a scheduler at most."""
FEED_PAGE = 5_000_000
"""Bytes of a page of the feed at most."""
LINE = 60
"""Bytes of an address in a list."""


def speech_a_second(name: str, rounds: int = 2) -> float:
    """Of an engine that computes, on all cores."""
    engine = Engines(audio).open(name)
    language = LANGUAGES[name]
    voice = next(v for v in engine.voices() if v.language.startswith(language) and v.default)
    texts = ENGLISH if language == "en" else CHINESE
    tag = "en" if language == "en" else "zh-Hans"
    chunks = [Chunk("paragraph", (Sentence(text, text),), tag) for text in texts]
    engine.speak(chunks[0], voice)
    begun = time.process_time()
    with ThreadPoolExecutor(engine.workers) as pool:
        clips = list(pool.map(lambda chunk: engine.speak(chunk, voice), chunks * rounds))
    work = (time.process_time() - begun) / cores()
    return sum(clip.info.duration for clip in clips) / 1000 / work


@dataclass(frozen=True)
class Articles:
    """What one costs beside being spoken, and what it leaves."""

    seconds: dict[str, float]
    """Of the processor: to `perform` it, to `commit` it."""
    counted: list[CountedArticle]
    packed: bytes
    """The last one's task, as it travels."""


def articles(folder: Path, count: int = 30) -> Articles:
    """Some, by `silent`."""
    sentences = chinese(count * PARAGRAPHS)
    means, options = Resources(Engines(audio), shared=True), Options(engine="silent", offline=True)
    show, cache = library.open_show(folder / "plain"), Cache(folder / "clips")
    taken: dict[str, list[float]] = {"perform": [], "commit": []}
    counted, packed = [], b""
    for number in range(count):
        path = folder / f"plain{number}.md"
        body = sentences[number * PARAGRAPHS : (number + 1) * PARAGRAPHS]
        path.write_text("\n\n".join([f"# 第{number}篇", *body]), encoding="utf-8")
        source = expand.fetch(str(path), options)
        task = pipeline.begin(
            source, source.where, article=None, show=show, options=options, cache=cache
        )
        begun = time.process_time()
        outcome = perform(task, means)
        performed = time.process_time()
        made = pipeline.commit(task, outcome, show, cache)
        taken["perform"].append(performed - begun)
        taken["commit"].append(time.process_time() - performed)
        audio_ms, chunks = made.episode.manifest.audio.duration, made.spoken + made.cached
        counted.append(CountedArticle(chunks, chunks, audio_ms, audio_ms, "zh-Hans"))
        packed = pack(task).content
    seconds = {name: round(statistics.median(each), 3) for name, each in taken.items()}
    return Articles(seconds, counted, packed)


def measure() -> None:
    engines = {
        name: {"times": round(speech_a_second(name), 1), "cores": cores()} for name in LANGUAGES
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PAGECAST_CACHE"] = f"{name}/own"
        article = articles(folder).seconds
    content = {"article": article, "engines": engines}
    SHIPPED.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    rows = [(name, f"{row['times']} times real time") for name, row in engines.items()]
    rows += [(f"an article, to {name}", f"{taken:.3f} s") for name, taken in article.items()]
    report(f"On {cores()} cores, now in {SHIPPED.name}", rows)


# --- the table ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """What a show took to be published whole, and what it has then."""

    seconds: float
    """Of the processor, all processes together."""
    memory: float
    """MB at most, of the process that was called."""
    index: float
    """Bytes."""
    feed: float
    """Bytes of all pages."""
    files: float
    """With folders: what a file system counts (inodes)."""


def published(folder: Path, count: int) -> Published:
    """In a process of its own, whose memory is looked at. The show's audio is of no matter here."""
    os.environ["PAGECAST_CACHE"] = str(folder / "own")
    kinds, show = [template(each) for each in templates(folder)], folder / "show"
    show.mkdir()
    for n in range(count):
        copied(kinds[n % len(kinds)], n, show)
    begun = cpu()
    build.publish(library.open_show(show), base_url="https://example.org/listen/")
    return Published(
        cpu() - begun,
        megabytes(),
        (show / INDEX).stat().st_size,
        sum(page.stat().st_size for page in show.glob("feed*.xml")),
        sum(1 for _ in show.rglob("*")),
    )


def shows() -> list[Published]:
    """Of both sizes, each in a folder and a process of its own."""
    found = []
    for count in SHOWS:
        with (
            tempfile.TemporaryDirectory() as name,
            ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        ):
            found.append(pool.submit(published, Path(name), count).result())
    return found


def scheduler_memory(packed: bytes) -> tuple[float, float]:
    """MB of a scheduler without work, and with all tasks that a command has with it."""
    import psutil
    from distributed import Client

    with tempfile.TemporaryDirectory() as name:
        file = f"{name}/scheduler.json"
        command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
        command += ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", file]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as scheduler:
            try:
                with Client(scheduler_file=file, timeout=60) as client:  # type: ignore[no-untyped-call]
                    held = psutil.Process(scheduler.pid).memory_info
                    before = held().rss / 1e6
                    tasks = [
                        client.submit(len, packed + bytes(4), key=f"article-{n}")  # type: ignore[no-untyped-call]
                        for n in range(UNDER_WAY)
                    ]
                    while client.run_on_scheduler(_tasks) < len(tasks):  # type: ignore[no-untyped-call]
                        time.sleep(0.1)
                    return before, held().rss / 1e6
            finally:
                scheduler.terminate()


def _tasks(dask_scheduler: object) -> int:
    return len(getattr(dask_scheduler, "tasks", ()))


@dataclass(frozen=True)
class Measured:
    """From which all is reckoned."""

    articles: Articles
    shows: list[Published]
    scheduler: tuple[float, float]

    def archive(self, count: int) -> Estimate:
        counted = self.articles.counted
        weight = count / len(counted)
        return estimate_of(
            [
                CountedArticle(
                    one.chunks, one.missing, one.audio, one.unspoken, one.language, weight
                )
                for one in counted
            ]
        )

    def show(self, count: int, name: str) -> float:
        """What is measured of both shows, in a line through them."""
        low, high = (getattr(each, name) for each in self.shows)
        each = (high - low) / (SHOWS[1] - SHOWS[0])
        return float(max(low + each * (count - SHOWS[0]), 0.0))


Row = tuple[str, Callable[[int], str]]


def rows(measured: Measured) -> list[Row]:
    """Of the table: a name, and what is in the column of so many articles."""
    archive, show = measured.archive, measured.show
    found: list[Row] = [
        ("audio", lambda n: span(archive(n).audio / 1000)),
        ("MP3", lambda n: size(archive(n).mp3_bytes)),
        ("clips in the cache", lambda n: size(archive(n).cache_bytes)),
    ]
    found += [(f"{name}, 1 / 10 / 100 machines", _times(archive, name)) for name in LANGUAGES]
    found += [
        ("published whole, of one core", lambda n: span(show(n, "seconds"))),
        ("memory of that", lambda n: size(show(n, "memory") * 1e6)),
        ("`index.sqlite`", lambda n: size(show(n, "index"))),
        ("pages of the feed", lambda n: f"{math.ceil(show(n, 'feed') / FEED_PAGE):,}"),
        ("files and folders", lambda n: f"{show(n, 'files'):,.0f}"),
        ("memory of a scheduler", lambda n: size(_held(measured, n) * 1e6)),
        (f"lists it takes, at {LINE} bytes a line", lambda n: f"{_lists(n)}"),
    ]
    return found


def _times(archive: Callable[[int], Estimate], name: str) -> Callable[[int], str]:
    speed = speed_of(name, online=False)
    assert speed
    return lambda n: " / ".join(span(time_of(archive(n), speed, few)) for few in MACHINES)


def _lists(count: int) -> int:
    return max(math.ceil(count / MOST_SOURCES), math.ceil(count * LINE / MOST_TEXT_BYTES))


def _held(measured: Measured, count: int) -> float:
    idle, busy = measured.scheduler
    return idle + (busy - idle) * min(count, UNDER_WAY) / UNDER_WAY


def tell(measured: Measured) -> None:
    """As docs/archive.md has it."""
    seconds, (idle, busy) = measured.articles.seconds, measured.scheduler
    print(
        f"Measured on {cores()} cores, in seconds of the processor: an article performed", end=" "
    )
    print(f"{seconds['perform']:.3f}, committed {seconds['commit']:.3f};", end=" ")
    for count, each in zip(SHOWS, measured.shows, strict=True):
        print(f"{count:,} episodes published {each.seconds:.1f} ({each.memory:.0f} MB),", end=" ")
    print(f"a scheduler {idle:.0f} MB, with {UNDER_WAY:,} tasks {busy:.0f} MB.\n")
    print("|  | " + " | ".join(f"{n:,}" for n in ARCHIVES) + " |")
    print("| --- |" + " ---: |" * len(ARCHIVES))
    for name, cell in rows(measured):
        print(f"| {name} | " + " | ".join(cell(n) for n in ARCHIVES) + " |")


def table() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["PAGECAST_CACHE"] = f"{name}/own"
        made = articles(Path(name))
        tell(Measured(made, shows(), scheduler_memory(made.packed)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--speeds", action="store_true")
    options = parser.parse_args()
    if options.speeds:
        measure()
    else:
        table()


if __name__ == "__main__":
    main()
