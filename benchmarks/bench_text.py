"""How long the text path takes: articles of 10,000 characters, and novels through `tts script`, with their memory."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path

from common import alternate, report

from tts.model import Article, Block
from tts.text import edit, write_script

ROUNDS = 9
CHINESE = (
    "{year}年{month}月{day}日，镇上的人口达到{big}人，比上年增长{share}%。",
    "“你来了？”她问，“路上要走{small}个小时呢。”",
    "老人把茶放在桌上，看着窗外的雨，很久没有说话。",
    "那一年他{small}岁，花¥{money}买了一辆旧自行车，每天骑{small}km去学校。",
    "会议从{small}:30开到{later}:15，第{small}章讨论了3—5个问题。",
    "她说：“我不去了。”说完就走了，没有回头……",
    "山里的路很窄，两边都是竹子，风一吹就沙沙地响。",
)
ENGLISH = (
    "On March {day}, {year}, the town had {big} people, up {share}% from a year before. ",
    "“Are you coming?” she asked. “It is {small} km from here.” ",
    "The old man put the tea on the table and looked at the rain for a long time. ",
    "Dr. Lee paid ${money}.50 for it, which was 10-15% less than in the 1990s. ",
    "They met at {small}:30 a.m. and talked about No. {small} until noon. ",
    "Nobody who came down the hill that evening remembered the name of the place. ",
)


def text(sentences: tuple[str, ...], size: int, seed: int = 0) -> list[str]:
    """Paragraphs of so many characters in all, no two alike."""
    chance = random.Random(seed)
    paragraphs: list[str] = []
    length = 0
    while length < size:
        numbers = {
            "year": chance.randrange(1900, 2030), "month": chance.randrange(1, 13), "day": chance.randrange(1, 29),
            "big": chance.randrange(10_000, 10**7), "share": chance.randrange(10, 300) / 10,
            "small": chance.randrange(2, 12), "later": chance.randrange(13, 23), "money": chance.randrange(20, 5_000),
        }  # fmt: skip
        paragraphs.append(
            "".join(chance.choice(sentences) for _ in range(5)).format(**numbers).strip()
        )
        length += len(paragraphs[-1])
    return paragraphs


def script(sentences: tuple[str, ...], *, normalizes: bool) -> Callable[[], object]:
    """The text path, each time of another article: what was said once is remembered."""
    articles = cycle(
        Article(
            tuple(Block("paragraph", paragraph) for paragraph in text(sentences, 10_000, seed)),
            title="A",
        )
        for seed in range(ROUNDS)
    )
    return lambda: write_script(edit(next(articles)), fits=lambda said: True, normalizes=normalizes)


def book(folder: Path, size: int, sentences: tuple[str, ...]) -> Path:
    """A novel as a text file, with chapters."""
    chapters = count(1)
    blocks = [
        f"第{next(chapters)}章\n\n{p}" if n % 50 == 0 else p
        for n, p in enumerate(text(sentences, size))
    ]
    path = folder / f"{size}.txt"
    path.write_text("\n\n".join(blocks), encoding="utf-8")
    return path


def run(path: Path, engine: str) -> Callable[[], object]:
    command = (sys.executable, "-m", "tts", "script", str(path), "--engine", engine)
    return lambda: subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def peak(path: Path, engine: str) -> float:
    """Megabytes of the largest process so far: asked in order of size."""
    run(path, engine)()
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def articles() -> None:
    works = {
        "Chinese, numbers in words": script(CHINESE, normalizes=False),
        "Chinese, digits kept": script(CHINESE, normalizes=True),
        "English, numbers in words": script(ENGLISH, normalizes=False),
        "English, digits kept": script(ENGLISH, normalizes=True),
    }
    taken = alternate(works, ROUNDS)
    base = taken["English, digits kept"]
    rows = [(work, f"{t:.3f} s, {t / base:.1f} x") for work, t in taken.items()]
    report(
        "An article of 10,000 characters (x: English, digits kept)", rows, "every one below 0.2 s"
    )


def novels() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["PAGECAST_CACHE"] = f"{name}/cache"
        small, half, whole = (
            book(Path(name), size, CHINESE) for size in (10_000, 250_000, 500_000)
        )
        start = peak(small, "silent")
        rows = []
        for engine in ("silent", "kokoro"):
            taken = alternate({"half": run(half, engine), "whole": run(whole, engine)}, 3)
            ratio = taken["whole"] / taken["half"]
            rows += [(f"{engine}, 250,000 characters", f"{taken['half']:.2f} s")]
            rows += [(f"{engine}, 500,000 characters", f"{taken['whole']:.2f} s, {ratio:.2f} x")]
        rows += [
            ("memory, 10,000 characters", f"{start:.0f} MB"),
            ("memory, 250,000", f"{peak(half, 'kokoro'):.0f} MB"),
        ]
        rows += [("memory, 500,000", f"{peak(whole, 'kokoro'):.0f} MB")]
    report("A novel through `tts script` (x: half of it)", rows, "below 2.4 x, below 300 MB")


if __name__ == "__main__":
    articles()
    novels()
