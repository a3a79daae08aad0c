"""Is any short text refused? Every embedded voice, at rates from half to twice its own, and the engine of the docs.

    python benchmarks/torture_voices.py [--engine kokoro] [--rates 0.5 1 2] [--voices zm_yunxi af_nova] [--most 7]
                                        [--journal FILE]

Titles, headings and items of one to six characters, in each voice's language, go the whole way that `tts make` takes:
script, speech, verification. Prints a line a voice and rate, every text that was refused, and what there was in all;
the exit code is 1 where any was. With `--most`, each voice and rate says the next few texts of its language, so that
all are said by some voice. With `--journal`, what was done is written down, and not done again by the next run.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import cycle, islice, product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tts import audio, text
from tts.engines import plugin_guard
from tts.engines.registry import open_engine
from tts.engines.verify import speak
from tts.model import Article, Block, Chunk, Engine, NothingToSay, TtsError, Voice

RATES = (0.5, 0.75, 1.0, 1.5, 2.0)
ENGINES = ("kokoro", "hibari", "espeak", "hum")
LONGEST = 6
"""Characters of a short text."""
SHORT = {
    "zh": "茶 雨 我 好 是 短文 下山 目录 序 上篇 三句话 第1章 2024年 下山的路 一杯茶 山上的算术 火与时间 回到胡同 "
    "今天的天气 采了多少斤 附录A AI 5% 嗯 不 四十四 咖啡 西安 知识 慈善 思思",
    "en": "A I Tea Hush Oh Part 1 Why? Ships Sixth Off Mmm 2024 Fifth If Us Path Ferry Go on Note Q&A C++ USA",
    "es": "Té Yo Sí Uno Oso Luz Final Fin 2024 Parte Mes Índice Dos Ajo Pez",
    "fr": "Thé Je Oui Un Eau Fin Suite 2024 Neige Six Actes Oeuf Où Pluie",
    "it": "Tè Io Sì Uno Luce Fine Parte 2024 Note Mese Sei Acqua Oh Zio",
    "pt": "Chá Eu Sim Um Luz Fim Parte 2024 Notas Mês Seis Água Pão Não",
    "hi": "चाय मैं हाँ एक अंत नदी भाग 2024 घर वर्षा छह सच क ओ",
}
"""What is said in a language, apart by spaces; in the others of espeak-ng, names of months and days."""
PLAIN = ("1", "42", "A", "Taxi")
"""Said in every language."""


@dataclass(frozen=True)
class Task:
    """A voice at a rate, and the texts that it is to say."""

    engine: str
    voice: Voice
    language: str
    texts: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.engine}/{self.voice.id} {self.language} at {self.voice.rate:g}"


@dataclass(frozen=True)
class Outcome:
    """What came of a task."""

    id: str
    spoken: tuple[str, ...]
    silent: tuple[str, ...]
    """In which the voice finds nothing to say."""
    refused: tuple[str, ...]
    """With the reason."""
    seconds: float


def short_texts(language: str) -> list[str]:
    """Texts of at most six characters in a language, each once."""
    base = language.partition("-")[0]
    base = {"yue": "zh", "hak": "zh", "cmn": "zh"}.get(base, base)
    own = SHORT[base].split() if base in SHORT else list(_calendar(base))
    return list(dict.fromkeys(each for each in (*own, *PLAIN) if len(each) <= LONGEST))


def _calendar(base: str) -> Iterator[str]:
    """Some months and days of the week, in full and abbreviated, as far as CLDR has the language."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        return
    for names in (locale.months, locale.days):
        for width in ("wide", "abbreviated", "narrow"):
            yield from map(str, list(names["stand-alone"][width].values())[:4])


def short_chunks(engine: Engine, language: str, texts: Sequence[str]) -> list[Chunk]:
    """The texts as title, heading and item; those that come out the same are there once."""
    blocks = tuple(
        Block("item" if n % 3 else "heading", each, level=1) for n, each in enumerate(texts)
    )
    article = Article(blocks, title=texts[0], language=language)
    script = text.write_script(
        article, fits=engine.fits, normalizes=engine.normalizes, phonemic=engine.phonemic
    )
    return list({(chunk.text, chunk.spoken): chunk for chunk in script.chunks}.values())


def attempted(task: Task) -> Outcome:
    """Every text of a task, spoken as in a run."""
    start = time.monotonic()
    engine = opened(task.engine)
    spoken: list[str] = []
    silent: list[str] = []
    refused: list[str] = []
    for chunk in short_chunks(engine, task.language, task.texts):
        try:
            speak(engine, chunk, task.voice, again=0)
        except NothingToSay:
            silent.append(chunk.text)
        except TtsError as error:
            refused.append(f"{chunk.text}: {error.message}")
        else:
            spoken.append(chunk.text)
    seconds = round(time.monotonic() - start, 1)
    return Outcome(task.id, tuple(spoken), tuple(silent), tuple(refused), seconds)


@cache
def opened(name: str) -> Engine:
    """An engine of ours; or that of docs/engines.md, as if its package were installed."""
    return documented() if name == "hum" else open_engine(name, audio)


def documented() -> Engine:
    """The engine that docs/engines.md has as its example, guarded as any of a third party."""
    page = Path(__file__).parents[1].joinpath("docs", "engines.md").read_text("utf-8")
    code = page.partition("```python\n")[2].partition("```")[0]
    module: dict[str, type] = {}
    exec(code, module)
    return plugin_guard.Guarded("hum", module["Hum"](audio), "the engine hum", "")


def tasks(
    names: Sequence[str], rates: Sequence[float], wanted: Sequence[str], most: int
) -> Iterator[Task]:
    """Every voice in every language that it is for, at every rate, each with the next `most` texts of its language.

    Rate by rate, so that what is broken off has met every voice.
    """
    turns: dict[str, Iterator[str]] = {}
    for name in names:
        voices = opened(name).voices()
        for rate, voice in product(rates, voices):
            languages = SHORT if voice.language == "mul" else (voice.language,)
            for language in languages:
                texts = short_texts(language)
                turn = turns.setdefault(f"{name} {language}", cycle(texts))
                said = tuple(islice(turn, min(most, len(texts))))
                if not wanted or voice.id in wanted:
                    yield Task(name, replace(voice, rate=rate), language, said)


# --- the journal --------------------------------------------------------------------------------------------


def outcomes_in(journal: Path | None) -> dict[str, Outcome]:
    """What earlier runs have done, by the id of the task."""
    if journal is None or not journal.exists():
        return {}
    lines = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
    return {line["id"]: Outcome(**line) for line in lines}


def noted(outcome: Outcome, journal: Path | None) -> None:
    """On the terminal, and in the journal."""
    print(f"{outcome.id}: {len(outcome.spoken)} spoken, {outcome.seconds:g} s", flush=True)
    for unheard in outcome.silent:
        print(f"  nothing to say in {unheard}", flush=True)
    for refusal in outcome.refused:
        print(f"  REFUSED {refusal}", flush=True)
    if journal:
        with journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")


def summary(done: Sequence[tuple[Task, Outcome]]) -> Iterator[str]:
    """A line an engine."""
    for name in dict.fromkeys(task.engine for task, _ in done):
        own = [(task, outcome) for task, outcome in done if task.engine == name]
        voices = len({task.voice.id for task, _ in own})
        said = Counter(text for _, outcome in own for text in (*outcome.spoken, *outcome.silent))
        silent = sum(len(outcome.silent) for _, outcome in own)
        refused = sum(len(outcome.refused) for _, outcome in own)
        seconds = sum(outcome.seconds for _, outcome in own)
        yield (
            f"{name}: {voices} voices, {len(said)} texts, {said.total() + refused} times in {seconds:.0f} s: "
            f"{silent} with nothing to say, {refused} refused"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Every embedded voice, on the shortest texts.")
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--rates", nargs="+", type=float, default=RATES)
    parser.add_argument("--voices", nargs="+", default=())
    parser.add_argument(
        "--most", type=int, default=1000, help="texts a voice and rate; they take turns"
    )
    parser.add_argument("--journal", type=Path, help="a file that remembers what was done")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    asked = list(tasks(options.engine or ENGINES, options.rates, options.voices, options.most))
    known = outcomes_in(options.journal)
    done = [(task, known[task.id]) for task in asked if task.id in known]
    rest = [task for task in asked if task.id not in known]
    with ThreadPoolExecutor(options.jobs) as pool:
        for task, outcome in zip(rest, pool.map(attempted, rest), strict=True):
            noted(outcome, options.journal)
            done.append((task, outcome))
    print(*summary(done), sep="\n")
    return 1 if any(outcome.refused for _, outcome in done) else 0


if __name__ == "__main__":
    sys.exit(main())
