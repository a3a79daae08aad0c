"""How much of their bare models' speed the engines `hibari` and `espeak` keep, over the same text; for `kokoro` see
bench_kokoro.py.

Bare: the model by itself, one call a sentence, one after another; for hibari from phonemes that are ready. The engine:
text to MP3 frames by `workers` threads. Rounds take turns, medians are compared.

    python benchmarks/bench_local.py [rounds]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from common import Work, alternate, figure, report

from tts import audio
from tts.engines import telemetry
from tts.engines.english.phonemizer import english_phonemes
from tts.engines.espeak import bindings
from tts.engines.espeak.engine import WORDS_A_MINUTE, Espeak
from tts.engines.hibari import LIMIT, SEED, VOICE, Hibari
from tts.engines.mandarin.phonemes import split_phonemes
from tts.model import Chunk, Clip, Engine, Sentence, Voice

SENTENCES = (
    "The library opens at nine every morning, and readers may stay until ten at night.",
    "Since the bridge was mended, people on either bank need five minutes to cross the river.",
    "She laid the seeds in the ground, watered them, and waited for spring.",
    "Engineers are looking for ways to make batteries lighter, cheaper and safer.",
    "When the rain began, the children on the field ran back to their classrooms.",
    "Nobody spoke for a long time after the old man had told his story.",
    "The train left the long tunnel, and all at once there was the sea.",
    "Every Sunday he goes to the market and buys what the three of them need.",
) * 3
CHUNKS = [Chunk("paragraph", (Sentence(s, s),), "en") for s in SENTENCES]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    _compare("hibari", Hibari(audio), _bare_hibari(), rounds)
    _compare("espeak", Espeak(audio), _bare_espeak, rounds)


def _compare(name: str, engine: Engine, bare: Work, rounds: int) -> None:
    voice = next(v for v in engine.voices() if v.language.startswith("en") and v.default)
    seconds = sum(clip.info.duration for clip in _spoken(engine, CHUNKS, voice)) / 1000
    bare()
    times = alternate({"bare": bare, "engine": lambda: _spoken(engine, CHUNKS, voice)}, rounds)
    rows = [
        (f"{side}, {seconds:.0f} s of speech", f"{seconds / taken:.1f} x real time")
        for side, taken in times.items()
    ]
    figure(f"{name}: engine against its bare model", times["engine"] / times["bare"])
    report(
        name,
        [
            *rows,
            ("the engine takes, times the bare model", f"{times['engine'] / times['bare']:.2f}"),
        ],
    )


def _spoken(engine: Engine, chunks: Sequence[Chunk], voice: Voice) -> list[Clip]:
    with ThreadPoolExecutor(engine.workers) as pool:
        return list(pool.map(lambda chunk: engine.speak(chunk, voice), chunks))


def _bare_hibari() -> Work:
    telemetry.onnxruntime()
    from hibari import Hibari as Model
    from hibari.voices import voice_path

    path = Path(voice_path(VOICE.id, download_missing=False))
    model = Model(VOICE.id, model=path.read_bytes(), threads=1)
    said = []
    for sentence in SENTENCES:
        said += split_phonemes(english_phonemes(sentence, ()), LIMIT, LIMIT)
    return lambda: [model.from_phonemes(part, speed=1.0, seed=SEED) for part in said]


def _bare_espeak() -> None:
    for sentence in SENTENCES:
        bindings.synthesize(sentence, "en-US", WORDS_A_MINUTE)


if __name__ == "__main__":
    main()
