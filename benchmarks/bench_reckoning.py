"""What `tts make --dry-run` reckons with, and what an archive of any size comes to by it.

    python benchmarks/bench_reckoning.py --speeds     measure engines and articles; writes what is shipped
    python benchmarks/bench_reckoning.py              the table of docs/archive.md

Engines that compute: speech in a second of all cores, by the processor's time, so that what else runs does not count.
An article: by `silent`, the processor's time of performing and of committing one, the median. Of a service nothing is
shipped: how fast it is, is learnt from what it speaks.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench_edge import article as chinese
from bench_kokoro import SENTENCES as CHINESE
from bench_local import SENTENCES as ENGLISH
from common import report

from tts import audio
from tts.cache import Cache
from tts.engines.registry import Engines
from tts.episode import expand, pipeline
from tts.episode.options import Options
from tts.episode.task import Means, perform
from tts.model import Chunk, Sentence
from tts.parallel import cores
from tts.show import library

SHIPPED = Path(__file__).parents[1] / "tts/engines/data/speeds.json"
LANGUAGES = {"hibari": "en", "kokoro": "zh", "espeak": "en"}
PARAGRAPHS = 8


def speech_a_second(name: str, rounds: int = 2) -> float:
    """Of an engine that computes, on all cores."""
    engine = Engines(audio).open(name)
    language = LANGUAGES[name]
    voice = next(v for v in engine.voices() if v.language.startswith(language) and v.default)
    texts = ENGLISH if language == "en" else CHINESE
    tag = "en" if language == "en" else "zh-Hans"
    chunks = [Chunk("paragraph", (Sentence(text, text),), tag) for text in texts]
    engine.speak(chunks[0], voice)
    begun = time.process_time()
    with ThreadPoolExecutor(engine.workers) as pool:
        clips = list(pool.map(lambda chunk: engine.speak(chunk, voice), chunks * rounds))
    work = (time.process_time() - begun) / cores()
    return sum(clip.info.duration for clip in clips) / 1000 / work


def seconds_an_article(folder: Path, count: int = 30) -> dict[str, float]:
    """What an article costs beside being spoken."""
    sentences = chinese(count * PARAGRAPHS)
    means, options = Means(Engines(audio), shared=True), Options(engine="silent", offline=True)
    show, cache = library.open_show(folder / "plain"), Cache(folder / "clips")
    taken: dict[str, list[float]] = {"perform": [], "commit": []}
    for number in range(count):
        path = folder / f"plain{number}.md"
        body = sentences[number * PARAGRAPHS : (number + 1) * PARAGRAPHS]
        path.write_text("\n\n".join([f"# 第{number}篇", *body]), encoding="utf-8")
        source = expand.fetch(str(path), options)
        task = pipeline.begin(
            source, source.where, article=None, show=show, options=options, cache=cache
        )
        begun = time.process_time()
        outcome = perform(task, means)
        performed = time.process_time()
        pipeline.commit(task, outcome, show, cache)
        taken["perform"].append(performed - begun)
        taken["commit"].append(time.process_time() - performed)
    return {name: round(statistics.median(each), 3) for name, each in taken.items()}


def measure() -> None:
    engines = {
        name: {"times": round(speech_a_second(name), 1), "cores": cores()} for name in LANGUAGES
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PAGECAST_CACHE"] = f"{name}/own"
        article = seconds_an_article(folder)
    content = {"article": article, "engines": engines}
    SHIPPED.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    rows = [(name, f"{row['times']} times real time") for name, row in engines.items()]
    rows += [(f"an article, to {name}", f"{taken:.3f} s") for name, taken in article.items()]
    report(f"On {cores()} cores, now in {SHIPPED.name}", rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--speeds", action="store_true")
    options = parser.parse_args()
    if options.speeds:
        measure()


if __name__ == "__main__":
    main()
