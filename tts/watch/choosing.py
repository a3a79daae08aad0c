"""Which articles of a source are new, and which of them to make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tts import sources
from tts.engines.verify import expected_ms
from tts.model import Article, Source
from tts.show.sources import WatchedSource
from tts.show.watch_state import SourceRecord
from tts.watch.known import is_known, keys_of
from tts.watch.schedule import is_time
from tts.watch.source_polling import Item

TITLE = "{title}"
"""Placeholder for an article's own title."""
FLOOD = 100
"""Number of new articles in a known feed from which the feed is assumed to have renamed all of
them: only the newest are made, as from a new source."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is made now, and what is not."""

    items: tuple[Item, ...]
    """Oldest first."""
    passed: tuple[str, ...] = ()
    """Keys of articles older than the newest ones."""
    older: int = 0
    """Their number."""


def new_items(items: Sequence[Item], record: SourceRecord, newest: int, now: float) -> Chosen:
    """The articles to make: the `newest` of a new source; of a known one, all that are new, and
    those due for another attempt."""
    unknown = [item for item in items if not is_known(item, record)]
    old = _old(items, record, newest)
    fresh = [item for item in unknown if old.isdisjoint(item.keys)]
    passed = [item for item in unknown if not old.isdisjoint(item.keys)]
    if len(fresh) > max(FLOOD, newest) and not fresh[0].mark:  # files are what they are
        older = fresh[:-newest]
        passed += older
        fresh = fresh[-newest:]
    due = [item for item in fresh if _is_due(item, record, now)]
    again = _unlisted(items, record, now)
    keys = tuple(sorted(keys_of(passed)))
    return Chosen((*again, *due), keys, len(passed))


def _old(items: Sequence[Item], record: SourceRecord, newest: int) -> set[str]:
    """Keys of the ignored articles: all except the newest of a new source, and those ignored
    before, unless the user now wants more."""
    if not record.latest:
        return keys_of(items[:-newest])
    if newest <= record.latest:
        return set(record.passed)
    return set(record.passed) - keys_of(items[-newest:])


def _is_due(item: Item, record: SourceRecord, now: float) -> bool:
    tried = record.tried.get(item.key)
    return tried is None or is_time(tried.next, now)


def _unlisted(items: Sequence[Item], record: SourceRecord, now: float) -> Iterator[Item]:
    """Articles that failed before and are no longer listed, if they can be fetched separately."""
    listed = keys_of(items)
    for key, tried in record.tried.items():
        if key in listed or not tried.where:
            continue
        if is_time(tried.next, now):
            yield Item(key, tried.where, title=tried.title)


# --- filters --------------------------------------------------------------------------------------


def has_wanted_title(title: str, source: WatchedSource) -> bool:
    """Whether the title passes the source's filters; a missing title contains none of the required
    words.

    >>> has_wanted_title("Tea and Toast", WatchedSource("-", titles=("tea",), not_titles=("ad:",)))
    True
    """
    if _has_one(title, source.not_titles):
        return False
    return not source.titles or _has_one(title, source.titles)


def _has_one(title: str, texts: Sequence[str]) -> bool:
    plain = title.casefold()
    return any(text.casefold() in plain for text in texts)


def with_stated_title(source: Source, wanted: WatchedSource) -> Source | None:
    """The article with the title that its source states; None if it is filtered out. Raises
    SourceError."""
    is_renamed = TITLE in wanted.title
    bounds = (
        wanted.titles,
        wanted.not_titles,
        wanted.shortest,
        wanted.longest,
    )
    if not any(bounds) and not is_renamed:
        return source
    article = sources.read(source)
    if not has_wanted_title(article.title, wanted):
        return None
    if not _has_wanted_length(article, wanted):
        return None
    if is_renamed:
        title = wanted.title.replace(TITLE, article.title)
        article = replace(article, title=title)
    return replace(source, article=lambda: article)


def _has_wanted_length(article: Article, source: WatchedSource) -> bool:
    if not (source.shortest or source.longest):
        return True
    language = article.language
    lengths = [expected_ms(block.text, language) for block in article.blocks]
    seconds = sum(lengths) / 1000
    longest = source.longest or seconds
    return source.shortest <= seconds <= longest
