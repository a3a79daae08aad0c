"""Joining 120 cached clips (33 minutes of speech) against pydub and ffmpeg; ten hours joined, and their memory.

Every rival starts from the clips on disk and ends with one MP3 on disk.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path

import numpy as np
from common import alternate, figure, report

from tts import audio
from tts.audio import mp3
from tts.audio.level import level
from tts.cache import Cache

CLIPS, SECONDS = 120, 16.5
RATE = 24_000


def speech(seconds: float, seed: int) -> np.ndarray:
    """Syllables of noise and tone, so that the encoder has as much to do as with a voice."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * RATE)) / RATE
    envelope = np.clip(np.sin(2 * np.pi * 3.7 * t + seed), 0.02, 1)
    tones = sum(
        np.sin(2 * np.pi * f * t) / n for n, f in enumerate((140 + seed, 900 + 3 * seed, 2600), 1)
    )
    return (0.2 * envelope * (tones + 0.2 * rng.standard_normal(len(t)))).astype(np.float32)


def fill(folder: Path) -> tuple[Cache, list[str], list[Path]]:
    """A cache with the clips, and the same clips as files for the rivals. A dozen are made and used ten times."""
    cache, keys, files = Cache(folder / "clips"), [], []
    made = [audio.from_pcm(speech(SECONDS, n), []) for n in range(12)]
    for n in range(CLIPS):
        clip = made[n % 12]
        keys.append(f"{n:064x}")
        cache.put(keys[-1], clip)
        files.append(folder / f"{n:03}.mp3")
        files[-1].write_bytes(clip.audio)
    return cache, keys, files


def ours(cache: Cache, keys: list[str], output: Path) -> None:
    """What `tts make` does with clips that are all in the cache: read, check, level, join."""
    infos = [clip.info for k in keys if (clip := cache.get(k))]
    pauses = [600] * len(keys)
    steps = level(infos, pauses).steps
    with output.open("wb") as out:
        mp3.join(
            (clip.audio for k in keys if (clip := cache.get(k))),
            mp3.lay_out(infos, pauses),
            out,
            steps,
        )


def pydub(files: list[Path], output: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    whole = AudioSegment.empty()
    for file in files:
        whole += AudioSegment.from_mp3(file) + AudioSegment.silent(600)
    whole.export(output, format="mp3", bitrate="48k")


def ffmpeg(files: list[Path], output: Path) -> None:
    listing = output.with_suffix(".txt")
    listing.write_text("".join(f"file '{file}'\n" for file in files))
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-f",
        "concat",
        "-safe",
        "0",
        "-i",
        str(listing),
        "-c",
        "copy",
        str(output),
    ]
    subprocess.run(command, check=True)


def ten_hours(folder: Path) -> None:
    """Runs in a process of its own: joins the clips over and over until there are ten hours; prints its memory."""
    cache = Cache(folder / "clips")
    keys = [f"{n:064x}" for n in range(CLIPS)] * round(10 * 3600 / (CLIPS * (SECONDS + 0.6)))
    ours(cache, keys, folder / "long.mp3")
    hours = (folder / "long.mp3").stat().st_size / 6000 / 3600
    print(f"{hours:.1f} {peak_memory():.0f}")


def peak_memory() -> float:
    """MB; of this process alone, where rusage would count what its parent had when it was started."""
    with suppress(OSError):
        told = Path("/proc/self/status").read_text(encoding="ascii")
        return (
            int(next(line for line in told.splitlines() if line.startswith("VmHWM")).split()[1])
            / 1024
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache, keys, files = fill(folder)
        minutes = CLIPS * SECONDS / 60
        fast = alternate({"ours": lambda: ours(cache, keys, folder / "ours.mp3")}, 7)["ours"]
        rows = [(f"Pagecast, {CLIPS} clips, {minutes:.0f} min", f"{fast:.3f} s")]
        if shutil.which("ffmpeg"):
            paired = alternate(
                {
                    "ours": lambda: ours(cache, keys, folder / "ours.mp3"),
                    "ffmpeg": lambda: ffmpeg(files, folder / "ffmpeg.mp3"),
                },
                5,
            )
            slow = alternate({"pydub": lambda: pydub(files, folder / "pydub.mp3")}, 1)["pydub"]
            figure("join: ffmpeg against ours", paired["ffmpeg"] / paired["ours"], more=True)
            figure("join: pydub against ours", slow / fast, more=True)
            rows += [
                (
                    "ffmpeg concat -c copy takes",
                    f"{paired['ffmpeg'] / paired['ours']:.1f} times as long",
                ),
                ("pydub load, add, export takes", f"{slow / fast:.0f} times as long"),
            ]
        report("Joining", rows, "ffmpeg at least 5 times as long, pydub at least 100 times")
        command = [sys.executable, __file__, "ten-hours", name]
        hours, memory = subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout.split()
        figure("join: memory for ten hours", float(memory), "MB")
        report(
            "Joining a long book",
            [(f"resident memory, {hours} hours of audio", f"{memory} MB")],
            "below 200 MB",
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["ten-hours"]:
        ten_hours(Path(sys.argv[2]))
    else:
        main()
