"""The keys by which an article of a source is recognized: its address, and others that stay the
same when its site moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tts.show.sources import MOST_LISTED
from tts.show.watch_state import SourceRecord
from tts.watch.source_polling import Item

_NAMES = 3
"""Maximum number of keys of an article."""


def keys_of(items: Iterable[Item]) -> set[str]:
    """All keys of the items."""
    found: set[str] = set()
    for item in items:
        found.update(item.keys)
    return found


def is_known(item: Item, record: SourceRecord) -> bool:
    """Whether it was made in its current state, under any of its keys."""
    marks = [record.known.get(key) for key in item.keys]
    return item.mark in marks


def with_names(item: Item, known: dict[str, str]) -> dict[str, str]:
    """The known articles, with this one under all its keys."""
    return known | dict.fromkeys(item.keys, item.mark)


def remembered(items: Sequence[Item], record: SourceRecord) -> dict[str, str]:
    """What remains known: everything listed, under its current keys, and the last thousand that
    were listed."""
    known = dict(record.known)
    for item in items:
        if is_known(item, record):
            known.update(dict.fromkeys(item.keys, item.mark))
    listed = keys_of(items)
    gone = [key for key in known if key not in listed]
    for key in gone[: -_NAMES * MOST_LISTED]:
        del known[key]
    return known
