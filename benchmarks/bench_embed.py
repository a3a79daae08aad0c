"""How long `tts embed` takes on a site of 1,000 articles and 300 lists: to look at it first, when nothing changed, and
when every footer did; how that grows with the articles, and what several cores are good for.

python benchmarks/bench_embed.py [ARTICLES]
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import figure, report

SENTENCES = (
    "The lamp on the breakwater is lit at dusk, and nobody in the town remembers who lit it first.",
    "She counted her steps along the stones, fewer when the wind was behind her.",
    "A tide table is a promise made a year ahead, printed on yellow paper.",
    "Pencil marks beside the figures tell where the water thought otherwise.",
    "On the far side they sell bread and tickets, and nobody buys a ticket before the bread is gone.",
)


def page(number: int, chance: random.Random) -> str:
    menu = "".join(f'<li><a href="../{n}/">Article {n}</a></li>' for n in range(60))
    text = "".join(f"<p>{' '.join(chance.choices(SENTENCES, k=4))}</p>" for _ in range(25))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Article {number} | Site</title>'
        f'<link rel="canonical" href="https://site.example.org/posts/{number}/"><meta property="og:type" '
        f'content="article"></head><body><nav><ul>{menu}</ul></nav><main><article><h1>Article {number}</h1>{text}'
        f"</article></main><footer>Site</footer></body></html>"
    )


def build(root: Path, articles: int) -> None:
    chance = random.Random(1)
    for number in range(articles):
        folder = root / f"posts/{number}"
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(page(number, chance), encoding="utf-8")
    for number in range(articles * 3 // 10):
        folder = root / f"tags/{number}"
        folder.mkdir(parents=True)
        links = "".join(f'<li><a href="../../posts/{n}/">Article {n}</a></li>' for n in range(200))
        (folder / "index.html").write_text(
            f"<!doctype html><title>Tag</title><ul>{links}</ul>", encoding="utf-8"
        )


def timed(*args: str, cache: Path, cores: int = 0) -> float:
    """Seconds that a run takes, on so many cores; 0 is all of them."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "tts", "embed", *args, "--engine", "silent", "-q"]
    if cores:
        few = sorted(os.sched_getaffinity(0))[:cores]
        command = ["taskset", "-c", ",".join(map(str, few)), *command]
    environment = {**os.environ, "PAGECAST_CACHE": str(cache)}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.monotonic() - begun


def seconds(taken: float, compared: float = 0, with_what: str = "") -> str:
    ratio = f", {taken / compared:.2f} × {with_what}" if compared else ""
    return f"{taken:.1f} s{ratio}"


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    few = articles // 10
    with tempfile.TemporaryDirectory() as folder:
        root, small, one = (Path(folder) / name for name in ("site", "small", "one"))
        build(root, articles)
        build(small, few)
        build(one, few)
        caches = {path: Path(folder) / f"cache-{path.name}" for path in (root, small, one)}
        cache = caches[root]
        dry = timed(str(root), "--dry-run", cache=cache)
        first = timed(str(root), cache=cache)
        again = timed(str(root), cache=cache)
        of_few = timed(str(small), cache=caches[small])
        on_one = timed(str(one), cache=caches[one], cores=1)
        for path in root.glob("posts/*/index.html"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("Site</footer>", "2027</footer>"), encoding="utf-8")
        footers = timed(str(root), cache=cache)
        removed = timed(str(root), "--remove", cache=cache)
    rows = [
        ("first --dry-run", seconds(dry)),
        ("first run, silent", seconds(first)),
        ("nothing changed", seconds(again, first, "the first")),
        ("every footer changed", seconds(footers, first, "the first")),
        ("--remove", seconds(removed)),
        (f"{few} articles: first run", seconds(of_few, first * few / articles, "its share of all")),
        (f"{few} articles: first run on one core", seconds(on_one, of_few, "on all")),
    ]
    if articles == 1000:
        figure("embed: 1,000 articles", first, "s")
        figure("embed: 1,000 articles, nothing changed", again, "s")
    figure("embed: one core against all", on_one / of_few, more=True)
    report(f"{articles} articles, {articles * 3 // 10} lists", rows)


if __name__ == "__main__":
    main()
