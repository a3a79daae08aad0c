"""The command `tts say`: speaks a text to a file, to try a voice."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from tts.cli.options import (
    checked_mp3,
    lexicon_option,
    options_of,
    quiet_option,
    voice_options,
)
from tts.cli.output import result, say


@click.command(name="say")
@click.argument("text")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("say.mp3"),
    callback=checked_mp3,
    show_default=True,
    metavar="FILE",
    help="The MP3 file to write.",
)
@voice_options
@lexicon_option
@quiet_option
def say_command(text: str, output: Path, quiet: bool, **asked: Any) -> None:
    """Speak TEXT (- for stdin) to a file, to try a voice."""
    from tts.cache import user_cache
    from tts.cli import progress
    from tts.episode import standalone_speech

    if text == "-":
        text = sys.stdin.read()
    listener = None if quiet else progress.Waits(say)
    cache = user_cache()
    cast, duration = standalone_speech.say(
        text, output, options_of(asked), cache=cache, listener=listener
    )
    choice = cast.main
    if not quiet:
        for note in cast.notes:
            say(f"  note: {note}")
        say(f"{duration / 1000:.1f} s, {choice.engine.name}/{choice.voice.id}: {choice.reason}")
    result(output)
