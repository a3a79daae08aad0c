"""The command `tts play`: plays an article while it is being made."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts.cli.errors import as_error, complain
from tts.cli.manage import empty_bin
from tts.cli.options import (
    lexicon_option,
    opened_show,
    options_of,
    piped,
    quiet_option,
    selection_options,
    show_option,
    source_options,
    voice_options,
)
from tts.cli.output import line, result, say

if TYPE_CHECKING:
    from tts.episode.options import Options
    from tts.episode.playback import Track
    from tts.episode.players import Player
    from tts.model import Source, TtsError
    from tts.show.library import Show
    from tts.show.removal_log import Removed


@click.command()
@click.argument("source", metavar="SOURCE")
@show_option
@voice_options
@lexicon_option
@source_options
@selection_options
@click.option(
    "--player",
    default="",
    metavar="NAME",
    envvar="PAGECAST_PLAYER",
    show_envvar=True,
    help="mpv, ffplay, mpg123, cvlc, mplayer, play, browser, or a command that reads MP3 from "
    "stdin. Default: the first one installed.",
)
@click.option(
    "--no-save", is_flag=True, help="Don't save an episode; what was spoken stays in the cache."
)
@quiet_option
def play(source: str, output: Path, player: str, no_save: bool, quiet: bool, **asked: Any) -> None:
    """Play SOURCE while it is being made, and save it.

    Playback starts as soon as the first words are spoken. Use the player's own keys to pause or
    change the volume; if you close it, the episode is still finished. Ctrl-C stops both; what was
    spoken is kept. All articles of a feed, a book or a list are played in turn.
    """
    from tts.cli import source_view
    from tts.episode import expand, players

    command = players.command(player)
    options = options_of(asked)
    failed: list[TtsError] = []
    heard = True
    for found in expand.gather((source,), options, stdin=piped(source)):
        if isinstance(found, expand.Opened):
            source_view.tell(found, options, say, quiet=quiet, verbose=False)
            continue
        try:
            if isinstance(found, expand.Failed):
                raise found.error
            heard &= _play(
                found, opened_show(output), options, command, quiet=quiet, no_save=no_save
            )
        except Exception as e:
            failed.append(as_error(e))
            complain(failed[-1])
    if not no_save:
        empty_bin(output, quiet=quiet)
    if failed or not heard:
        sys.exit(failed[0].exit_code if len(failed) == 1 else 1)


def _play(
    source: Source, show: Show, options: Options, command: list[str], *, quiet: bool, no_save: bool
) -> bool:
    """Play one article; returns whether the player succeeded."""
    from tts.cache import user_cache
    from tts.cli import progress
    from tts.episode import pipeline, playback
    from tts.episode.options import Listener

    if not no_save and (removed := _removed(source, show)):
        say(f"  note: {line(removed.message)}: it is played but not saved; {line(removed.hint)}")
        no_save = True
    cache = user_cache()
    track = playback.Track(cache)
    player = _player(command, track)
    if not quiet:
        say(f"playing with {player.name}; Ctrl-C stops")

    def make(listener: Listener) -> Path | None:
        if no_save:
            playback.hear(source, show, options, cache=cache, listener=listener)
            return None
        made = pipeline.make(source, show, options, cache=cache, listener=listener)
        for note in () if quiet else made.notes:
            say(f"  note: {note}")
        result(made.episode.audio)
        return made.episode.audio

    listener, shown = progress.listener(say, quiet=quiet, terminal=sys.stderr.isatty())
    with shown:
        heard = playback.play(make, track, player, listener, saved=not no_save, tell=complain)
    if player.closed_early and not quiet:
        say("the player was closed" + ("" if no_save else "; the episode was made anyway"))
    return heard


def _removed(found: Source, show: Show) -> Removed | None:
    """Why an article must not be added to the show again, or None."""
    from tts.episode import planning
    from tts.show import removal_log

    if not planning.has_address(found):
        return None
    try:
        removal_log.check(show, planning.identity_of(found, None, show))
    except removal_log.Removed as removed:
        return removed
    return None


def _player(command: list[str], track: Track) -> Player:
    from tts.episode.play_page import Browser
    from tts.episode.players import Program

    tell: Callable[[str], None] = lambda address: say(f"  listen: {address}")  # noqa: E731
    return Program(command) if command else Browser(tell, lambda: track.title)
