"""The commands `tts cache …`: its size, its bound, and clips shared with other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tts.cli.options import json_option
from tts.cli.output import print_json, result, say
from tts.cli.show import clips_of

if TYPE_CHECKING:
    from tts.cluster.clips import Transfer


def checked_size(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    from tts.storage.sizes import bytes_of

    try:
        bytes_of(value or "0")
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return value


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def cache(context: click.Context, as_json: bool) -> None:
    """Say how many clips there are and how much they take; trim and share them.

    A clip that is in the cache is not spoken again. PAGECAST_CACHE_SIZE=5GB bounds it: every run
    lets go then what was used least recently.

    \b
    tts cache trim --size 5GB            let go what was used least recently
    tts cache push s3://bucket/clips     send what is not there yet
    tts cache pull s3://bucket/clips     fetch what is not here yet
    """
    if context.invoked_subcommand is None:
        _show(as_json)


def _show(as_json: bool) -> None:
    from tts.storage import clip_trimming
    from tts.storage.cache_folder import cache_folder

    size, bound = clip_trimming.size(), clip_trimming.bound()
    if as_json:
        record = {"folder": str(cache_folder()), "clips": size.clips, "bytes": size.bytes}
        print_json({**record, "episodes": size.episodes, "bound": bound})
        return
    result(f"{cache_folder()}: {size.clips:,} clips, {size.bytes / 1e6:,.1f} MB")
    if bound is not None:
        say(f"  it is to have no more than {bound / 1e9:g} GB: {clip_trimming.VARIABLE}")
    else:
        say(f"  no bound is set: {clip_trimming.VARIABLE}=5GB, or tts cache trim --size 5GB")


@cache.command()
@click.option(
    "--size",
    default="",
    metavar="SIZE",
    callback=checked_size,
    help="What may be left, such as 5GB; else what PAGECAST_CACHE_SIZE says.",
)
@click.option("--dry-run", is_flag=True, help="Say what would go, and let nothing go.")
@json_option
def trim(size: str, dry_run: bool, as_json: bool) -> None:
    """Let go the clips that were used least recently, until no more than SIZE is left.

    What was used within a day stays, and what an unfinished run has spoken within a week. An
    episode that is made needs its clips no more, until it is made again.
    """
    from tts.storage import clip_trimming
    from tts.storage.sizes import bytes_of

    most = bytes_of(size) if size else clip_trimming.bound()
    if most is None:
        raise click.UsageError("say how much may be left: tts cache trim --size 5GB")
    trimmed = clip_trimming.trim(most, dry_run=dry_run)
    if as_json:
        record = {"clips": trimmed.clips, "bytes": trimmed.bytes}
        print_json({**record, "left": trimmed.left, "dry_run": dry_run})
        return
    went = "would go" if dry_run else "went"
    result(f"{clips_of(trimmed)} {went}, {trimmed.left / 1e6:,.1f} MB are left")
    if trimmed.left > most:
        say("  what was used within a day stays, and within a week what no episode has yet")


@cache.command()
@click.argument("where")
@click.option(
    "--repair", is_flag=True, help="Read what is there, too, and replace what is damaged."
)
@json_option
def push(where: str, repair: bool, as_json: bool) -> None:
    """Send the clips of this machine's cache to WHERE: a bucket (s3://bucket/prefix,
    gs://…, az://…), or a folder.

    A clip that is there already stays as it is.
    """
    from tts.cache import own_cache
    from tts.cluster import clips

    _tell("sent", clips.push(own_cache(), where, repair=repair), as_json)


@cache.command()
@click.argument("where")
@json_option
def pull(where: str, as_json: bool) -> None:
    """Fetch the clips at WHERE (a bucket or a folder) into this machine's cache.

    Each is checked; a damaged one is left out.
    """
    from tts.cache import own_cache
    from tts.cluster import clips

    _tell("fetched", clips.pull(own_cache(), where), as_json)


def _tell(done: str, moved: Transfer, as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        print_json(asdict(moved))
        return
    damaged = f", {moved.damaged} damaged and left out" if moved.damaged else ""
    size = f"{moved.bytes / 1e6:.1f} MB"
    result(f"{moved.moved} clips {done} ({size}), {moved.there} were there already{damaged}")
