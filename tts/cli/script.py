"""The command `tts script`: what would be said for a source, and what would be left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts.cli.options import (
    EngineName,
    checked_language,
    heeded_option,
    json_option,
    lexicon_option,
    options_of,
    piped,
    selection_options,
    source_options,
    verbose_option,
)
from tts.cli.output import print_json, result, say

if TYPE_CHECKING:
    from tts.model import Article, Script


@click.command()
@click.argument("source")
@click.option(
    "--engine",
    type=EngineName(),
    default="auto",
    show_default=True,
    help="The engine to write the script for: it decides the length of chunks, and numbers in "
    "words or digits.",
)
@click.option(
    "--lang",
    "language",
    default="",
    metavar="LANG",
    callback=checked_language,
    help="The article's language. Default: detected.",
)
@heeded_option
@lexicon_option
@source_options
@selection_options
@click.option("--offline", is_flag=True, help="Don't use the network at all.")
@json_option
@verbose_option
def script(source: str, output: Path, as_json: bool, verbose: bool, **asked: Any) -> None:
    """Show what would be said for SOURCE, and what would not. It lists chunks, pauses and chapters,
    then what was left out or repaired, and why.

    For a feed, a book or a list, show the articles in it.
    """
    from tts.cli import script_view, source_view
    from tts.episode import expand, preview
    from tts.show import library

    options = options_of(asked)
    found = expand.look_into(source, options, stdin=piped(source))
    if isinstance(found, expand.Opened):
        if as_json:
            print_json(source_view.listed(found))
        else:
            source_view.show(found, options, output, result)
        return
    if not as_json and (note := source_view.unsplit(found, (), options)):
        say(f"note: {note}")
    article, written = preview.script(found, options, library.open_show(output))
    if as_json:
        print_json(_as_json(article, written))
    else:
        script_view.show(article, written, verbose=verbose)


def _as_json(article: Article, written: Script) -> dict[str, Any]:
    from dataclasses import asdict

    metadata = asdict(article)
    for field in ("blocks", "changes", "plain", "picture"):
        del metadata[field]
    chunks = [{**asdict(c), "text": c.text, "spoken": c.spoken} for c in written.chunks]
    changes = [asdict(change) for change in written.changes]
    return {**metadata, "chunks": chunks, "changes": changes}
