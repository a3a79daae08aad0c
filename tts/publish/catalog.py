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
"""Looks closer at an episode, by the path of its folder and its manifest: why it can't be
published, or nothing."""


_UNLIKE = "its manifest is damaged or from another version of Pagecast; make it again"
_UNREADABLE = f"{library.MANIFEST} can't be read, or was written by a newer Pagecast; make it again"


def title_of(known: Manifest | Row) -> str:
    """What an episode is called."""
    return escape.line(known.title) or f"#{known.number}"


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode as it is published. Paths are relative to the show's folder, with `/`."""

    folder: str
    """Name of its folder in the show."""
    manifest: Manifest
    """Its texts can stand in XML and HTML once they are escaped: see `plain.text`."""
    published: datetime
    """Its moment in the feed, UTC: when it was added, or the article's own date, as the show has
    it; never to come. Feed, pages and lists are in the order of it."""
    digest: str = ""
    """Changes with the manifest."""
    seen: Stands = (0, -1, 0)
    """How the manifest's file stood when it was read."""
    mark: str = field(init=False, repr=False, compare=False)
    """Changes with all that is published of it."""

    def __post_init__(self) -> None:
        mark = f"{self.folder} {self.digest} {self.published}"
        object.__setattr__(self, "mark", mark)

    @property
    def guid(self) -> str:
        return self.manifest.guid

    @property
    def title(self) -> str:
        """As the article has it; an article without one is called by its number."""
        return title_of(self.manifest)

    @property
    def url(self) -> str:
        """Of the article; empty when it has none that a browser should open."""
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
    """An episode that is not published."""

    folder: str
    reason: str


@dataclass(frozen=True, slots=True)
class Catalog:
    entries: tuple[Entry, ...]
    """Newest first; of those of one moment, the highest number first."""
    refused: tuple[Refused, ...] = ()


def read(show: library.Show, *, now: datetime | None = None, check: Check | None = None) -> Catalog:
    """Every episode of the show: each manifest read, its files looked for in their sizes, and
    `check` asked."""
    place = str(show.folder)
    now = moment_of(now)
    with uncollected():
        names = [name for name, _ in folders(place)]
        looked = [look_at_folder(place, name, show.settings.dates, now, check) for name in names]
    return catalog_of(each for each in looked if each)


def catalog_of(looked: Iterable[Entry | Refused]) -> Catalog:
    """Of what was found, by the names of the folders."""
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
    """`guids` remembers whose each is."""
    if (
        isinstance(found, Entry)
        and (other := guids.setdefault(found.guid, found.folder)) != found.folder
    ):
        return Refused(found.folder, f"it is the same episode as {other}: remove one of the two")
    return found


@contextmanager
def uncollected() -> Iterator[None]:
    """JSON has no cycles, and to look for some in ten thousand manifests again and again takes a
    tenth of the time; of a hundred thousand, a third."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def folders(place: str) -> list[tuple[str, int]]:
    """Names and inodes of what may be episodes, in order. Strings, and not `Path`s: a large show
    has many."""
    try:
        with os.scandir(place) as found:
            return sorted((each.name, each.inode()) for each in found if each.name[:1] != ".")
    except FileNotFoundError:
        return []


def entry_of_row(place: str, row: Row, dates: str, now: datetime) -> Entry:
    """The episode as it was noted."""
    manifest = noted(f"{place}/{row.folder}", row)
    return Entry(row.folder, manifest, _moment(manifest, dates, now), row.digest)


def look_at_folder(
    place: str, folder: str, dates: str, now: datetime, check: Check | None
) -> Entry | Refused | None:
    """None when there is no manifest: it is another folder, or a file."""
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
    """Why a manifest and the files beside it are no episode to publish; empty when they are one."""
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
    """What an episode says, its texts as clean as the manifest's; None where it can't be read."""
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
    """When it appeared, never to come: an article dated tomorrow, or not dated at all, counts from
    when it was added.

    Of an episode made by an older Pagecast only the day is known.
    """
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
    """The show's own; else that of most episodes, of two as frequent the newer one's; else
    English."""
    if show.settings.language:
        return show.settings.language
    counts: Counter[str] = Counter()
    for tag, count in Counter(entry.manifest.language for entry in entries).items():
        counts[escape.line(tag)] += count
    found = counts.most_common(1)
    return found[0][0] if found else "en"
