"""Where a book's chapters begin and end: by its table of contents, else by its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from statistics import median

from tts.sources.epub.nav import Entry

TINY = 200
"""Columns of text (a Han character has two) below which a dedication or a part's page is joined to
its neighbour."""

Place = tuple[int, int]
"""A page by its number in the spine, and a place on it."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What chapters are cut by, of one page: no text."""

    path: str
    sizes: tuple[tuple[int, int], ...]
    """Place and columns of each block."""
    places: dict[str, int]
    """Where the ids are that the table of contents leads to."""
    heading: str = ""
    """The first one, where the page begins with it; else what the page calls itself."""

    def size(self, start: int, end: int | None) -> int:
        return sum(
            columns
            for place, columns in self.sizes
            if start <= place and (end is None or place < end)
        )


@dataclass(frozen=True, slots=True)
class Slice:
    """A page, or a part of it."""

    page: int
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """What the table of contents has a title for, or a page."""

    title: str
    name: str
    """What tells it from others in the book, whatever is added before it: its page, and where on
    it."""
    slices: tuple[Slice, ...]
    size: int = 0
    """Columns of text."""
    titled: bool = True
    """Whether its title is the book's own word for it, to be said where it has no heading."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A piece, and tiny ones around it."""

    main: Piece
    pieces: tuple[Piece, ...]


def find_chapters(
    survey: Sequence[Survey],
    entries: Sequence[Entry],
    is_passed: Callable[[Piece], bool] = lambda _: False,
) -> list[Chapter]:
    """The chapters in order: all text is in one of them, but for pieces that are passed, and none
    is as good as empty."""
    starts = _starts(survey, entries)
    if len(starts) < 2:
        starts = _starts_of_pages(survey) or starts
    pieces = [piece for piece in _pieces(survey, starts) if piece.size]
    if len(pieces) > 1:
        pieces = [piece for piece in pieces if not is_passed(piece)]
    return _joined(pieces)


@dataclass(frozen=True, slots=True)
class _Start:
    at: Place
    title: str
    name: str
    titled: bool = True


def _starts(survey: Sequence[Survey], entries: Sequence[Entry]) -> list[_Start]:
    """Where the table of contents has a chapter begin, in the order of the pages; the first begins
    with the book."""
    numbers = {page.path: number for number, page in enumerate(survey)}
    found: dict[Place, _Start] = {}
    for entry in _chosen(survey, numbers, entries):
        at = _at(survey, numbers, entry)
        if at is not None:
            name = f"{entry.path}#{entry.fragment}" if at[1] else entry.path
            found.setdefault(at, _Start(at, entry.title, name))
    starts = [found[at] for at in sorted(found)]
    if starts and starts[0].at > (0, 0):
        first = survey[0]
        starts.insert(0, _Start((0, 0), first.heading, first.path, titled=False))
    return starts


def _at(survey: Sequence[Survey], numbers: dict[str, int], entry: Entry) -> Place | None:
    if entry.path not in numbers:
        return None
    number = numbers[entry.path]
    page = survey[number]
    place = page.places.get(entry.fragment, 0)
    return number, place if page.size(0, place) else 0


def _chosen(
    survey: Sequence[Survey], numbers: dict[str, int], entries: Sequence[Entry]
) -> Iterator[Entry]:
    """Chapters, whatever their depth: the entries below one that is a part are chapters, below a
    chapter sections."""
    for entry in entries:
        if len(entry.children) >= 2 and _is_part(survey, numbers, entry):
            yield replace(entry, children=())
            yield from _chosen(survey, numbers, entry.children)
        else:
            yield entry


def _is_part(survey: Sequence[Survey], numbers: dict[str, int], entry: Entry) -> bool:
    """Whether it is called a part, or has hardly any text before the first entry below it."""
    start, end = _at(survey, numbers, entry), _at(survey, numbers, entry.children[0])
    if start is None or end is None or entry.is_part:
        return entry.is_part
    return (
        start <= end
        and sum(survey[one.page].size(one.start, one.end) for one in _slices(survey, start, end))
        < TINY
        and _are_apart(survey, numbers, entry)
    )


def _are_apart(survey: Sequence[Survey], numbers: dict[str, int], entry: Entry) -> bool:
    """Whether the entries below it stand on pages of their own: sections of a chapter share its
    page."""
    pages = {child.path for child in entry.children} - {entry.path}
    return len(pages) * 2 >= len(entry.children)


def _slices(survey: Sequence[Survey], start: Place, end: Place | None) -> Iterator[Slice]:
    last = end if end is not None else (len(survey), 0)
    for page in range(start[0], min(last[0] + 1, len(survey))):
        first, stop = (start[1] if page == start[0] else 0), (last[1] if page == last[0] else None)
        if stop is None or stop > first:
            yield Slice(page, first, stop)


def _starts_of_pages(survey: Sequence[Survey]) -> list[_Start]:
    """Every page with text is a chapter: there is nothing else to go by."""
    numbered = [(number, page) for number, page in enumerate(survey) if page.size(0, None)]
    return [
        _Start((number, 0) if count else (0, 0), page.heading, page.path, titled=False)
        for count, (number, page) in enumerate(numbered)
    ]


def _pieces(survey: Sequence[Survey], starts: Sequence[_Start]) -> Iterator[Piece]:
    ends = [start.at for start in starts[1:]]
    for start, end in zip_longest(starts, ends):
        slices = tuple(_slices(survey, start.at, end))
        size = sum(survey[one.page].size(one.start, one.end) for one in slices)
        yield Piece(start.title, start.name, slices, size, start.titled)


def _joined(pieces: Sequence[Piece]) -> list[Chapter]:
    """Tiny ones with the one behind them, at the end with the one before. In a book of short texts
    none is tiny."""
    least = min(TINY, median([piece.size for piece in pieces]) / 4) if pieces else 0
    chapters: list[Chapter] = []
    waiting: list[Piece] = []
    for piece in pieces:
        waiting.append(piece)
        if piece.size >= least:
            chapters.append(Chapter(piece, tuple(waiting)))
            waiting = []
    if waiting:
        last = chapters.pop()
        chapters.append(replace(last, pieces=(*last.pieces, *waiting)))
    return chapters
