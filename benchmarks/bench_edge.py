"""How long sixty paragraphs take online: the edge-tts command against Pagecast, both against a loopback stand-in.

    python benchmarks/bench_edge.py [--latency 0.3] [--paragraphs 60]
    python benchmarks/bench_edge.py --faults [--paragraphs 200]
    python benchmarks/bench_edge.py --outage [--seconds 58]

The stand-in (`tests/edge_server.py`) speaks the service's protocol and waits `--latency` seconds before it answers a
handshake, and again before it answers a text; it runs in a process of its own. Every row is a process of its own too,
from its start to its end, but for the engine alone, which is timed inside this one.

edge-tts is asked for the same paragraphs one after the other, by its command's own `main`, in one process: a process
for each would cost it start-up sixty times. Its time for the text as one file is told as well; its own splitter then
makes fewer requests of it, in sequence, and gives one audio without pauses that anyone chose.

With `--faults` every third request meets one (`edge_server.MIXED`, in turn): a reset, a cut, no audio, 403, 429, 503, a
stall, a drip, garbage. `tts make` is timed with and without them, and the stand-in tells what it was asked.

With `--outage` everything is refused for `--seconds` from the first request on, with 503 or 403, to articles of 1, 2, 5
and 60 chunks; and for 2 s, as a hiccup.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from common import figure, report

ROOT = Path(__file__).parent.parent
VOICE = "zh-CN-XiaoxiaoNeural"

_COMMAND = """
import sys
from pathlib import Path
from edge_tts import communicate, constants, util
communicate.WSS_URL = constants.WSS_URL.replace("wss://" + constants.BASE_URL, sys.argv[1])
folder = Path(sys.argv[2])
for part in sorted(folder.glob("*.txt")):
    sys.argv = ["edge-tts", "--voice", "{voice}", "--file", str(part), "--write-media", str(part.with_suffix(".mp3"))]
    util.main()
"""

_WHO = [
    "码头上的老人",
    "面包店的姑娘",
    "修钟表的师傅",
    "守灯塔的兄弟俩",
    "教地理的老师",
    "养蜂的一家",
]
_WHEN = [
    "天刚亮的时候",
    "下过一夜的雨之后",
    "赶集的那一天",
    "雪停了的下午",
    "夏天最长的傍晚",
    "渡船开走以后",
]
_DID = [
    "把工具一件一件摆在木桌上，数了两遍才肯放心",
    "沿着石阶走到河边，看水涨到了哪一级",
    "给远方的朋友写了一封长信，又在末尾画了一张地图",
    "打开朝南的窗子，让风把屋里的灰尘带走",
    "同邻居商量，怎样在秋天以前把旧桥修好",
]
_SAID = [
    "事情要慢慢做。",
    "谁也不急着回家。",
    "这样的日子，一年里没有几个。",
    "后来大家都说，那是个好主意。",
]


def article(paragraphs: int) -> list[str]:
    """Paragraphs of three sentences, the same ones every time."""
    pick = random.Random(24).choice
    return [
        f"{pick(_WHEN)}，{pick(_WHO)}{pick(_DID)}。第{n}天，{pick(_WHO)}{pick(_DID)}，{pick(_WHO)}也来帮忙。{pick(_SAID)}"
        for n in range(1, paragraphs + 1)
    ]


@contextmanager
def stand_in(latency: float, *faults: str) -> Iterator[str]:
    """`faults` as options of the stand-in's."""
    script = str(ROOT / "tests" / "edge_server.py")
    command = [sys.executable, script, "--latency", str(latency), *faults]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def timed(command: list[str], env: dict[str, str] | None = None) -> float:
    began = time.perf_counter()
    subprocess.run(
        command, check=True, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def edge_tts(url: str, texts: list[str], folder: Path) -> float:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    seconds = timed([sys.executable, "-c", _COMMAND.format(voice=VOICE), url, str(folder)])
    assert len(list(folder.glob("*.mp3"))) == len(texts)
    return seconds


def engine(texts: list[str]) -> float:
    from tts import audio
    from tts.engines.edge.engine import Edge
    from tts.engines.verify import speak
    from tts.model import Chunk, Sentence, Voice

    edge, voice = Edge(audio), Voice(VOICE, "edge", "zh-CN")
    chunks = [Chunk("paragraph", (Sentence(t, t),), "zh-Hans") for t in texts]
    began = time.perf_counter()
    with ThreadPoolExecutor(edge.workers) as pool:
        clips = list(pool.map(lambda chunk: speak(edge, chunk, voice), chunks))
    seconds = time.perf_counter() - began
    sys.stdout.write(f"{sum(c.info.duration for c in clips) / 60000:.1f} minutes of speech\n\n")
    return seconds


def make(
    url: str, texts: list[str], folder: Path, jobs: int = 0, title: str = "# 河边的一年"
) -> float:
    """`tts make`, from nothing in the cache to a tagged episode with its transcript."""
    folder.mkdir(parents=True)
    source = folder / "article.md"
    source.write_text("\n\n".join([title, *texts]), encoding="utf-8")
    command = [
        str(Path(sys.executable).with_name("tts")),
        "make",
        str(source),
        "-o",
        str(folder / "show"),
        "-q",
    ]
    command += ["--engine", "edge", "--voice", VOICE, *(["-j", str(jobs)] if jobs else [])]
    seconds = timed(command, {"PAGECAST_EDGE_URL": url, "PAGECAST_CACHE": str(folder / "cache")})
    assert list((folder / "show").rglob("*.mp3"))
    return seconds


def log_of(url: str) -> dict[str, Any]:
    with urlopen(url.replace("ws://", "http://") + "/log") as answer:
        told: dict[str, Any] = json.load(answer)
    return told


def sound(folder: Path) -> str:
    """The hash of the episode's MP3, tag and all: its name has it too."""
    (episode,) = (folder / "show").rglob("episode.json")
    return str(json.loads(episode.read_text(encoding="utf-8"))["audio"]["sha256"])


def with_faults(texts: list[str], latency: float) -> None:
    """A fault in every third request: is it all there, how many requests did it take, how much longer?"""
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    seconds, heard, asked = {}, {}, {}
    with tempfile.TemporaryDirectory() as name:
        for every in (0, 3):
            with stand_in(latency, "--every", str(every)) as url:
                folder = Path(name) / str(every)
                seconds[every] = make(url, texts, folder)
                heard[every], asked[every] = sound(folder), log_of(url)
    chunks = len(set(asked[0]["texts"]))
    figure("edge: requests a chunk with faults", asked[3]["connections"] / chunks)
    figure("edge: time with faults against none", seconds[3] / seconds[0])
    report(
        f"{chunks} chunks, {latency * 1000:g} ms, a fault in every third request",
        [
            ("the same MP3, byte for byte", "yes" if heard[0] == heard[3] else "NO"),
            (
                "texts that only one of the runs asked for",
                str(len({*asked[0]["texts"]} ^ {*asked[3]["texts"]})),
            ),
            ("requests a chunk", f"{asked[3]['connections'] / chunks:.2f}"),
            ("time without faults", f"{seconds[0]:.1f} s"),
            ("time with faults", f"{seconds[3]:.1f} s"),
            ("times as long", f"{seconds[3] / seconds[0]:.2f}"),
        ],
        "the same audio, at most 1.7 requests a chunk, at most 3 times as long",
    )


@dataclass(frozen=True)
class Refused:
    """What an article went through."""

    chunks: int
    kind: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.chunks} chunk{'s' * (self.chunks > 1)}, {self.kind} for {self.seconds:g} s"


def over_an_outage(case: Refused, latency: float, folder: Path) -> str:
    """Makes the same article with and without the outage; what the outage cost, in words."""
    title = "# 河边的一年" if case.chunks > 1 else ""  # which is a chunk too
    texts = article(case.chunks - bool(title))
    with stand_in(latency) as url:
        undisturbed = make(url, texts, folder / "well", title=title)
    with stand_in(latency, "--outage", str(case.seconds), "--refusal", case.kind) as url:
        seconds = make(url, texts, folder / "refused", title=title)
        asked = log_of(url)
    assert len(set(asked["texts"])) == case.chunks
    whole = (
        "the same bytes" if sound(folder / "well") == sound(folder / "refused") else "OTHER BYTES"
    )
    return f"{asked['connections'] / case.chunks:.2f}, {whole}, {seconds - undisturbed:.0f} s"


def with_outages(seconds: float, latency: float) -> None:
    """Articles of several lengths, at once: nearly all of it is waiting."""
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    sizes = (1, 2, 5, 60)
    cases = [Refused(size, kind, seconds) for kind in ("503", "403") for size in sizes]
    cases += [Refused(size, "503", 2.0) for size in sizes]
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(4) as pool:
        folders = [Path(name) / str(number) for number in range(len(cases))]
        costs = list(
            pool.map(lambda case, folder: over_an_outage(case, latency, folder), cases, folders)
        )
    rows = [(str(case), cost) for case, cost in zip(cases, costs, strict=True)]
    report(
        "requests a chunk, and how much longer the command took",
        rows,
        "at most 3 requests a chunk, the same bytes",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="The edge-tts command against Pagecast.")
    parser.add_argument("--latency", type=float, default=0.3)
    parser.add_argument("--paragraphs", type=int, default=0, help="60; with --faults 200")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--outage", action="store_true")
    parser.add_argument("--seconds", type=float, default=58.0, help="how long it lasts")
    options = parser.parse_args()
    if options.outage:
        with_outages(options.seconds, options.latency)
        return
    texts = article(options.paragraphs or (200 if options.faults else 60))
    if options.faults:
        with_faults(texts, options.latency)
        return
    sys.stdout.write(
        f"{len(texts)} paragraphs, {sum(map(len, texts))} characters, {options.latency * 1000:g} ms\n"
    )
    with tempfile.TemporaryDirectory() as name, stand_in(options.latency) as url:
        os.environ["PAGECAST_EDGE_URL"] = url
        folder = Path(name)
        rows = {
            "engine alone, 16 threads": engine(texts),
            "tts make": make(url, texts, folder / "make"),
            "tts make -j 1": make(url, texts, folder / "one", jobs=1),
            "edge-tts, a paragraph at a time": edge_tts(url, texts, folder / "parts"),
            "edge-tts, one file, its own splitter": edge_tts(
                url, ["\n\n".join(texts)], folder / "whole"
            ),
        }
    baseline = rows["edge-tts, a paragraph at a time"]
    for row, seconds in rows.items():
        sys.stdout.write(f"{row:<38} {seconds:7.2f} s   {baseline / seconds:5.1f} x\n")
    figure("edge: edge-tts against tts make", baseline / rows["tts make"], more=True)
    sys.stdout.write("promised: tts make at least 8 x\n")


if __name__ == "__main__":
    main()
