"""The command `tts publish`: a show to a feed, pages and player."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from tts.cli.manage import empty_bin
from tts.cli.options import OUTPUT, json_option, quiet_option, show_option
from tts.cli.output import good, line, print_json, result, say, status, styled

if TYPE_CHECKING:
    from tts.publish.build import Published
    from tts.publish.publish_run import Listener
    from tts.show.library import Show

_SHOWN = 10
"""Maximum number of titles listed for each kind of change without --verbose."""


@click.command()
@show_option
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    help="The address at which the folder will be published, which the feed needs; saved in "
    "show.toml.",
)
@click.option(
    "--to",
    "target",
    default="",
    metavar="TARGET",
    help="Also copy the result there: a folder, or s3://bucket/prefix.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, without changing anything.")
@json_option
@quiet_option
@click.option("-v", "--verbose", is_flag=True, help="List every title and every file.")
def publish(output: Path, base_url: str, target: str, **asked: bool) -> None:
    """Build the podcast feed and the web pages of a show.

    The pages are an index, and a page with a player for each episode.
    Everything is written into the show's folder and works from there. Only changed files are
    written. Episodes that [keep] in show.toml does not keep are removed first, and reported: see
    `tts keep`.

    \b
    tts publish                                          pages to open, or to copy anywhere
    tts publish --base-url https://example.org/listen/   pages, and a feed for podcast apps
    """
    from tts.publish import build
    from tts.show import library

    quiet, dry_run = asked["quiet"], asked["dry_run"]
    show, listener = library.open_show(output), None if quiet else _listener()
    _keep(show, quiet=quiet, dry_run=dry_run)
    done = build.publish(show, base_url=base_url, dry_run=dry_run, listener=listener)
    if not quiet:
        _tell(done, dry_run=dry_run, verbose=asked["verbose"])
    uploaded = _upload(done, target, quiet=quiet) if target and not dry_run else None
    if not dry_run:
        empty_bin(show.folder, quiet=quiet)
    if asked["as_json"]:
        print_json(_as_json(done, uploaded))
        return
    result(done.index)
    if done.feed:
        result(done.feed)
    if dry_run and target and not quiet:
        say(f"  note: a dry run sends nothing to {target} and does not compare with what is there")
    if not (quiet or dry_run):
        _next(done, output, sent=bool(target))


def _keep(show: Show, *, quiet: bool, dry_run: bool) -> None:
    """First remove what [keep] in show.toml does not keep."""
    from tts.cli import keep
    from tts.model import LibraryError

    try:
        found = keep.expiring(show) if dry_run else keep.tidied(show, quiet=quiet)
    except LibraryError as error:  # nothing goes, and the show is published
        say(f"  note: {line(error.message)}")
        return
    for each in found if dry_run and not quiet else ():
        say(f"  would remove {each.held.number}: {line(each.held.title)} ({each.reason})")


def _upload(done: Published, target: str, *, quiet: bool) -> Any:
    from tts.publish.targets import send

    class Sending(send.Listener):
        """A counter on one line of a terminal; nothing elsewhere."""

        files = done = 0

        def planned(self, files: int, _size: int) -> None:
            self.files = files

        def sent(self, _name: str, _size: int) -> None:
            self.done += 1
            if not quiet:
                status(f"sending {self.done:,} of {self.files:,}")

    sent = send.upload(done.folder, target, listener=Sending())
    if not quiet:
        _tell_upload(sent)
    return sent


def _tell_upload(sent: Any) -> None:
    """Report what was sent to a target."""
    files = {"new": sent.added, "changed": sent.changed, "removed": sent.removed}
    counted = [f"{len(names):,} {kind}" for kind, names in files.items() if names]
    changes = ", ".join(counted) or "nothing to send"
    megabytes = sent.bytes / 1e6
    size = f", {megabytes:.1f} MB sent" if sent.bytes else ""
    status("")
    say(good(), f" {sent.target}: {changes}, {sent.unchanged:,} unchanged{size}")


def _listener() -> Listener | None:
    """A counter on one line of a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        return None

    def tell(work: str, done: int, everything: int) -> None:
        status(work + (f" {done:,} of {everything:,}" if everything else ""))

    return tell


# --- what is told ---------------------------------------------------------------------------------


def _tell(done: Published, *, dry_run: bool, verbose: bool) -> None:
    """Report what changed, and what could not be published."""
    changes = {"added": done.added, "updated": done.updated, "removed": done.removed}
    status("")
    say(good(), f" {_summary(done, changes, dry_run=dry_run)}")
    for kind, titles in changes.items():
        shown = titles if verbose else titles[:_SHOWN]
        for title in shown:
            say(f"  {kind}: {line(title)}")
        others = len(titles) - len(shown)
        if others:
            say(f"  … and {others:,} more {kind}; -v lists all")
    for each in done.refused:
        folder = line(str(each.folder))
        say("  ", styled("not published:", fg="yellow"), f" {folder}: {each.reason}")
    if not verbose:
        return
    for path in (*done.written, *done.deleted):
        sign = "-" if path in done.deleted else "+"
        say(f"  {sign} {line(path)}")


def _summary(done: Published, changes: dict[str, tuple[str, ...]], *, dry_run: bool) -> str:
    """The number of episodes for each kind of change, and the number of files."""
    counts = [f"{len(titles):,} {kind}" for kind, titles in changes.items() if titles]
    if done.unchanged or not counts:
        counts.append(f"{done.unchanged:,} unchanged")
    files = []
    if done.written:
        files.append(f"{len(done.written):,} written")
    if done.deleted:
        files.append(f"{len(done.deleted):,} removed")
    would = "dry run, nothing was changed; would be: " if dry_run else ""
    episodes = ", ".join(counts)
    listed = f"files: {', '.join(files)}" if files else "nothing to write"
    return f"{would}{episodes}; {listed}"


def _next(done: Published, output: Path, *, sent: bool) -> None:
    """Print notes, and the next command."""
    folder, home = quote(str(output)), done.feed.rpartition("/")[0]
    if done.listeners:
        _tell_closed(done, folder, sent=sent)
        return
    if not done.feed:
        say(
            "  note: no feed was written, because a feed needs the address at which the folder "
            "will be published"
        )
        say(f"  give it once: tts publish -o {folder} --base-url https://example.org/listen/")
        say(f"  phones on your network get a feed without one: {_serving(output)}")
        return
    host = home.split("/")[2].rpartition("@")[2].partition(":")[0]
    if host == "localhost" or host.startswith("127."):
        say(f"  note: {host} is only this machine; podcast apps elsewhere will not find the feed")
    if done.private:
        say(
            "  note: the show is private: directories are asked not to list it, but anyone who "
            "has the address can listen"
        )
        say(
            "  its pages ask search engines to stay away; for feed and audio, the server has to "
            "ask:"
        )
        say("    X-Robots-Tag: noindex (docs/publish.md shows how for nginx, Apache and _headers)")
    if not sent:
        say(
            f"  put it online: tts publish -o {folder} --to TARGET, where TARGET is what {home}/ "
            "serves"
        )
        say("  (a copy of the whole folder would also publish your settings and manifests)")


def _tell_closed(done: Published, folder: str, *, sent: bool) -> None:
    """Report on a show with listeners."""
    have = "listener has a feed" if done.listeners == 1 else "listeners have feeds"
    say(f"  {done.listeners:,} {have} of their own: tts listeners list -o {folder}")
    say("  there is no public feed or list")
    if not sent:
        say(f"  put it online: tts publish -o {folder} --to TARGET")


def _serving(output: Path) -> str:
    """The command that serves the show to phones on the network."""
    command = "tts serve --lan"
    if output == Path(OUTPUT):
        return command
    return f"{command} -o {quote(str(output))}"


def _as_json(done: Published, uploaded: Any) -> dict[str, Any]:
    from dataclasses import asdict

    about = asdict(done) | {
        "folder": str(done.folder),
        "index": str(done.index),
        "episodes": done.episodes,
    }
    del about["uploaded"]
    return about if uploaded is None else {**about, "uploaded": asdict(uploaded)}
