"""Is any short text refused? Every embedded voice, at rates from half to twice its own, and the engine of the docs.

    python benchmarks/torture_voices.py [--engine kokoro] [--rates 0.5 1 2] [--voice zm_yunxi]

Titles, headings and items of one to six characters, in each voice's language, go the whole way that `tts make` takes:
script, speech, verification. Prints how many were spoken, and every one that was refused; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tts import audio, text
from tts.engines import guard, open_engine
from tts.engines.verify import speak
from tts.model import Article, Block, Chunk, Engine, TtsError, Voice

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
SHOWN = 20


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
    blocks = tuple(Block("item" if n % 3 else "heading", each, level=1) for n, each in enumerate(texts))
    article = Article(blocks, title=texts[0], language=language)
    script = text.write_script(article, fits=engine.fits, normalizes=engine.normalizes, phonemic=engine.phonemic)
    return list({(chunk.text, chunk.spoken): chunk for chunk in script.chunks}.values())


def refused(engine: Engine, voice: Voice, language: str, texts: Sequence[str]) -> tuple[int, list[str]]:
    """How many chunks a voice was asked for, and what it did not speak, with the reason."""
    wrong, count = [], 0
    for chunk in short_chunks(engine, language, texts):
        count += 1
        try:
            speak(engine, chunk, voice, again=0)
        except TtsError as error:
            wrong.append(f"{engine.name}/{voice.id} at {voice.rate:g}: {chunk.text}: {error.message}")
    return count, wrong


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
    return guard.Guarded("hum", module["Hum"](audio), "the engine hum", "")


def work(names: Sequence[str], rates: Sequence[float], wanted: str) -> Iterator[tuple[Engine, Voice, str]]:
    """Every voice in every language that it is for, at every rate."""
    for name in names:
        engine = opened(name)
        for voice in engine.voices():
            languages = SHORT if voice.language == "mul" else (voice.language,)
            for language in languages if wanted in ("", voice.id) else ():
                for rate in rates:
                    yield engine, replace(voice, rate=rate), language


def main() -> int:
    parser = argparse.ArgumentParser(description="Every embedded voice, on the shortest texts.")
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--rates", nargs="+", type=float, default=RATES)
    parser.add_argument("--voice", default="")
    parser.add_argument("--most", type=int, default=1000, help="texts a voice")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    spoken, wrong = 0, []
    asked = list(work(options.engine or ENGINES, options.rates, options.voice))
    with ThreadPoolExecutor(options.jobs) as pool:
        tasks = [
            pool.submit(partial(refused, engine, voice, language, short_texts(language)[: options.most]))
            for engine, voice, language in asked
        ]
        for task in tasks:
            count, errors = task.result()
            spoken += count
            wrong += errors
            for error in errors:
                print(error, flush=True)
    voices = len({(engine.name, voice.id) for engine, voice, _ in asked})
    print(f"{spoken} short texts by {voices} voices at {len(options.rates)} rates: {len(wrong)} refused")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
