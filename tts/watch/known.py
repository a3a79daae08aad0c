"""By which names an article of a source is known again: its address, and others that stay when its
site moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tts.show.sources import MOST_LISTED
from tts.show.watch_state import SourceRecord
from tts.watch.source_polling import Item

_NAMES = 3
"""Keys that an article has at most."""


def keys_of(items: Iterable[Item]) -> set[str]:
    """All by which they are known."""
    found: set[str] = set()
    for item in items:
        found.update(item.keys)
    return found


def is_known(item: Item, record: SourceRecord) -> bool:
    """Whether it was made as it stands, under any of its names."""
    marks = [record.known.get(key) for key in item.keys]
    return item.mark in marks


def with_names(item: Item, known: dict[str, str]) -> dict[str, str]:
    """What is known, and this article by all its names."""
    return known | dict.fromkeys(item.keys, item.mark)


def remembered(items: Sequence[Item], record: SourceRecord) -> dict[str, str]:
    """What stays known: all that is listed, by its names of now, and the last thousand that were
    listed."""
    known = dict(record.known)
    for item in items:
        if is_known(item, record):
            known.update(dict.fromkeys(item.keys, item.mark))
    listed = keys_of(items)
    gone = [key for key in known if key not in listed]
    for key in gone[: -_NAMES * MOST_LISTED]:
        del known[key]
    return known
