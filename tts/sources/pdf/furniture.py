"""What a PDF repeats on its pages: running heads and feet, page numbers. Each is told once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tts.model import Change
from tts.sources.pdf.columns import Line

OUTERMOST = 3
"""Lines at the head and at the foot of a page that are looked at."""
NEAR = 4.0
"""Points that a repeated line may stand higher or lower."""
MOST_REPEATS = 3
"""Pages on which a line has to be repeated, at least; in a shorter document all of them."""
APART = 1.6
"""In ems: how far a head or foot is from the text, at least."""
NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|seite|第)?\s*(?P<number>\d{1,4}|[ivxlc]{1,7})\s*[页頁]?"
    r"(?:\s*(?:of|/|von|de|共)\s*\d{1,4}\s*[页頁]?)?[\W_]*",
    re.IGNORECASE,
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Change]]:
    """The lines of each page without what is repeated, and what that was."""
    outer = [_outer(lines) for lines in pages]
    numbers = _page_numbers(outer)
    repeated = _repeated(outer, numbers)
    repeated |= _of_same_place(outer, repeated | numbers, len(pages))
    dropped = numbers | repeated
    kept = [[line for line in lines if line not in dropped] for lines in pages]
    return kept, [*_furniture_changes(outer, repeated), *_number_changes(outer, numbers)]


def _outer(lines: Sequence[Line]) -> list[Line]:
    """The highest and the lowest lines of a page."""
    heights = sorted({line.y for line in lines})
    edges = {*heights[:OUTERMOST], *heights[-OUTERMOST:]}
    return [line for line in lines if line.y in edges]


def _page_numbers(outer: Sequence[Sequence[Line]]) -> set[Line]:
    """Numbers that grow with the pages."""
    found = [
        (line, _value(match["number"]) - page)
        for page, lines in enumerate(outer)
        for line in lines
        if (match := NUMBER.fullmatch(line.text)) and _is_outermost(line, lines)
    ]
    offsets = Counter(offset for _, offset in found)
    alone = len(outer) == 1
    return {line for line, offset in found if offsets[offset] >= 2 or (alone and offset == 1)}


def _is_outermost(line: Line, lines: Sequence[Line]) -> bool:
    return line.y in (max(one.y for one in lines), min(one.y for one in lines))


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = [ROMAN[sign] for sign in number.lower()]
    return sum(
        -one if any(later > one for later in values[n + 1 :]) else one
        for n, one in enumerate(values)
    )


def _repeated(outer: Sequence[Sequence[Line]], numbers: set[Line]) -> set[Line]:
    """Lines that stand at the same height of several pages, their numbers aside."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for lines in outer:
        for line in lines:
            if line not in numbers and (key := _key(line.text)):
                groups[key].append(line)
    least = max(2, min(MOST_REPEATS, len(outer)))
    found: set[Line] = set()
    for group in map(_at_one_height, groups.values()):
        usual = len(group) * 3 >= len(outer)
        same = [line for line in group if usual or _is_apart(line, outer[line.page])]
        found |= set(same if len(same) >= least else ())
    return found


def _is_apart(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the lines above and below it on its page are further off than those of a
    paragraph."""
    away = [abs(other.y - line.y) for other in lines if other is not line]
    return all(distance < 0.5 * line.size or distance > APART * line.size for distance in away)


def _at_one_height(lines: Sequence[Line]) -> list[Line]:
    """Those at the height where most of them stand."""
    height = Counter(round(line.y / NEAR) for line in lines).most_common(1)[0][0] * NEAR
    near = [line for line in lines if abs(line.y - height) <= NEAR]
    return list({line.page: line for line in near}.values())


def _key(text: str) -> str:
    key = re.sub(r"\d+", "#", re.sub(r"[\W_]+", "", text)).casefold()
    return key if any(map(str.isalpha, key)) else ""


def _of_same_place(outer: Sequence[Sequence[Line]], dropped: set[Line], pages: int) -> set[Line]:
    """Heads that change with the chapter: lines apart from the text, where most other pages have a
    head or foot."""
    heights = Counter({(round(line.y / NEAR), line.page) for line in dropped})
    usual = Counter(height for height, _ in heights)
    places = [
        height * NEAR
        for height, count in usual.items()
        if count >= MOST_REPEATS and count * 2 >= pages
    ]
    found = set()
    for lines in outer:
        left = [line for line in lines if line not in dropped]
        for line in left:
            near = any(abs(line.y - place) <= NEAR / 2 for place in places)
            if near and _is_apart(line, left) and len(line.text) <= 120:
                found.add(line)
    return found


def _furniture_changes(outer: Sequence[Sequence[Line]], repeated: set[Line]) -> Iterable[Change]:
    """Once each, in the order in which they appear."""
    texts = [
        re.sub(r"\s+", " ", line.text) for lines in outer for line in lines if line in repeated
    ]
    groups: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        groups[_key(text)].append(text)
    for pieces in groups.values():
        where = (
            f"the head or foot of {len(pieces)} pages"
            if len(pieces) > 1
            else "the head or foot of a page"
        )
        yield Change(pieces[0], "", where)


def _number_changes(outer: Sequence[Sequence[Line]], numbers: set[Line]) -> Iterable[Change]:
    texts = [line.text for lines in outer for line in lines if line in numbers]
    if texts:
        yield Change(
            f"{texts[0]} … {texts[-1]}" if len(texts) > 1 else texts[0], "", "page numbers"
        )
