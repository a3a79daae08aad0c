"""How long a show of 10,000 episodes takes to publish: the first time, unchanged, and when one episode was added."""

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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from common import report

from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.publish import build
from tts.show import library
from tts.show.manifest_file import to_json

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


def copied(template: library.Episode, n: int, show: Path) -> None:
    """An episode of the show: files of its own, its audio cut short."""
    source, manifest = (
        f"https://example.org/{n}",
        json.loads(json.dumps(to_json(template.manifest))),
    )
    folder = (
        show
        / f"{library.slug(manifest['title'])}-{hashlib.sha256(source.encode()).hexdigest()[:12]}"
    )
    folder.mkdir(parents=True)
    for name in manifest["files"]:
        content = (template.folder / name).read_bytes()
        content = content[:AUDIO] if name.endswith(".mp3") else content
        (folder / name).write_bytes(content)
        manifest["files"][name] = len(content)
        if name.endswith(".mp3"):
            manifest["audio"] |= {
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
    added = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(hours=9 * n)
    manifest |= {
        "guid": str(uuid5(NAMESPACE_URL, source)),
        "number": n + 1,
        "source": source,
        "url": source,
    }
    manifest |= {
        "title": f"{manifest['title']} · {n}",
        "added": added.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    (folder / "episode.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def timed(work: Callable[[], build.Published]) -> tuple[build.Published, str]:
    wall, cpu = time.perf_counter(), _cpu()
    done = work()
    return done, f"{time.perf_counter() - wall:.2f} s ({_cpu() - cpu:.2f} s CPU)"


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["PAGECAST_CACHE"] = f"{name}/cache"
        folder, kinds = Path(name) / "show", templates(Path(name))
        for n in range(count):
            copied(kinds[n % len(kinds)], n, folder)

        def publish() -> build.Published:
            return build.publish(library.open_show(folder), base_url="https://example.org/listen/")

        first, whole = timed(publish)
        _, unchanged = timed(publish)
        copied(kinds[0], count, folder)
        second, one = timed(publish)
        feeds = sorted(folder.glob("feed*.xml"))
        rows = [
            (f"first, {len(first.written):,} files written", whole),
            ("again, nothing changed", unchanged),
            (f"one added, {len(second.written):,} files written", one),
            (
                f"pages of the feed: {len(feeds)}, the largest",
                f"{max(f.stat().st_size for f in feeds):,} bytes",
            ),
            (
                "bytes an episode in the feed",
                f"{sum(f.stat().st_size for f in feeds) / (count + 1):,.0f}",
            ),
            (
                "memory at most",
                f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB",
            ),
        ]
        report(
            f"A show of {count:,} episodes",
            rows,
            "first below 10 s, one added below 2 s, 5,000,000 bytes a page",
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
