"""Renders the pages of changed episodes; many of them in several processes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tts.publish import catalog, forked_workers, index_rows, stage, thumbnails
from tts.publish.catalog import Entry, Refused
from tts.publish.feed.item import FeedLocation, item
from tts.publish.index_rows import as_json
from tts.publish.state import Seen, made_of, seen
from tts.show.index import Row
from tts.show.library import Show
from tts.storage import durable

if TYPE_CHECKING:
    from tts.publish.site.listing import Listing

MANY = 400
"""Number of episodes for which starting other processes is worthwhile."""
_AT_ONCE = 50
"""Number of episodes that a process is given at a time."""


@dataclass(frozen=True, slots=True)
class Job:
    """An episode whose pages are to be rendered."""

    entry: Entry
    newer: Entry | None
    older: Entry | None
    stamp: str
    kept: Row | None = None
    """Its recorded pages and thumbnail, if it has any."""


@dataclass(frozen=True, slots=True)
class Site:
    """What all episodes share."""

    show: Show
    base_url: str
    feed: str
    place: str
    """Folder for new files before they are moved."""
    location: FeedLocation | None = None
    """Of the public feed, if there is one."""


class Rendered(NamedTuple):
    """The pages of an episode, and the temporary paths of those that changed, by name. A tuple,
    because processes pass on ten thousand."""

    folder: str
    files: tuple[str, ...]
    made: str
    """As in `Row.made`: their state now or once moved."""
    picture: str
    """As in `Row.picture`."""
    waiting: dict[str, str]
    listing: Listing
    item: bytes
    """Its item in the public feed, if there is one."""
    standing: tuple[str, ...] = ()
    """Those of them that replace an existing file."""


Outcome = Rendered | Refused


def render(
    jobs: Sequence[Job],
    site: Site,
    progress: Callable[[int], None],
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[Outcome]:
    """Render each episode's pages; yields them, or why it has none. `progress` is called with the
    number done; `meanwhile` once, while other processes work, if there are any."""
    several = len(jobs) >= MANY
    done = 0
    if several:
        yield _one(jobs[0], site)  # loads what other processes then inherit
        jobs, done = jobs[1:], 1
    parts = forked_workers.batches(len(jobs), _AT_ONCE)
    written = durable.written_meanwhile() if several else nullcontext()
    with forked_workers.spread(partial(_of, site, jobs), several) as spread, written:
        found = spread(parts)
        if meanwhile:
            meanwhile()
        for outcomes in found:
            yield from outcomes
            progress(done := done + len(outcomes))


def prepare() -> None:
    """Load what rendering needs, for other processes to inherit."""
    from tts.publish.site import frame

    frame.prepare()


def _of(site: Site, jobs: Sequence[Job], part: forked_workers.Part) -> list[Outcome]:
    return [_one(jobs[n], site) for n in part]


def _one(job: Job, site: Site) -> Outcome:
    from tts.publish import site as pages
    from tts.publish.site.listing import listing

    folder = str(site.show.folder)
    own = f"{folder}/{job.entry.folder}"
    if (script := catalog.script(own)) is None:
        return Refused(job.entry.folder, "script.json can't be read; make it again")
    known = job.entry
    manifest = index_rows.whole(known.manifest)
    entry = Entry(known.folder, manifest, known.published, known.digest, known.seen)
    rendered = pages.episode_pages(
        site.show,
        entry,
        script,
        newer=job.newer,
        older=job.older,
        base_url=site.base_url,
        feed=site.feed,
    )
    picture_before = _known_picture(job, folder)
    if not picture_before:
        rendered |= thumbnails.files(site.show.folder, entry)
    files: dict[str, Seen] = {}
    waiting: dict[str, str] = {}
    standing = stage.names(own)
    for path, content in rendered.items():
        name = path.rpartition("/")[2]
        stands = stage.unchanged(f"{folder}/{path}", content) if name in standing else None
        if stands:
            files[name] = stands
        else:
            waiting[name] = f"{site.place}/{job.stamp}-{len(waiting)}"
            files[name] = stage.write(waiting[name], content)
    picture = None
    if thumbnails.wanted(entry.manifest):
        picture = _made_of(folder, entry)
        if picture_before:
            files[thumbnails.NAME] = picture_before
    replaced = tuple(name for name in waiting if name in standing)
    listed = listing(entry.manifest)
    fed = item(entry, site.location) if site.location else b""
    return Rendered(
        folder=entry.folder,
        files=tuple(files),
        made=as_json(files),
        picture=as_json(picture),
        waiting=waiting,
        listing=listed,
        item=fed,
        standing=replaced,
    )


# --- small pictures -------------------------------------------------------------------------------


def _known_picture(job: Job, folder: str) -> Seen | None:
    """The recorded state of the cover, if neither it nor the code that makes thumbnails changed: a
    new version of Pagecast renders all pages again, but need not read ten thousand covers."""
    entry, kept = job.entry, job.kept
    if kept is None or kept.picture != as_json(_made_of(folder, entry)):
        return None
    before = made_of(kept).get(thumbnails.NAME)
    stands = seen(f"{folder}/{entry.path(thumbnails.NAME)}")
    return stands if before and stands == before else None


def _made_of(folder: str, entry: Entry) -> tuple[int, int, str] | None:
    cover = seen(_cover(folder, entry))
    return (*cover, _painter()) if cover else None


def _cover(folder: str, entry: Entry) -> str:
    return f"{folder}/{entry.path(entry.manifest.cover.file)}"


@lru_cache
def _painter() -> str:
    """A hash of the code that makes thumbnails."""
    return hashlib.sha256(Path(thumbnails.__file__).read_bytes()).hexdigest()[:8]
