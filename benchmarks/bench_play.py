"""How soon `tts play` is heard: from the engine's first clip to the first sound that a real player gives.

A server on this machine speaks, a third of a second a sentence. mpg123 gives its sound to a pipe, ffplay to SDL's
driver that writes a file: what is timed is the first sample that is not silent. The article's length is varied, because
it must not matter.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from common import figure, report

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.openai_server import SpeechServer
from tts.cache import Cache
from tts.episode import pipeline, playback
from tts.episode.options import Listener, Options
from tts.episode.players import Program, command
from tts.show import library

LATENCY = 0.3
ROUNDS = 5
WRAPPER = """
import subprocess, sys, time
player = subprocess.Popen(["mpg123", "-q", "-s", "-"], stdout=subprocess.PIPE)
while piece := player.stdout.read1(4096):
    if any(piece):
        open(sys.argv[1], "w").write(str(time.time()))
        break
while player.stdout.read1(1 << 16):
    pass
"""


class Clock(Listener):
    """When the first clip was spoken, and when the last."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def spoken(self, chunk: object, clip: object) -> None:
        self.times.append(time.time())


def once(folder: Path, paragraphs: int, player: Program, sounded: Path) -> tuple[float, float]:
    """Seconds from the first clip to the first sound, and from the command to it."""
    (folder / "a.md").write_text(
        "# Ferries\n\n" + "\n\n".join(f"Here is ferry number {n}." for n in range(paragraphs))
    )
    cache = Cache(folder / f"clips{time.time()}")
    track, clock = playback.Track(cache), Clock()
    show = library.open_show(folder / "show")
    options = Options(engine="openai", force=True)
    watch = threading.Thread(target=_when, args=(sounded, player), daemon=True)
    begun = time.time()
    watch.start()
    playback.play(
        lambda listener: pipeline.make("a.md", show, options, cache=cache, listener=listener).episode.audio,
        track, player, clock, saved=True, tell=print,
    )  # fmt: skip
    heard = float(sounded.with_suffix(".time").read_text())
    return heard - clock.times[0], heard - begun


def _when(sounded: Path, player: Program) -> None:
    """Note the first sample that is not silent in a file that grows, and end the player."""
    while True:
        if sounded.exists() and (content := sounded.read_bytes()):
            if sounded.suffix == ".stamp":
                sounded.with_suffix(".time").write_bytes(content)
                break
            if any(content):
                sounded.with_suffix(".time").write_text(str(time.time()))
                break
        time.sleep(0.005)
    player.stop()


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as name, SpeechServer(latency=LATENCY) as server:
        folder = Path(name)
        os.chdir(folder)
        os.environ |= {"PAGECAST_OPENAI_URL": server.url, "PAGECAST_CACHE": str(folder / "cache")}
        os.environ |= {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(folder / "sdl.raw")}
        Path("wrapper.py").write_text(WRAPPER)
        for player in ("mpg123", "ffplay"):
            if not shutil.which(player):
                continue
            for paragraphs in (5, 50):
                taken = []
                for _ in range(ROUNDS):
                    for old in [*folder.glob("sdl.*"), *folder.glob("first.*")]:
                        old.unlink()
                    stamp = folder / ("first.stamp" if player == "mpg123" else "sdl.raw")
                    line = (
                        [sys.executable, "wrapper.py", str(stamp)]
                        if player == "mpg123"
                        else command(player)
                    )
                    taken.append(once(folder, paragraphs, Program(line), stamp))
                clip, all_of_it = (statistics.median(each) for each in zip(*taken, strict=True))
                if paragraphs == 5:
                    figure(f"play: after the first clip, {player}", clip, "s")
                rows.append(
                    (f"{player}, {paragraphs} paragraphs: after the first clip", f"{clip:.2f} s")
                )
                rows.append(
                    (
                        f"{player}, {paragraphs} paragraphs: after the command began",
                        f"{all_of_it:.2f} s",
                    )
                )
    report(
        f"First sound (a sentence takes {LATENCY} s to speak)", rows, "1.5 s after the first clip"
    )


if __name__ == "__main__":
    main()
