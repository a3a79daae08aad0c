"""The commands `tts lexicon …`: how words are read in a show."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from tts.cli.options import checked_language, checked_mp3, json_option, show_option
from tts.cli.output import print_json, result, say

if TYPE_CHECKING:
    from tts.episode.pronounce import Pronounced
    from tts.text.lexicon import Entry

language_option = click.option(
    "--lang",
    "language",
    default="",
    metavar="LANG",
    callback=checked_language,
    help="The language that the entry applies to. Default: guessed from the word's letters.",
)


BUILT_IN = "Pagecast's list of names"


@click.group()
def lexicon() -> None:
    """Set how words are read: as pinyin, other words or IPA.

    \b
    tts lexicon add 朝阳区 "chao2 yang2 qu1"
    tts lexicon add Nginx "engine ex"
    tts lexicon add Kubernetes "/ˌkuːbərˈnɛtiːz/"
    tts lexicon test "朝阳区的 Nginx"
    """


@lexicon.command()
@click.argument("word")
@click.argument("reading")
@show_option
@language_option
def add(word: str, reading: str, output: Path, language: str) -> None:
    """Read WORD as READING: pinyin (chao2 yang2 or cháo yáng), other words, or IPA between
    slashes."""
    from tts.text import LEXICON, lexicon_file

    path = output / LEXICON
    made, before = lexicon_file.add(path, word, reading, language or _language(word))
    result(f"{made.word} [{made.language}] = {made.shown}")
    was = f" (before: {before})" if before and before != reading else ""
    say(f"written to {path}{was}; the next `tts make` speaks passages with this word again")
    say(f"  hear it: tts lexicon test {quote(word)} -o {quote(str(output))} --speak word.mp3")


@lexicon.command()
@click.argument("word")
@show_option
@language_option
def remove(word: str, output: Path, language: str) -> None:
    """Remove WORD from the lexicon."""
    from tts.model import TtsError
    from tts.text import LEXICON, lexicon_file

    path = output / LEXICON
    had = lexicon_file.remove(path, word, language)
    if not had:
        raise TtsError(
            f"{word} is not in {path}",
            hint=f"see the entries with: tts lexicon list -o {quote(str(output))}",
        )
    say(f"{word} [{', '.join(had)}] was removed from {path}")


@lexicon.command(name="list")
@show_option
@click.option(
    "--all", "everything", is_flag=True, help="Also show the names that come with Pagecast."
)
@json_option
def list_words(output: Path, everything: bool, as_json: bool) -> None:
    """List the words in the show's lexicon, and how they are read."""
    from tts.text import LEXICON
    from tts.text.lexicon import names, read

    own = read(output / LEXICON)
    entries = own + (names() if everything else ())
    if as_json:
        print_json([_entry_json(e) for e in entries])
        return
    for entry in entries:
        result(f"{entry.word} [{entry.language}] = {entry.shown}")
    if not everything:
        summary = (
            f"{len(own)} in {output / LEXICON}" if own else f"{output / LEXICON} has no entries yet"
        )
        say(f"{summary}; Pagecast comes with {len(names())} names of places and people (--all)")


@lexicon.command()
@click.argument("text")
@show_option
@click.option(
    "--lang",
    "language",
    default="",
    metavar="LANG",
    callback=checked_language,
    help="The language of TEXT. Default: detected.",
)
@click.option(
    "--speak",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=checked_mp3,
    metavar="FILE",
    help="Also speak TEXT into an MP3 file with the embedded voice.",
)
@json_option
def test(text: str, output: Path, language: str, speak: Path | None, as_json: bool) -> None:
    """Show how TEXT is read, word by word for the embedded voice and as respelled text for the
    online ones, and which entry decided it."""
    from tts.episode.pronounce import pronounce
    from tts.text import LEXICON

    pronounced = pronounce(text, output / LEXICON, language)
    if as_json:
        from dataclasses import asdict

        print_json({**asdict(pronounced), "entries": [_entry_json(e) for e in pronounced.entries]})
    else:
        _print_pronounced(pronounced)
    if speak:
        _speak(text, speak, output / LEXICON, pronounced)


def _print_pronounced(pronounced: Pronounced) -> None:
    rows = [*pronounced.words]
    width = min(40, max((_columns(word) for word, _ in rows), default=0))
    for word, said in rows:
        result(f"{word}{' ' * (width - _columns(word))}  {said}")
    if pronounced.missing:
        say(pronounced.missing)
    result(f"online: {pronounced.online}")
    for entry in pronounced.entries:
        result(f"by {entry.origin or BUILT_IN}: {entry.word} [{entry.language}] = {entry.shown}")


def _speak(text: str, file: Path, path: Path, pronounced: Pronounced) -> None:
    from tts.cache import user_cache
    from tts.episode import standalone_speech
    from tts.episode.options import Options

    options = Options(
        engine=pronounced.engine or "auto", language=pronounced.language, lexicon=str(path)
    )
    cast, duration = standalone_speech.say(text, file, options, cache=user_cache())
    say(f"{duration / 1000:.1f} s, {cast.names}: {file}")


def _entry_json(entry: Entry) -> dict[str, str]:
    return {
        "word": entry.word,
        "language": entry.language,
        "kind": entry.kind,
        "said": entry.said,
        "origin": entry.origin or BUILT_IN,
    }


def _columns(text: str) -> int:
    """The width of a text on a terminal in columns."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _language(word: str) -> str:
    from tts.text.detect import HAN

    return "zh" if HAN.search(word) else "en"
