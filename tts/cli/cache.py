"""The commands `tts cache …`: its size, its limit, and clips shared with other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tts.cli.manage import clips_of
from tts.cli.options import json_option
from tts.cli.output import print_json, result, say

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
    """Show the size of the clip cache; trim and share it.

    Clips in the cache are not spoken again. PAGECAST_CACHE_SIZE=5GB limits its size: each run then
    removes the clips that were used least recently.

    \b
    tts cache trim --size 5GB            remove the least recently used clips
    tts cache push s3://bucket/clips     upload clips that are not there yet
    tts cache pull s3://bucket/clips     download clips that are not here yet
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
        say(f"  limited to {bound / 1e9:g} GB by {clip_trimming.VARIABLE}")
    else:
        say(
            f"  no limit is set; to set one: {clip_trimming.VARIABLE}=5GB, or tts cache trim "
            "--size 5GB"
        )


@cache.command()
@click.option(
    "--size",
    default="",
    metavar="SIZE",
    callback=checked_size,
    help="The size to trim to, such as 5GB. Default: PAGECAST_CACHE_SIZE.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be removed, without removing it.")
@json_option
def trim(size: str, dry_run: bool, as_json: bool) -> None:
    """Remove the least recently used clips until the cache is no larger than SIZE.

    Clips used within the last day are kept, and those of an unfinished run for a week. A finished
    episode does not need its clips until it is made again.
    """
    from tts.storage import clip_trimming
    from tts.storage.sizes import bytes_of

    most = bytes_of(size) if size else clip_trimming.bound()
    if most is None:
        raise click.UsageError("give the size to trim to: tts cache trim --size 5GB")
    trimmed = clip_trimming.trim(most, dry_run=dry_run)
    if as_json:
        record = {"clips": trimmed.clips, "bytes": trimmed.bytes}
        print_json({**record, "left": trimmed.left, "dry_run": dry_run})
        return
    went = "would go" if dry_run else "went"
    result(f"{clips_of(trimmed)} {went}, {trimmed.left / 1e6:,.1f} MB left")
    if trimmed.left > most:
        say("  clips used within the last day are kept, and those of an unfinished run for a week")


@cache.command()
@click.argument("where")
@click.option(
    "--repair", is_flag=True, help="Also read the clips already there, and replace damaged ones."
)
@json_option
def push(where: str, repair: bool, as_json: bool) -> None:
    """Upload this machine's clips to WHERE. That is a bucket (s3://bucket/prefix, gs://…,
    az://…)
    or a folder.

    Clips that are already there are not touched.
    """
    from tts.cache import own_cache
    from tts.cluster import clips

    _tell("sent", clips.push(own_cache(), where, repair=repair), as_json)


@cache.command()
@click.argument("where")
@json_option
def pull(where: str, as_json: bool) -> None:
    """Download the clips at WHERE (a bucket or a folder) into this machine's cache.

    Each clip is checked; damaged ones are skipped.
    """
    from tts.cache import own_cache
    from tts.cluster import clips

    _tell("fetched", clips.pull(own_cache(), where), as_json)


def _tell(done: str, moved: Transfer, as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        print_json(asdict(moved))
        return
    damaged = f", {moved.damaged} damaged and skipped" if moved.damaged else ""
    size = f"{moved.bytes / 1e6:.1f} MB"
    result(f"{moved.moved} clips {done} ({size}), {moved.there} were there already{damaged}")
