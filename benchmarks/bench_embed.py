"""How long `tts embed` takes on a site of 1,000 articles and 300 lists: to look at it first, and when nothing changed.

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


def timed(*args: str, cache: Path) -> float:
    begun = time.monotonic()
    command = [sys.executable, "-m", "tts", "embed", *args, "--engine", "silent", "-q"]
    environment = {**os.environ, "PAGECAST_CACHE": str(cache)}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.monotonic() - begun


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder) / "site", Path(folder) / "cache"
        build(root, articles)
        print(f"{articles} articles, {articles * 3 // 10} lists")
        print(
            f"first --dry-run                 {timed(str(root), '--dry-run', cache=cache):7.1f} s"
        )
        print(f"first run, silent               {timed(str(root), cache=cache):7.1f} s")
        print(f"nothing changed                 {timed(str(root), cache=cache):7.1f} s")
        for path in root.glob("posts/*/index.html"):
            path.write_text(
                path.read_text(encoding="utf-8").replace("Site</footer>", "2027</footer>"),
                encoding="utf-8",
            )
        print(f"every footer changed            {timed(str(root), cache=cache):7.1f} s")
        print(f"--remove                        {timed(str(root), '--remove', cache=cache):7.1f} s")


if __name__ == "__main__":
    main()
