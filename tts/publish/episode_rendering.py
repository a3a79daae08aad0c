"""Renders the pages of changed episodes; many of them in several processes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from tts.publish import catalog, forked_workers, index_rows, stage, thumbnails
from tts.publish.catalog import Entry, Refused
from tts.publish.index_rows import as_json
from tts.publish.state import Seen, made_of, seen
from tts.show.index import Row
from tts.show.library import Show
from tts.storage import durable

MANY = 400
"""Episodes from which on starting other processes pays."""
_AT_ONCE = 50
"""Episodes a process is given."""


@dataclass(frozen=True, slots=True)
class Job:
    """An episode whose pages are to be rendered."""

    entry: Entry
    newer: Entry | None
    older: Entry | None
    stamp: str
    kept: Row | None = None
    """What is known of its pages and small picture, where it has some."""


@dataclass(frozen=True, slots=True)
class Site:
    """What all episodes share."""

    show: Show
    base_url: str
    feed: str
    place: str
    """Where what is new waits."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pages of an episode: by name how they stand, or wait to stand, and where those wait that
    changed."""

    folder: str
    files: dict[str, Seen]
    waiting: dict[str, str]
    standing: tuple[str, ...] = ()
    """Of those that wait, whose place was not free."""
    picture: tuple[int, int, str] | None = None
    """How the cover stands that the small picture was made of, and which code made it."""


Outcome = Rendered | Refused


def render(
    jobs: Sequence[Job],
    site: Site,
    progress: Callable[[int], None],
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """Each episode's pages, or why it has none. `progress` hears how many are done; `meanwhile` is
    called once, when other processes are at work, if there are any."""
    parts = forked_workers.batches(len(jobs), _AT_ONCE)
    several = len(jobs) >= MANY
    done = 0
    written = durable.written_meanwhile() if several else nullcontext()
    with forked_workers.spread(partial(_of, site, jobs), several) as spread, written:
        found = spread(parts)
        meanwhile()
        for outcomes in found:
            yield from outcomes
            progress(done := done + len(outcomes))


def _of(site: Site, jobs: Sequence[Job], part: forked_workers.Part) -> list[Outcome]:
    return [_one(jobs[n], site) for n in part]


def _one(job: Job, site: Site) -> Outcome:
    from tts.publish import site as pages

    folder = str(site.show.folder)
    own = f"{folder}/{job.entry.folder}"
    if (script := catalog.script(own)) is None:
        return Refused(job.entry.folder, "script.json can't be read; make it again")
    entry = replace(job.entry, manifest=index_rows.whole(job.entry.manifest))
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
    return Rendered(entry.folder, files, waiting, replaced, picture)


# --- small pictures -------------------------------------------------------------------------------


def _known_picture(job: Job, folder: str) -> Seen | None:
    """How the small picture of before stands, where the cover stands as it was and the same code
    made it: another Pagecast renders pages anew, and need not read ten thousand covers."""
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
    """Of the code that makes small pictures."""
    return hashlib.sha256(Path(thumbnails.__file__).read_bytes()).hexdigest()[:8]
