"""What a PDF repeats on its pages: headers, footers, page numbers. Each is listed once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from tts.model import Change
from tts.sources.pdf.reading_order import Line

OUTERMOST = 3
"""Lines at the top and bottom of a page that are checked."""
NEAR = 4.0
"""Tolerance in points for the height of a repeated line."""
MOST_REPEATS = 3
"""Minimum pages on which a line has to be repeated; in a shorter document, all of them."""
LONGEST_HEAD = 120
"""Maximum characters of a line that counts as a running chapter title."""
APART = 1.6
"""In ems: minimum distance of a header or footer from the text."""
NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|seite|第)?\s*(?P<number>\d{1,4}|[ivxlc]{1,7})\s*[页頁]?"
    r"(?:\s*(?:of|/|von|de|共)\s*\d{1,4}\s*[页頁]?)?[\W_]*",
    re.IGNORECASE,
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

Pages = Sequence[Sequence[Line]]
"""The lines of each page."""


def without_furniture(pages: Pages) -> tuple[list[list[Line]], list[Change]]:
    """The lines of each page without repeated ones, and what these were."""
    outer = list(map(_outer, pages))
    numbers = _page_numbers(outer)
    repeated = _repeated(outer, numbers)
    dropped = numbers | repeated
    repeated |= _of_same_place(outer, dropped)
    dropped |= repeated
    kept: list[list[Line]] = []
    for lines in pages:
        rest = [line for line in lines if line not in dropped]
        kept.append(rest)
    changes = list(_furniture_changes(outer, repeated))
    changes += _number_changes(outer, numbers)
    return kept, changes


def _outer(lines: Sequence[Line]) -> list[Line]:
    """The top and bottom lines of a page."""
    heights = sorted({line.y for line in lines})
    lowest = heights[:OUTERMOST]
    highest = heights[-OUTERMOST:]
    edges = {*lowest, *highest}
    return [line for line in lines if line.y in edges]


def _page_numbers(outer: Pages) -> set[Line]:
    """Numbers that increase with the pages."""
    by_offset: dict[int, list[Line]] = defaultdict(list)
    for page, lines in enumerate(outer):
        for line, number in _numbers_of(lines):
            offset = number - page
            by_offset[offset].append(line)
    is_only_page = len(outer) == 1
    found: set[Line] = set()
    for offset, growing in by_offset.items():
        is_first_page = is_only_page and offset == 1
        if is_first_page or len(growing) >= 2:
            found.update(growing)
    return found


def _numbers_of(lines: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """Outermost lines that are just a number."""
    for line in lines:
        match = NUMBER.fullmatch(line.text)
        if match and _is_outermost(line, lines):
            number = _value(match["number"])
            yield line, number


def _is_outermost(line: Line, lines: Sequence[Line]) -> bool:
    heights = [one.y for one in lines]
    highest = max(heights)
    lowest = min(heights)
    return line.y in (highest, lowest)


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    total = largest = 0
    for sign in reversed(number.lower()):
        value = ROMAN[sign]
        is_taken_off = value < largest
        total += -value if is_taken_off else value
        largest = max(largest, value)
    return total


def _repeated(outer: Pages, numbers: set[Line]) -> set[Line]:
    """Lines at the same height on several pages, ignoring numbers in them."""
    count = len(outer)
    least = max(2, min(MOST_REPEATS, count))
    found: set[Line] = set()
    for group in _same_texts(outer, numbers):
        same = _at_one_height(group)
        is_usual = len(same) * 3 >= count
        if not is_usual:
            same = [line for line in same if _is_apart(line, outer[line.page])]
        if len(same) >= least:
            found.update(same)
    return found


def _same_texts(outer: Pages, numbers: set[Line]) -> Iterable[list[Line]]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in chain.from_iterable(outer):
        if line in numbers:
            continue
        key = _key(line.text)
        if key:
            groups[key].append(line)
    return groups.values()


def _is_apart(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the lines above and below are further away than those in a paragraph."""
    same = 0.5 * line.size
    furthest = APART * line.size
    for other in lines:
        distance = abs(other.y - line.y)
        if other is not line and same <= distance <= furthest:
            return False
    return True


def _at_one_height(lines: Sequence[Line]) -> list[Line]:
    """Those at the most frequent height."""
    steps = Counter(_step(line) for line in lines)
    usual, _ = steps.most_common(1)[0]
    height = usual * NEAR
    by_page: dict[int, Line] = {}
    for line in lines:
        if abs(line.y - height) <= NEAR:
            by_page[line.page] = line
    return list(by_page.values())


def _step(line: Line) -> int:
    """A line's height, rounded to the tolerance."""
    return round(line.y / NEAR)


def _key(text: str) -> str:
    letters = re.sub(r"[\W_]+", "", text)
    unnumbered = re.sub(r"\d+", "#", letters)
    key = unnumbered.casefold()
    has_letters = any(map(str.isalpha, key))
    return key if has_letters else ""


def _of_same_place(outer: Pages, dropped: set[Line]) -> set[Line]:
    """Headers that change with the chapter: lines apart from the text, where most other pages have
    a header or footer."""
    places = _usual_places(dropped, len(outer))
    found: set[Line] = set()
    for lines in outer:
        left = [line for line in lines if line not in dropped]
        for line in left:
            if len(line.text) > LONGEST_HEAD:
                continue
            if _is_at(line, places) and _is_apart(line, left):
                found.add(line)
    return found


def _usual_places(dropped: set[Line], pages: int) -> list[float]:
    """The heights at which most pages have a header or footer."""
    pages_by_step: dict[int, set[int]] = defaultdict(set)
    for line in dropped:
        step = _step(line)
        pages_by_step[step].add(line.page)
    least = max(MOST_REPEATS, pages / 2)
    places: list[float] = []
    for step, found in pages_by_step.items():
        if len(found) >= least:
            places.append(step * NEAR)
    return places


def _is_at(line: Line, places: Sequence[float]) -> bool:
    for place in places:
        distance = abs(line.y - place)
        if distance <= NEAR / 2:
            return True
    return False


def _furniture_changes(outer: Pages, repeated: set[Line]) -> Iterator[Change]:
    """One change for each, in order of appearance."""
    groups: dict[str, list[str]] = defaultdict(list)
    for line in chain.from_iterable(outer):
        if line in repeated:
            text = re.sub(r"\s+", " ", line.text)
            key = _key(text)
            groups[key].append(text)
    for texts in groups.values():
        pages = _counted(len(texts))
        yield Change(texts[0], "", f"the head or foot of {pages}")


def _counted(pages: int) -> str:
    if pages == 1:
        return "a page"
    return f"{pages} pages"


def _number_changes(outer: Pages, numbers: set[Line]) -> Iterator[Change]:
    texts: list[str] = []
    for line in chain.from_iterable(outer):
        if line in numbers:
            texts.append(line.text)
    if len(texts) > 1:
        yield Change(f"{texts[0]} … {texts[-1]}", "", "page numbers")
    elif texts:
        yield Change(texts[0], "", "page numbers")
