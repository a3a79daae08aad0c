"""The commands `tts sources …`: the sources that `tts watch` checks for a show."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts.cli.errors import as_error, complain
from tts.cli.options import check_is_show, json_option, show_option
from tts.cli.output import good, line, plural, print_json, result, say
from tts.model import LibraryError

if TYPE_CHECKING:
    from tts.show.sources import WatchedSource
    from tts.watch.source_polling import Answer

_SHOWN = 10
"""Maximum number of articles listed for a source."""
private_option = click.option(
    "--allow-private", is_flag=True, help="Allow URLs on private networks."
)


@click.group()
def sources() -> None:
    """Manage the sources that `tts watch` checks.

    They are the [[sources]] tables in show.toml, and can be edited there.
    """


@sources.command()
@click.argument("wheres", nargs=-1, required=True, metavar="SOURCE...")
@show_option
@click.option("--every", default="", metavar="TIME", help="How often to check it: 15min, 1h, 1d.")
@click.option(
    "--latest",
    type=click.IntRange(1, 10_000),
    default=None,
    metavar="N",
    help="How many of the existing articles to make, the newest first. Default: 5. Later, all "
    "new ones are made.",
)
@click.option(
    "--since", default="", metavar="DATE", help="Only articles that appeared then or later: 7d, 2w."
)
@click.option(
    "--titles",
    multiple=True,
    metavar="TEXT",
    help="Only articles with this in the title; repeatable.",
)
@click.option(
    "--not-titles",
    multiple=True,
    metavar="TEXT",
    help="No articles with this in the title; repeatable.",
)
@click.option("--shortest", default="", metavar="TIME", help="The shortest listening time: 2min.")
@click.option("--longest", default="", metavar="TIME", help="The longest listening time: 1h.")
@click.option(
    "--title",
    default="",
    metavar="TEXT",
    help="The episode's title; {title} stands for the article's own.",
)
@click.option("--author", default="", metavar="TEXT", help="In place of the article's own.")
@click.option("--engine", default="", metavar="NAME", help="Who speaks it.")
@click.option("--voice", default="", metavar="VOICE", help="Who speaks it.")
@click.option(
    "--language", default="", metavar="LANG", help="The articles' language. Default: detected."
)
@click.option("--page", is_flag=True, help="Watch the page itself, not the feed that it links to.")
@click.option("--unchecked", is_flag=True, help="Add it without checking it first.")
@private_option
def add(wheres: tuple[str, ...], output: Path, **asked: Any) -> None:
    """Add sources to show.toml. A SOURCE is a feed, a page, a folder, @LIST, a mailbox, a
    read-later server, or an OPML file.

    Each source is checked first. If a page links to a feed, the feed is added. Passwords and tokens
    are not saved: they stay in the environment or the keyring.
    """
    page, unchecked, private = (asked.pop(name) for name in ("page", "unchecked", "allow_private"))
    table = {name: list(v) if isinstance(v, tuple) else v for name, v in asked.items() if v}
    failed = False
    if asked["engine"]:
        _check_engine(asked["engine"])
    for where in _listed(wheres):
        try:
            _add(where, output, table, page=page, checked=not unchecked, private=private)
        except Exception as error:  # one costs itself
            complain(as_error(error))
            failed = True
    if failed:
        sys.exit(1)


def _check_engine(name: str) -> None:
    """Raise EngineError for an unknown engine, since its articles would always fail."""
    from tts.engines import registry

    if name != "auto":
        registry.check(name)


def _listed(wheres: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for where in wheres:
        found += _feeds(Path(where)) if where.lower().endswith(".opml") else [where]
    return found


def _feeds(path: Path) -> list[str]:
    """The feeds in an OPML file; anything skipped is reported."""
    from tts.watch import feed_lists

    found, left_out = feed_lists.feeds(path)
    for each in left_out:
        say(f"  left out: {line(each)}")
    return found


def _add(
    where: str, output: Path, table: dict[str, Any], *, page: bool, checked: bool, private: bool
) -> None:
    from tts.show import sources_file
    from tts.storage import user_config
    from tts.watch import allowed_sources

    if not checked and not output.is_dir():
        output.mkdir(parents=True)
    name = _as_seen_from(output, where)
    if checked:
        feed = "" if page else _feed_of(where, private)
        if feed:
            say(f"  {line(where)} links to a feed: {line(feed)}")
            name = feed
        _, answer = _try({**table, "source": name}, output, private)
        if not page and _is_page(name, answer):
            say(
                f"  {line(name)} is no feed and names none: the page itself is watched, "
                "and made again when it changes"
            )
    sources_file.add(output / "show.toml", {"source": name, **table})
    if allowed_sources.reaches_beyond(name, output):
        user_config.allow(output, [name])
    say(good(), f" added: {line(name)}; tts watch checks it")


def _is_page(name: str, answer: Answer) -> bool:
    """Whether the source is a single web page."""
    from tts.watch.source_polling import WEB

    return bool(WEB.match(name)) and any(item.mark for item in answer.items)


def _as_seen_from(show: Path, where: str) -> str:
    """A path relative to the show's folder, so that both can be moved together. Raises LibraryError
    for an empty path, which would be the current folder."""
    if not where.strip():
        raise LibraryError(
            "an empty name is no source", hint="name a feed, a page, or a folder (. is this one)"
        )
    if where.startswith("@"):
        return f"@{_as_seen_from(show, where[1:])}"
    if "://" in where:
        return where
    return Path(os.path.relpath(Path(where).resolve(), show.resolve())).as_posix()


def _feed_of(where: str, private: bool) -> str:
    from tts.sources.html.feed_link import feed_of
    from tts.watch.source_polling import WEB

    if not WEB.match(where):
        return ""
    from tts.sources.fetch import http

    page = http.get_page(where, allow_private=private)
    if page.media_type not in http.PAGES:
        return ""
    text = page.content.decode(page.charset or "utf-8", "replace")
    head = text[:2000].lower()
    return feed_of(text, page.url or where) if "<html" in head or "<head" in head else ""


def _try(table: dict[str, Any], output: Path, private: bool) -> tuple[WatchedSource, Answer]:
    """The current contents of a source. Raises TtsError."""
    from tts.episode.options import Options
    from tts.show import sources as wanted_sources
    from tts.show.watch_state import SourceRecord
    from tts.watch import source_polling

    wanted = wanted_sources.checked(output / "show.toml", [table])[0]
    place = source_polling.placed(wanted.source, output)
    answer = source_polling.ask(wanted, place, SourceRecord(), Options(allow_private=private))
    assert answer
    return wanted, answer


@sources.command("list")
@show_option
@json_option
def list_(output: Path, as_json: bool) -> None:
    """List the sources of the show and the status of each."""
    import time

    from tts.cli import watch_status
    from tts.show import sources as wanted_sources
    from tts.show.health import health

    check_is_show(output)
    wanted_sources.read(output / "show.toml")  # says what is wrong with it
    found = health(output, time.time())
    if as_json:
        print_json([watch_status.source_json(each) for each in found.sources])
        return
    for each in found.sources:
        watch_status.tell_source(each, time.time())
    if not found.sources:
        say("no sources yet; add one: tts sources add https://example.org/feed.xml")


@sources.command()
@click.argument("wheres", nargs=-1, required=True, metavar="SOURCE...")
@show_option
def remove(wheres: tuple[str, ...], output: Path) -> None:
    """Remove sources from show.toml; their episodes are kept."""
    from tts.show import sources as wanted_sources
    from tts.show import sources_file
    from tts.storage import user_config

    check_is_show(output)
    for where in wheres:
        known = {each.source for each in wanted_sources.read(output / "show.toml")}
        name = where if where in known else _as_seen_from(output, where)
        sources_file.remove(output / "show.toml", name)
        user_config.disallow(output, [name])
        say(good(), f" removed: {line(name)}; its episodes are kept")


@sources.command()
@click.argument("wheres", nargs=-1, metavar="[SOURCE]...")
@show_option
@private_option
def test(wheres: tuple[str, ...], output: Path, allow_private: bool) -> None:
    """Show which articles a first run would make. All sources are checked unless you name some;
    nothing is made."""
    from tts.show import sources as wanted_sources
    from tts.show.settings import document

    check_is_show(output)
    wanted_sources.read(output / "show.toml")
    tables = document(output / "show.toml").get("sources", [])
    known = {table["source"].strip(): table for table in tables}
    names = [where if where in known else _as_seen_from(output, where) for where in wheres]
    failed = False
    for name in names or known:
        try:
            _test(known.get(name, {"source": name}), output, allow_private)
        except Exception as error:  # one costs itself
            complain(as_error(error))
            failed = True
    if failed:
        sys.exit(1)


def _test(table: dict[str, Any], output: Path, private: bool) -> None:
    import time

    from tts.show.watch_state import SourceRecord
    from tts.watch import allowed_sources, choosing

    if allowed_sources.reaches_beyond(table["source"], output):
        allowed_sources.check(table["source"], output)
    wanted, answer = _try(table, output, private)
    chosen = choosing.new_items(answer.items, SourceRecord(), wanted.newest, time.time())
    articles = plural(len(answer.items), "article")
    result(good(), f" {line(wanted.source)}: {articles}")
    for item in chosen.items[-_SHOWN:]:
        is_kept = not item.title or choosing.has_wanted_title(item.title, wanted)
        why = "" if is_kept else "left out: "
        result(f"    {why}{line(item.title or item.where)}")


@sources.command()
@show_option
@click.option("-y", "--yes", is_flag=True, help="Don't ask for confirmation.")
def allow(output: Path, yes: bool) -> None:
    """Allow what show.toml names outside its folder and the web. These are your files and folders,
    servers that receive your token, and the publishing target.

    You are asked once per show, because a show.toml may come from a stranger.
    """
    from tts.storage import user_config
    from tts.watch import allowed_sources

    check_is_show(output)
    names = [
        name
        for name in allowed_sources.beyond_folder(output)
        if name not in user_config.allowed(output)
    ]
    for name in names:
        say(f"  {line(name)}")
    if not names:
        say("everything that show.toml names is already allowed")
        return
    if yes or click.confirm("Are these yours?", err=True):
        user_config.allow(output, names)
        say(good(), " allowed")


@sources.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@show_option
def import_(file: Path, output: Path) -> None:
    """Add the feeds of an OPML file, as podcast apps and feed readers export it, without checking
    them."""
    from tts.show import sources as wanted_sources
    from tts.show import sources_file

    output.mkdir(parents=True, exist_ok=True)
    path = output / "show.toml"
    known = {each.source for each in wanted_sources.read(path)}
    feeds = _feeds(file)
    new: list[dict[str, str]] = []
    failed = False
    for feed in feeds:
        try:
            wanted_sources.checked(path, [{"source": feed}])
        except LibraryError as error:  # one costs itself
            complain(error)
            failed = True
        else:
            new += [{"source": feed}] * (feed not in known)
    sources_file.add_all(path, new)
    there = sum(feed in known for feed in feeds)
    say(good(), f" {len(new):,} added, {there:,} already there")
    if failed:
        sys.exit(1)


@sources.command()
@show_option
def export(output: Path) -> None:
    """Print the feeds and pages of the show as OPML for other programs."""
    from tts.show import library
    from tts.show import sources as wanted_sources
    from tts.watch import feed_lists

    check_is_show(output)
    wanted = wanted_sources.read(output / "show.toml")
    title = library.read_show(output).title
    result(feed_lists.written(title, [each.source for each in wanted]), end="")
