"""Puts the player on the pages of a built site: finds the articles, has them spoken, puts the
player under their titles.

    names, readings   site_survey     every page, and what it is
    episodes          pipeline.make   of new and changed articles
    feed, assets      build.publish   the show in its folder
    pages             page_bytes      the player inserted, or our additions removed

`embed_report` has the options and the result, `notes` what a user should know about it; `removal`
takes everything out again.

A page is written completely or not at all, and only if a byte of it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from tts.cache import Cache
from tts.episode import freshness
from tts.episode.batch import Finished, PerformerError
from tts.episode.options import Options
from tts.episode.repeated_failure import RepeatedFailure
from tts.model import LibraryError, SourceError, TtsError
from tts.publish import listeners, state
from tts.publish.catalog import Entry
from tts.publish.embed import insertion, mounting, notes, site_episodes
from tts.publish.embed import site_survey as site_pages
from tts.publish.embed.embed_report import (
    LISTEN,
    Caught,
    EmbedResult,
    Listener,
    PageResult,
    Site,
    check_index,
    check_place,
)
from tts.publish.embed.insertion import ShowLocation
from tts.publish.embed.page_bytes import filled, opened, take_out, write_page
from tts.publish.embed.site_survey import SitePage, Survey
from tts.show import library, removal_log, saved_script, settings_file
from tts.show.library import Episode, Show
from tts.show.saved_script import SavedScript
from tts.storage.confined_folder import Folder
from tts.storage.parsing import parsed_json

_WRITTEN_AT_ONCE = 8
"""Pages written at the same time."""

# --- putting in -----------------------------------------------------------------------------------


def embed(
    site: Site,
    options: Options,
    *,
    cache: Cache,
    caught: Caught,
    listener: Listener | None = None,
    dry_run: bool = False,
) -> EmbedResult:
    """Put the player on every page with an article. Raises LibraryError if the site or the show
    can't be read.

    A page that fails is left as it is and reported. After an interruption, what is done stays, and
    the same command continues.
    """
    listener = listener or Listener()
    if site.show.folder.resolve() == site.root.resolve():
        raise LibraryError(
            f"{site.root} is the site, so it can't also be the show's folder",
            "name a folder in it with -o",
        )
    listeners.check_none(site.show.folder)
    if site.copied or site.show.folder == site.root / LISTEN:
        check_place(site.root)
        check_index(site.root)
    if not dry_run:
        library.check_writable(site.show)
    survey = site_pages.survey(
        site.root, site.show, site.patterns, remember=not dry_run, listener=listener.reading
    )
    listener.surveyed(survey)
    if not dry_run and survey.taken:
        site = replace(site, show=_begun(site.show, survey))
    where = where_of(site, survey)
    episodes = _episodes(site.show)
    mounts = any(page.reading.metadata.hydrated for page in survey.taken)
    run = _Run(site, options, cache, caught, listener, where, episodes, dry_run, mounts)
    if not dry_run and survey.taken:
        run.put_assets()
    done = run.all_heard(survey.taken)
    error = run.published_where_any(done)
    if site.copied and not error and not dry_run:
        done |= run.all_placed(survey.taken, done)
    done |= run.others_left(survey, done)
    outcomes = {one.what for one in done.values()}
    is_whole = not error and "failed" not in outcomes
    if site.copied and is_whole and not dry_run and not run.copy_is_final:
        error = run.copy(remove=True)
    pages = tuple(done[page.name] for page in survey.pages)
    known = notes.of_site(site, where, survey)
    orphans = notes.orphans(site, run.episodes)
    return EmbedResult(pages, where, known, orphans, error)


def _begun(show: Show, found: Survey) -> Show:
    """The show, with a show.toml named after the site if it has none yet."""
    path = show.folder / library.SETTINGS
    if path.exists() or not found.title:
        return show
    settings_file.create(path, {"title": found.title, "language": found.language})
    return library.open_show(show.folder)


def where_of(site: Site, found: Survey) -> ShowLocation:
    """The addresses of site and show: from the user, from show.toml, or from the pages."""
    settings = site.show.settings
    known = "" if site.base_url else settings.base_url
    url = site.audio_url or known
    base = site.base_url or found.site
    inside = "" if site.audio_url else _folder_in_site(site)
    if inside and not base and url.endswith(f"/{inside}"):
        base = url.removesuffix(inside)
    if base and not url:
        url = base + inside
    feed = bool(url) and not settings.private
    return ShowLocation(base, inside, url, feed=feed, report=settings.report)


def _folder_in_site(site: Site) -> str:
    """The path of the show, or its copy, in the site, ending with a slash."""
    root = site.root.resolve()
    folder = site.show.folder.resolve() if site.inside else root / LISTEN
    path = folder.relative_to(root)
    return f"{path.as_posix()}/"


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
    """Episodes by their sources."""
    dry_run: bool
    mounts: bool
    """A framework takes over the site's pages: every page needs the script that mounts players,
    because readers navigate without loading pages."""
    written: dict[str, state.Sums] = field(default_factory=dict)
    """By folder: the audio of the episodes made."""
    repeated: RepeatedFailure = field(default_factory=RepeatedFailure)
    copy_is_final: bool = False
    """The copy in the site is up to date, and nothing has to be removed from it."""

    def put_assets(self) -> None:
        """Write the player's script before the first page that refers to it."""
        from tts.publish.player import markup

        name, content = markup.asset()
        folder = Folder(self.site.show.folder)
        path = folder.path(name)
        if not path.exists() or folder.read_bytes(name) != content:
            library.write_file(path, lambda f: f.write(content))

    def all_heard(self, taken: Sequence[SitePage]) -> dict[str, PageResult]:
        """Make each page's episode if it is new or changed, several at the same time; and write the
        page, unless the show is copied first."""
        looked_at = {page.name: self.looked_at(page) for page in taken}
        wanted = [page for page in taken if _is_to_be_made(looked_at[page.name])]
        if self.dry_run:
            wanted.clear()
        done: dict[str, PageResult] = {}
        making_all = site_episodes.all_made(
            self.site, wanted, self.options, self.cache, self.listener
        )
        with closing(making_all) as made:
            for page in taken:
                before = looked_at[page.name]
                common = self.repeated.common
                if common and _is_to_be_made(before):
                    done[page.name] = _untried(before, common)
                    continue
                self.listener.begins(page)
                done[page.name] = self.heard(page, before, made)
        return done

    def looked_at(self, page: SitePage) -> PageResult:
        """What has to be done for a page."""
        reading = page.reading
        way = mounting.mounting_way(page)
        unchanged = PageResult(page.name, "unchanged", reading.reason, reading.title, way=way)
        show = self.site.show
        try:
            mounting.check(page, self.where)
            source = site_episodes.source_of(self.site, page)
            identity = library.identity(source.where, show)
            before = self.episodes.get(identity)
            if before is None:
                return self.new_or_removed(page, identity, unchanged)
            if freshness.is_current(before, source.content, self.options, show):
                return replace(unchanged, episode=before.folder.name)
            return replace(unchanged, what="changed")
        except Exception as e:  # a page may be anything: its fault costs this one, and is told
            return self.failed(page, e)

    def new_or_removed(self, page: SitePage, identity: str, unchanged: PageResult) -> PageResult:
        """Whether the episode is new, or was removed: `tts remove` takes it off its page, too."""
        if not self.options.force:
            try:
                removal_log.check(self.site.show, identity)
            except removal_log.Removed as removed:
                reason = f"{removed.message}; {removed.hint}"
                return self.taken_out(page, reason)
        return replace(unchanged, what="new")

    def taken_out(self, page: SitePage, reason: str) -> PageResult:
        """The page without a player."""
        if not page.ours:
            return PageResult(page.name, "passed", reason)
        if not self.dry_run:
            take_out(self.site.root / page.name)
        return PageResult(page.name, "removed", reason, written=not self.dry_run)

    def failed(self, page: SitePage, error: Exception) -> PageResult:
        caught = self.caught(error)
        title = page.reading.title
        return PageResult(page.name, "failed", _first_line(caught), title, error=caught)

    def heard(self, page: SitePage, done: PageResult, made: Iterator[Finished]) -> PageResult:
        """The next episode of `made`, if the page has one, and the player in the page."""
        try:
            if _is_to_be_made(done) and not self.dry_run:
                finished = next(made)
                done = self.with_episode(done, finished)
            if done.episode and not self.site.copied and not self.dry_run:
                done = self.put(page, done)
        except PerformerError:  # no page's fault: the run ends
            raise
        except Exception as e:  # as above
            done = self.failed(page, e)
        is_placed_later = self.site.copied and not self.dry_run
        if done.error or not is_placed_later:
            self.listener.done(done)
        return done

    def with_episode(self, done: PageResult, finished: Finished) -> PageResult:
        """The page with its episode. Raises the error of the episode's making."""
        if finished.error:
            self.repeated.add(self.caught(finished.error))
            raise finished.error
        made = finished.made
        assert made
        self.repeated.succeeded()
        episode = made.episode
        self.episodes[episode.manifest.source] = episode
        what = "unchanged" if made.unchanged else done.what
        name = episode.folder.name
        if made.before is None or made.before.manifest.audio != episode.manifest.audio:
            self.written[name] = state.sums_of(episode)
        return replace(done, what=what, spoken=made.spoken, notes=made.notes, episode=name)

    def all_placed(
        self, taken: Iterable[SitePage], done: Mapping[str, PageResult]
    ) -> dict[str, PageResult]:
        """Write the pages after the show was copied into its site, several at the same time,
        because most of the time is spent waiting for the disk."""

        def place(page: SitePage) -> PageResult:
            return self.placed(page, done[page.name])

        placed: dict[str, PageResult] = {}
        with ThreadPoolExecutor(_WRITTEN_AT_ONCE) as pool:
            for outcome in pool.map(place, taken):
                name = outcome.name
                placed[name] = outcome
                if outcome is not done[name]:  # one that failed before was told then
                    self.listener.done(outcome)
        return placed

    def placed(self, page: SitePage, done: PageResult) -> PageResult:
        """Write one page."""
        if not done.episode:
            return done
        try:
            return self.put(page, done)
        except Exception as e:  # as above
            return self.failed(page, e)

    def put(self, page: SitePage, done: PageResult) -> PageResult:
        """Put the player in the page."""
        site = self.site
        path = site.root / page.name
        content = path.read_bytes()
        plain = opened(content)
        is_named = site.patterns.names(page.name)
        if site_pages.sum_of(page.name, is_named, plain.content) != page.sum:
            message = f"{page.name} was changed while this command ran"
            raise SourceError(message, "run the same command again")
        folder = site.show.folder / done.episode
        entry = entry_of(folder)
        script = script_of(folder)
        inserted = pieces(page, entry, script, self.where, site.show.title)
        new = filled(plain, inserted)
        is_changed = new != content
        if is_changed:
            write_page(path, new)
        warnings = notes.of_page(page, self.where, path)
        return replace(done, written=is_changed, notes=(*done.notes, *warnings))

    def left(self, page: SitePage) -> PageResult:
        """A page without an article: what an earlier run inserted is removed."""
        reading = page.reading
        if reading.failed:
            hint = "build the site again, or leave the page out with --exclude"
            unread = SourceError(f"{page.name}: {reading.reason}", hint)
            return PageResult(page.name, "failed", reading.reason, error=unread)
        if self.mounts and mounting.is_mountable(page):
            return self.opened_for_mounting(page)
        passed = PageResult(page.name, "passed", reading.reason)
        if page.ours and page.passed:
            return replace(
                passed, notes=("it has a player from an earlier run; --remove removes it",)
            )
        if not page.ours or not page.sum:
            return passed
        try:
            return self.taken_out(page, reading.reason)
        except Exception as e:  # as above
            error = self.caught(e)
            return PageResult(page.name, "failed", _first_line(error), error=error)

    def published_where_any(self, done: Mapping[str, PageResult]) -> TtsError | None:
        """Publish the show if it has an episode; returns the error, if any."""
        if self.dry_run:
            return None
        any_made = any(one.what != "failed" for one in done.values())
        return self.publish() if any_made else None

    def opened_for_mounting(self, page: SitePage) -> PageResult:
        """A page without an article, opened because a framework takes over the site."""
        path = self.site.root / page.name
        way = mounting.mounting_way(page)
        done = PageResult(page.name, "passed", page.reading.reason, way=way)
        try:
            mounting.check(page, self.where)
            content = path.read_bytes()
            script = mounting.piece(page, self.where)
            new = filled(opened(content), [script])
            is_written = new != content and not self.dry_run
            if is_written:
                write_page(path, new)
        except Exception as e:  # as above
            error = self.caught(e)
            return replace(done, what="failed", reason=_first_line(error), error=error)
        return replace(done, written=is_written)

    def publish(self) -> TtsError | None:
        """Write feed, pages and assets of the show; and the copy in the site, if the show is
        elsewhere."""
        from tts.publish import build

        try:
            show = library.open_show(self.site.show.folder)
            build.publish(show, base_url=self.where.url, written=self.written)
        except Exception as e:  # the pages are done; that the show is not, is told
            return self.caught(e)
        return self.copy(remove=False) if self.site.copied else None

    def others_left(self, found: Survey, done: Mapping[str, PageResult]) -> dict[str, PageResult]:
        """Handle the pages without an article."""
        left: dict[str, PageResult] = {}
        for page in found.pages:
            if page.name in done:
                continue
            outcome = self.left(page)
            left[page.name] = outcome
            self.listener.done(outcome)
        return left

    def copy(self, *, remove: bool) -> TtsError | None:
        """Update the copy in the site. Files to which a page may still link are removed after all
        pages are written."""
        from tts.publish.targets import send

        folder = self.site.show.folder
        index = folder / "index.html"
        if not index.is_file():  # no page had an article
            return None
        target = str(self.site.root / LISTEN)
        try:
            done = send.upload(folder, target, remove=remove)
        except Exception as e:  # as above
            return self.caught(e)
        self.copy_is_final = not done.removed
        return None


def _is_to_be_made(done: PageResult) -> bool:
    return done.what in ("new", "changed")


def _untried(done: PageResult, common: TtsError) -> PageResult:
    """A page whose episode was not tried, because it would fail with the error of those before."""
    reason = f"not tried: {_first_line(common)}"
    return replace(done, what="failed", reason=reason, error=common)


def _first_line(error: TtsError) -> str:
    lines = error.message.splitlines()
    return lines[0]


def pieces(
    page: SitePage, entry: Entry, script: SavedScript, where: ShowLocation, show_title: str
) -> list[tuple[int, str]]:
    """What is inserted in a page, and where."""
    reading = page.reading
    metadata = reading.metadata
    lead = insertion.prefix(where, page.name, metadata)
    head = insertion.head_html(entry, metadata, where, lead, show_title)
    if metadata.hydrated:
        return [mounting.piece(page, where, head)]
    player = insertion.player_html(entry, script, lead, where, metadata.canonical)
    if page.name.lower().endswith(".xhtml"):
        player = insertion.as_xml(player)
        head = insertion.as_xml(head)
    if reading.head < 0 or reading.head > reading.player:
        return [(reading.player, player + head)]
    return [(reading.head, head), (reading.player, player)]


_NEVER_TOLD = datetime.fromtimestamp(0, UTC)
"""A dummy time for an episode, which no player shows."""


def entry_of(folder: Path) -> Entry:
    """The episode in a folder. Raises LibraryError."""
    episode = library.read_episode(folder)
    if episode is None:
        hint = "run the same command again: it makes the episode anew"
        raise LibraryError(f"{folder / library.MANIFEST} can't be read", hint)
    return Entry(folder.name, episode.manifest, _NEVER_TOLD)


def script_of(folder: Path) -> SavedScript:
    """What the episode in a folder says. Raises LibraryError."""
    path = folder / "script.json"
    saved = parsed_json(path.read_text("utf-8"))
    script = saved_script.read(saved)
    if script is None:
        hint = "run the same command again with --force"
        raise LibraryError(f"{path} is damaged or from another version of Pagecast", hint)
    return script


def _episodes(show: Show) -> dict[str, Episode]:
    return {episode.manifest.source: episode for episode in library.episodes(show)}
