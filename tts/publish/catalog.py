"""Which episodes of a show can be published, newest first, and which can't, and why."""

from __future__ import annotations

import gc
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tts.publish import escape
from tts.publish.index_rows import Stands, no_link, noted
from tts.show import library, manifest_file, saved_script
from tts.show.index import Row
from tts.show.manifest import Manifest, stays_inside
from tts.show.saved_script import SavedScript
from tts.storage.confined_folder import is_linked
from tts.storage.parsing import parsed_json

Check = Callable[[str, Manifest], str]
"""Checks an episode more closely, by the path of its folder and its manifest: returns why it can't
be published, or nothing."""


_UNLIKE = "its manifest is damaged or from another version of Pagecast; make it again"
_UNREADABLE = f"{library.MANIFEST} can't be read, or was written by a newer Pagecast; make it again"


def title_of(known: Manifest | Row) -> str:
    """The title of an episode, from its manifest or its row in the index."""
    return escape.line(known.title) or f"#{known.number}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A published episode. Paths are relative to the show's folder, with `/`."""

    folder: str
    """Name of its folder in the show."""
    manifest: Manifest
    """Its texts are valid in XML and HTML once they are escaped: see `tts.show.safe_text`."""
    published: datetime
    """Its time in the feed, UTC: when it was added, or the article's own date, depending on the
    show's `dates`; never in the future. Feed, pages and lists are in this order."""
    digest: str = ""
    """Changes with the manifest."""
    seen: Stands = (0, -1, 0)
    """The state of the manifest's file when it was read."""
    mark: str = field(init=False, repr=False, compare=False)
    """Changes with everything published of it."""

    def __post_init__(self) -> None:
        mark = f"{self.folder} {self.digest} {self.published}"
        object.__setattr__(self, "mark", mark)

    @property
    def guid(self) -> str:
        return self.manifest.guid

    @property
    def title(self) -> str:
        """The article's title; an article without one is called by its number."""
        return title_of(self.manifest)

    @property
    def url(self) -> str:
        """The article's address; empty if it has none that a browser should open."""
        return escape.address(self.manifest.url)

    @property
    def page(self) -> str:
        return f"{self.folder}/index.html"

    @property
    def audio(self) -> str:
        return f"{self.folder}/{self.manifest.audio.file}"

    def path(self, name: str) -> str:
        return f"{self.folder}/{name}"


@dataclass(frozen=True, slots=True)
class Refused:
    """An episode that can't be published."""

    folder: str
    reason: str


@dataclass(frozen=True, slots=True)
class Catalog:
    entries: tuple[Entry, ...]
    """Newest first; of those with the same time, the highest number first."""
    refused: tuple[Refused, ...] = ()


def read(show: library.Show, *, now: datetime | None = None, check: Check | None = None) -> Catalog:
    """Read every episode of the show: its manifest is read, its files are looked for with their
    sizes, and `check` is called."""
    place = str(show.folder)
    now = moment_of(now)
    with without_garbage_collection():
        names = [name for name, _ in folders(place)]
        looked = [look_at_folder(place, name, show.settings.dates, now, check) for name in names]
    return catalog_of(each for each in looked if each)


def catalog_of(looked: Iterable[Entry | Refused]) -> Catalog:
    """The catalog of what was found, given by names of folders."""
    entries: list[Entry] = []
    refused: list[Refused] = []
    guids: dict[str, str] = {}
    for found in (_once(each, guids) for each in looked):
        entries.append(found) if isinstance(found, Entry) else refused.append(found)
    return Catalog(newest_first(entries), tuple(refused))


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """In the order in which they are published."""
    found = sorted(entries, key=lambda e: (e.published, e.manifest.number, e.folder), reverse=True)
    return tuple(found)


def moment_of(now: datetime | None) -> datetime:
    return (now or datetime.now(UTC)).replace(microsecond=0)


def _once(found: Entry | Refused, guids: dict[str, str]) -> Entry | Refused:
    """Skip episodes whose guid was seen before; `guids` remembers whose each is."""
    if (
        isinstance(found, Entry)
        and (other := guids.setdefault(found.guid, found.folder)) != found.folder
    ):
        return Refused(found.folder, f"it is the same episode as {other}: remove one of the two")
    return found


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """A context without cyclic garbage collection: JSON has no cycles, and looking for some takes a
    tenth of the time for ten thousand manifests, a third for a hundred thousand."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def folders(place: str) -> list[tuple[str, int]]:
    """Names and inodes of folders that may be episodes, sorted. Strings, not `Path`s: a large show
    has many."""
    try:
        with os.scandir(place) as found:
            return sorted((each.name, each.inode()) for each in found if _is_folder(each))
    except FileNotFoundError:
        return []


def _is_folder(found: os.DirEntry[str]) -> bool:
    """Whether it may be an episode: a show also has files, a large one thousands."""
    return found.name[:1] != "." and not found.is_file(follow_symlinks=False)


def entry_of_row(place: str, row: Row, dates: str, now: datetime) -> Entry:
    """The episode as recorded in the index."""
    manifest = noted(f"{place}/{row.folder}", row)
    return Entry(row.folder, manifest, _moment(manifest, dates, now), row.digest)


def look_at_folder(
    place: str, folder: str, dates: str, now: datetime, check: Check | None
) -> Entry | Refused | None:
    """Read the episode in a folder; None if it has no manifest."""
    path = f"{place}/{folder}"
    try:
        with open(f"{path}/{library.MANIFEST}", "rb", buffering=0, opener=no_link) as f:
            stands = os.fstat(f.fileno())
            raw = f.readall()
        if is_linked(path):
            return Refused(
                folder,
                "its folder is a link, which may lead out of the show; use the folder itself",
            )
        data = parsed_json(raw)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, TypeError, ValueError, RecursionError):  # readall has nothing of a pipe
        data = None
    if (manifest := manifest_file.read(data, keep=False)) is None:
        return Refused(folder, _UNLIKE if manifest_file.is_ours(data) else _UNREADABLE)
    if reason := _fault(path, manifest) or (check(path, manifest) if check else ""):
        return Refused(folder, reason)
    digest = hashlib.blake2b(raw, digest_size=12).hexdigest()
    moment = _moment(manifest, dates, now)
    stood = stands.st_size, stands.st_mtime_ns, stands.st_ino
    clean = escape.of_json(raw, data)
    if clean is not data and (manifest := manifest_file.read(clean, keep=False)) is None:
        return Refused(folder, _UNLIKE)
    return Entry(folder, manifest, moment, digest, stood)


def _fault(path: str, manifest: Manifest) -> str:
    """Why a manifest and the files next to it can't be published; empty if they can."""
    files, audio, cover = manifest.files, manifest.audio, manifest.cover
    others = [other.file for other in manifest.alternates]
    named = {cover.file, *manifest.transcripts.values(), *others}
    counted = audio.file in files and files[audio.file] == audio.bytes
    if not manifest.guid or not counted or not named <= files.keys():
        return _UNLIKE
    if not stays_inside(manifest):
        return "its manifest names files outside its folder"
    try:
        for name, size in files.items():
            if fault := _missing(f"{path}/{name}", name, size):
                return fault
    except ValueError:  # a name that no file can have
        return _UNLIKE
    return ""


def script(folder: str) -> SavedScript | None:
    """What an episode says, with texts as safe as the manifest's; None if it can't be read."""
    try:
        with open(f"{folder}/script.json", "rb", opener=no_link) as f:
            raw = f.read()
        return saved_script.read(escape.of_json(raw, parsed_json(raw)))
    except (OSError, ValueError, RecursionError):
        return None


def _missing(path: str, name: str, size: int) -> str:
    try:
        seen = os.lstat(path)
    except OSError:
        return f"{name} is missing; make it again"
    if not stat.S_ISREG(seen.st_mode):
        fault = "is a link or no file, which may lead out of the show"
        return f"{name} {fault}; put the file itself there"
    found = seen.st_size
    return (
        ""
        if found == size
        else f"{name} has {found:,} bytes, but the manifest says {size:,}; make it again"
    )


def _moment(manifest: Manifest, dates: str, now: datetime) -> datetime:
    """The episode's time, never in the future: an article dated tomorrow, or not dated, counts from
    when it was added. For an episode made by an older Pagecast only the day is known."""
    own = (manifest.stated_date,) if dates == "article" else ()
    for each in (*own, manifest.added, manifest.date):
        moment = _parsed(each)
        if moment and moment <= now:
            return moment
    return now


def _parsed(stated: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stated)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the first hours of the year 1 are no moment elsewhere
        return None


def language(show: library.Show, entries: Sequence[Entry]) -> str:
    """The show's own language; otherwise the most frequent among its episodes, or the newer of two
    equally frequent ones; otherwise English."""
    if show.settings.language:
        return show.settings.language
    counts: Counter[str] = Counter()
    for tag, count in Counter(entry.manifest.language for entry in entries).items():
        counts[escape.line(tag)] += count
    found = counts.most_common(1)
    return found[0][0] if found else "en"
