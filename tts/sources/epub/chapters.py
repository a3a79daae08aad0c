"""Where a book's chapters begin and end: by its table of contents, otherwise by its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from statistics import median

from tts.sources.epub.nav import Entry

TINY = 200
"""Columns of text (a Han character counts two) below which a dedication or a part's title page is
joined to its neighbour."""

Place = tuple[int, int]
"""Index of a page in the spine, and a position on it."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a page for finding chapters, without its text."""

    path: str
    sizes: tuple[tuple[int, int], ...]
    """Position and columns of each block."""
    places: dict[str, int]
    """Positions of the ids that the table of contents links to."""
    heading: str = ""
    """The heading at its beginning; otherwise the page's own title."""

    def size(self, start: int, end: int | None) -> int:
        total = 0
        for place, columns in self.sizes:
            is_before_end = end is None or place < end
            if start <= place and is_before_end:
                total += columns
        return total


@dataclass(frozen=True, slots=True)
class PageSlice:
    """A page, or a part of it."""

    page: int
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry in the table of contents, or a page."""

    title: str
    name: str
    """Identifies it in the book, whatever is added before it: its page, and the place on it."""
    slices: tuple[PageSlice, ...]
    size: int = 0
    """Columns of text."""
    titled: bool = True
    """Its title is the book's own heading for it, and is spoken if the text has none."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """An entry, joined with very short ones around it."""

    main: ContentsEntry
    pieces: tuple[ContentsEntry, ...]


def find_chapters(
    survey: Sequence[Survey],
    entries: Sequence[Entry],
    is_passed: Callable[[ContentsEntry], bool] = lambda _: False,
) -> list[Chapter]:
    """The chapters in order. They contain all text, except entries that are passed, and none is
    nearly empty."""
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
    """Where chapters begin according to the table of contents, in page order; the first begins with
    the book."""
    numbers = {page.path: number for number, page in enumerate(survey)}
    found: dict[Place, _Start] = {}
    for entry in _chosen(survey, numbers, entries):
        at = _at(survey, numbers, entry)
        if at is None:
            continue
        _, place = at
        name = f"{entry.path}#{entry.fragment}" if place else entry.path
        found.setdefault(at, _Start(at, entry.title, name))
    starts = [found[at] for at in sorted(found)]
    begin = (0, 0)
    if starts and starts[0].at > begin:
        first = survey[0]
        opening = _Start(begin, first.heading, first.path, titled=False)
        starts.insert(0, opening)
    return starts


def _at(survey: Sequence[Survey], numbers: dict[str, int], entry: Entry) -> Place | None:
    number = numbers.get(entry.path)
    if number is None:
        return None
    page = survey[number]
    place = page.places.get(entry.fragment, 0)
    has_text_before = page.size(0, place) > 0
    return number, place if has_text_before else 0


def _chosen(
    survey: Sequence[Survey], numbers: dict[str, int], entries: Sequence[Entry]
) -> Iterator[Entry]:
    """The entries that are chapters, whatever their level: those below a part; those below a
    chapter are sections."""
    for entry in entries:
        if len(entry.children) >= 2 and _is_part(survey, numbers, entry):
            yield replace(entry, children=())
            yield from _chosen(survey, numbers, entry.children)
        else:
            yield entry


def _is_part(survey: Sequence[Survey], numbers: dict[str, int], entry: Entry) -> bool:
    """Whether it is named as a part, or has hardly any text before the first entry below it."""
    if entry.is_part:
        return True
    start = _at(survey, numbers, entry)
    end = _at(survey, numbers, entry.children[0])
    if start is None or end is None or start > end:
        return False
    size = _size(survey, _slices(survey, start, end))
    return size < TINY and _are_apart(entry)


def _size(survey: Sequence[Survey], slices: Iterable[PageSlice]) -> int:
    """Columns of text."""
    total = 0
    for one in slices:
        page = survey[one.page]
        total += page.size(one.start, one.end)
    return total


def _are_apart(entry: Entry) -> bool:
    """Whether the entries below it are on separate pages: sections of a chapter share its page."""
    pages = {child.path for child in entry.children}
    pages.discard(entry.path)
    return len(pages) * 2 >= len(entry.children)


def _slices(survey: Sequence[Survey], start: Place, end: Place | None) -> Iterator[PageSlice]:
    first_page, first_place = start
    last_page, last_place = end or (len(survey), 0)
    for page in range(first_page, len(survey)):
        if page > last_page:
            return
        first = first_place if page == first_page else 0
        stop = last_place if page == last_page else None
        if stop is None or stop > first:
            yield PageSlice(page, first, stop)


def _starts_of_pages(survey: Sequence[Survey]) -> list[_Start]:
    """Every page with text is a chapter if there is no other information."""
    starts: list[_Start] = []
    for number, page in enumerate(survey):
        if not page.size(0, None):
            continue
        at = (number, 0) if starts else (0, 0)
        starts.append(_Start(at, page.heading, page.path, titled=False))
    return starts


def _pieces(survey: Sequence[Survey], starts: Sequence[_Start]) -> Iterator[ContentsEntry]:
    ends = [start.at for start in starts[1:]]
    for start, end in zip_longest(starts, ends):
        slices = tuple(_slices(survey, start.at, end))
        size = _size(survey, slices)
        yield ContentsEntry(start.title, start.name, slices, size, start.titled)


def _joined(pieces: Sequence[ContentsEntry]) -> list[Chapter]:
    """Very short entries joined with the next one, at the end with the one before. In a book of
    short texts none is joined."""
    least = _least_size(pieces)
    chapters: list[Chapter] = []
    waiting: list[ContentsEntry] = []
    for piece in pieces:
        waiting.append(piece)
        if piece.size >= least:
            chapters.append(Chapter(piece, tuple(waiting)))
            waiting = []
    if waiting:
        last = chapters.pop()
        chapters.append(replace(last, pieces=(*last.pieces, *waiting)))
    return chapters


def _least_size(pieces: Sequence[ContentsEntry]) -> float:
    sizes = [piece.size for piece in pieces]
    if not sizes:
        return 0
    return min(TINY, median(sizes) / 4)
