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

from tts.model import Block, Change
from tts.sources.blocks import HEADINGS, ITEMS, LISTS, placed_blocks
from tts.sources.boxes import ENDS, SILENT_KINDS, chain, chrome_kind, is_prose, is_text_of_article, reason_of
from tts.sources.document import columns
from tts.sources.facts import squeezed

LEAST = 120
"""Columns of found text that an element holds, to be a place where more is looked for."""
AHEAD = 50
"""Blocks that are searched for one that was found in other bounds."""

TEXTUAL = frozenset({"p", "blockquote", "pre", "code", "figure", "figcaption"}) | ITEMS | LISTS | set(HEADINGS)
"""Elements that hold one text; what they stand in is where the article is."""
LOOSE = frozenset({"div", "section", "center"})

WORDS = 16
"""Letters of a text that are not found in another one by chance."""
BEHIND = ("item", "quote", "code", "table")
BEHIND_TAGS = ("ul", "ol", "li", "blockquote")
SENTENCES = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")
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
    belongs = _Belonging(placed, keys, told, spans)
    whole: list[Block] = []
    last = 0
    for block, key, span in zip(found, told, spans, strict=True):
        if span:
            whole += belongs.between(last, span.start) if last else belongs.before(span.start)
        if not (span and span.stop <= last):
            whole += _as_placed(block, key, span, placed, keys)
        last = max(last, span.stop) if span else last
    return whole + (belongs.behind(last) if last else [])


def left_out(blocks: list[Block], tree: Any, title: str) -> Iterator[Change]:
    """What stands in the article's container and is not among its blocks: each box once, with a reason.

    On pages that mark no container, what stands between the first and the last block.
    """
    placed = placed_blocks(tree, SILENT_KINDS)
    keys = [_key(block) for block, _ in placed]
    told = [_key(block) for block in blocks]
    belongs = _Belonging(placed, keys, [*told, squeezed(title)], list(_spans(told, keys)))
    boxes: dict[Any, list[str]] = {}
    for place in belongs.inside():
        block, element = placed[place]
        if place in belongs.covered:
            if rest := _rest(block.text, belongs.text):
                yield Change(rest, "", "a part of a paragraph that the page sets apart")
        elif keys[place] and not belongs.is_told(place):
            boxes.setdefault(belongs.box(element), []).append(block.text)
    for box, texts in boxes.items():
        yield Change(" ".join(texts), "", reason_of(box))


def _rest(text: str, told: str) -> str:
    """The sentences of a block that are not said, when it is said in parts."""
    if squeezed(text) in told:
        return ""
    return " ".join(part for part in SENTENCES.split(text) if squeezed(part) not in told)


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
        or (element.tag == "footer" and parent.tag == "blockquote")
        or (element.tag in LOOSE and len(element) <= 3 and len(element.text_content().strip()) == len(text))
    ):
        element = parent
    return element


class _Belonging:
    """Tells which blocks of the tree belong to what was found."""

    def __init__(self, placed: list[tuple[Block, Any]], keys: list[str], told: list[str], spans: list[range]) -> None:
        self.placed, self.keys, self.text, self.exact = placed, keys, "\n".join(told), frozenset(told)
        self.covered = {place for span in spans for place in span}
        self.homes = Counter[Any]()
        self.held = Counter[Any]()
        for place in self.covered:
            block, element = placed[place]
            self.homes[_home(element)] += columns(block.text)
            for one in chain(element, None):
                self.held[one] += columns(block.text)
        self.container, self.marked = self._container()

    def _container(self) -> tuple[Any, bool]:
        """The innermost element with nearly all that was found, or what is marked as the article around it."""
        all_of_it = max(self.held.values(), default=0)
        around = [one for one, held in self.held.items() if held * 10 >= all_of_it * 9]
        inner = max(around, key=lambda one: sum(1 for _ in one.iterancestors()), default=None)
        outer = list(chain(inner, None))
        marked = next((one for one in outer if one.tag == "article" or one.get("itemprop") == "articleBody"), None)
        if marked is None:
            marked = next((one for one in outer if one.tag == "main" or one.get("role") == "main"), None)
        return (inner, False) if marked is None else (marked, True)

    def inside(self) -> range:
        """The places in the container; those between found ones where it is the whole page."""
        if not self.covered:
            return range(0)
        if self.container.tag in ("body", "html"):
            return range(min(self.covered), max(self.covered) + 1)
        within = [place for place, (_, element) in enumerate(self.placed) if self._is_inside(element)]
        return range(within[0], within[-1] + 1)

    def _is_inside(self, element: Any) -> bool:
        return any(one is self.container for one in chain(element, None))

    def is_told(self, place: int) -> bool:
        """Whether the words of a place are among those found; a few letters are found anywhere."""
        key = self.keys[place]
        return place in self.covered or key in self.exact or (len(key) >= WORDS and key in self.text)

    def box(self, element: Any) -> Any:
        """The outermost element around it that holds nothing that was found."""
        return next((one for one in reversed(list(chain(element, None))) if one not in self.held), element)

    def between(self, first: int, end: int) -> list[Block]:
        """Those of a stretch of the tree that were not found anywhere."""
        gap = [place for place in range(first, end) if self.keys[place] and not self.is_told(place)]
        gap = [place for place in gap if self.keys[place] not in self.text or ENDS.search(self.placed[place][0].text)]
        return [self.placed[place][0] for place in gap if self.belongs(*self.placed[place])]

    def before(self, end: int) -> list[Block]:
        """Whole sentences at the head of a marked article: what leads into it."""
        gap = [place for place in range(end) if self.keys[place] and not self.is_told(place)]
        return [self.placed[place][0] for place in gap if self._is_plain(place)]

    def behind(self, first: int) -> list[Block]:
        """What may follow the last block that was found: a list, a quote, whole sentences; the rest is chrome."""
        kept: list[Block] = []
        for place in range(first, len(self.placed)):
            block, element = self.placed[place]
            if not self.keys[place] or self.is_told(place):
                continue
            if not (block.kind in BEHIND and self.belongs(block, element)) and not self._is_plain(place):
                break
            kept.append(block)
        return kept

    def _is_plain(self, place: int) -> bool:
        """Whether it is sentences that stand in the marked article itself, with no name that speaks against them."""
        block, element = self.placed[place]
        if not self.marked or block.kind == "heading" or not self._is_inside(element) or not is_prose(element):
            return False
        around = list(chain(element, self.container))
        plain = all(one.tag in ("p", "div", "header", "section", *BEHIND_TAGS) for one in around)
        return plain and not any(chrome_kind(one)[0] for one in around) and self.belongs(block, element)

    def belongs(self, block: Block, element: Any) -> bool:
        home = _home(element)
        place = next((one for one in chain(home, None) if self.homes[one] >= LEAST), None)
        return place is not None and is_text_of_article(
            element, place, near=place is home, caption=block.kind == "caption"
        )
