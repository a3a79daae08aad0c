"""Checks every folder of a show: which episodes are as recorded, and what changed. A large show is
read by several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

from tts.publish import catalog, forked_workers, index_rows
from tts.publish.catalog import Catalog, Entry, Refused
from tts.publish.state import AudioSums, State
from tts.show.index import Row, inode
from tts.show.library import Show

MANY: Final = 4_000
"""Number of folders for which starting other processes is worthwhile, if most are unchanged."""
MANY_NEW: Final = 400
"""The same if the folders have to be read."""
_AT_ONCE: Final = 200
"""Number of folders that a process is given at a time."""


@dataclass(frozen=True, slots=True)
class _Stands:
    """An episode is unchanged."""

    pages: bool
    """So are its pages."""


class _New(NamedTuple):
    """An episode was read. A tuple, because processes pass on ten thousand."""

    row: Row
    pages: bool


_Found = _Stands | _New | Refused | None
_AS_NOTED: Final = {pages: _Stands(pages) for pages in (False, True)}


@dataclass(frozen=True, slots=True)
class ScannedShow:
    """The current state of the folders."""

    catalog: Catalog
    rows: Mapping[str, Row]
    """The row of each episode: the recorded one if the episode is unchanged."""
    unmade: frozenset[str] = field(default=frozenset())
    """Folders whose pages are missing or changed."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What is the same for all folders."""

    show: str
    names: Sequence[tuple[str, int]]
    before: State
    dates: str
    now: datetime


def look(
    show: Show,
    before: State,
    now: datetime | None,
    meanwhile: Callable[[], None] = lambda: None,
) -> ScannedShow:
    """Check each folder of a show; `before` is the recorded state. `meanwhile` is called while
    other processes read many new episodes."""
    folder = str(show.folder)
    names = catalog.folders(folder)
    place = _Place(folder, names, before, show.settings.dates, catalog.moment_of(now))
    parts = forked_workers.batches(len(names), _AT_ONCE)
    several, many_new = _is_much(place)
    with forked_workers.spread(partial(_some, place), several) as spread:
        found = chain.from_iterable(spread(parts))
        if many_new:
            meanwhile()
        return _looked(place, found)


def _is_much(place: _Place) -> tuple[bool, bool]:
    """Whether starting other processes is worthwhile, never if the whole state would have to be
    sent to them; and whether many episodes are new."""
    known = place.before.episodes
    new = [name for name, _ in place.names if name not in known]
    many_new = len(new) >= MANY_NEW
    several = many_new or len(place.names) >= MANY
    return several and forked_workers.is_forked(), many_new


def _looked(place: _Place, found: Iterable[_Found]) -> ScannedShow:
    """What was found in each folder, in their order; entries are created while other processes
    look at the next folders."""
    rows: dict[str, Row] = {}
    unmade: set[str] = set()
    looked: list[Entry | Refused] = []
    for (name, _), each in zip(place.names, found, strict=True):
        if each is None:
            continue
        if isinstance(each, Refused):
            looked.append(each)
            continue
        if not each.pages:
            unmade.add(name)
        row = each.row if isinstance(each, _New) else place.before.episodes[name]
        rows[name] = row
        entry = catalog.entry_of_row(place.show, row, place.dates, place.now)
        looked.append(entry)
    return ScannedShow(catalog.catalog_of(looked), rows, frozenset(unmade))


def _some(place: _Place, part: forked_workers.Part) -> list[_Found]:
    return [_one(place, *place.names[n]) for n in part]


def _one(place: _Place, name: str, number: int) -> _Found:
    path = f"{place.show}/{name}"
    before = place.before.episodes.get(name)
    if before is None:
        return _read(place, name, number, pages=False)
    own, pages = index_rows.stands(path, before)
    if own:
        return _AS_NOTED[pages]
    return _read(place, name, number, pages=pages)


def _read(place: _Place, name: str, number: int, *, pages: bool) -> _Found:
    """A new or changed episode."""
    sums = AudioSums(place.before.audio_in(name))
    entry = catalog.look_at_folder(place.show, name, place.dates, place.now, sums.check)
    if not isinstance(entry, Entry):
        return entry
    row = index_rows.row_of(entry, inode(number), sums.by_name())
    return _New(row, pages)
