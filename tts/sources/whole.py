"""Puts back what the extractor lost in the middle of an article, and the structure it flattened.

trafilatura 2.3 drops lists, quotes and headings of pages whose article it has to find without the usual marks, and
makes paragraphs of list items. A listener would never know. What it found stays the measure of what belongs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tts.model import Block
from tts.sources.blocks import HEADINGS, ITEMS, LISTS, placed_blocks
from tts.sources.document import columns
from tts.sources.facts import squeezed

LEAST = 120
"""Columns of found text that an element holds, to be a place where more is looked for."""
AHEAD = 50
"""Blocks that are searched for one that was found in other bounds."""

TEXTUAL = frozenset({"p", "blockquote", "pre", "code", "figure", "figcaption"}) | ITEMS | LISTS | set(HEADINGS)
"""Elements that hold one text; what they stand in is where the article is."""
LOOSE = frozenset({"div", "section", "center"})

CHROME_TAGS = frozenset({"nav", "aside", "footer", "header", "form"})
CHROME_NAMES = re.compile(
    r"(^|[\s_-])(ads?|advert\w*|author|banner|bio|breadcrumbs?|byline|comments?|cookies?|copyright|disclaimer|editor|footer"
    r"|hidden|login|menu|meta|more|nav\w*|newsletter|paywall|pagination|popup|promo\w*|qrcode|rating|recommend\w*|related"
    r"|share|sharing|sidebar|social|sponsor\w*|subscribe|tags?|teaser|tool\w*|widget|xiangguan|zeren\w*)($|[\s_-])",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NUMBER = re.compile(r"^\d+\. ")


def made_whole(found: list[Block], tree: Any) -> list[Block]:
    """The found blocks in their order, as the tree has them, and between them those of the tree that belong there.

    A block belongs there when it stands in the same element as found ones, and is no chrome by name or by its links.
    """
    placed = placed_blocks(tree)
    keys = [_key(block) for block, _ in placed]
    found = _in_order(found, keys)
    told = [_key(block) for block in found]
    spans = list(_spans(told, keys))
    belongs = _Belonging(placed, keys, "\n".join(told), spans)
    whole: list[Block] = []
    last = 0
    for block, key, span in zip(found, told, spans, strict=True):
        if span and last:
            whole += belongs.between(last, span.start)
        if not (span and span.stop <= last):
            whole += _as_placed(block, key, span, placed, keys)
        last = max(last, span.stop) if span else last
    return whole + _after(belongs.between(last, len(placed)) if last else [])


def _in_order(found: list[Block], keys: list[str]) -> list[Block]:
    """As the page has them: the extractor may put a table behind everything else."""
    times = Counter(keys)
    places = {key: place for place, key in enumerate(keys) if times[key] == 1}
    order, at = [], -1
    for block in found:
        at = places.get(_key(block), at)
        order.append(at)
    return [block for _, block in sorted(zip(order, found, strict=True), key=lambda pair: pair[0])]


def _as_placed(block: Block, key: str, span: range, placed: list[tuple[Block, Any]], keys: list[str]) -> list[Block]:
    """The tree's blocks when they say the same as the found one, or it is one of them with a piece missing."""
    same = bool(span) and "".join(keys[span.start : span.stop]) == key
    pieced = len(span) == 1 and key in keys[span.start] and len(key) * 2 >= len(keys[span.start])
    return [placed[place][0] for place in span] if same or pieced else [block]


def _after(blocks: list[Block]) -> list[Block]:
    """What may follow the last block that was found: a list, a quote; loose lines there are mostly chrome."""
    end = next(
        (i for i, block in enumerate(blocks) if block.kind not in ("item", "quote", "code", "table")), len(blocks)
    )
    return blocks[:end]


def _key(block: Block) -> str:
    return squeezed(NUMBER.sub("", block.text) if block.kind == "item" else block.text)


def _spans(found: list[str], keys: list[str]) -> Iterator[range]:
    """Where each found text stands among those of the tree, always further on; an empty range when it does not."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    at = 0
    for key in found:
        next_at = bisect_left(places[key], at)
        exact = places[key][next_at : next_at + 1]
        span = range(exact[0], exact[0] + 1) if exact else _loosely(key, keys, at)
        at = span.stop if span else at
        yield span


def _loosely(key: str, keys: list[str], at: int) -> range:
    """The blocks that were found as one, or the one (perhaps that before) that was found in parts."""
    if len(key) < 4:
        return range(0)
    for place in range(max(0, at - 1), min(at + AHEAD, len(keys))):
        if key in keys[place]:
            return range(place, place + 1)
        if place >= at and len(keys[place]) >= 4 and keys[place] in key:
            end = next((end for end in range(place + 1, len(keys)) if keys[end] not in key), len(keys))
            return range(place, end)
    return range(0)


def _home(element: Any) -> Any:
    """The element that the block, or the list, quote or table that it is part of, stands in.

    Wrappers with nothing else in them are passed over.
    """
    text, table = element.text_content().strip(), element if element.tag == "table" else None
    while (parent := element.getparent()) is not None and (
        element.tag in TEXTUAL
        or element is table
        or (element.tag in LOOSE and len(element) <= 3 and len(element.text_content().strip()) == len(text))
    ):
        element = parent
    return element


class _Belonging:
    """Tells which blocks of the tree belong to what was found."""

    def __init__(self, placed: list[tuple[Block, Any]], keys: list[str], told: str, spans: list[range]) -> None:
        self.placed, self.keys, self.told = placed, keys, told
        self.homes = Counter[Any]()
        for place in {place for span in spans for place in span}:
            block, element = placed[place]
            self.homes[_home(element)] += columns(block.text)

    def between(self, first: int, end: int) -> list[Block]:
        """Those of a stretch of the tree that were not found anywhere."""
        gap = [place for place in range(first, end) if self.keys[place] and self.keys[place] not in self.told]
        return [self.placed[place][0] for place in gap if self.belongs(*self.placed[place])]

    def belongs(self, block: Block, element: Any) -> bool:
        home = _home(element)
        part = element if block.kind != "item" else next(element.iterancestors(*LISTS), element)
        if self.homes[home] < LEAST or _is_linked(part):
            return False
        while element is not None and element is not home:
            if _is_chrome(element):
                return False
            element = element.getparent()
        return True


def _is_linked(element: Any) -> bool:
    """Whether half of its text is links."""
    linked = sum(len(a.text_content().strip()) for a in element.iter("a"))
    return linked * 2 > len(element.text_content().strip())


def _is_chrome(element: Any) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    hidden = element.get("hidden") is not None or HIDDEN.search(element.get("style", ""))
    return element.tag in CHROME_TAGS or bool(hidden) or bool(CHROME_NAMES.search(names))
