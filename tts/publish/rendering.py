"""The pages of episodes, rendered where something changed; many of them by several processes."""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import Pool
from multiprocessing.pool import Pool as PoolOfProcesses
from pathlib import Path
from threading import Thread
from typing import Any

from tts.parallel import cores
from tts.publish import catalog, stage, thumbnails
from tts.publish.catalog import Entry, Refused
from tts.publish.state import Seen, seen
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
    kept: Mapping[str, Any] | None = None
    """What is known of its pages and small picture, as `state.State` has it, where it has some."""


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
    picture: tuple[int, int, str] | None = None
    """How the cover stands that the small picture was made of, and which code made it."""


Outcome = Rendered | Refused


def render(
    jobs: Sequence[Job],
    site: Site,
    progress: Callable[[int], None],
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """Each episode's pages, or why it has none. `told` hears how many are done; `meanwhile` is
    called once, when other processes are at work, if there are any."""
    parts = [range(n, min(n + _AT_ONCE, len(jobs))) for n in range(0, len(jobs), _AT_ONCE)]
    processes = min(cores(), 8)
    several = len(jobs) >= MANY and processes > 1
    done = 0
    with _pool(processes, site, jobs) if several else nullcontext() as pool:
        found = pool.imap(_some, parts) if pool else map(partial(_of, site, jobs), parts)
        meanwhile()
        for outcomes in found:
            yield from outcomes
            progress(done := done + len(outcomes))


@contextmanager
def _pool(processes: int, site: Site, jobs: Sequence[Job]) -> Iterator[PoolOfProcesses]:
    """What leaves here ends them. Their collectors pass over what was read before: to go through it
    is to copy it. They are forked with the jobs, where systems fork: to send a job, with two
    neighbours, would take a tenth of the time of rendering it."""
    gc.freeze()
    try:
        with (
            Pool(processes, _begin, [os.getpid(), site, jobs]) as pool,
            durable.written_meanwhile(),
        ):
            yield pool
    finally:
        gc.unfreeze()


_work: list[tuple[Site, Sequence[Job]]] = []
"""In a process of the pool: what all of them render."""


def _begin(parent: int, site: Site, jobs: Sequence[Job]) -> None:
    """In a process of the pool: Ctrl-C is the parent's to hear, and without a parent there is
    nothing to do."""
    _work[:] = [(site, jobs)]
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _some(part: range) -> list[Outcome]:
    return _of(*_work[0], part)


def _of(site: Site, jobs: Sequence[Job], part: range) -> list[Outcome]:
    return [_one(jobs[n], site) for n in part]


def _one(job: Job, site: Site) -> Outcome:
    from tts.publish import site as pages

    folder = str(site.show.folder)
    if (script := catalog.script(f"{folder}/{job.entry.folder}")) is None:
        return Refused(job.entry.folder, "script.json can't be read; make it again")
    made = pages.episode_pages(
        site.show,
        job.entry,
        script,
        newer=job.newer,
        older=job.older,
        base_url=site.base_url,
        feed=site.feed,
    )
    picture_before = _known_picture(job, folder)
    if not picture_before:
        made |= thumbnails.files(site.show.folder, job.entry)
    files: dict[str, Seen] = {}
    waiting: dict[str, str] = {}
    for path, content in made.items():
        name = path.rpartition("/")[2]
        if stands := stage.unchanged(f"{folder}/{path}", content):
            files[name] = stands
        else:
            waiting[name] = f"{site.place}/{job.stamp}-{len(waiting)}"
            files[name] = stage.write(waiting[name], content)
    picture = None
    if thumbnails.wanted(job.entry.manifest):
        picture = _made_of(folder, job.entry)
        if picture_before:
            files[thumbnails.NAME] = picture_before
    return Rendered(job.entry.folder, files, waiting, picture)


# --- small pictures -------------------------------------------------------------------------------


def _known_picture(job: Job, folder: str) -> Seen | None:
    """How the small picture of before stands, where the cover stands as it was and the same code
    made it: another Pagecast renders pages anew, and need not read ten thousand covers."""
    entry, kept = job.entry, job.kept
    made_of = kept and kept.get("picture")
    if not kept or not made_of or tuple(made_of) != _made_of(folder, entry):
        return None
    before = kept["files"].get(thumbnails.NAME)
    stands = seen(f"{folder}/{entry.path(thumbnails.NAME)}")
    return stands if before and stands == tuple(before) else None


def _made_of(folder: str, entry: Entry) -> tuple[int, int, str] | None:
    cover = seen(_cover(folder, entry))
    return (*cover, _painter()) if cover else None


def _cover(folder: str, entry: Entry) -> str:
    return f"{folder}/{entry.path(entry.manifest.cover.file)}"


@lru_cache
def _painter() -> str:
    """Of the code that makes small pictures."""
    return hashlib.sha256(Path(thumbnails.__file__).read_bytes()).hexdigest()[:8]
