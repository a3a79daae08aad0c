"""The player on the pages of a built site: finds the articles, has them spoken, puts the player
under their titles.

    names, readings   pages           every page, and what it is
    episodes          pipeline.make   of new and changed articles
    feed, assets      build.publish   the show in its folder
    pages             page_bytes      the player put in, or what is ours taken out

What is asked, and what came of it, is in `embed_report`; `removal` takes everything out again.

A page is written whole or not at all, and only where a byte of it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tts.cache import Cache
from tts.episode import freshness
from tts.episode.batch import Finished
from tts.episode.options import Options
from tts.model import LibraryError, Source, SourceError, TtsError
from tts.publish import listeners
from tts.publish.catalog import Entry
from tts.publish.embed import insertion, mounting, site_episodes
from tts.publish.embed import site_survey as site_pages
from tts.publish.embed.embed_report import (
    LISTEN,
    Caught,
    Done,
    Embedded,
    Listener,
    Site,
    check_index,
    check_place,
)
from tts.publish.embed.insertion import ShowLocation
from tts.publish.embed.page_bytes import filled, opened, take_out, write_page
from tts.publish.embed.show_folder import notes_of_place
from tts.publish.embed.site_survey import Found, Survey
from tts.show import library, removals, saved_script, toml
from tts.show.library import Episode, Show
from tts.show.saved_script import SavedScript
from tts.storage.inside import Folder
from tts.storage.parsing import parsed_json

_WRITTEN_AT_ONCE = 8
"""Pages that are written at once."""

# --- putting in -----------------------------------------------------------------------------------


def embed(
    site: Site,
    options: Options,
    *,
    cache: Cache,
    caught: Caught,
    listener: Listener | None = None,
    dry_run: bool = False,
) -> Embedded:
    """Put the player on every page with an article. Raises LibraryError when the site or the show
    can't be read.

    A page that fails is left as it is and told. Interrupted, what is done stays, and the same
    command goes on.
    """
    listener = listener or Listener()
    if site.show.folder.resolve() == site.root.resolve():
        raise LibraryError(
            f"{site.root} is the site, and can't be the show's folder too",
            "name a folder in it with -o",
        )
    listeners.check_none(site.show.folder)
    if site.copied or site.show.folder == site.root / LISTEN:
        check_place(site.root)
        check_index(site.root)
    if not dry_run:
        library.check_writable(site.show)
    found = site_pages.survey(
        site.root, site.show, site.patterns, remember=not dry_run, listener=listener.reading
    )
    listener.surveyed(found)
    if not dry_run and found.taken:
        site = replace(site, show=_begun(site.show, found))
    run = _Run(
        site,
        options,
        cache,
        caught,
        listener,
        where_of(site, found),
        _episodes(site.show),
        dry_run,
        mounts=any(page.reading.facts.hydrated for page in found.taken),
    )
    if not dry_run and found.taken:
        run.put_assets()
    done = run.all_heard(found.taken)
    error = run.published_where_any(done)
    if site.copied and not error and not dry_run:
        done |= run.all_placed(found.taken, done)
    done |= run.others_left(found, done)
    outcomes = {one.what for one in done.values()}
    is_whole = not error and "failed" not in outcomes
    if site.copied and is_whole and not dry_run:
        error = run.copy(remove=True)
    pages = tuple(done[page.name] for page in found.pages)
    return Embedded(
        pages, run.where, _notes(site, run.where, found), _orphans(site, run.episodes), error
    )


def _begun(show: Show, found: Survey) -> Show:
    """The show, with a show.toml of the site's name where it has none yet."""
    path = show.folder / library.SETTINGS
    if path.exists() or not found.title:
        return show
    toml.create(path, {"title": found.title, "language": found.language})
    return library.open_show(show.folder)


def where_of(site: Site, found: Survey) -> ShowLocation:
    """Where site and show are: as the user says, as show.toml says, as the pages do."""
    url = site.audio_url or (site.show.settings.base_url if not site.base_url else "")
    base = site.base_url or found.site
    inside = ""
    if not site.audio_url:
        folder = site.show.folder.resolve() if site.inside else site.root.resolve() / LISTEN
        inside = folder.relative_to(site.root.resolve()).as_posix() + "/"
        if not base and url.endswith(f"/{inside}"):
            base = url.removesuffix(inside)
    url = url or (base + inside if base else "")
    settings = site.show.settings
    return ShowLocation(
        base,
        inside,
        url,
        feed=bool(url) and not settings.private,
        report=settings.report,
    )


@dataclass(slots=True)
class _Run:
    """One embedding."""

    site: Site
    options: Options
    cache: Cache
    caught: Caught
    listener: Listener
    where: ShowLocation
    episodes: dict[str, Episode]
    """By what they were made of."""
    dry_run: bool
    mounts: bool
    """Pages of the site are taken over by a framework: each of them needs the script that mounts
    players, for readers go from one to the other without loading them."""

    def put_assets(self) -> None:
        """The player's script, before the first page that names it."""
        from tts.publish.player import markup

        name, content = markup.asset()
        folder = Folder(self.site.show.folder)
        path = folder.path(name)
        if not path.exists() or folder.read_bytes(name) != content:
            library.write_file(path, lambda f: f.write(content))

    def all_heard(self, taken: Sequence[Found]) -> dict[str, Done]:
        """Each page's episode, made where it is new or changed, several at once; and the page,
        unless the show is to be copied first."""
        looked_at = {page.name: self.looked_at(page) for page in taken}
        wanted = [page for page in taken if looked_at[page.name].what in ("new", "changed")]
        if self.dry_run:
            wanted.clear()
        done: dict[str, Done] = {}
        with closing(
            site_episodes.all_made(self.site, wanted, self.options, self.cache, self.listener)
        ) as made:
            for page in taken:
                self.listener.begins(page)
                done[page.name] = self.heard(page, looked_at[page.name], made)
        return done

    def looked_at(self, page: Found) -> Done:
        """What is to be done for a page."""
        title = page.reading.title
        unchanged = Done(page.name, "unchanged", page.reading.reason, title, way=mounting.way(page))
        try:
            mounting.check(page, self.where)
            source = site_episodes.source_of(self.site, page)
            before = self.episodes.get(library.identity(source.where, self.site.show))
            if before is None:
                return self.new_or_removed(page, source, unchanged)
            if freshness.is_current(before, source.content, self.options, self.site.show):
                return replace(unchanged, episode=before.folder.name)
            return replace(unchanged, what="changed")
        except Exception as e:  # a page may be anything: its fault costs this one, and is told
            return self.failed(page, e)

    def new_or_removed(self, page: Found, source: Source, unchanged: Done) -> Done:
        """What `tts remove` took from the show goes from its page, too."""
        if not self.options.force:
            try:
                removals.check(self.site.show, library.identity(source.where, self.site.show))
            except removals.Removed as removed:
                reason = f"{removed.message}; {removed.hint}"
                return self.taken_out(page, reason)
        return replace(unchanged, what="new")

    def taken_out(self, page: Found, reason: str) -> Done:
        """The page without a player."""
        if not page.ours:
            return Done(page.name, "passed", reason)
        if not self.dry_run:
            take_out(self.site.root / page.name)
        return Done(page.name, "removed", reason, written=not self.dry_run)

    def failed(self, page: Found, error: Exception) -> Done:
        caught = self.caught(error)
        reason = caught.message.splitlines()[0]
        return Done(page.name, "failed", reason, page.reading.title, error=caught)

    def heard(self, page: Found, done: Done, made: Iterator[Finished]) -> Done:
        """The next episode of `made`, if the page is to have one, and the player in the page."""
        try:
            if done.what in ("new", "changed") and not self.dry_run:
                done = self.with_episode(done, next(made))
            if done.episode and not self.site.copied and not self.dry_run:
                done = self.put(page, done)
        except Exception as e:  # as above
            done = self.failed(page, e)
        if not self.site.copied or self.dry_run or done.error:
            self.listener.done(done)
        return done

    def with_episode(self, done: Done, finished: Finished) -> Done:
        """Raises what the making of the episode ended with."""
        if finished.error:
            raise finished.error
        made = finished.made
        assert made
        self.episodes[made.episode.manifest.source] = made.episode
        return replace(
            done,
            what="unchanged" if made.unchanged else done.what,
            spoken=made.spoken,
            notes=made.notes,
            episode=made.episode.folder.name,
        )

    def all_placed(self, taken: Iterable[Found], done: Mapping[str, Done]) -> dict[str, Done]:
        """The pages, after the show was copied into its site: several at once, for most of what
        writing one takes is to wait for the disk."""
        placed: dict[str, Done] = {}
        with ThreadPoolExecutor(_WRITTEN_AT_ONCE) as pool:
            for page in pool.map(lambda page: self.placed(page, done[page.name]), taken):
                placed[page.name] = page
                if page is not done[page.name]:  # one that failed before was told then
                    self.listener.done(page)
        return placed

    def placed(self, page: Found, done: Done) -> Done:
        """One page."""
        if not done.episode:
            return done
        try:
            return self.put(page, done)
        except Exception as e:  # as above
            return self.failed(page, e)

    def put(self, page: Found, done: Done) -> Done:
        """The player in the page."""
        path = self.site.root / page.name
        content = path.read_bytes()
        plain = opened(content)
        if (
            site_pages.sum_of(page.name, self.site.patterns.names(page.name), plain.content)
            != page.sum
        ):
            raise SourceError(
                f"{page.name} was changed while this command ran", "give the same command again"
            )
        episode = self.site.show.folder / done.episode
        entry = entry_of(episode)
        script = saved_script.read(parsed_json((episode / "script.json").read_text("utf-8")))
        if script is None:
            hint = "give the same command again with --force"
            raise LibraryError(f"{episode / 'script.json'} is not as Pagecast writes it", hint)
        new = filled(plain, pieces(page, entry, script, self.where, self.site.show.title))
        if new != content:
            write_page(path, new)
        return replace(
            done, written=new != content, notes=(*done.notes, *_warnings(page, self.where, path))
        )

    def left(self, page: Found) -> Done:
        """A page without an article: what an earlier run put into it is taken out."""
        reading = page.reading
        if reading.failed:
            hint = "let the site be built again, or leave the page out with --exclude"
            unread = SourceError(f"{page.name}: {reading.reason}", hint)
            return Done(page.name, "failed", reading.reason, error=unread)
        if self.mounts and mounting.is_mountable(page):
            return self.opened_for_mounting(page)
        if not page.ours or page.passed or not page.sum:
            note = (
                ("it has a player from before; --remove takes it out",)
                if page.ours and page.passed
                else ()
            )
            return Done(page.name, "passed", reading.reason, notes=note)
        try:
            return self.taken_out(page, reading.reason)
        except Exception as e:  # as above
            error = self.caught(e)
            return Done(page.name, "failed", error.message.splitlines()[0], error=error)

    def published_where_any(self, done: Mapping[str, Done]) -> TtsError | None:
        """The show, where there is an episode to publish; its error, if it has one."""
        if self.dry_run:
            return None
        any_made = any(one.what != "failed" for one in done.values())
        return self.publish() if any_made else None

    def opened_for_mounting(self, page: Found) -> Done:
        """A page without an article of a site that is taken over by a framework."""
        path = self.site.root / page.name
        done = Done(page.name, "passed", page.reading.reason, way=mounting.way(page))
        try:
            mounting.check(page, self.where)
            content = path.read_bytes()
            new = filled(opened(content), [mounting.piece(page, self.where)])
            if new != content and not self.dry_run:
                write_page(path, new)
        except Exception as e:  # as above
            error = self.caught(e)
            return replace(done, what="failed", reason=error.message.splitlines()[0], error=error)
        return replace(done, written=new != content and not self.dry_run)

    def publish(self) -> TtsError | None:
        """Feed, pages and assets of the show; and the copy in the site, where it lies elsewhere."""
        from tts.publish import build

        try:
            show = library.open_show(self.site.show.folder)
            build.publish(show, base_url=self.where.url)
        except Exception as e:  # the pages are done; that the show is not, is told
            return self.caught(e)
        return self.copy(remove=False) if self.site.copied else None

    def others_left(self, found: Survey, done: Mapping[str, Done]) -> dict[str, Done]:
        """What becomes of the pages without an article."""
        left: dict[str, Done] = {}
        for page in found.pages:
            if page.name in done:
                continue
            outcome = self.left(page)
            left[page.name] = outcome
            self.listener.done(outcome)
        return left

    def copy(self, *, remove: bool) -> TtsError | None:
        """The copy in the site. What a page of the site may still lead to is removed when all are
        written."""
        from tts.publish.targets import send

        folder = self.site.show.folder
        index = folder / "index.html"
        if not index.is_file():  # no page had an article
            return None
        target = str(self.site.root / LISTEN)
        try:
            send.upload(folder, target, remove=remove)
        except Exception as e:  # as above
            return self.caught(e)
        return None


def pieces(
    page: Found, entry: Entry, script: SavedScript, where: ShowLocation, show_title: str
) -> list[tuple[int, str]]:
    """What is put into a page, and where."""
    reading = page.reading
    lead = insertion.prefix(where, page.name, reading.facts)
    if reading.facts.hydrated:
        head = insertion.head_html(entry, reading.facts, where, lead, show_title)
        return [mounting.piece(page, where, head)]
    canonical = reading.facts.canonical
    player = insertion.player_html(entry, script, lead, where, canonical)
    head = insertion.head_html(entry, reading.facts, where, lead, show_title)
    if page.name.lower().endswith(".xhtml"):
        player, head = insertion.as_xml(player), insertion.as_xml(head)
    if reading.head < 0 or reading.head > reading.player:
        return [(reading.player, player + head)]
    return [(reading.head, head), (reading.player, player)]


def entry_of(folder: Path) -> Entry:
    episode = library.read_episode(folder)
    if episode is None:
        hint = "give the same command again: it makes the episode anew"
        raise LibraryError(f"{folder / library.MANIFEST} can't be read", hint)
    return Entry(
        folder.name, episode.manifest, datetime.fromtimestamp(0, UTC)
    )  # no player tells the moment


def _episodes(show: Show) -> dict[str, Episode]:
    return {episode.manifest.source: episode for episode in library.episodes(show)}


# --- what a user should know ----------------------------------------------------------------------


def _warnings(page: Found, where: ShowLocation, path: Path) -> Iterator[str]:
    facts = page.reading.facts
    if blocked := insertion.forbidden(facts, where):
        what = {"script-src": "the player's script", "media-src": "the audio"}
        source = "'self'" if where.show else where.url
        yield (
            f"its Content-Security-Policy forbids {' and '.join(what[name] for name in blocked)}: "
            f"add {source} to {' and '.join(blocked)}"
        )
    for ending in (".gz", ".br", ".zst"):
        if (packed := path.with_name(path.name + ending)).exists():
            yield f"{packed.name} is a packed copy without the player: pack it again"


def _notes(site: Site, where: ShowLocation, found: Survey) -> tuple[str, ...]:
    if not found.taken:
        return (
            "no page with an article was found: --dry-run tells why, and --include takes a page that you name",
        )
    return notes_of_place(site) + _notes_of_address(site, where, found)


def _notes_of_address(site: Site, where: ShowLocation, found: Survey) -> tuple[str, ...]:
    """What follows from an address that is not known, is another than the pages state, or is taken
    from them."""
    if not where.url:
        return (
            "the site's address is not known (no canonical links): og:audio, JSON-LD and the feed are left out; "
            "--base-url says it",
        )
    if where.show and found.site and not site.base_url and where.url != found.site + where.show:
        return (
            f"show.toml has {where.url} for the show's address, and the pages say that the site is {found.site}: "
            f"if it has moved, --base-url {found.site}",
        )
    if not site.base_url and not site.audio_url and not site.show.settings.base_url:
        return (f"the site's address, by its own pages: {where.site}",)
    return ()


def _orphans(site: Site, episodes: Mapping[str, Episode]) -> tuple[str, ...]:
    """Episodes of this site's pages that are not there any more."""
    names = site_pages.names_of(site.root, site.show.folder)
    there = {
        f"../{name.encode(errors='backslashreplace').decode()}" for name in names
    }  # as identities are written
    gone = []
    for source, episode in episodes.items():
        ours = source.startswith("../") and not source.startswith("../../")
        if ours and source.lower().endswith((".html", ".htm", ".xhtml")) and source not in there:
            gone.append(episode.folder.name)
    return tuple(sorted(gone))
