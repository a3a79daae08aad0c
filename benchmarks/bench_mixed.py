"""What it costs that a second voice says the English words of Mandarin sentences: `mixed = "second"` against "same".

    python benchmarks/bench_mixed.py [rounds]

Seconds of processor, of all threads, from text to MP3 frames, for sentences that each have English in them. Rounds take
turns, the first warms up and is not counted, the medians are compared. A sentence without English costs nothing more.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from statistics import median

from common import figure

from tts import audio
from tts.engines.kokoro.engine import Kokoro
from tts.engines.kokoro.voices import VOICES
from tts.model import Chunk, Sentence, Voice

SENTENCES = (
    "我把明天的 agenda 发给你了，有空看一眼。",
    "朋友推荐我用 Notion 做笔记。",
    "David 昨天从 Chicago 飞回来了。",
    "他在 New York 读了两年的 computer science。",
    "这种 password 太简单了，很容易被人猜到。",
    "我们要先做 user research，再决定功能。",
)
SECOND = VOICES[0]
SAME = replace(SECOND, second="")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    engine = Kokoro(audio)
    voices = {"same": SAME, "second": SECOND}
    times: dict[str, list[float]] = {name: [] for name in voices}
    for count in range(rounds + 1):
        for name, voice in voices.items():
            taken = processor_seconds(engine, voice)
            if count:
                times[name].append(taken)
    for name, taken in times.items():
        print(f"{name:6} {median(taken):.2f} s ({min(taken):.2f}-{max(taken):.2f})")
    figure("mixed: second voice against the same", median(times["second"]) / median(times["same"]))
    print(f"second / same: {median(times['second']) / median(times['same']):.2f}")


def processor_seconds(engine: Kokoro, voice: Voice) -> float:
    start = time.process_time()
    for text in SENTENCES:
        engine.speak(Chunk("paragraph", (Sentence(text, text),), "zh-Hans"), voice)
    return time.process_time() - start


if __name__ == "__main__":
    main()
