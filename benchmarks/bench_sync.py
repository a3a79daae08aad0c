"""What it costs that everything written is synced to the disk: an episode made, a show published, with and without."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from bench_publish import article, copied, templates
from common import alternate, report

from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.publish import build
from tts.show import library

EPISODES = 300
ROUNDS = 5
BASE = "https://listen.example/"


@contextmanager
def unsynced() -> Iterator[None]:
    """As if the disk took everything at once."""

    def nothing(*_: object) -> None:
        """Not synced."""

    with patch.object(os, "fsync", nothing), patch.object(os, "sync", nothing):
        yield


def making(folder: Path) -> Callable[[], object]:
    (folder / "one.md").write_text(article(1), encoding="utf-8")
    show = library.open_show(folder / "made")
    options = Options(engine="silent", offline=True, force=True)
    cache = Cache(folder / "clips")
    return lambda: pipeline.make(str(folder / "one.md"), show, options, cache=cache)


def publishing(folder: Path, episodes: int) -> Callable[[], object]:
    """A copy of a show of so many episodes, published for the first time; the copies are there before."""
    models = templates(folder)
    for number in range(episodes):
        copied(models[number % len(models)], number, folder / "show")
    names = [folder / f"copy-{number}" for number in range(2 * ROUNDS)]
    copies = iter([Path(shutil.copytree(folder / "show", name)) for name in names])
    os.sync()

    def publish() -> object:
        return build.publish(library.open_show(next(copies)), base_url=BASE)

    return publish


def without(work: Callable[[], object]) -> Callable[[], object]:
    def run() -> object:
        with unsynced():
            return work()

    return run


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:  # the system's own may be memory
        folder = Path(name)
        make, publish = making(folder), publishing(folder, EPISODES)
        make()
        made = alternate({"synced": make, "not": without(make)}, rounds=9)
        published = alternate({"synced": publish, "not": without(publish)}, rounds=ROUNDS)
    report(
        "Syncing to the disk",
        [
            (
                "an episode made: with syncing, against without",
                f"{made['synced'] / made['not']:.2f} x",
            ),
            ("... in all", f"{1000 * (made['synced'] - made['not']):.0f} ms more"),
            (
                f"{EPISODES} episodes published: the same",
                f"{published['synced'] / published['not']:.2f} x",
            ),
        ],
    )


if __name__ == "__main__":
    main()
