"""The command `tts embed`: the player on the pages of a built site."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from tts.cli.errors import as_error, complain
from tts.cli.failed_articles import list_failures, with_source
from tts.cli.manage import empty_bin
from tts.cli.options import (
    jobs_option,
    json_option,
    lexicon_option,
    opened_show,
    quiet_option,
    rule_option,
    verbose_option,
    voice_options,
)
from tts.cli.output import bold, good, line, plural, print_json, result, say
from tts.model import TtsError

if TYPE_CHECKING:
    from tts.episode.batch import Finished
    from tts.episode.task import Task
    from tts.publish.embed.embed_report import EmbedResult, Listener, PageResult, Site


def checked_address(_context: click.Context, parameter: click.Parameter, value: str) -> str:
    from tts.show.settings import base_url

    if not value:
        return ""
    option = f"--{parameter.name}".replace("_", "-")
    try:
        return base_url(value, option)
    except TtsError as e:
        message = f"{value!r} is not an address; write it like https://example.org/"
        raise click.BadParameter(message) from e


@click.command()
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FOLDER",
    help="The show's folder. Default: DIR-listen. The public files go to DIR/listen.",
)
@click.option(
    "--include",
    multiple=True,
    metavar="GLOB",
    help="Only these pages, such as posts, 'posts/*' or about.html.",
)
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave these pages out.")
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    callback=checked_address,
    help="The address at which DIR is published. Default: the one that its pages state.",
)
@click.option(
    "--audio-url",
    default="",
    metavar="URL",
    callback=checked_address,
    help="The address of the show, if it is published somewhere other than in DIR.",
)
@voice_options
@rule_option
@lexicon_option
@click.option("--force", is_flag=True, help="Make all audio again, reusing clips in the cache.")
@jobs_option
@click.option(
    "--dry-run",
    is_flag=True,
    help="Show for every page what would be done, and why, without changing anything.",
)
@click.option(
    "--remove",
    is_flag=True,
    help="Remove the players: every page becomes exactly what it was before.",
)
@click.option(
    "--snippet",
    default="",
    metavar="PAGE",
    help="Print HTML to paste elsewhere: the player of PAGE in an iframe.",
)
@json_option
@quiet_option
@verbose_option
def embed(folder: Path, output: Path | None, **asked: Any) -> None:
    """Put a player on the pages of a built site. DIR is the output folder of Hugo, Jekyll, MkDocs
    or any other generator.

    Each page with an article gets audio, and the player below its title; only new and changed
    articles are spoken. Run the same command after each build of the site, which removes the
    players. The paths of the pages written are printed.

    \b
    tts embed public --dry-run              show which pages get a player, and why
    tts embed public --exclude drafts       skip the pages in drafts
    tts embed public --remove               undo everything
    """
    from tts.publish.embed.embed_report import Site
    from tts.publish.embed.show_folder import moved_out, show_folder
    from tts.publish.embed.site_survey import Patterns

    show = opened_show(output or show_folder(folder))
    is_writing = not (asked["dry_run"] or asked["remove"] or asked["snippet"])
    if output is None and is_writing:
        show = moved_out(folder, show, _nothing if asked["quiet"] else _tell_moved)
    patterns = Patterns(asked["include"], asked["exclude"])
    site = Site(folder, show, patterns, asked["base_url"], asked["audio_url"])
    if asked["snippet"]:
        _print_snippet(site, asked["snippet"])
        return
    done = _remove(site, asked) if asked["remove"] else _embed(site, asked)
    if asked["as_json"]:
        _print_json(done)
    if not asked["quiet"]:
        _tell(site, done, asked)
    if is_writing:
        empty_bin(show.folder, quiet=asked["quiet"])
    _close(done)


def _nothing(_inside: Path, _beside: Path) -> None:
    """Used with -q."""


def _tell_moved(inside: Path, beside: Path) -> None:
    say(f"the show was moved from {inside}, where all its files were public, to {beside}")


_SPEAKING = (
    "engine",
    "voice",
    "language",
    "rate",
    "pitch",
    "volume",
    "fallback",
    "offline",
    "rules",
    "lexicon",
    "force",
)
"""Options passed on for making episodes."""


def _embed(site: Site, asked: dict[str, Any]) -> EmbedResult:
    from tts.cache import user_cache
    from tts.episode.options import Options
    from tts.publish.embed import site as embedding

    options = Options(
        **{name: asked[name] for name in _SPEAKING},
        jobs=asked["jobs"] or 0,
        teaser=True,  # a site may speak of its own pages what it shows of them
    )
    listener, shown = _listener(site, asked)
    cache = user_cache()
    with shown:
        return embedding.embed(
            site, options, cache=cache, caught=as_error, listener=listener, dry_run=asked["dry_run"]
        )


def _remove(site: Site, asked: dict[str, Any]) -> EmbedResult:
    from tts.publish.embed import removal

    listener, _ = _listener(site, asked)
    return removal.remove(site, caught=as_error, listener=listener, dry_run=asked["dry_run"])


def _print_snippet(site: Site, page: str) -> None:
    from tts.publish.embed.snippet import snippet

    result(snippet(site, page))
    if not (site.audio_url or site.show.settings.base_url):
        say(
            "  note: the address is relative; to make it work on any site, give the show's "
            "address with --audio-url"
        )


# --- what is told while it goes on ----------------------------------------------------------------


def _listener(site: Site, asked: dict[str, Any]) -> tuple[Listener, ExitStack]:
    """Reports each page when it is done; a single episode as in `tts make`, several as a whole."""
    from tts.cli import batch_progress, progress
    from tts.episode.options import Listener as EpisodeListener
    from tts.publish.embed import embed_report

    shown = ExitStack()
    looks = {"quiet": asked["quiet"], "terminal": sys.stderr.isatty()}

    class Shown(embed_report.Listener):
        one = EpisodeListener()
        overview: batch_progress.Overview | None = None

        def reading(self, done: int, total: int) -> None:
            if not asked["quiet"] and (done == total > 1 or done % 500 == 0):
                say(f"{done:,} of {total:,} new or changed pages read")

        def making(self, articles: int) -> None:
            if articles == 1:
                self.one, context = progress.listener(say, **looks)
            else:
                self.overview, context = batch_progress.overview(articles, say, **looks)
            shown.enter_context(context)

        def article(self, task: Task) -> EpisodeListener:
            return self.overview.article(task) if self.overview else self.one

        def waiting(self, where: str) -> None:
            (self.overview or self.one).waiting(where)

        def made(self, finished: Finished) -> None:
            if self.overview:
                self.overview.finished(finished)

        def encoded(self, name: str, done: int, total: int) -> None:
            self.one.encoded(name, done, total)

        def done(self, page: PageResult) -> None:
            _tell_page(site, page, asked)

    return Shown(), shown


def _tell_page(site: Site, page: PageResult, asked: dict[str, Any]) -> None:
    if page.error:
        message = with_source(page.error.message, page.name)
        complain(TtsError(message, page.error.hint))
    elif page.written and not asked["as_json"]:
        result(site.root / page.name)
    if asked["quiet"]:
        return
    if page.spoken or (page.what in ("new", "changed") and not asked["dry_run"]):
        say(good(), " ", bold(page.title), f": {page.what}, {page.spoken} spoken")


# --- what is told at the end ----------------------------------------------------------------------

_WHATS = ("new", "changed", "unchanged", "removed", "passed", "failed")
_SAID = {"passed": "left out", "removed": "taken out"}


def _tell(site: Site, done: EmbedResult, asked: dict[str, Any]) -> None:
    """Print every page of a dry run, otherwise what the user should know; then the next command."""
    from tts.publish.embed.embed_report import LISTEN

    if asked["dry_run"] and not asked["as_json"]:
        for page in done.pages:
            result(_line(page))
    elif asked["verbose"]:
        for page in done.pages:
            say(_line(page))
    counted = _counted(done, dry_run=asked["dry_run"])
    say(good(), f" {counted}")
    if not (asked["verbose"] or asked["dry_run"] or asked["remove"]):
        _tell_reasons(done)
    is_first_time = done.count("new") and not done.count("unchanged")
    if site.copied and is_first_time and not asked["dry_run"]:
        folder = line(str(site.show.folder))
        public = line(str(site.root / LISTEN))
        say(
            f"  the show is in {folder}: keep it for the next run; its public files are in {public}"
        )
    for note in (*_gathered(done), *done.notes):
        say(f"  note: {note}")
    if done.orphans:
        _tell_orphans(site, done.orphans)
    if asked["remove"]:
        _tell_what_stays(site)


def _tell_orphans(site: Site, orphans: Sequence[str]) -> None:
    listed = ", ".join(map(line, orphans[:3]))
    if len(orphans) > 3:
        listed += " …"
    folder = quote(str(site.show.folder))
    say(
        f"  episodes whose page is gone: {len(orphans)}: {listed}; "
        f"to remove them from {folder}: tts remove"
    )


def _counted(done: EmbedResult, *, dry_run: bool) -> str:
    """The number of pages for each outcome."""
    counts = []
    for what in _WHATS:
        count = done.count(what)
        if count:
            counts.append(f"{count:,} {_SAID.get(what, what)}")
    listed = ", ".join(counts)
    if dry_run:
        return f"dry run, nothing was changed; it would be: {listed}"
    written = sum(page.written for page in done.pages)
    return f"{listed}; {plural(written, 'page')} written"


def _tell_what_stays(site: Site) -> None:
    from tts.publish.embed.removal import what_stays
    from tts.publish.embed.show_folder import is_show

    whole, mixed = what_stays(site)
    if not is_show(site.show.folder):
        folder = line(str(site.show.folder))
        say(f"  note: there is no show in {folder};", end=" ")
        say("if it is somewhere else, name its folder with -o")
    if whole:
        folders = " ".join(quote(str(folder)) for folder in whole)
        say(f"  the audio is kept; to delete it: rm -r {folders}")
    for path in mixed:
        folder = line(str(path))
        say(f"  the audio is kept in {folder}, among other files; Pagecast's own are listed in")
        say(f"    {folder}/pagecast/files.json")


def _gathered(done: EmbedResult) -> list[str]:
    """Notes about pages, combined if several pages have the same one."""
    pages: dict[str, list[str]] = {}
    for page in done.pages:
        for note in page.notes:
            names = pages.setdefault(note, [])
            names.append(page.name)
    gathered = []
    for note, (first, *others) in pages.items():
        more = f" and {len(others):,} more" if others else ""
        gathered.append(f"{line(first)}{more}: {note}")
    return gathered


def _line(page: PageResult) -> str:
    """What was or would be done with a page, and why."""
    what = _SAID.get(page.what, page.what)
    name = line(page.name)
    title = f"“{line(page.title)}”: " if page.title else ""
    way = f"; {page.way}" if page.way else ""
    return f"{what:<9}  {name}  {title}{page.reason}{way}"


def _tell_reasons(done: EmbedResult) -> None:
    """Print why pages were left out, the most common reasons first."""
    passed = [page for page in done.pages if page.what == "passed"]
    reasons = Counter(page.reason.partition(":")[0] for page in passed)
    for reason, n in reasons.most_common(5):
        say(f"  {n:,} left out: {reason}")
    if reasons:
        say("  -v lists each with its reason")


def _print_json(done: EmbedResult) -> None:
    pages = []
    for page in done.pages:
        fields = asdict(page)
        del fields["error"]
        pages.append(fields | _error_fields(page.error))
    record = {
        "pages": pages,
        "site": done.where.site,
        "show": done.where.url,
        "notes": done.notes,
        "orphans": done.orphans,
    }
    print_json(record | _error_fields(done.error))


def _error_fields(error: TtsError | None) -> dict[str, str]:
    """The fields of an error; none if there is none."""
    if error is None:
        return {}
    return {"error": error.message, "hint": error.hint}


def _close(done: EmbedResult) -> None:
    """Print failures once more, and exit with the right code."""
    failed = [page for page in done.pages if page.error]
    if done.error:
        complain(done.error)
    if len(failed) > 1:
        say(f"\n{len(failed)} pages failed and were left unchanged:")
        list_failures((page.name, page.reason) for page in failed)
    errors = [page.error for page in failed if page.error]
    if done.error:
        errors.append(done.error)
    if not errors:
        return
    is_all = not done.count("new", "changed", "unchanged", "removed")
    codes = {error.exit_code for error in errors}
    sys.exit(codes.pop() if is_all and len(codes) == 1 else 1)
