"""Writes whatever changed of a published show: assets, pages, feed, lists.

Everything follows from the manifests and show.toml: the output can be deleted and is made again,
byte for byte. The recorded state of the last run (`state`) only saves work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import tts
from tts.model import LibraryError
from tts.publish import (
    catalog,
    episode_rendering,
    index_cache,
    listener_feeds,
    listeners,
    saved_base_url,
    show_rendering,
    show_scan,
    state,
)
from tts.publish.catalog import Catalog, Entry, Refused, moment_of
from tts.publish.episode_rendering import Job, Rendered, Site
from tts.publish.feed.item import FeedLocation
from tts.publish.public_files import masked
from tts.publish.publish_run import Listener, Publishing, check_own, put
from tts.publish.show_rendering import OF_ENTRIES
from tts.publish.stage import INDEX, commit, open_stage
from tts.publish.stamps import code, stamp_of
from tts.publish.state import State, Sums
from tts.show import library
from tts.show.index import Row
from tts.show.library import Show
from tts.storage.confined_folder import Folder

if TYPE_CHECKING:
    from tts.publish.targets.send import Uploaded


@dataclass(frozen=True, slots=True)
class Published:
    """The result of a publishing."""

    folder: Path
    feed: str
    """The feed's address; empty if there is no base URL, or if listeners have personal feeds."""
    added: tuple[str, ...] = ()
    """Titles of newly published episodes, the newest first, as in the other lists."""
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    """Number of unchanged episodes."""
    refused: tuple[Refused, ...] = ()
    written: tuple[str, ...] = ()
    """New or changed files."""
    deleted: tuple[str, ...] = ()
    """Deleted files of an earlier publishing."""
    private: bool = False
    listeners: int = 0
    """Number of listeners with personal feeds."""
    uploaded: Uploaded | None = None
    """The result of the upload, if there was one."""

    @property
    def index(self) -> Path:
        return self.folder / INDEX

    @property
    def episodes(self) -> int:
        return len(self.added) + len(self.updated) + self.unchanged


def publish(
    show: Show,
    *,
    base_url: str = "",
    now: datetime | None = None,
    listener: Listener | None = None,
    dry_run: bool = False,
    written: Mapping[str, Sums] | None = None,
) -> Published:
    """Publish the show into its own folder. Raises LibraryError.

    A base URL is remembered in show.toml. With `dry_run` nothing is changed, and the result is what
    would change. Audio in `written`, by folder, is not read to verify it: this process wrote it.
    """
    if not show.folder.is_dir():
        raise LibraryError(
            f"there is no show in {show.folder}",
            hint="make an episode first: tts make SOURCE -o FOLDER, or name another folder",
        )
    with (
        library.locked(show, "-publish"),
        _translated(show),
        catalog.without_garbage_collection(),
    ):
        return _publish(
            saved_base_url.settle(show, base_url, write=not dry_run),
            now,
            listener or _nothing,
            dry_run=dry_run,
            written=written or {},
        )


@contextmanager
def withdrawn(show: Show, names: Collection[str]) -> Iterator[bool]:
    """A context that takes episodes, named by their folders, out of the published pages and the
    feed. Yields whether any was published; nothing else is published while the caller removes them.
    Raises LibraryError.

    The pages in the episodes' own folders stay: they show after a restore that the episodes were
    published.
    """
    with library.locked(show, "-publish"):
        before = state.read(show.folder)
        was = any(_is_known(show, before, name) for name in names)
        if was:
            _renew(show, frozenset(names))
        yield was


@contextmanager
def put_back(show: Show, names: Collection[str]) -> Iterator[None]:
    """A context that publishes again the episodes that the caller restores to folders of those
    names, if they were published when they were removed. Nothing else is published meanwhile.
    Raises LibraryError."""
    with library.locked(show, "-publish"):
        try:
            yield
        finally:  # also of those that came back before one did not
            if has_pages(show, names):
                _renew(show, frozenset())


def is_unpublished(show: Show, name: str) -> bool:
    """Whether the episode in that folder has pages but is not in the feed, because its restoring
    was interrupted."""
    return has_pages(show, (name,)) and name not in state.read(show.folder).episodes


def is_embedded(show: Show) -> bool:
    """Whether pages of a site play this show's episodes."""
    return Folder(show.folder).is_file(f"{state.FOLDER}/{state.EMBEDDED}")


def has_pages(show: Show, names: Collection[str]) -> bool:
    """Whether publishing made a page for an episode in one of those folders."""
    return any((show.folder / name / INDEX).is_file() for name in names)


def _renew(show: Show, without: frozenset[str]) -> None:
    """Publish again whatever is published; a show that never was waits for `tts publish`."""
    with _translated(show):
        _publish(saved_base_url.settle(show, ""), None, _nothing, dry_run=False, without=without)


def _is_known(show: Show, before: State, name: str) -> bool:
    """Whether the episode in that folder was published."""
    return name in before.episodes or has_pages(show, (name,))


@contextmanager
def _translated(show: Show) -> Iterator[None]:
    """A context that turns OSError into LibraryError."""
    try:
        yield
    except OSError as e:
        what = e.filename or show.folder
        fault = f"{masked(str(what))}: {e.strerror}"
        checks = "check the folder's permissions and the free space"
        raise LibraryError(
            f"{show.folder} can't be published: {fault}",
            hint=f"{checks}, then run the same command again: it goes on",
        ) from e


_PLACES = (f"{state.FOLDER}/stage", "pagecast", "l")
"""Folders of the show that publishing writes to and removes from."""


def _check_places(folder: Path) -> None:
    """Raise LibraryError if one of them leads out of the show."""
    for name in _PLACES:
        Folder(folder).path(name)


def _nothing(_work: str, _done: int, _all: int) -> None:
    """The progress listener that does nothing."""


def _publish(
    show: Show,
    now: datetime | None,
    listener: Listener,
    *,
    dry_run: bool,
    without: frozenset[str] | None = None,
    written: Mapping[str, Sums] = MappingProxyType({}),
) -> Published:
    """Publish everything; or, with `without`, what was published before except those episodes."""
    _check_places(show.folder)
    invited = listeners.read(show.folder)
    if invited:
        show = listener_feeds.as_published(show)
    before = state.read(show.folder)
    before.written = written
    listener("reading", 0, 0)
    looked = show_scan.look(show, before, now, episode_rendering.prepare)
    found = looked.catalog
    if without is not None:
        found = _known(show, before, found, without)
    run = Publishing(show, before, looked, State(), open_stage(show.folder), listener, invited)
    try:
        found = _stage_all(run, found)
        stale = sorted(state.stale(before, run.after))
        if without:
            stale = [path for path in stale if path.partition("/")[0] not in without]
        done = _published(run, found, stale)
        if not dry_run:
            renewed = without is not None
            _write(run, stale, keep_audio=renewed and is_embedded(show))
        return done
    finally:
        with suppress(OSError):
            _close(run, dry_run)


def _known(show: Show, before: State, found: Catalog, without: frozenset[str]) -> Catalog:
    kept = []
    for entry in found.entries:
        is_wanted = entry.folder not in without
        if is_wanted and _is_known(show, before, entry.folder):
            kept.append(entry)
    return replace(found, entries=tuple(kept))


def _close(run: Publishing, dry_run: bool) -> None:
    import shutil

    shutil.rmtree(run.stage.place, ignore_errors=True)
    if dry_run and not (run.before.files or run.before.episodes):
        (run.show.folder / state.FOLDER).rmdir()


def _write(run: Publishing, stale: Sequence[str], *, keep_audio: bool) -> None:
    """Note the names of the new files, then move them: a run that is killed here owns what it
    wrote. With `keep_audio` former audio stays, because pages of a site link to it until `embed`
    rewrites them."""
    if run.stage.waiting or stale:
        state.announce(run.show.folder, run.stage.waiting)
        count = len(run.stage.waiting)
        commit(run.stage, stale, lambda done: run.tell("writing", done, count))
    superseded = state.superseded(run.before, run.after)
    if keep_audio:
        run.after.audio = superseded
    elif superseded:
        _remove_superseded(run, superseded)
    state.write(run.show.folder, run.after, run.before)


def _remove_superseded(run: Publishing, paths: Collection[str]) -> None:
    """Remove audio to which the last publishing linked and this one does not."""
    folders = {path.partition("/")[0] for path in paths} & run.after.episodes.keys()
    if not folders:
        return
    with library.locked(run.show):
        for name in sorted(folders):
            if episode := library.read_episode(run.show.folder / name):
                library.remove_superseded(episode)


# --- what is put on the stage ---------------------------------------------------------------------


def _stage_all(run: Publishing, show_catalog: Catalog) -> Catalog:
    """Stage everything that changed; returns the episodes it is based on."""
    from tts.publish import covers as drawn

    covers = drawn.names(run.show)
    common = stamp_of(
        tts.__version__, code(), repr(run.show.settings), *covers, show_rendering.kind(run)
    )
    refused: list[Refused] = []
    while failed := _stage_show(run, show_catalog.entries, common, covers):
        refused += failed
        bad = {each.folder for each in failed}
        rest = [entry for entry in show_catalog.entries if entry.folder not in bad]
        show_catalog = replace(show_catalog, entries=tuple(rest))
    index_cache.note(run)
    all_refused = [*show_catalog.refused, *refused]
    all_refused.sort(key=lambda each: each.folder)
    return replace(show_catalog, refused=tuple(all_refused))


def _stage_show(
    run: Publishing, entries: Sequence[Entry], common: str, covers: Sequence[str]
) -> list[Refused]:
    """Stage pages, lists and feed. Returns the episodes whose pages can't be rendered; the rest has
    to be staged again without them."""
    jobs = _jobs(run, entries, common)
    is_changed = show_rendering.is_changed(run, entries, common)

    def stage_others() -> None:
        _stage_assets(run, covers)
        if is_changed:
            show_rendering.stage_lists(run, entries)

    refused = _render(run, jobs, stage_others)
    if refused:
        run.after.files.clear()
        for path in run.stage.moments:
            run.stage.waiting.pop(path, None)
    elif is_changed:
        show_rendering.stage_pages(run, entries, common, covers)
    return refused


def _stage_assets(run: Publishing, names: Sequence[str]) -> None:
    """Stage scripts, styles and covers, of these names."""
    from tts.publish import covers, site
    from tts.publish.player import markup

    stamp = stamp_of(tts.__version__, code(), repr(run.show.settings), *names)
    run.after.stamps["assets"] = stamp
    before = run.before
    own = [path for path in before.files if not OF_ENTRIES.match(path)]
    if before.stamps.get("assets") == stamp and all(map(run.stands, own)):
        run.keep(own)
        return
    if all(map(run.stands, names)):
        run.keep(names)
    else:
        drawn = covers.show_covers(run.show)
        put(run, drawn.items())
    assets = site.assets(run.show)
    put(run, [markup.asset(), *assets.items()])


def _jobs(run: Publishing, entries: Sequence[Entry], common: str) -> list[Job]:
    """The episodes that changed, whose neighbour changed, or whose pages are incomplete."""
    jobs = []
    known = run.after.episodes
    around: list[Entry | None] = [None, *entries, None]
    if run.invited:  # no episode leads to another
        around = [None] * len(around)
    for entry, before, behind in zip(entries, around[:-2], around[2:], strict=True):
        folder = entry.folder
        stamp = stamp_of(common, entry.mark, _mark(before), _mark(behind))
        kept = known.get(folder) or run.before.episodes.get(folder)
        if kept and kept.stamp == stamp and _pages_stand(run, entry, kept):
            known[folder] = _brought_up_to_date(run, kept)
        else:
            job = Job(entry, before, behind, stamp, kept)
            jobs.append(job)
    folders = [entry.folder for entry in entries]
    run.after.episodes = {folder: known[folder] for folder in folders if folder in known}
    return jobs


def _mark(entry: Entry | None) -> str:
    return entry.mark if entry else ""


def _brought_up_to_date(run: Publishing, kept: Row) -> Row:
    """The row of an episode whose pages exist: mostly the previous one."""
    now = run.looked.rows[kept.folder]
    if now is kept:
        return kept
    return now._replace(
        stamp=kept.stamp,
        made=kept.made,
        picture=kept.picture,
        feed_bytes=kept.feed_bytes,
        addresses=kept.addresses,
    )


def _pages_stand(run: Publishing, entry: Entry, kept: Row) -> bool:
    """Whether the pages are as they were made, or will be once the waiting files are moved."""
    if kept is run.before.episodes.get(entry.folder):
        return entry.folder not in run.looked.unmade
    for name, stands in state.made_of(kept).items():
        path = entry.path(name)
        if path not in run.stage.waiting and not run.as_left(path, stands):
            return False
    return True


def _render(
    run: Publishing, jobs: Sequence[Job], meanwhile: Callable[[], None] | None
) -> list[Refused]:
    """Render the pages of episodes; returns those that failed. `meanwhile` runs while other
    processes render."""
    location = FeedLocation(run.base_url, run.show.settings) if run.feed else None
    site, refused = Site(run.show, run.base_url, run.feed, run.stage.place, location), []
    by_folder = {job.entry.folder: job for job in jobs}

    def progress(done: int) -> None:
        run.tell("rendering", done, len(jobs))

    for outcome in episode_rendering.render(jobs, site, progress, meanwhile):
        if isinstance(outcome, Refused):
            refused.append(outcome)
            continue
        _take(run, by_folder[outcome.folder], outcome)
    return refused


def _take(run: Publishing, job: Job, made: Rendered) -> None:
    entry = job.entry
    run.listings[entry.folder] = made.listing
    run.items[entry.folder] = made.item
    for name in made.files:
        run.stage.waiting.pop(
            entry.path(name), None
        )  # rendered again, for a neighbour that was refused
    for name in made.standing:
        path = entry.path(name)
        check_own(run, path)
        run.stage.standing.add(path)
    for name, waits in made.waiting.items():
        run.stage.waiting[entry.path(name)] = waits
    run.after.episodes[entry.folder] = run.looked.rows[entry.folder]._replace(
        stamp=job.stamp, made=made.made, picture=made.picture
    )


# --- what is told ---------------------------------------------------------------------------------


def _published(run: Publishing, show_catalog: Catalog, stale: Sequence[str]) -> Published:
    before = run.before.episodes
    new: list[str] = []
    updated: list[str] = []
    for entry in show_catalog.entries:
        known = before.get(entry.folder)
        if known is None:
            new.append(entry.title)
        elif known.digest != entry.digest:
            updated.append(entry.title)
    gone = before.keys() - run.after.episodes.keys()
    place, dates = str(run.show.folder), run.show.settings.dates
    former = [catalog.entry_of_row(place, before[name], dates, moment_of(None)) for name in gone]
    removed = [entry.title for entry in catalog.newest_first(former)]
    deleted = [path for path in stale if (run.show.folder / path).exists()]
    return Published(
        folder=run.show.folder,
        feed=run.feed,
        added=tuple(new),
        updated=tuple(updated),
        removed=tuple(removed),
        unchanged=len(show_catalog.entries) - len(new) - len(updated),
        refused=show_catalog.refused,
        written=tuple(map(masked, sorted(run.stage.waiting))),
        deleted=tuple(map(masked, deleted)),
        private=run.show.settings.private,
        listeners=len(run.invited),
    )
