"""The command `tts keep`: which episodes a show keeps, and marks on those kept regardless."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from tts.cli.manage import empty_bin
from tts.cli.options import json_option, quiet_option, show_option, titles_option
from tts.cli.output import line, print_json, result, say

if TYPE_CHECKING:
    from tts.episode.retention import Expiring
    from tts.show.library import Show


@click.command()
@click.argument("episodes", nargs=-1, metavar="[EPISODE...]")
@titles_option
@show_option
@click.option("--off", is_flag=True, help="Unmark the named episodes.")
@click.option("--apply", "apply_it", is_flag=True, help="Remove now whatever is not kept.")
@json_option
@quiet_option
def keep(episodes: tuple[str, ...], titles: tuple[str, ...], output: Path, **asked: bool) -> None:
    """Show which episodes [keep] would remove, or mark one to keep.

    The episodes that [keep] in show.toml does not keep are removed by the next `tts publish`, or
    now with --apply. For 30 days `tts restore` brings them back. A marked episode is always kept
    and does not count towards number and size.

    \b
    [keep]
    days = 30          keep an episode for so many days after it was made
    number = 50        keep only the newest so many
    size = "2GB"       keep only the newest, up to this total size
    unheard = true     remove what was heard (apps report that to `tts serve`)
    """
    from tts.show import library

    show = library.open_show(output)
    if episodes or titles:
        if asked["apply_it"]:
            raise click.UsageError("--apply works on the whole show: leave out the episode")
        _mark(show, episodes, titles, keep=not asked["off"], quiet=asked["quiet"])
        return
    if asked["off"]:
        raise click.UsageError("name an episode: tts keep --off EPISODE")
    if asked["apply_it"]:
        found = tidied(show, quiet=asked["quiet"])
        empty_bin(show.folder, quiet=asked["quiet"])
    else:
        found = _listed(show, quiet=asked["quiet"] or asked["as_json"])
    if asked["as_json"]:
        print_json([as_json(each) for each in found])


def _mark(
    show: Show, episodes: Sequence[str], titles: Sequence[str], *, keep: bool, quiet: bool
) -> None:
    from tts.episode import manage
    from tts.show import kept_episodes

    found = [manage.episode_of(one) for one in manage.pick_all(show, episodes, titles)]
    kept_episodes.mark(show, [one.manifest.source for one in found], keep=keep)
    for one in found:
        result(line(one.folder.name))
        if not quiet:
            stays = "stays" if keep else "is kept as long as [keep] says"
            say(f"{one.manifest.number}: {line(one.manifest.title)}: {stays}")


def _listed(show: Show, *, quiet: bool) -> list[Expiring]:
    """List what would be removed."""
    found = expiring(show)
    if quiet:
        return found
    for each in found:
        result(f"  {each.held.number:>4}  {each.reason}  {each.held.title}")
    say(_summary(show, found))
    return found


def expiring(show: Show) -> list[Expiring]:
    """The episodes that are not kept. Raises LibraryError if the clock is wrong."""
    from tts.episode import retention

    return retention.expiring(show)


def _summary(show: Show, episodes: Sequence[Expiring]) -> str:
    from tts.episode import retention
    from tts.show.library import SETTINGS

    folder = quote(str(show.folder))
    if not retention.is_bounded(show):
        path = show.folder / SETTINGS
        return (
            "everything is kept; to change that, set days, number, size or unheard under [keep] "
            f"in {path}"
        )
    if not episodes:
        return "nothing to remove: all episodes are kept"
    size = sum(retention.bytes_of(each.held) for each in episodes) / 1e6
    count = f"{len(episodes)} episode{'s' * (len(episodes) != 1)}"
    go = "goes" if len(episodes) == 1 else "go"
    return (
        f"{count}, {size:.1f} MB, {go} with the next tts publish, or now: tts keep --apply -o "
        f"{folder}; to keep one: tts keep EPISODE -o {folder}"
    )


def tidied(show: Show, *, quiet: bool) -> list[Expiring]:
    """Remove what is not kept, and report it."""
    from tts.episode import manage
    from tts.publish import build, tidying

    def tell(each: Expiring) -> None:
        if not quiet:
            say(f"  removed {manage.description(each.held)} ({each.reason})")

    removed = tidying.tidy(show, tell)
    if removed and not quiet:
        folder = quote(str(show.folder))
        say(
            "  as [keep] in show.toml says; to bring it back within 30 days: tts restore -o "
            f"{folder}"
        )
        if build.is_embedded(show):
            say("  pages of a site play episodes of this show: run tts embed again")
    return removed


def as_json(each: Expiring) -> dict[str, Any]:
    """The record for `--json`."""
    held = each.held
    return {
        "number": held.number,
        "title": held.title,
        "folder": held.folder.name,
        "reason": each.reason,
    }
