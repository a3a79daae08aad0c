"""The commands that manage a show: `tts remove`, `restore`, `rename`, `retag`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from tts.cli.options import (
    check_is_show,
    json_option,
    quiet_option,
    show_option,
    titles_option,
)
from tts.cli.output import line, print_json, result, say
from tts.model import LibraryError

if TYPE_CHECKING:
    from tts.episode.manage import EpisodeFolder
    from tts.episode.retagging import Tagged
    from tts.show.library import Show
    from tts.storage.clip_trimming import Trimmed


# --- remove, restore, rename, retag ---------------------------------------------------------------


@click.command()
@click.argument("episodes", nargs=-1, metavar="[EPISODE...]")
@titles_option
@show_option
@click.option(
    "-y", "--yes", is_flag=True, help="Don't ask for confirmation when several would be removed."
)
@quiet_option
def remove(
    episodes: tuple[str, ...], titles: tuple[str, ...], output: Path, yes: bool, quiet: bool
) -> None:
    """Remove episodes; for 30 days `tts restore` brings them back.

    EPISODE is a number, a folder, a source or a complete title. If the show is published, its pages
    and feed are updated at once. An episode's number is not reused while it can be restored. `tts
    make` does not make its article again unless you use --force.
    """
    from tts.episode import manage
    from tts.show import library

    _check_named(episodes, titles)
    show = library.open_show(output)
    found = manage.find(show, episodes, titles)
    chosen = [one for one in found if not one.removed_at]
    for one in found:
        if one.removed_at:
            name = manage.name_of(one)
            restore = f"tts restore {quote(name)}{_in(show)}"
            say(f"{name} was already removed ({one.title}); to bring it back: {restore}")
    if len(chosen) > 1 and not yes:
        _confirm(chosen)
    if chosen:
        _remove_all(show, chosen, quiet=quiet)
    empty_bin(show.folder, quiet=quiet)


def _check_named(episodes: tuple[str, ...], titles: tuple[str, ...]) -> None:
    if not (episodes or titles):
        raise click.UsageError("name an episode; to see them all: tts list")


def _remove_all(show: Show, chosen: list[EpisodeFolder], *, quiet: bool) -> None:
    """Remove episodes, after everything published that leads to them."""
    from tts.episode import manage
    from tts.publish import build
    from tts.show import library

    with build.withdrawn(show, [one.folder.name for one in chosen]) as was_published:
        for one in chosen:
            with library.locked(show):
                if not one.folder.is_dir():  # another command was quicker
                    say(f"{manage.description(one)} is removed already")
                    continue
                manage.remove(one)
            result(line(one.folder.name))
            if not quiet:
                say(f"removed {manage.description(one)}")
    if not quiet:
        names = " ".join(quote(manage.name_of(one)) for one in chosen)
        say(f"  to bring it back: tts restore {names}{_in(show)}")
        _tell_published(show, was_published)


def _tell_published(show: Show, renewed: bool) -> None:
    from tts.publish import build

    if renewed:
        send = f"tts publish --to TARGET{_in(show)}"
        say(f"  pages and feed are up to date here; to update a target: {send}")
    if build.is_embedded(show):
        say(
            "  pages of a site play episodes of this show: run tts embed again with the site's "
            "folder"
        )


def _in(show: Show) -> str:
    """The option that names the show, for a command to be pasted."""
    from tts.episode.options import SHOW

    return "" if show.folder == SHOW else f" -o {quote(str(show.folder))}"


@click.command()
@click.argument("episodes", nargs=-1, metavar="[EPISODE...]")
@titles_option
@show_option
@json_option
@quiet_option
def restore(
    episodes: tuple[str, ...], titles: tuple[str, ...], output: Path, as_json: bool, quiet: bool
) -> None:
    """Bring back removed episodes; without EPISODE, list them. Their folder, number and files are
    unchanged.

    Removed episodes are kept in the show's folder for 30 days, then deleted by the next command
    that writes to it. EPISODE is given as for `tts remove`; published episodes are published again.
    """
    from tts.episode import manage
    from tts.show import library

    show = library.open_show(output)
    if not (episodes or titles):
        _list_bin(show, as_json=as_json)
        return
    found = manage.find(show, episodes, titles, removed_first=True)
    here = [one for one in found if not one.removed_at]
    for one in here:
        say(f"{manage.description(one)} is already in the show")
    _publish_again(show, here)
    chosen = [one for one in found if one.removed_at]
    if chosen:
        _restore_all(show, chosen, quiet=quiet)
    empty_bin(show.folder, quiet=quiet)


def _publish_again(show: Show, here: list[EpisodeFolder]) -> None:
    """Publish episodes that an earlier restore brought back without publishing them."""
    from tts.publish import build

    names = [one.folder.name for one in here if build.is_unpublished(show, one.folder.name)]
    if names:
        with build.put_back(show, names):
            """They are already restored."""


def _restore_all(show: Show, chosen: list[EpisodeFolder], *, quiet: bool) -> None:
    from tts.episode import manage
    from tts.publish import build
    from tts.show import library

    names = [one.folder.name for one in chosen]
    with build.put_back(show, names):
        for one in chosen:
            with library.locked(show):
                back = manage.restore(one, show)
            result(line(back.folder.name))
            if not quiet:
                say(f"restored {manage.description(back)}")
    if not quiet:
        _tell_going(show, names)
        _tell_published(show, build.has_pages(show, names))


def _tell_going(show: Show, names: Sequence[str]) -> None:
    """Warn if a restored episode will be removed again because `[keep]` does not keep it."""
    from tts.episode import retention

    try:
        found = [
            each.held.number for each in retention.expiring(show) if each.held.folder.name in names
        ]
    except LibraryError:  # then nothing goes
        return
    if found:
        numbers = " ".join(map(str, found))
        say(
            f"  [keep] removes {'it' if len(found) == 1 else 'them'} again with the next tts "
            f"publish; to prevent that: tts keep {numbers} -o {quote(str(show.folder))}"
        )


def _list_bin(show: Show, *, as_json: bool) -> None:
    from tts.episode import manage

    removed = manage.in_bin(show)
    if as_json:
        print_json([_removed_as_json(one) for one in removed])
        return
    for one in removed:
        days = f"removed {one.removed_at:%Y-%m-%d}, deleted on {one.deletion_time:%Y-%m-%d}"
        result(f"  {one.number or '?':>4}  {days}  {one.title}")
        if not one.number:
            result(f"{'':8}{line(one.folder.name)}")
    folder = quote(str(show.folder))
    say(
        f"bring one back: tts restore NUMBER -o {folder}"
        if removed
        else f"nothing was removed from {folder}"
    )


def _removed_as_json(episode: EpisodeFolder) -> dict[str, Any]:
    return {
        "number": episode.number or None,
        "title": episode.title,
        "folder": episode.folder.name,
        "removed": episode.removed_at and episode.removed_at.isoformat(),
        "deletion_time": episode.deletion_time and episode.deletion_time.isoformat(),
        "source": episode.manifest.source if episode.manifest else None,
    }


def empty_bin(folder: Path, *, quiet: bool) -> None:
    """Clean up at the end of every command that writes to a show: episodes removed more than 30
    days ago are deleted, and clips beyond the size limit of the cache; both are reported."""
    from tts.show import bin, library

    if bin.expired(folder):
        _delete_expired(library.Show(folder), quiet=quiet)
    _trim_cache(quiet=quiet)


def _delete_expired(show: Show, *, quiet: bool) -> None:
    from tts.episode import manage

    gone = manage.empty_bin(show)
    forgotten = manage.forget_clips(show, gone)
    if quiet:
        return
    for one in gone:
        say(f"  permanently deleted {manage.description(one)}, removed {one.removed_at:%Y-%m-%d}")
    if forgotten.clips:
        say(f"  and {clips_of(forgotten)} that nothing else needs, from the cache")


def _trim_cache(*, quiet: bool) -> None:
    from tts.model import TtsError
    from tts.storage import clip_trimming

    try:
        trimmed = clip_trimming.trim_by_itself()
    except TtsError as error:  # what was to be done is done
        say(f"  note: {line(error.message)}; {line(error.hint)}")
        return
    if trimmed.clips and not quiet:
        say(f"  {clips_of(trimmed)} removed from the cache, which had reached its limit")


def clips_of(trimmed: Trimmed) -> str:
    """`12 clips, 3.4 MB`"""
    return f"{trimmed.clips:,} clip{'s' * (trimmed.clips != 1)}, {trimmed.bytes / 1e6:.1f} MB"


def _confirm(chosen: list[EpisodeFolder]) -> None:
    from tts.episode import manage

    for one in chosen:
        say(f"  {manage.description(one)}")
    if not sys.stdin.isatty():
        raise click.UsageError(f"that would remove {len(chosen)} episodes; to confirm: --yes")
    click.confirm(f"Remove these {len(chosen)} episodes?", abort=True, err=True)


@click.command()
@click.argument("episode", required=False)
@click.argument("title", required=False)
@click.option(
    "--title",
    "part",
    default="",
    metavar="TEXT",
    help="Choose the episode by its title, or by a part that no other title has: tts rename "
    "--title TEXT TITLE",
)
@show_option
@click.option(
    "--show", "whole", is_flag=True, help="Rename the show itself: tts rename --show TITLE"
)
@click.option("--own", is_flag=True, help="Give the episode the article's title again.")
@quiet_option
def rename(
    episode: str | None,
    title: str | None,
    part: str,
    output: Path,
    *,
    whole: bool,
    own: bool,
    quiet: bool,
) -> None:
    """Change the title of an episode or of the show. An episode's title is changed in its tags,
    chapters, pages and MP3 file name; nothing is spoken.

    EPISODE is given as for `tts remove`. Published pages show the new title, and link to the new
    MP3, from the next `tts publish` on; until then the old file is kept.

    The new title is kept when the article is made again. The folder and identity do not change, so
    apps recognize the episode; nor does the audio, until the article itself changes.
    """
    from tts.episode import manage, retagging
    from tts.show import library

    show = library.open_show(output)
    if whole:
        _rename_show(
            show, _one_line(episode), extra=title is not None or own or bool(part), quiet=quiet
        )
        return
    if part and title is None:  # it stands for the episode, and what else was named is the title
        episode, title = part, episode
    elif part:
        raise click.UsageError(
            "name the episode only once: tts rename EPISODE TITLE, or tts rename --title TEXT TITLE"
        )
    if not episode or own == (title is not None):
        raise click.UsageError("name an episode and its new title: tts rename EPISODE TITLE")
    wanted = "" if own else _one_line(title)
    with library.locked(show):
        before = manage.episode_of(manage.pick(show, episode, by_title=bool(part)))
        tagged = retagging.rename(before, show, wanted)
    result(tagged.episode.audio)
    if not quiet:
        manifest = tagged.episode.manifest
        say(f"{manifest.number}: {before.manifest.title} → {manifest.title}")
    empty_bin(show.folder, quiet=quiet)


def _rename_show(show: Show, title: str, *, extra: bool, quiet: bool) -> None:
    from tts.show import library, settings_file

    if extra:
        raise click.UsageError("give only the show's new title: tts rename --show TITLE")
    with library.locked(show):
        settings_file.put(show.folder / library.SETTINGS, {"title": title})
    if not quiet:
        say(f"{show.title} → {title}")
    _retag(library.open_show(show.folder), (), (), quiet=quiet)


def _one_line(title: str | None) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in title or "").split())
    if not plain:
        raise click.UsageError("the title is empty")
    return plain


@click.command()
@click.argument("episodes", nargs=-1, metavar="[EPISODE...]")
@titles_option
@show_option
@quiet_option
def retag(episodes: tuple[str, ...], titles: tuple[str, ...], output: Path, quiet: bool) -> None:
    """Update title, owner and cover in episodes from show.toml. Without EPISODE, all are updated.

    EPISODE is given as for `tts remove`.

    Audio, numbers and identities do not change. `tts make` also does this whenever it makes an
    episode again.
    """
    from tts.show import library

    check_is_show(output)
    _retag(library.open_show(output), episodes, titles, quiet=quiet)


def _retag(show: Show, episodes: tuple[str, ...], titles: tuple[str, ...], *, quiet: bool) -> None:
    from tts.episode import manage
    from tts.show import library

    named = bool(episodes or titles)
    chosen = manage.pick_all(show, episodes, titles) if named else manage.episode_folders(show)
    broken = [one for one in chosen if one.fault]
    done = []
    for one in chosen:
        if named or not one.fault:
            with library.locked(show):
                done.append(_retag_one(one, show))
    if not quiet:
        changed = sum(tagged.changed for tagged in done)
        say(f"{changed} retagged, {len(done) - changed} already up to date")
        for note in sorted({note for tagged in done for note in tagged.notes}):
            say(f"  note: {note}")
        if broken:
            say(f"  {len(broken)} broken, left as they are: tts list -o {quote(str(show.folder))}")
    empty_bin(show.folder, quiet=quiet)


def _retag_one(episode: EpisodeFolder, show: Show) -> Tagged:
    from tts.episode import manage, retagging
    from tts.show import library

    now = library.as_it_is_now(manage.episode_of(episode))
    tagged = retagging.retag(now, show)
    if tagged.changed:
        result(tagged.episode.audio)
    return tagged


COMMANDS = (remove, restore, rename, retag)
