"""Many articles: one after the other, several at once, by two workers, and a loop over edge-tts, in one run.

    python benchmarks/bench_archive.py [--articles 200] [--paragraphs 8] [--latency 0.3]
    python benchmarks/bench_archive.py --engine hibari [--articles 10]
    python benchmarks/bench_archive.py --scaling [--engine hibari] [--articles 60]
    python benchmarks/bench_archive.py --unchanged [--articles 300]

Online, all rows meet the same loopback stand-in (`tests/edge_server.py`), which waits `--latency` seconds before it
answers a handshake and again before it answers a text; it runs in a process of its own. edge-tts gets an article a
file and makes its own requests of it, one after the other, by its command's own `main`, all in one process: a process
for each would cost it start-up so many times. It verifies nothing and writes no episode.

With `--engine` the articles are spoken on this machine; the last row is all of them as one long text, which keeps
every core busy from its first chunk to its last. Its processor time over its wall time is what the others are
compared with. With `--scaling` they are spoken by one worker of a cluster and by two, each with one core: the articles
a second from when a third of them is made until all are, so that starting workers and loading models is in neither.
The load that the machine had from others is printed: it shares the cores. With `--unchanged` nothing is spoken: a run
in which nothing changed, one with an option more, and one without it again.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench_edge import _COMMAND, VOICE, article, stand_in, timed
from common import figure, report

ENGLISH = (
    "The ferry leaves the harbour at six, and nobody has ever seen it leave late. ",
    "On the other side a woman sweeps the landing, as her mother did before her. ",
    "When the fog comes in, a bell is rung every two minutes until it has gone. ",
)


@dataclass(frozen=True)
class Taken:
    """What a command took."""

    seconds: float
    work: float
    """Processor seconds, of the command and of all that it started."""

    @property
    def cores(self) -> float:
        """Processor seconds a second."""
        return self.work / self.seconds


def commanded(folder: Path, name: str, *more: str, url: str = "") -> Taken:
    """One `tts make` on the list of all articles, with a show of its own and an empty cache."""
    environment = {"PAGECAST_CACHE": str(folder / f"cache-{name}")}
    if url:
        environment["PAGECAST_EDGE_URL"] = url
    command = [sys.executable, "-m", "tts", "make", *more, "-q", "-o", str(folder / name)]
    return measured(command, environment)


def measured(command: list[str], environment: dict[str, str] | None = None) -> Taken:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = timed(command, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(seconds, work)


def listed(folder: Path, texts: list[str]) -> str:
    """The articles as files, and the list of them as an argument."""
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number:04}.md"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    places = folder / "all.txt"
    places.write_text("\n".join(paths), encoding="utf-8")
    return f"@{places}"


def compared(name: str, rows: dict[str, Taken]) -> None:
    first = next(iter(rows.values()))
    lines = [
        (
            row,
            f"{taken.seconds:.1f} s, {first.seconds / taken.seconds:.2f}×, "
            f"{taken.work:.1f} s of processor time, {taken.cores:.2f} cores",
        )
        for row, taken in rows.items()
    ]
    for row, taken in list(rows.items())[1:]:
        figure(f"archive: {name}: {row}", first.seconds / taken.seconds, more=True)
    report(f"{name}; load {os.getloadavg()[0]:.1f}", lines)


def online(folder: Path, articles: int, paragraphs: int, latency: float) -> None:
    sentences = article(articles * paragraphs)
    texts = []
    for number in range(articles):
        own = sentences[number * paragraphs : (number + 1) * paragraphs]
        texts.append("\n\n".join([f"# 第{number + 1}篇", *own]))
    source = listed(folder, texts)
    asked = [source, "--engine", "edge", "--voice", VOICE, "--allow-private"]
    with stand_in(latency) as url:
        rows = {
            "one after the other (--parallel 1)": commanded(
                folder, "one", *asked, "--parallel", "1", url=url
            ),
            "several at once": commanded(folder, "several", *asked, url=url),
            "by two workers (--cluster local:2)": commanded(
                folder, "cluster", *asked, "--cluster", "local:2", url=url
            ),
            "edge-tts, a file an article": loop_of_edge_tts(folder / "edge", texts, url),
        }
    compared(f"{articles} articles of {paragraphs} paragraphs, {latency * 1000:.0f} ms", rows)


def loop_of_edge_tts(folder: Path, texts: list[str], url: str) -> Taken:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    taken = measured([sys.executable, "-c", _COMMAND.format(voice=VOICE), url, str(folder)])
    assert len(list(folder.glob("*.mp3"))) == len(texts)
    return taken


def short_articles(engine: str, articles: int) -> list[str]:
    bodies = ["\n\n".join(ENGLISH) for _ in range(articles)]
    if engine == "kokoro":
        said = article(2 * articles)
        bodies = ["\n\n".join(said[2 * n : 2 * n + 2]) for n in range(articles)]
    varied = [body.replace(". ", f", in {n}. ") for n, body in enumerate(bodies)]
    return [f"# Number {n}\n\n{body}" for n, body in enumerate(varied)]


def at_home(folder: Path, engine: str, articles: int) -> None:
    texts = short_articles(engine, articles)
    source = listed(folder, texts)
    whole = folder / "whole.md"  # the same words, headings and all
    whole.write_text("\n\n".join(text.replace("# ", "## ", 1) for text in texts), "utf-8")
    asked = [source, "--engine", engine]
    rows = {
        "one after the other (--parallel 1)": commanded(folder, "one", *asked, "--parallel", "1"),
        "several at once": commanded(folder, "several", *asked),
        "by two workers (--cluster local:2)": commanded(
            folder, "cluster", *asked, "--cluster", "local:2"
        ),
        "all as one long text": commanded(folder, "long", str(whole), "--engine", engine),
    }
    compared(f"{articles} short articles by {engine}", rows)


def scaling(folder: Path, engine: str, articles: int) -> None:
    source = listed(folder, short_articles(engine, articles))
    paces = {}
    for workers in (1, 2):
        environment = {
            "PAGECAST_CACHE": str(folder / f"cache-{workers}"),
            "PAGECAST_CORES": str(workers),  # one for each
        }
        asked = ["--engine", engine, "--cluster", f"local:{workers}"]
        command = [sys.executable, "-m", "tts", "make", source, *asked]
        command += ["-q", "-o", str(folder / f"show-{workers}")]
        paces[workers] = pace(command, environment)
    rows = [
        (f"{workers} of one core each", f"{each:.2f} a second") for workers, each in paces.items()
    ]
    figure(f"archive: two workers against one, {engine}", paces[2] / paces[1], more=True)
    rows.append(("times as fast", f"{paces[2] / paces[1]:.2f}"))
    title = f"{articles} short articles by {engine}, by workers; load {os.getloadavg()[0]:.1f}"
    report(title, rows, "at least 1.7 times")


def pace(command: list[str], environment: dict[str, str]) -> float:
    """Articles a second: each is a line when it is made. The first third is left out."""
    moments = []
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE
    ) as running:
        assert running.stdout
        for _ in running.stdout:
            moments.append(time.perf_counter())
    assert running.returncode == 0
    counted = moments[len(moments) // 3 :]
    return (len(counted) - 1) / (counted[-1] - counted[0])


def unchanged(folder: Path, articles: int) -> None:
    texts = [f"# Number {n}\n\n{''.join(ENGLISH)}\n\nThat was {n}." for n in range(articles)]
    asked = [listed(folder, texts), "--engine", "silent"]
    commanded(folder, "show", *asked)
    rows = {
        "nothing changed": commanded(folder, "show", *asked),
        "one option more": commanded(folder, "show", *asked, "--rate", "1"),
        "--parallel 1, an option less": commanded(folder, "show", *asked, "--parallel", "1"),
    }
    compared(f"{articles} articles made before", rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--paragraphs", type=int, default=8)
    parser.add_argument("--latency", type=float, default=0.3)
    parser.add_argument("--engine", default="")
    parser.add_argument("--unchanged", action="store_true")
    parser.add_argument("--scaling", action="store_true")
    options = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = "1774000000"
    with tempfile.TemporaryDirectory() as folder:
        if options.unchanged:
            unchanged(Path(folder), options.articles or 300)
        elif options.scaling:
            scaling(Path(folder), options.engine or "hibari", options.articles or 60)
        elif options.engine:
            at_home(Path(folder), options.engine, options.articles or 10)
        else:
            online(Path(folder), options.articles or 200, options.paragraphs, options.latency)


if __name__ == "__main__":
    main()
