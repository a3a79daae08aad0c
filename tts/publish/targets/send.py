"""Uploads the published folder to another folder or a bucket, only what changed.

The target works at every moment: first come files to which nothing links yet (audio, assets), then
the pages, then the feed; only after that is anything removed. An interrupted run is resumed by the
next.

What was uploaded is recorded in `pagecast/files.json` at the target. No other file there is ever
touched.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tts.model import LibraryError
from tts.publish import listeners
from tts.publish.generated_files import is_ours
from tts.publish.public_files import ORDER, OURS, RECORD, Item, items, masked, rank
from tts.publish.targets.target import Stored, Target
from tts.show import library
from tts.storage.confined_folder import Folder
from tts.storage.durable import write_whole
from tts.storage.parsing import parsed_json

_AT_ONCE = 12
"""Files sent at the same time."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The result of an upload."""

    target: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """No longer needed; with `remove` off, still there."""
    unchanged: int = 0
    bytes: int = 0
    """Total bytes of the sent files."""


class Listener:
    """Progress of an upload. The methods do nothing unless overridden."""

    def planned(self, files: int, size: int) -> None:
        """The number of files, and total bytes, that will be sent."""

    def sent(self, name: str, size: int) -> None:
        """One more file was sent."""


# --- sending --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Record:
    """The record of our files at the target."""

    show: str = ""
    """The feed's UUID; empty if it has none yet."""
    files: dict[str, list[str]] = field(default_factory=dict)
    """Name -> digest of the sent content, and the target's mark for it."""

    @classmethod
    def read(cls, content: bytes | None) -> _Record:
        try:
            data = parsed_json(content or b"{}")
            show = str(data.get("show", ""))
            files: dict[str, list[str]] = {}
            for name, marks in data.get("files", {}).items():
                texts = [str(each) for each in marks]
                if OURS.fullmatch(name):
                    files[name] = texts
        except (ValueError, AttributeError, TypeError):
            return cls()
        return cls(show, files)

    def content(self) -> bytes:
        by_name = sorted(self.files.items())
        data = {"version": 1, "show": self.show, "files": dict(by_name)}
        text = json.dumps(data)
        return f"{text}\n".encode()


_Known = dict[str, list[object]]
"""Name -> size, modification time, digest."""


class _Digests:
    """MD5 of files, each read once unless it changes. S3 uses the same as its ETag."""

    def __init__(self, folder: Path) -> None:
        self._path = Folder(folder).path(".pagecast/digests.json")
        self._known: _Known = {}
        self._new: _Known = {}
        with suppress(OSError, ValueError):
            text = self._path.read_text(encoding="utf-8")
            self._known = dict(parsed_json(text))

    def of(self, item: Item) -> str:
        """Identifies the content: just the name, if it has a hash."""
        if item.fixed:
            return item.name
        seen = item.path.stat()
        stamp = [seen.st_size, seen.st_mtime_ns]
        known = self._known.get(item.name)
        if not known or known[:2] != stamp:
            known = [*stamp, _md5(item.path)]
        self._new[item.name] = known
        return str(known[2])

    def keep(self) -> None:
        if self._new == self._known:
            return
        content = json.dumps(self._new).encode()
        with suppress(OSError):  # they are read again
            write_whole(self._path, lambda f: f.write(content))


def _md5(path: Path) -> str:
    with path.open("rb") as f:
        found = hashlib.file_digest(f, lambda: hashlib.md5(usedforsecurity=False))
    return found.hexdigest()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What has to be done."""

    wanted: list[Item]
    stands: Mapping[str, Stored]
    missing: list[Item]
    gone: list[str]

    @property
    def size(self) -> int:
        """Bytes to be sent."""
        return sum(item.size for item in self.missing)


def upload(
    folder: Path, target: str, *, listener: Listener | None = None, remove: bool = True
) -> Uploaded:
    """Upload a published folder to a target: a folder (`/srv/www`, `file:///srv/www`) or a bucket
    (`s3://name/prefix`).

    With `remove` off, files no longer needed stay until the next upload: pages elsewhere may still
    link to them. Raises LibraryError. The upload can be interrupted at any moment and repeated.
    """
    destination = open_target(target, folder)
    digests = _Digests(folder)
    listener = listener or Listener()
    name, *former = listeners.records(folder)
    record = _Record.read(destination.get(name))
    noted = record.content()
    obsolete = _take_over(record, destination, former)
    plan = _plan(folder, target, destination, record, digests)
    listener.planned(len(plan.missing), plan.size)
    if plan.missing:  # noted first: what a killed run has sent is known to be ours
        for item in plan.missing:
            record.files.setdefault(item.name, ["", ""])
        noted = record.content()
        destination.write(name, noted)
    sent = _send(plan.missing, destination, listener)
    kept: dict[str, list[str]] = {}
    if remove:
        destination.delete(plan.gone)
    else:
        kept = {gone: record.files[gone] for gone in plan.gone}
    wanted = _wanted(plan, sent, digests)
    record.files = wanted | kept
    latest = record.content()
    if latest != noted:
        destination.write(name, latest)
    if obsolete:
        destination.delete(obsolete)
    digests.keep()
    return _uploaded(target, plan)


def _wanted(plan: _Plan, sent: Mapping[str, str], digests: _Digests) -> dict[str, list[str]]:
    """The new record, once the files in `sent` are there."""
    files: dict[str, list[str]] = {}
    for item in plan.wanted:
        mark = sent.get(item.name)
        if mark is None:
            mark = plan.stands[item.name].mark
        files[item.name] = [digests.of(item), mark]
    return files


def _take_over(record: _Record, there: Target, former: Iterable[str]) -> list[str]:
    """Take over the contents of records with other names, which are then removed: the show got its
    first listener, or lost its last one."""
    found = []
    for name in former:
        if content := there.get(name):
            other = _Record.read(content)
            record.files = other.files | record.files
            record.show = record.show or other.show
            found.append(name)
    return found


def _plan(
    folder: Path, target: str, destination: Target, record: _Record, digests: _Digests
) -> _Plan:
    """Compute what to do. Raises LibraryError if the target has files that are not this show's."""
    wanted = items(folder)
    show = library.open_show(folder).settings.guid
    names = {item.name for item in wanted}
    stands = destination.stands(names | record.files.keys())
    _check_same_show(target, record, show, wanted)
    record.show = show or record.show
    missing: list[Item] = []
    for item in wanted:
        if not _is_there(item, stands, record, destination, digests):
            missing.append(item)
    _check_ours(target, missing, stands, record, destination)
    obsolete = record.files.keys() - names
    gone = sorted(obsolete & stands.keys())
    return _Plan(wanted, stands, missing, gone)


def _uploaded(target: str, plan: _Plan) -> Uploaded:
    added: list[str] = []
    changed: list[str] = []
    for item in plan.missing:
        names = changed if item.name in plan.stands else added
        names.append(masked(item.name))
    return Uploaded(
        target=target,
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(map(masked, plan.gone)),
        unchanged=len(plan.wanted) - len(plan.missing),
        bytes=plan.size,
    )


def _is_there(
    item: Item, stands: Mapping[str, Stored], record: _Record, there: Target, digests: _Digests
) -> bool:
    stored = stands.get(item.name)
    if stored is None or stored.size != item.size:
        return False
    if item.fixed:
        return True
    sent = [digests.of(item), stored.mark]
    if record.files.get(item.name) == sent:
        return True
    return there.same(item, stored, lambda: digests.of(item))


def _check_same_show(target: str, record: _Record, show: str, wanted: list[Item]) -> None:
    """Raise LibraryError before one show removes another's episodes."""
    if record.show and show:
        is_other = record.show != show
    else:
        known = _folders(record.files)
        own = _folders(item.name for item in wanted)
        is_other = bool(known and own) and known.isdisjoint(own)
    if is_other:
        hint = (
            "use another folder or prefix for this show, or remove {RECORD} there to replace "
            "that one"
        )
        raise LibraryError(f"another show is published to {target}", hint=hint)


def _folders(names: Iterable[str]) -> set[str]:
    """Folders of episodes, from names of their files."""
    found: set[str] = set()
    for name in names:
        first, slash, _ = name.partition("/")
        if slash:
            found.add(first)
    return found - {"pagecast", "l"}


def _check_ours(
    target: str, missing: list[Item], stands: Mapping[str, Stored], record: _Record, there: Target
) -> None:
    """Raise LibraryError rather than overwrite a page that somebody else made."""
    for item in missing:
        if "/" in item.name or item.name not in stands or item.name in record.files:
            continue
        if not is_ours(item.name, there.get(item.name) or b""):
            raise LibraryError(
                f"{item.name} at {target} is in the way: Pagecast did not make it",
                hint="publish to a separate folder or prefix, or remove that file there",
            )


def _send(missing: list[Item], destination: Target, listener: Listener) -> dict[str, str]:
    """Send the files rank by rank, several at the same time; yields their marks. A rank begins only
    when the one before it is complete."""
    marks: dict[str, str] = {}

    def send(item: Item) -> None:
        marks[item.name] = destination.put(item)
        listener.sent(item.name, item.size)

    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        for rank in _by_rank(missing):
            calls = [pool.submit(send, item) for item in rank]
            done, _ = wait(calls, return_when=FIRST_EXCEPTION)
            for each in done:
                each.result()
            destination.settle()
    except BaseException as e:  # who interrupts does not wait for what is on its way
        pool.shutdown(wait=isinstance(e, LibraryError), cancel_futures=True)
        destination.drop()
        raise
    pool.shutdown()
    return marks


def _by_rank(missing: list[Item]) -> Iterator[list[Item]]:
    last = len(ORDER)
    ranks: list[list[Item]] = [[] for _ in range(last + 1)]
    for item in missing:
        ranks[rank(item.name)].append(item)
    yield from filter(None, ranks)


def claim(folder: Path, names: Iterable[str], show: str) -> None:
    """Record that existing files in a target folder belong to this show, so that those no longer
    needed are removed next time. Raises LibraryError and OSError."""
    there = Folder(folder)
    noted = None
    if there.is_file(RECORD):
        noted = there.read_bytes(RECORD)
    record = _Record.read(noted)
    for name in names:
        record.files.setdefault(name, ["", ""])
    if not record.files:
        return
    record.show = record.show or show
    content = record.content()
    write_whole(there.path(RECORD), lambda f: f.write(content))


def strangers(folder: Path) -> list[str] | None:
    """Files in a target folder other than those uploaded; None if nothing was uploaded there."""
    try:
        record = _Record.read(Folder(folder).path(RECORD).read_bytes())
    except (OSError, LibraryError):
        return None
    names = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        known = path.is_dir() or name == RECORD or name in record.files
        if not known:
            names.append(name)
    return names


# --- targets --------------------------------------------------------------------------------------


def open_target(target: str, folder: Path) -> Target:
    """Open a target by its address. Raises LibraryError."""
    # two letters and more: C:\ is a path
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", target)
    name = scheme[1].lower() if scheme else "file"
    if scheme and name not in _OPENERS:
        message = f"Pagecast can't publish to {scheme[0]}"
        hint = (
            "use a folder, or a bucket as s3://bucket/prefix; a folder can be uploaded with "
            "rsync or rclone"
        )
        raise LibraryError(message, hint=hint)
    opener = _OPENERS[name]
    return opener(target, folder)


def _open_folder(target: str, folder: Path) -> Target:
    from tts.publish.targets.folder import open_folder

    return open_folder(target, folder)


def _open_bucket(target: str, _folder: Path) -> Target:
    from tts.publish.targets.s3 import open_bucket

    return open_bucket(target)


_OPENERS: dict[str, Callable[[str, Path], Target]] = {"file": _open_folder, "s3": _open_bucket}
