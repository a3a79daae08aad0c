"""How a text would be read, word by word, and what decided it. Nothing is spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tts import text
from tts.locale.language_tags import base_of
from tts.model import Article, Block, EngineMissing, Script, Sentence

if TYPE_CHECKING:
    from tts.text.lexicon import Entry


@dataclass(frozen=True, slots=True)
class Pronounced:
    """A text as the engines receive it."""

    language: str
    engine: str
    """The embedded engine for the language; empty if there is none, or it is not installed."""
    missing: str
    """Why there is none."""
    words: tuple[tuple[str, str], ...]
    """In order: a word, and its pinyin or its phonemes."""
    online: str
    """The text that is sent to the online service."""
    entries: tuple[Entry, ...]
    """Entries of the lexicon that occur in the text."""


def pronounce(said: str, lexicon_file: Path, language: str = "") -> Pronounced:
    """How a text would be read. Raises SourceError if it contains nothing to say, LibraryError if
    the lexicon can't be read."""
    from tts.engines.choose import embedded_first
    from tts.text.sentence_readings import deciding

    article = Article((Block("paragraph", " ".join(said.split())),))
    article = text.edit(article, language=language, as_written=True)
    lexicon = text.load_lexicon(lexicon_file)
    engine, base = embedded_first(article.language), base_of(article.language)
    online = text.write_script(article, fits=lambda _: True, normalizes=True, lexicon=lexicon)
    missing = "" if engine else f"no embedded voice speaks the language {article.language}"
    words: list[tuple[str, str]] = []
    if engine:
        written = text.write_script(article, fits=lambda _: True, lexicon=lexicon, phonemic=True)
        try:
            words = [
                word for sentence in _sentences(written) for word in _words(sentence, engine, base)
            ]
        except ImportError as e:
            engine, missing = (
                "",
                f"the engine {engine} needs {e.name}: pip install 'pagecast[local]'",
            )
        except EngineMissing as e:
            engine, missing = "", f"{e.message}: {e.hint}"
    sent = "".join(sentence.spoken for sentence in _sentences(online))
    entries = deciding([block.text for block in article.blocks], lexicon)
    return Pronounced(article.language, engine, missing, tuple(words), sent, entries)


def _sentences(script: Script) -> Iterator[Sentence]:
    return (sentence for chunk in script.chunks for sentence in chunk.sentences)


def _words(sentence: Sentence, engine: str, base: str) -> Iterator[tuple[str, str]]:
    from tts.engines.english.phonemizer import english_phonemes
    from tts.engines.kokoro.european_phonemes import TONGUES, european_phonemes
    from tts.engines.mandarin.phonemes import spelled
    from tts.text.syllables import marked

    if engine == "hibari":
        yield sentence.spoken.strip(), english_phonemes(sentence.spoken, sentence.readings)
        return
    if base in TONGUES:
        yield sentence.spoken.strip(), european_phonemes(sentence.spoken, base, sentence.readings)
        return
    for word, syllables, phonemes in spelled(sentence.spoken, sentence.readings):
        yield word, " ".join(map(marked, syllables)) if syllables else f"/{phonemes}/"
