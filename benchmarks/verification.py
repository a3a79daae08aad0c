"""What verification catches of audio that is not its text's, and whether it refuses what is sound.

    python benchmarks/verification.py [--clips 500] [--engine edge] [--rate 1.5] [--minutes 20]
                                      [--sound-only] [--record]

Sound clips of the loopback service, hibari, espeak and kokoro are verified as in a run; then each is damaged as a
service may damage it: sent twice, another text's audio under its own marks, another text whole, 0.2 s lost in the
middle. Prints how many sound clips there were, how many of them were refused, and the shares that were caught; fails
where less is caught than tests/data/verification.json has, or a sound clip is refused.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.edge_server import EdgeServer
from tts import audio
from tts.engines.registry import open_engine
from tts.engines.verify import speak
from tts.model import AudioError, Chunk, Clip, Engine, EngineError, Sentence, TtsError, Voice

FLOORS = Path(__file__).parents[1] / "tests" / "data" / "verification.json"
ENGINES = ("edge", "espeak", "hibari", "kokoro")
FAULTS = ("twice", "foreign audio", "foreign", "lost")
LEARNT = 40
"""Clips of a voice before the damaged ones come."""
LOST_FRAMES = 8
"""0.19 s."""
_ENGLISH = (
    "The ferry",
    "An old man",
    "Nobody",
    "The whole village",
    "My sister",
    "A heavy wind",
    "The last bus",
)
_DID = (
    "left the harbour before dawn",
    "waited",
    "counted the boats twice and went home",
    "knew what the letter said",
    "walked along the river until it was dark",
    "slept",
)
_HAN = ("渡船", "老船长", "谁也", "全村的人", "我的姐姐", "一阵大风", "末班车")
_HAN_DID = (
    "天亮以前就开走了",
    "等着",
    "把船数了两遍才回家",
    "知道信里写了什么",
    "沿着河走到天黑",
    "睡着了",
)


def texts(language: str, count: int) -> list[Chunk]:
    """Chunks of one to four sentences, no two alike, the same ones every time."""
    pick = random.Random(7)
    chinese = language.startswith("zh")
    who, did = (_HAN, _HAN_DID) if chinese else (_ENGLISH, _DID)
    made: dict[str, Chunk] = {}
    while len(made) < count:
        sentences = []
        for _ in range(pick.choice((1, 1, 2, 3, 4))):
            parts = [
                f"{pick.choice(who)}{'' if chinese else ' '}{pick.choice(did)}"
                for _ in range(pick.choice((1, 2, 3)))
            ]
            said = "，".join(parts) + "。" if chinese else ", ".join(parts) + ". "
            sentences.append(Sentence(said, said))
        chunk = Chunk("paragraph", tuple(sentences), language)
        made.setdefault(chunk.text, chunk)
    return list(made.values())


@dataclass(frozen=True)
class Sound:
    """A clip as it should be."""

    chunk: Chunk
    clip: Clip


class Replayed:
    """An engine that sends what it is given, as a service would that is asked anew each time."""

    name, version, workers, normalizes, phonemic, audible = "replayed", "1", 1, True, False, True
    deterministic = False

    def __init__(self) -> None:
        self.next: Callable[[], Clip] | None = None

    def voices(self) -> Sequence[Voice]:
        return ()

    def fits(self, spoken: str) -> bool:
        return True

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        assert self.next
        return self.next()


# --- damage -------------------------------------------------------------------------------------------------


def damaged(fault: str, one: Sound, other: Sound) -> Callable[[], Clip]:
    """The clip as a faulty service would send it: made when it is asked for, so that what is torn is told then."""
    marks = one.clip.info.marks
    frames = one.clip.audio
    if fault == "twice":
        return lambda: audio.from_frames(frames + frames, marks)
    if fault == "foreign audio":
        return lambda: audio.from_frames(other.clip.audio, marks)
    if fault == "lost":
        cut = len(frames) // 144 // 2 * 144
        return lambda: audio.from_frames(frames[:cut] + frames[cut + LOST_FRAMES * 144 :], marks)
    return lambda: _under(one.chunk, other)


def _under(chunk: Chunk, other: Sound) -> Clip:
    """Another text's audio and times, in the places of this text that they reach."""
    length = len(chunk.text)
    marks = [
        replace(mark, text_start=min(mark.text_start, length), text_end=min(mark.text_end, length))
        for mark in other.clip.info.marks
    ]
    return audio.from_frames(other.clip.audio, marks)


# --- measuring ----------------------------------------------------------------------------------------------


@contextmanager
def speakers(name: str, rate: float) -> Iterator[tuple[Engine, Voice, str]]:
    """An engine with a voice and its language; the online service is the loopback one."""
    if name != "edge":
        engine = open_engine(name, audio)
        language = "zh-Hans" if name == "kokoro" else "en"
        wanted = {"espeak": "en-US"}.get(name)
        voice = next(v for v in engine.voices() if wanted in (None, v.id))
        yield engine, replace(voice, rate=rate), language
        return
    with EdgeServer() as server:
        os.environ["PAGECAST_EDGE_URL"] = server.url
        engine = open_engine("edge", audio)
        yield engine, Voice("zh-CN-XiaoxiaoNeural", "edge", "zh-CN", rate=rate), "zh-Hans"
        engine.close()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Wanted:
    """Which sound clips, and what is done with them."""

    engine: str
    clips: int
    rate: float = 1.0
    minutes: float = math.inf
    """At most so long for the speaking."""
    faults: tuple[str, ...] = FAULTS


def spoken(wanted: Wanted) -> tuple[list[Sound], int]:
    """Sound clips, verified as in a run, and how many of them were refused though they are sound."""
    sounds: list[Sound] = []
    refused = 0
    end = time.monotonic() + 60 * wanted.minutes
    with speakers(wanted.engine, wanted.rate) as (engine, voice, language):
        for chunk in texts(language, wanted.clips):
            if time.monotonic() > end:
                break
            try:
                sounds.append(Sound(chunk, speak(engine, chunk, voice, again=0)))
            except TtsError as error:
                refused += 1
                print(f"  {wanted.engine} refused {chunk.text!r}: {error.message}", flush=True)
    return sounds, refused


def replayed(wanted: Wanted, sounds: Sequence[Sound]) -> int:
    """How many sound clips are refused when a service sends them: a voice's habits count then."""
    engine, voice = Replayed(), _same_voice(wanted)
    refused = 0
    for one in sounds:
        engine.next = lambda one=one: one.clip
        try:
            speak(engine, one.chunk, voice, again=0)
        except EngineError as error:
            refused += 1
            print(
                f"  {wanted.engine}, replayed, refused {one.chunk.text!r}: {error.message}",
                flush=True,
            )
    return refused


def caught(wanted: Wanted, sounds: Sequence[Sound], fault: str) -> float:
    """Percent of damaged clips that are refused, after the voice's habits were learnt from sound ones."""
    engine, voice = Replayed(), _same_voice(wanted)
    for one in sounds[:LEARNT]:
        engine.next = lambda one=one: one.clip
        speak(engine, one.chunk, voice, again=0)
    rest = sounds[LEARNT:]
    hits = 0
    for n, one in enumerate(rest):
        engine.next = damaged(fault, one, rest[(n + 1) % len(rest)])
        try:
            speak(engine, one.chunk, voice, again=0)
        except (EngineError, AudioError):
            hits += 1
    return round(100 * hits / len(rest), 1)


def _same_voice(wanted: Wanted) -> Voice:
    return Voice("same", "replayed", "mul", rate=wanted.rate)


def measured(wanted: Wanted) -> dict[str, float]:
    """Sound clips, how many were refused (by the engine's run, and as if a service had sent them), percent caught."""
    sounds, refused = spoken(wanted)
    found: dict[str, float] = {
        "clips": len(sounds) + refused,
        "refused": refused + replayed(wanted, sounds),
    }
    for fault in wanted.faults:
        found[fault] = caught(wanted, sounds, fault)
    return found


def failures(name: str, result: dict[str, float], floors: dict[str, dict[str, float]]) -> list[str]:
    """What is worse than was recorded."""
    worse = [f"{name}: {result['refused']:.0f} sound clips refused"] if result["refused"] else []
    for fault, floor in floors.get(name, {}).items():
        if fault in result and result[fault] < floor:
            worse.append(f"{name}: {fault}: {result[fault]} % caught, {floor} % recorded")
    return worse


def main() -> int:
    parser = argparse.ArgumentParser(
        description="What verification catches, and what it refuses in vain."
    )
    parser.add_argument("--clips", type=int, default=500, help="sound clips an engine")
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--minutes", type=float, default=math.inf, help="at most so long an engine")
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument(
        "--sound-only", action="store_true", help="only whether a sound clip is refused"
    )
    parser.add_argument(
        "--record", action="store_true", help="write down what is caught now, where it is more"
    )
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    faults = () if options.sound_only else FAULTS
    worse: list[str] = []
    for name in options.engine or ENGINES:
        result = measured(Wanted(name, options.clips, options.rate, options.minutes, faults))
        print(
            name, *(f"{fault}: {share:g}" for fault, share in result.items()), sep="  ", flush=True
        )
        worse += failures(name, result, floors)
        if options.record and faults:
            old = floors.get(name, {})
            floors[name] = {fault: max(old.get(fault, 0.0), result[fault]) for fault in FAULTS}
    if options.record:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    print(*worse, sep="\n")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
