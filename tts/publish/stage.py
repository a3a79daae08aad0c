"""The stage for files to be published: all are first written elsewhere, then each is moved to its
place.

The folder is consistent at every moment: a file is moved only when everything that it links to is
there.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tts.publish.state import FOLDER, Seen, seen
from tts.show import library
from tts.storage import durable
from tts.storage.confined_folder import is_linked

INDEX, FEED, ASSETS = "index.html", "feed.xml", "pagecast/"
PAGES = f"{ASSETS}pages-"
"""The index of addresses leads to episodes."""


@dataclass(slots=True)
class Stage:
    """The waiting files of a publishing."""

    folder: Path
    """The show's folder."""
    place: str
    """Folder for waiting files, on the same disk."""
    waiting: dict[str, str] = field(default_factory=dict)
    """Path in the show -> path of the waiting file."""
    early: str = ""
    """Path of an index without episodes, for a show that has no index yet."""
    standing: set[str] = field(default_factory=set)
    """Paths of waiting files that replace an existing one."""
    moments: dict[str, Seen] = field(default_factory=dict)
    """Path of every file that was put or kept -> its state in the show, now or once moved."""

    def put(self, path: str, content: bytes) -> None:
        """Stage a file, unless the show has the same content."""
        target = f"{self.folder}/{path}"
        if same := unchanged(target, content):
            self.moments[path] = same
        else:
            if seen(target):
                self.standing.add(path)
            waits = f"{self.place}/{hashlib.blake2b(path.encode(), digest_size=16).hexdigest()}"
            self.moments[path] = write(waits, content)
            self.waiting[path] = waits


def open_stage(folder: Path) -> Stage:
    """An empty stage: leftovers of killed runs are removed."""
    place = folder / FOLDER / "stage"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    return Stage(folder, str(place))


def unchanged(target: str, content: bytes) -> Seen | None:
    """The file's state, if it has that content."""
    stands = seen(target)
    if stands is None or stands[0] != len(content):
        return None
    try:
        with open(target, "rb") as f:  # noqa: PTH123  # asked of every file of a large show
            return stands if f.read() == content else None
    except OSError:
        return None


def names(folder: str) -> frozenset[str]:
    """Names in a folder, in lower case like ours, because some disks ignore case. Checking each
    file of a large show would take longer."""
    try:
        return frozenset(map(str.casefold, os.listdir(folder)))  # noqa: PTH208
    except OSError:
        return frozenset()


def write(path: str, content: bytes) -> Seen:
    """Write a file that a web server may read; returns its state."""
    handle = os.open(path, _WRITTEN, 0o666)  # an object for each file would take as long again
    try:
        written = os.write(handle, content)
        while written < len(content):  # the disk is full: the next write says so
            written += os.write(handle, content[written:])
        found = os.fstat(handle)
    finally:
        os.close(handle)
    if found.st_mode & 0o044 != 0o044:  # by the user's umask
        os.chmod(path, 0o644)  # noqa: PTH101
    return found.st_size, found.st_mtime_ns


_WRITTEN = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


# --- moving ---------------------------------------------------------------------------------------


def commit(stage: Stage, stale: Iterable[str], now_at: Callable[[int], None]) -> None:
    """Move all waiting files to their places, then remove the stale ones. `now_at` is called with
    the number moved. Raises OSError.

    New files come first: nothing leads to them yet, so they may link to each other, and to a feed
    that is not there yet. Then the feed, whose episodes exist by now, and the pages that listeners
    know, which link to both. The index is last; in a show without one, it is published without
    episodes before anything links to it.
    """
    order = _in_order(stage)
    durable.sync_all([stage.waiting[path] for path in order])  # no `Path`s: there may be many
    early = stage.early
    for done, path in enumerate(order):
        if early and not path.startswith(ASSETS):
            move(early, f"{stage.folder}/{INDEX}")
            early = ""
        move(stage.waiting[path], f"{stage.folder}/{path}")
        if done % 100 == 0:
            now_at(done)
    folders = {path.rpartition("/")[0] for path in order}
    durable.sync_folders([f"{stage.folder}/{each}" for each in folders])
    for path in stale:
        if is_linked(
            (stage.folder / path).parent
        ):  # an episode's folder that somebody made a link since
            continue
        with suppress(FileNotFoundError):
            (stage.folder / path).unlink()
        for parent in list(Path(path).parents)[:-1]:
            with suppress(
                OSError
            ):  # of an episode that was removed nothing else is left; else it stays
                (stage.folder / parent).rmdir()


_ORDER = (
    re.compile(rf"{ASSETS}(?!pages-)"),
    None,  # what is new
    re.compile(r"(?:l/\w+/)?feed-(\d+)\.xml"),
    re.compile(rf"(?:l/\w+/)?{FEED}"),
    re.compile(r"(?!page-\d+\.html|index\.html)"),
    re.compile(r"page-(\d+)\.html"),
    re.compile(INDEX),
)
"""Order of moving: the first matching pattern decides."""
_DOORS = {INDEX, FEED, "sitemap.xml", "shows.opml", "listen.js"}
"""Entry points, which people open without a link; other new files can't be seen yet."""


def _in_order(stage: Stage) -> list[str]:
    """Paths of all waiting files, in the order of moving."""
    standing = stage.standing
    ranks = [_rank(path, exists=path in standing) for path in stage.waiting]
    return [path for _, _, path in sorted(ranks)]


def _rank(path: str, *, exists: bool) -> tuple[int, int, str]:
    """Pages of the feed and of the index are moved in order of age, the oldest first."""
    for at, pattern in enumerate(_ORDER):
        if pattern is None:
            if not (exists or path in _DOORS or path.startswith(PAGES)):
                return at, 0, path
        elif found := pattern.match(path):
            number = int(found[1]) if pattern.groups else 0
            return at, number, path
    raise AssertionError(path)


def move(waits: str, target: str) -> None:
    """Rename the file; across disks, copy it next to its destination and rename."""
    try:
        os.replace(waits, target)  # noqa: PTH105
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        os.replace(waits, target)  # noqa: PTH105
    except OSError as e:
        if e.errno != errno.EXDEV:
            raise
        with open(waits, "rb") as f:  # noqa: PTH123
            library.write_file(Path(target), lambda out: shutil.copyfileobj(f, out))
        seconds = os.stat(waits)  # noqa: PTH116
        os.utime(target, ns=(seconds.st_atime_ns, seconds.st_mtime_ns))
