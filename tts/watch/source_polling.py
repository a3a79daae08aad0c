"""One source -> its current articles, or that nothing changed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tts import sources
from tts.episode import expand
from tts.episode.expand import Opened
from tts.episode.options import Options
from tts.model import Parts, Selection, Source, SourceError, Stated
from tts.show.sources import MOST_LISTED, WatchedSource
from tts.show.watch_state import SourceRecord
from tts.sources.fetch.fetch import SCHEME
from tts.sources.format import Sample
from tts.sources.mail.recognise import is_mailbox
from tts.sources.selection import NothingYet
from tts.watch import folder_source

WEB = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """An article of a source, or a file that contains some."""

    key: str
    """Identifies it in later checks."""
    part: Source | str
    mark: str = ""
    """Its state: if that changes, it is made again. Empty if it is only made once."""
    title: str = ""
    """As stated by the source; may be empty."""
    aliases: tuple[str, ...] = ()
    """Other keys, because its site may move."""

    @property
    def keys(self) -> tuple[str, ...]:
        """All its keys."""
        return self.key, *self.aliases

    @property
    def where(self) -> str:
        return self.part if isinstance(self.part, str) else self.part.where


@dataclass(frozen=True, slots=True)
class Version:
    """Identifies the version of a source's content; empty if it can't be identified."""

    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    """Hash of its content; for files, their state."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The current content of a source."""

    items: tuple[Item, ...]
    """Oldest first."""
    opened: Opened
    """With the metadata that the source states."""
    version: Version = field(default_factory=Version)


def ask(source: WatchedSource, place: str, record: SourceRecord, options: Options) -> Answer | None:
    """Check a source at its place; None if nothing changed. Raises TtsError."""
    selection = Selection(latest=max(MOST_LISTED, source.latest), since=source.first_day())
    asked = replace(options, selection=selection)
    try:
        if is_folder(place):
            return _of_folder(place, record)
        if WEB.match(place):
            return _of_web(place, record, asked)
        return _of_file(place, record, asked)
    except NothingYet:
        return Answer((), Opened(place, Parts(())))


def placed(where: str, show: Path) -> str:
    """The place of a source: a path relative to the show's folder, with `~` for the user's home."""
    if where.startswith("@"):
        return f"@{placed(where[1:], show)}"
    if SCHEME.match(where) and "://" in where:
        return where
    path = show.resolve() / Path(where).expanduser()
    return os.path.normpath(path)


def is_folder(place: str) -> bool:
    return "://" not in place and Path(place).is_dir()


def short(text: str | bytes) -> str:
    content = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return hashlib.sha256(content).hexdigest()[:16]


# --- by kinds -------------------------------------------------------------------------------------


def _of_folder(place: str, record: SourceRecord) -> Answer | None:
    try:
        stood = folder_source.look(place)
    except OSError as error:
        reason = f"{place} can't be read: {error.strerror}"
        raise SourceError(reason, "check the folder's permissions") from error
    digest = short(repr(stood))
    if digest == record.digest:
        return None
    items = [Item(short(path), path, mark, Path(path).name) for path, mark in stood.items()]
    return Answer(tuple(items), Opened(place, folder_source.parts(stood)), Version(digest=digest))


def _of_web(place: str, record: SourceRecord, options: Options) -> Answer | None:
    from tts.sources.fetch import http

    known = http.Validators(record.etag, record.last_modified)
    fetched = http.get_changed(
        place, known, allow_private=options.allow_private, cookies=options.cookies
    )
    if fetched is None:
        return None
    source, validators = fetched
    digest = short(source.content)
    if digest == record.digest:
        return None
    version = Version(validators.etag, validators.last_modified, digest)
    return _answer(expand.look_into_fetched(source, options), version)


def _of_file(place: str, record: SourceRecord, options: Options) -> Answer | None:
    """A file, a list in a file, or a read-later server."""
    if place.startswith("@"):
        if "://" in place:  # its lines are paths of this machine
            hint = "save it, check it, and give the file"
            raise SourceError(f"{place[1:]} is an address, but a list must be a file", hint)
        source = sources.fetch(place[1:])
        parts = Parts(tuple(sources.listed(source)), each="source")
        found: Source | Opened = Opened(place, parts)
    else:
        source = sources.fetch(
            place, allow_private=options.allow_private, selection=options.selection
        )
        found = _opened(source, options)
    digest = short(source.content)
    if digest == record.digest:
        return None
    return _answer(found, Version(digest=digest))


def _opened(source: Source, options: Options) -> Source | Opened:
    """A source whose content was fetched. A mailbox with one message is expected to grow."""
    if not is_mailbox(Sample(source)):
        return expand.look_into_fetched(source, options)
    from tts.sources.mail.mailbox import split_messages

    return Opened(source.where, split_messages(source, options.selection))


def _answer(found: Source | Opened, version: Version) -> Answer:
    if isinstance(found, Source):
        item = Item(short(found.where), found, short(found.content))
        return Answer((item,), Opened(found.where, Parts((found,))), version)
    if found.parts.each in ("feed", "sitemap"):
        what = "a list of feeds" if found.parts.each == "feed" else "a list of sitemaps"
        raise SourceError(
            f"{found.where} is {what}", "add each that it lists: tts sources import FILE"
        )
    items = tuple(_item(part, found) for part in found.parts)
    return Answer(items, found, version)


def _item(part: Source | str, opened: Opened) -> Item:
    where = part if isinstance(part, str) else part.where
    stated = opened.parts.stated.get(where, Stated())
    return Item(short(where), part, title=stated.title, aliases=tuple(_aliases(where, stated)))


def _aliases(where: str, stated: Stated) -> Iterator[str]:
    """The address without what changes when a site moves to https; and the feed's guid of an entry
    with title and date, because some feeds use the same guid for all."""
    if WEB.match(where):
        yield short(_SCHEME.sub("//", where))
    if stated.guid:
        yield short("\n".join((stated.guid, stated.title, stated.date)))
