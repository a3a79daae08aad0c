"""The commands `tts cache …`: clips shared with other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tts.cli.options import json_option
from tts.cli.output import print_json, result

if TYPE_CHECKING:
    from tts.cluster.clips import Moved


@click.group()
def cache() -> None:
    """Share what was spoken with other machines, so that none speaks it again.

    \b
    tts cache push s3://bucket/clips     send what is not there yet
    tts cache pull s3://bucket/clips     fetch what is not here yet
    """


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


def _tell(done: str, moved: Moved, as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        print_json(asdict(moved))
        return
    damaged = f", {moved.damaged} damaged and left out" if moved.damaged else ""
    size = f"{moved.bytes / 1e6:.1f} MB"
    result(f"{moved.moved} clips {done} ({size}), {moved.there} were there already{damaged}")
