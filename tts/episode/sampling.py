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
    """Gathers articles as `expand.gather` does, but of each list no more than it has room for, and
    knows how many each of them stands for."""

    def __init__(
        self,
        options: Options,
        stdin: BinaryIO | None,
        *,
        unwanted: Unwanted | None = None,
        repeated: Callable[[str], None] = lambda where: None,
        most: int,
    ) -> None:
        """`most` is how many articles are read, about; 0 is all. The others as `expand.gather` has
        them."""
        super().__init__(options, stdin, unwanted or expand.nothing_unwanted, repeated)
        self.weight = 1.0
        """Articles that the one that came last stands for, with itself."""
        self._room = most

    def gathered(self, wheres: Sequence[str]) -> Iterator[Found]:
        """The articles of what a user names; what fails is told in its place."""
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
        """Those that are taken, which share the room that there is."""
        if not self._room or not items:
            return items
        few = evenly(items, self._room)
        self.weight *= len(items) / len(few)
        self._room = max(1, self._room // len(few))
        return few


def evenly(items: Sequence[T], most: int) -> Sequence[T]:
    """So many of a sequence at most, each from the middle of its share.

    >>> evenly("abcdefghij", 3), evenly("abc", 5)
    (['b', 'f', 'i'], 'abc')
    """
    count = len(items)
    if count <= most:
        return items
    return [items[(2 * n + 1) * count // (2 * most)] for n in range(most)]
