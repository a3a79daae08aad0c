"""The command `tts voices`: the voices of all engines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tts.cli.options import checked_language, json_option, proxy_option
from tts.cli.output import print_json, result, say

if TYPE_CHECKING:
    from tts.model import Voice


@click.command()
@click.option(
    "--lang",
    "language",
    default="",
    metavar="LANG",
    callback=checked_language,
    help="Only voices of this language.",
)
@click.option("--refresh", is_flag=True, help="Fetch the list of online voices anew.")
@proxy_option
@json_option
def voices(language: str, refresh: bool, as_json: bool) -> None:
    """List the voices of all engines; ● marks those that work offline."""
    from tts.episode import casting

    found, missing = casting.voices(language, refresh=refresh)
    if as_json:
        from dataclasses import asdict

        asked = {"rate", "pitch", "volume"}
        print_json([{k: v for k, v in asdict(voice).items() if k not in asked} for voice in found])
        return
    width = max((len(f"{v.engine}/{v.id}") for v in found), default=0)
    for voice in found:
        result(_voice_line(voice, width))
    for error in missing:
        say(f"not at hand: {error.message}" + (f" → {error.hint}" if error.hint else ""))
    if not found:
        say(f"no voice speaks {language!r}; all languages: tts voices")
        sys.exit(1)
    say(
        "● works offline   * the engine's choice for its language   "
        "try one: tts say 'Hello' --voice NAME"
    )


def _voice_line(voice: Voice, width: int) -> str:
    offline, default = "●" if voice.offline else " ", "*" if voice.default else " "
    name = f"{voice.engine}/{voice.id}"
    columns = f"{name:<{width}}  {voice.language:<8} {voice.gender:<7} {voice.name}"
    return f"{offline}{default} {columns}".rstrip()
