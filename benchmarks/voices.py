"""Measures the embedded voices: how natural each sounds to DistillMOS, how much of it Whisper mishears.

    python benchmarks/voices.py [LANGUAGE...] [--voice ENGINE/ID ...] [--sentences 20] --log FILE
    python benchmarks/voices.py --log FILE --write

Each voice says the first sentences of its language: those in tests/data/quality/voices, then those of `make quality`,
in all 200 of Mandarin and of English, 40 of Japanese, 10 of the others. Every sentence that was measured is a line of
the log; what stands there is not measured again, so that it can be stopped anywhere. `--write` puts the sums into
tts/engines/data/voices.json, which `tts voices` reads. espeak is measured as the low end.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tts import audio
from tts.audio import pcm
from tts.cache import key
from tts.check.whisper import Ear, score
from tts.engines import registry
from tts.engines.voice_ratings import VoiceRating
from tts.locale.language_tags import base_of
from tts.model import Chunk, Engine, Voice

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.naturalness import Judge
from benchmarks.quality import DATA, chunks, sentences, spoken

LANGUAGES = ("zh", "en", "es", "fr", "hi", "it", "ja", "pt")
ENGINES = ("kokoro", "hibari", "espeak")
LOW_END = {"en-US", "es", "fr", "it", "pt-BR", "hi", "cmn"}
"""The voices of espeak that are measured."""
MEASURED = Path(__file__).parents[1] / "tts" / "engines" / "data" / "voices.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence by one voice."""

    voice: str
    """`engine/id`."""
    sentence: int
    """Its number, from 0."""
    key: str
    """Of the clip in the cache: another for whatever sounds otherwise."""
    naturalness: float
    """Mean opinion score, 1 to 5."""
    wrong: int
    total: int
    """Units of the sentence: syllables, or words."""
    heard: str


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence that a voice is to say."""

    number: int
    chunk: Chunk
    sounds: str
    """How it is to sound, where that is known otherwise than by its text; else empty."""
    engine: Engine
    voice: Voice


def main() -> int:
    asked = _arguments()
    if asked.write:
        return _write(_rows(asked.log), asked.least)
    done = {row.key for row in _rows(asked.log)}
    ear, judge = Ear(), Judge()
    for task in _tasks(asked.sentences, asked.languages, asked.voice):
        if key(task.chunk, task.engine, task.voice) not in done:
            row = measured(task, ear, judge)
            with asked.log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help=", ".join(LANGUAGES))
    parser.add_argument("--voice", action="append", default=[], metavar="ENGINE/ID")
    parser.add_argument("--sentences", type=int, default=20, metavar="N")
    parser.add_argument("--log", type=Path, required=True, metavar="FILE")
    parser.add_argument("--write", action="store_true", help="sum up the log for tts voices")
    parser.add_argument(
        "--least", type=int, default=5, metavar="N", help="sentences a voice needs to be written"
    )
    asked = parser.parse_args()
    if strange := set(asked.languages) - set(LANGUAGES):
        parser.error(f"no sentences in {', '.join(sorted(strange))}: name {', '.join(LANGUAGES)}")
    return asked


# --- measuring ------------------------------------------------------------------------------------


def texts(language: str, engine: Engine) -> list[tuple[Chunk, str]]:
    """What a voice of a language says, in order, as it is written for the engine; and how it is to sound, where that
    is known otherwise than by its text."""
    own = DATA / "voices" / f"{language}.txt"
    rows = [(line, "") for line in own.read_text("utf-8").splitlines()] if own.exists() else []
    if any((DATA / f"{language}.{kind}").exists() for kind in ("txt", "tsv")):
        rows += sentences(language)
    lines = [line for line, _ in rows]
    said = chunks(lines, "zh-Hans" if language == "zh" else language, engine)
    return list(zip(said, [sounds for _, sounds in rows], strict=True))


def measured(task: Task, ear: Ear, judge: Judge) -> Row:
    """A sentence as listeners get it: encoded, and decoded again."""
    name, clip = spoken(task.chunk, task.engine, task.voice)
    samples = pcm.decode(clip.audio)
    language = task.chunk.language
    result = score(task.sounds or task.chunk.text, ear.hear(samples, language), language)
    return Row(
        voice=f"{task.engine.name}/{task.voice.id}",
        sentence=task.number,
        key=name,
        naturalness=round(judge.score(samples), 3),
        wrong=result.wrong,
        total=result.total,
        heard=result.heard,
    )


def _tasks(count: int, languages: Iterable[str], wanted: Iterable[str]) -> Iterator[Task]:
    """The first sentence of every voice, then the second."""
    voices = list(_voices(languages, wanted))
    rows = {voice: texts(base_of(voice.language), engine) for engine, voice in voices}
    for number in range(count):
        for engine, voice in voices:
            if number < len(rows[voice]):
                chunk, sounds = rows[voice][number]
                yield Task(number, chunk, sounds, engine, voice)


def _voices(languages: Iterable[str], wanted: Iterable[str]) -> Iterator[tuple[Engine, Voice]]:
    """Those that are measured, of the languages and the names that were asked for."""
    for name in ENGINES:
        engine = registry.open_engine(name, audio)
        for voice in engine.voices():
            if name == "espeak" and voice.id not in LOW_END:
                continue
            if languages and base_of(voice.language) not in languages:
                continue
            if not wanted or f"{name}/{voice.id}" in wanted:
                yield engine, voice


# --- the log and the table ------------------------------------------------------------------------


def _rows(log: Path) -> list[Row]:
    """Of a log; where a sentence was measured again, the last."""
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    rows = [Row(**json.loads(line)) for line in lines]
    return list({(row.voice, row.sentence): row for row in rows}.values())


def _write(rows: Iterable[Row], least: int) -> int:
    """Sum the log up, voice by voice, into what ships, and print it; voices with fewer sentences are left out."""
    by_voice: dict[str, list[Row]] = {}
    for row in rows:
        by_voice.setdefault(row.voice, []).append(row)
    table = {voice: measures(own) for voice, own in sorted(by_voice.items()) if len(own) >= least}
    lines = [f"{json.dumps(voice)}: {json.dumps(asdict(own))}" for voice, own in table.items()]
    MEASURED.write_text("{\n " + ",\n ".join(lines) + "\n}\n", encoding="utf-8")
    for voice, own in sorted(table.items(), key=lambda item: item[1].rank):
        stars = f"{'★' * own.natural_stars:<5} {'★' * own.understood_stars:<5}"
        figures = f"{own.naturalness:5.2f} {own.misheard:5.1f} % {own.sentences:4} sentences"
        print(f"{voice:<22} {stars} {figures}")
    return 0


def measures(rows: list[Row]) -> VoiceRating:
    """Of one voice: its sentences weigh the same for naturalness, their units for what is misheard."""
    naturalness = sum(row.naturalness for row in rows) / len(rows)
    wrong, total = sum(row.wrong for row in rows), sum(row.total for row in rows)
    return VoiceRating(round(naturalness, 2), round(100 * wrong / total, 1), len(rows))


if __name__ == "__main__":
    sys.exit(main())
