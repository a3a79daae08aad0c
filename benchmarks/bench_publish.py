"""How long shows of 10,000 and of 100,000 episodes take to publish: the first time, unchanged, and when one episode was
added; how long `make` looks for an episode in them, and how much memory that takes."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from common import figure, report

from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.publish import build
from tts.show import library
from tts.show.manifest_file import to_json

T = TypeVar("T")
NAMES = "灯塔渡口清晨面包河岸钟声书店旧信车站雨季茶园石桥邻居地图窗外山谷水井码头花市风筝"
WORDS = [NAMES[n : n + 2] for n in range(0, len(NAMES), 2)]
SENTENCES, PARAGRAPHS = 40, 12
"""Of an article: about 900 characters."""
AUDIO = 24_000
"""Bytes of each MP3: real ones are a hundred times as long, and are read once, when they are new."""


def article(n: int) -> str:
    say = random.Random(n)
    title, about = f"{say.choice(WORDS)}与{say.choice(WORDS)} {n}", f"关于{say.choice(WORDS)}。"
    lines = [f"---\ntitle: {title}\nauthor: 林小满\nsummary: {about}\n---\n"]
    for p in range(PARAGRAPHS):
        lines += [f"## {say.choice(WORDS)}\n"] if p % 4 == 2 else []
        count = SENTENCES // PARAGRAPHS
        lines.append(
            "".join(
                f"第{n}天，{say.choice(WORDS)}旁边的{say.choice(WORDS)}还在那里。"
                for _ in range(count)
            )
            + "\n"
        )
    return "\n".join(lines)


def templates(folder: Path, count: int = 8) -> list[library.Episode]:
    """A few episodes made as a user makes them; the others are these with names and times of their own."""
    show = library.open_show(folder / "templates")
    made = []
    for n in range(count):
        (folder / f"{n}.md").write_text(article(n), encoding="utf-8")
        options = Options(engine="silent", offline=True)
        made.append(
            pipeline.make(
                str(folder / f"{n}.md"), show, options, cache=Cache(folder / "clips")
            ).episode
        )
    return made


@dataclass(frozen=True)
class Template:
    """An episode that others are made of."""

    folder: Path
    manifest: dict[str, Any]
    name: str
    """How the names of their folders begin."""


def template(episode: library.Episode) -> Template:
    """With its audio cut short."""
    manifest = to_json(episode.manifest)
    audio = episode.audio.read_bytes()[:AUDIO]
    episode.audio.write_bytes(audio)
    manifest["audio"] |= {"bytes": len(audio), "sha256": hashlib.sha256(audio).hexdigest()}
    manifest["files"] |= {episode.audio.name: len(audio)}
    return Template(episode.folder, manifest, library.slug(manifest["title"]))


def copied(kind: Template, n: int, show: Path) -> None:
    """An episode of the show: a manifest of its own, and other names for the template's files. They are opened and
    read as files of their own are, from memory."""
    source = f"https://example.org/{n}"
    folder = f"{show}/{kind.name}-{hashlib.sha256(source.encode()).hexdigest()[:12]}"
    Path(folder).mkdir(parents=True)
    for name in kind.manifest["files"]:
        os.link(f"{kind.folder}/{name}", f"{folder}/{name}")
    added = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(hours=n)
    manifest = kind.manifest | {
        "guid": str(uuid5(NAMESPACE_URL, source)),
        "number": n + 1,
        "source": source,
        "url": source,
        "title": f"{kind.manifest['title']} · {n}",
        "added": added.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    Path(folder, "episode.json").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Taken:
    """Seconds of something."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.processor:.2f} s CPU)"


def timed(work: Callable[[], T]) -> tuple[T, Taken]:
    wall, processor = time.perf_counter(), cpu()
    done = work()
    return done, Taken(time.perf_counter() - wall, cpu() - processor)


def cpu() -> float:
    """Seconds of the processor until now, with those of processes that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def megabytes(who: int = resource.RUSAGE_SELF) -> float:
    """At most until now, of this process or of the largest that it started."""
    return resource.getrusage(who).ru_maxrss / 1024


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["PAGECAST_CACHE"] = f"{name}/cache"
        folder, kinds = Path(name) / "show", [template(each) for each in templates(Path(name))]
        folder.mkdir()
        for n in range(count):
            copied(kinds[n % len(kinds)], n, folder)

        def publish() -> build.Published:
            return build.publish(library.open_show(folder), base_url="https://example.org/listen/")

        def find() -> library.Episode | None:
            return library.find(library.read_show(folder), f"https://example.org/{count // 2}")

        first, whole = timed(publish)
        _, unchanged = timed(publish)
        copied(kinds[0], count, folder)
        second, one = timed(publish)
        _, found = timed(find)
        _, number = timed(lambda: library.next_number(library.read_show(folder)))
        feeds = sorted(folder.glob("feed*.xml"))
        feed_bytes = sum(f.stat().st_size for f in feeds) / (count + 1)
        rows = [
            (f"first, {len(first.written):,} files written", str(whole)),
            ("again, nothing changed", str(unchanged)),
            (f"one added, {len(second.written):,} files written", str(one)),
            ("make finds an episode", str(found)),
            ("and the next number", str(number)),
            (
                f"pages of the feed: {len(feeds)}, the largest",
                f"{max(f.stat().st_size for f in feeds):,} bytes",
            ),
            ("bytes an episode in the feed", f"{feed_bytes:,.0f}"),
            ("memory at most", f"{megabytes():,.0f} MB"),
            (
                "memory at most of a process that renders",
                f"{megabytes(resource.RUSAGE_CHILDREN):,.0f} MB",
            ),
        ]
        for what, taken in (("whole", whole), ("unchanged", unchanged), ("one more", one)):
            figure(f"publish: {count:,} episodes, {what}", taken.wall, "s")
            figure(f"publish: {count:,} episodes, {what}, processor", taken.processor, "s")
        figure(f"publish: {count:,} episodes, memory", megabytes(), "MB")
        report(f"A show of {count:,} episodes", rows, "5,000,000 bytes a page of the feed")


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ["10000", "100000"]):
        main(size)
