"""How much of the embedded voices is understood, and how natural they sound: speaks 24 to 40 sentences a kind, hears
them back, counts errors.

    python benchmarks/quality.py [pinyin zh en ja mixed terms] [--voice NAME] [--same] [--record]

The sentences are in tests/data/quality; `terms` is Mandarin in both scripts with acronyms, names and phrases in it.
Each kind has the rate that it may not exceed in floors.json there; it ends with 1 when one is worse by more than half a
point. `--record` writes what was measured, and only ever lowers a rate. Another voice is only measured; so is, with
`--same`, what the Mandarin voice itself makes of English words. Rates are in percent: of syllables without tone for
Mandarin (an English word counts as one), of words for English, of kana for Japanese. There what is heard is held
against kana written by hand beside each sentence, tests/data/quality/ja.tsv. For `pinyin` nothing is spoken: the
syllables with tones that the voices would be given are held against a table read over by hand,
tests/data/quality/pinyin.tsv.

For `zh` and `en` DistillMOS also says how natural the voice sounds, 1 to 5, where it is installed (`pip install
'pagecast[naturalness]'`): that may not fall below its floor by more than 0.05.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean

from tts import audio, text
from tts.audio import pcm
from tts.cache import Cache, key
from tts.check.whisper import Ear, Score, score
from tts.engines import registry
from tts.engines.verify import speak
from tts.model import Article, Block, Chunk, Clip, Engine, EngineMissing, Voice
from tts.storage.cache_folder import cache_folder

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.naturalness import Judge
from tools.say_pinyin import syllables

DATA = Path(__file__).parents[1] / "tests" / "data" / "quality"
FLOORS = DATA / "floors.json"
SLACK = 0.5
"""Points: int8 models round differently on another processor, and a sentence tips over."""
FALLS = 0.05
"""Of the mean opinion score, for the same reason."""
PINYIN = "pinyin"
NATURAL = {"zh": "zh naturalness", "en": "en naturalness"}
"""File of sentences -> the name of its floor: the mean opinion score of DistillMOS, which is to be high."""
SPEAKERS = {
    "zh": ("zh-Hans", "kokoro"),
    "en": ("en", "hibari"),
    "ja": ("ja", "kokoro"),
    "mixed": ("zh-Hans", "kokoro"),
    "terms": ("zh-Hans", "kokoro"),
}
"""File of sentences -> the language of the article they would stand in, and the engine that speaks it offline."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "names", nargs="*", choices=[[], PINYIN, *SPEAKERS], metavar="pinyin|zh|en|ja|mixed|terms"
    )
    parser.add_argument("--voice", default="", help="in place of the engine's own choice")
    parser.add_argument(
        "--same", action="store_true", help="have no second voice say English words in Mandarin"
    )
    parser.add_argument(
        "--record", action="store_true", help="write what was measured, where it is better"
    )
    asked = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    ear, judge, worse = Ear(), judging(), []
    for name in asked.names or (PINYIN, *SPEAKERS):
        rate = misread() if name == PINYIN else measured(name, asked.voice, ear, asked.same)
        if asked.voice or asked.same:
            continue
        floor = floors.get(name, 100.0)
        print(f"{name}: {rate:.2f} % wrong, floor {floor:.2f} %")
        slack = 0.0 if name == PINYIN else SLACK
        worse += [name] if rate > floor + slack else []
        floors[name] = min(floor, rate)
        if judge and name in NATURAL:
            worse += unnatural(name, judge, floors)
    if asked.record and not worse:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    if worse:
        print(f"worse than recorded: {', '.join(worse)}")
    return bool(worse)


def misread() -> float:
    """Percent of the syllables of pinyin.tsv that are read otherwise; each sentence with one is printed."""
    wrong = total = 0
    for line in (DATA / "pinyin.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        sentence, written = line.split("\t")
        pairs = list(zip(written.split(), syllables(sentence), strict=True))
        errors = [f"{said} for {wanted}" for wanted, said in pairs if wanted != said]
        wrong, total = wrong + len(errors), total + len(pairs)
        if errors:
            print(f"  {sentence} {', '.join(errors)}")
    print(f"{PINYIN}: {wrong} of {total} syllables")
    return round(100 * wrong / total, 2)


def judging() -> Judge | None:
    """DistillMOS, where it is installed."""
    try:
        return Judge()
    except EngineMissing as error:
        print(f"{error.message} → {error.hint}")
        return None


def unnatural(name: str, judge: Judge, floors: dict[str, float]) -> list[str]:
    """Compares the default voice with its floor, and raises that; the name of the floor where the voice is below."""
    floor_name = NATURAL[name]
    score, floor = naturalness(name, judge), floors.get(floor_name, 0.0)
    print(f"{floor_name}: {score:.2f}, floor {floor:.2f}")
    floors[floor_name] = max(floor, score)
    return [floor_name] if score < floor - FALLS else []


def naturalness(name: str, judge: Judge) -> float:
    """Mean opinion score of a file of sentences in the voice that speaks it by default."""
    language, engine, voice = speaker(name)
    lines = [sentence for sentence, _ in sentences(name)]
    clips = [spoken(chunk, engine, voice)[1] for chunk in chunks(lines, language, engine)]
    return round(mean(judge.score(pcm.decode(clip.audio)) for clip in clips), 2)


def speaker(name: str, wanted: str = "") -> tuple[str, Engine, Voice]:
    """The language of a file of sentences, its engine, and the voice: the one wanted, else the default."""
    language, engine_name = SPEAKERS[name]
    engine = registry.open_engine(engine_name, audio)
    voices = [v for v in engine.voices() if v.language.startswith(language[:2])]
    voice = next((v for v in voices if v.id == wanted), next(v for v in voices if v.default))
    return language, engine, voice


def measured(name: str, wanted: str, ear: Ear, same: bool = False) -> float:
    """Percent of the units of a file of sentences that were not understood; each with an error is printed."""
    language, engine, voice = speaker(name, wanted)
    if same:
        voice = replace(voice, second="")
    wrong = total = 0
    rows = list(sentences(name))
    said = chunks([sentence for sentence, _ in rows], language, engine)
    for chunk, (_, sounds) in zip(said, rows, strict=True):
        result = heard(chunk, engine, voice, ear, sounds)
        wrong, total = wrong + result.wrong, total + result.total
        if result.wrong:
            print(
                f"  {result.wrong}/{result.total}  {chunk.text.strip()}\n    heard: {result.heard}"
            )
    speakers = f"{voice.id} with {voice.second}" if voice.second else voice.id
    print(f"{name}: {wrong} of {total} by {engine.name}/{speakers}")
    return round(100 * wrong / total, 2)


def sentences(name: str) -> Iterator[tuple[str, str]]:
    """Each with how it sounds, where that is written beside it."""
    table = DATA / f"{name}.tsv"
    path = table if table.exists() else DATA / f"{name}.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sentence, _, sounds = line.partition("\t")
            yield sentence, sounds


def chunks(lines: Sequence[str], language: str, engine: Engine) -> tuple[Chunk, ...]:
    """Each line as a paragraph of an article is written for the engine."""
    blocks = tuple(Block("paragraph", line) for line in lines)
    article = Article(blocks, language=language)
    return text.write_script(
        article, fits=engine.fits, normalizes=engine.normalizes, phonemic=engine.phonemic
    ).chunks


def heard(chunk: Chunk, engine: Engine, voice: Voice, ear: Ear, sounds: str = "") -> Score:
    """What Whisper makes of the chunk in that voice. `sounds` is how it is to sound, where that is
    known otherwise than by its text."""
    _, clip = spoken(chunk, engine, voice)
    samples = pcm.decode(clip.audio)
    return score(sounds or chunk.text, ear.hear(samples, chunk.language), chunk.language)


def spoken(chunk: Chunk, engine: Engine, voice: Voice) -> tuple[str, Clip]:
    """The clip and its key; spoken once: what is in the cache by its key sounds the same."""
    cache, name = Cache(cache_folder() / "clips"), key(chunk, engine, voice)
    clip = cache.get(name)
    if clip is None:
        clip = speak(engine, chunk, voice)
        cache.put(name, clip)
    return name, clip


if __name__ == "__main__":
    sys.exit(main())
