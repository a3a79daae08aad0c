"""Which articles of a list are selected, and in which order they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tts.model import Selection, SourceError

T = TypeVar("T")


class NothingYet(SourceError):
    """A valid list that contains no article, or none that is selected."""


def chosen(dated: Iterable[tuple[str, T]], selection: Selection) -> list[T]:
    """The selected (moment, item) pairs, oldest first, so that newer ones get higher numbers.

    Moments are ISO dates or times in UTC, or empty. A list is assumed to begin with its newest
    item, as feeds do: an item without a moment is sorted next to the one before it. `since` keeps
    items without a moment.

    >>> chosen([("2026-03-05", "c"), ("", "b"), ("2026-03-01", "a")], Selection(latest=2))
    ['b', 'c']
    >>> chosen([("2026-03-05", "c"), ("", "b"), ("2026-03-01", "a")], Selection(since="2026-03-05"))
    ['b', 'c']
    """
    wanted: list[tuple[str, T]] = []
    for moment, item in dated:
        day = moment[:10]
        if not day or day >= selection.since:
            wanted.append((moment, item))
    # stable: equal ones keep their order
    newest_first = sorted(_placed(wanted), key=_moment, reverse=True)
    if selection.latest:
        newest_first = newest_first[: selection.latest]
    newest_first.reverse()
    return [item for _, item in newest_first]


def _moment(dated: tuple[str, T]) -> str:
    moment, _ = dated
    return moment


def _placed(dated: list[tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """Each item with a moment: its own, otherwise that of its neighbour."""
    moments = [moment for moment, _ in dated]
    last = next(filter(None, moments), "")
    for moment, item in dated:
        last = moment or last
        yield last, item
