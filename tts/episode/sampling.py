"""The articles of sources of any size, or an evenly spread sample, for estimates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO, TypeVar

from tts.episode import expand
from tts.episode.expand import Found, Gathering, Unwanted
from tts.episode.options import Options
from tts.model import Parts

T = TypeVar("T")


class Sampling(Gathering):
    """Gathers articles like `expand.gather`, but only a sample of each list, and knows how many
    articles each represents."""

    def __init__(
        self,
        options: Options,
        stdin: BinaryIO | None,
        *,
        unwanted: Unwanted | None = None,
        repeated: Callable[[str], None] = lambda where: None,
        most: int,
    ) -> None:
        """`most` is the approximate number of articles to read; 0 means all. The others as in
        `expand.gather`."""
        super().__init__(options, stdin, unwanted or expand.nothing_unwanted, repeated)
        self.weight = 1.0
        """Number of articles that the last one represents, including itself."""
        self._room = most

    def gathered(self, wheres: Sequence[str]) -> Iterator[Found]:
        """The articles of what a user names; failures are reported in order."""
        few = self._narrowed(wheres)
        yield from expand.gather_by(self, few, self.options)

    def inside(self, where: str, parts: Parts, depth: int) -> Iterator[Found]:
        before = self.weight, self._room
        newest = parts.each == "sitemap" and self.options.selection.latest
        few = parts if newest else replace(parts, articles=tuple(self._narrowed(parts.articles)))
        try:
            yield from super().inside(where, few, depth)
        finally:
            self.weight, self._room = before

    def _narrowed(self, items: Sequence[T]) -> Sequence[T]:
        """The sampled items, which share the available number."""
        if not self._room or not items:
            return items
        few = evenly(items, self._room)
        self.weight *= len(items) / len(few)
        self._room = max(1, self._room // len(few))
        return few


def evenly(items: Sequence[T], most: int) -> Sequence[T]:
    """At most `most` items of a sequence, each from the middle of its share.

    >>> evenly("abcdefghij", 3), evenly("abc", 5)
    (['b', 'f', 'i'], 'abc')
    """
    count = len(items)
    if count <= most:
        return items
    return [items[(2 * n + 1) * count // (2 * most)] for n in range(most)]
