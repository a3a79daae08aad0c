"""The new articles of a source -> episodes, several at once, each reported with its item."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Protocol

from tts.cache import Cache
from tts.episode import batch, expand
from tts.episode.batch import Finished
from tts.episode.expand import Failed, Opened
from tts.episode.options import Listener, Options
from tts.model import Parts, Source
from tts.show.library import Show
from tts.show.sources import WatchedSource
from tts.watch.choosing import has_wanted_title, with_stated_title
from tts.watch.source_polling import Answer, Item


class Making(Protocol):
    """Where and how episodes are made."""

    @property
    def cache(self) -> Cache: ...

    def show(self) -> Show:
        """The current show."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for an item; a book's file yields several episodes."""

    item: Item
    finished: tuple[Finished, ...] = ()
    """Empty if a filter excluded it, or it contained nothing."""

    @property
    def error(self) -> Exception | None:
        """The first error. An episode that the user removed is no failure: it stays removed."""
        failed = [each.error for each in self.finished if each.error and not each.was_removed]
        return failed[0] if failed else None


@dataclass
class _Open:
    """An item whose articles are not all finished."""

    item: Item
    finished: list[Finished] = field(default_factory=list)
    begun: int = 0
    listed: bool = False
    """All articles in it have been begun."""


def options_for(source: WatchedSource, options: Options) -> Options:
    """The options for a source's articles: its own take precedence over the command's."""
    said = {name: getattr(source, name) for name in ("author", "engine", "voice", "language")}
    said["rate"] = source.rate
    if "{title}" not in source.title:
        said["title"] = source.title
    return replace(options, **{name: value for name, value in said.items() if value})


def make(
    chosen: tuple[Item, ...],
    answer: Answer,
    wanted: WatchedSource,
    options: Options,
    where: Making,
) -> Iterator[Outcome]:
    """An outcome for each item, in order of completion. Closing the iterator ends the work; spoken
    clips are kept."""
    line: deque[_Open] = deque()
    owners: deque[_Open] = deque()

    def found() -> Iterator[Source | Failed]:
        for item in chosen:
            open_ = _Open(item)
            line.append(open_)
            for source in _articles(item, answer, wanted, options):
                open_.begun += 1
                owners.append(open_)
                yield source
            open_.listed = True

    home = batch.LocalPerformer(lambda _: Listener())
    making = batch.make_all(found(), where.show, options, cache=where.cache, performer=home)
    with closing(making):
        for finished in making:
            owners.popleft().finished.append(finished)
            yield from _complete(line)
    yield from _complete(line)


def _complete(line: deque[_Open]) -> Iterator[Outcome]:
    while line and line[0].listed and len(line[0].finished) == line[0].begun:
        done = line.popleft()
        yield Outcome(done.item, tuple(done.finished))


def _articles(
    item: Item, answer: Answer, source: WatchedSource, options: Options
) -> Iterator[Source | Failed]:
    """The selected articles of an item; addresses are fetched."""
    if item.title and not has_wanted_title(item.title, source):
        return
    stated = answer.opened.parts.stated
    one = Parts((item.part,), stated=stated, each=answer.opened.parts.each)
    for found in expand.articles_of(Opened(answer.opened.where, one), options):
        if isinstance(found, Failed):
            yield found
        elif isinstance(found, Source) and (kept := _shaped(found, source)):
            yield kept


def _shaped(source: Source, wanted: WatchedSource) -> Source | Failed | None:
    try:
        return with_stated_title(source, wanted)
    except Exception as error:  # a source may be anything: its fault costs this one alone
        return Failed(source.where, error)
