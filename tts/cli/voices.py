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
    help="Show only voices of this language.",
)
@click.option("--refresh", is_flag=True, help="Fetch the list of online voices again.")
@proxy_option
@json_option
def voices(language: str, refresh: bool, as_json: bool) -> None:
    """List the voices of all engines; ● marks those that work offline.

    Stars show measurements: how natural a voice sounds, and how well it is understood. Within a
    language the best are listed first; online voices can't be measured.
    """
    from tts.engines.voice_ratings import best_first
    from tts.episode import casting

    found, missing = casting.voices(language, refresh=refresh)
    found = best_first(found)
    if as_json:
        print_json([_fields(voice) for voice in found])
        return
    names = max((len(f"{v.engine}/{v.id}") for v in found), default=0)
    tags = max((len(v.language) for v in found), default=0)
    for voice in found:
        result(_voice_line(voice, names, tags))
    for error in missing:
        say(f"not available: {error.message}" + (f" → {error.hint}" if error.hint else ""))
    if not found:
        say(f"no voice speaks {language!r}; to see all languages: tts voices")
        sys.exit(1)
    say(
        "● works offline   * the engine's choice for its language   "
        "try one: tts say 'Hello' --voice NAME"
    )
    say("★ measured: how natural, then how intelligible (docs/engines.md); figures: --json")


def _fields(voice: Voice) -> dict[str, object]:
    """The record for JSON: the voice, and its measurements or null."""
    from dataclasses import asdict

    from tts.engines.voice_ratings import measures

    asked = {"rate", "pitch", "volume"}
    fields = {name: value for name, value in asdict(voice).items() if name not in asked}
    measured = measures(voice)
    return {**fields, "measured": asdict(measured) if measured else None}


def _voice_line(voice: Voice, names: int, tags: int) -> str:
    """A voice in columns; `names` and `tags` are the widths for its name and language."""
    offline = "●" if voice.offline else " "
    default = "*" if voice.default else " "
    name = f"{voice.engine}/{voice.id}"
    stars = _stars(voice)
    columns = f"{name:<{names}}  {voice.language:<{tags}}  {voice.gender:<6}  {stars}"
    row = f"{offline}{default} {columns}  {voice.name}"
    return row.rstrip()


def _stars(voice: Voice) -> str:
    """Two groups of five stars; blank if there are no measurements."""
    from tts.engines.voice_ratings import MOST, measures

    measured = measures(voice)
    if measured is None:
        return " " * (2 * MOST + 1)
    groups = (measured.natural_stars, measured.understood_stars)
    return " ".join("★" * stars + "☆" * (MOST - stars) for stars in groups)
