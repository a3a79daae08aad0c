"""How much of the embedded voices is understood: speaks 24 to 40 sentences a kind, hears them back, counts errors.

    python benchmarks/quality.py [pinyin zh en ja mixed terms] [--voice NAME] [--same] [--record]

The sentences are in tests/data/quality; `terms` is Mandarin in both scripts with acronyms, names and phrases in it.
Each kind has the rate that it may not exceed in floors.json there; it ends with 1 when one is worse by more than half a
point. `--record` writes what was measured, and only ever lowers a rate. Another voice is only measured; so is, with
`--same`, what the Mandarin voice itself makes of English words. Rates are in percent: of syllables without tone for
Mandarin (an English word counts as one), of words for English, of kana for Japanese. There what is heard is held
against kana written by hand beside each sentence, tests/data/quality/ja.tsv. For `pinyin` nothing is spoken: the
syllables with tones that the voices would be given are held against a table read over by hand,
tests/data/quality/pinyin.tsv.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tts import audio, text
from tts.audio import pcm
from tts.cache import Cache, key
from tts.check.whisper import Ear, Score, score
from tts.engines import registry
from tts.engines.verify import speak
from tts.model import Article, Block, Chunk, Engine, Voice
from tts.storage.cache_folder import cache_folder

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.say_pinyin import syllables

DATA = Path(__file__).parents[1] / "tests" / "data" / "quality"
FLOORS = DATA / "floors.json"
SLACK = 0.5
"""Points: int8 models round differently on another processor, and a sentence tips over."""
PINYIN = "pinyin"
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
    ear, worse = Ear(), []
    for name in asked.names or (PINYIN, *SPEAKERS):
        rate = misread() if name == PINYIN else measured(name, asked.voice, ear, asked.same)
        if asked.voice or asked.same:
            continue
        floor = floors.get(name, 100.0)
        print(f"{name}: {rate:.2f} % wrong, floor {floor:.2f} %")
        slack = 0.0 if name == PINYIN else SLACK
        worse += [name] if rate > floor + slack else []
        floors[name] = min(floor, rate)
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


def measured(name: str, wanted: str, ear: Ear, same: bool = False) -> float:
    """Percent of the units of a file of sentences that were not understood; each with an error is printed."""
    language, engine_name = SPEAKERS[name]
    engine = registry.open_engine(engine_name, audio)
    voices = [v for v in engine.voices() if v.language.startswith(language[:2])]
    voice = next((v for v in voices if v.id == wanted), next(v for v in voices if v.default))
    if same:
        voice = replace(voice, second="")
    wrong = total = 0
    rows = list(sentences(name))
    spoken = chunks([sentence for sentence, _ in rows], language, engine)
    for chunk, (_, sounds) in zip(spoken, rows, strict=True):
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
    """Spoken once: what is in the cache by its key sounds the same. `sounds` is how it is to sound,
    where that is known otherwise than by its text."""
    cache, name = Cache(cache_folder() / "clips"), key(chunk, engine, voice)
    clip = cache.get(name)
    if clip is None:
        clip = speak(engine, chunk, voice)
        cache.put(name, clip)
    samples = pcm.decode(clip.audio)
    return score(sounds or chunk.text, ear.hear(samples, chunk.language), chunk.language)


if __name__ == "__main__":
    sys.exit(main())
