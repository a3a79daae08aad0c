"""How much of bare ONNX Runtime's speed the engine `kokoro` keeps, on all cores over the same phonemes; its memory.

    python benchmarks/bench_kokoro.py [rounds]

Bare: the session ONNX Runtime makes by itself, all cores on one call, the calls one after another; phonemes, trimming,
level and encoding are no part of it. The engine: text to MP3 frames by `workers` threads, the sentences once as chunks
of their own and once as the one long chunk that may be the last of an episode. Rounds take turns, the first warms up
and is not counted, the medians are compared. Memory: the peak of a process that speaks the sentences once, and of one
that speaks them five times over.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import numpy as np
import onnxruntime
from common import figure

from tts import audio
from tts.engines.kokoro.engine import Kokoro
from tts.engines.kokoro.model_file import model_file
from tts.engines.kokoro.voices import VOICES, style
from tts.engines.mandarin.phonemes import phonemes, split_phonemes, tokens
from tts.model import Chunk, Sentence

SENTENCES = (
    "图书馆每天早上九点开门，读者可以一直待到晚上十点。",
    "这座桥修好以后，两岸的居民过河只要五分钟。",
    "她把种子埋进土里，浇上水，然后耐心地等着春天。",
    "工程师们正在研究怎样让电池变得更轻、更便宜、更安全。",
    "下雨了，操场上的学生都跑回教室里去了。",
    "听完老人的故事，大家很久都没有说话。",
    "火车穿过长长的山洞，眼前忽然出现一片蓝色的海。",
    "他每个星期天都去菜市场，买够一家人吃三天的菜。",
)
VOICE = VOICES[0]
APART = [Chunk("paragraph", (Sentence(s, s),), "zh-Hans") for s in SENTENCES]
TOGETHER = [Chunk("paragraph", tuple(Sentence(s, s) for s in SENTENCES), "zh-Hans")]
MEMORY = "--memory"


def main() -> None:
    if sys.argv[1:2] == [MEMORY]:
        spoken(Kokoro(audio), APART * int(sys.argv[2]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    engine = Kokoro(audio)
    said = [part for s in SENTENCES for part in split_phonemes(phonemes(s))]
    calls = [tokens(part) for part in said]
    sides = {
        "bare": bare(calls),
        "engine": lambda: spoken(engine, APART),
        "one chunk": lambda: spoken(engine, TOGETHER),
    }
    times = timed(sides, rounds)
    seconds = sum(len(engine.run(part, VOICE.id).samples) for part in said) / 24_000
    for name, taken in times.items():
        spread = f"median of {rounds}, {min(taken):.1f}-{max(taken):.1f} s"
        print(f"{name:10} {seconds / median(taken):.2f} x real time ({spread})")
    for name in ("engine", "one chunk"):
        print(f"bare / {name}: {median(times['bare']) / median(times[name]):.2f}")
    figure(
        "kokoro: engine against bare", median(times["bare"]) / median(times["engine"]), more=True
    )
    figure(
        "kokoro: one chunk against bare",
        median(times["bare"]) / median(times["one chunk"]),
        more=True,
    )
    figure("kokoro: times real time", seconds / median(times["engine"]), more=True)
    print("promised: at least 0.9, for both")
    once, often = (peak(count) for count in (1, 5))
    figure("kokoro: memory", often, "MB")
    print(f"memory: {once} MB; {often} MB for five times the text")


def timed(sides: dict[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in sides}
    for count in range(rounds + 1):
        for name, side in sides.items():
            start = time.perf_counter()
            side()
            if count:
                times[name].append(time.perf_counter() - start)
    return times


def bare(calls: list[list[int]]) -> Callable[[], None]:
    session = onnxruntime.InferenceSession(str(model_file()), providers=["CPUExecutionProvider"])
    styles = style(VOICE.id)
    speed = np.ones(1, np.float32)

    def run() -> None:
        for ids in calls:
            row = styles[len(ids) - 1][None]
            session.run(None, {"tokens": np.array([[0, *ids, 0]]), "style": row, "speed": speed})

    return run


def spoken(engine: Kokoro, chunks: list[Chunk]) -> None:
    with ThreadPoolExecutor(engine.workers) as pool:
        list(pool.map(lambda chunk: engine.speak(chunk, VOICE), chunks))


def peak(times: int) -> int:
    """Megabytes that a process of its own held at most."""
    command = [sys.executable, __file__, MEMORY, str(times)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
