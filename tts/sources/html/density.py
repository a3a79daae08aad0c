"""Where in a page its article stands: the element with the most running text, and the least of
links and menus.

A text extractor tells which blocks it takes for the article. Where it found running text its word
counts; where it found little, or mostly menus, the text alone decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any

from tts.model import Block
from tts.sources.html.blocks import Placed, placed_blocks
from tts.sources.html.boilerplate import SILENT_KINDS, chrome_kind
from tts.sources.html.homes import TEXTUAL, home_of, is_like
from tts.sources.plain import columns
from tts.sources.stated import squeezed

SIGNS = re.compile(r"[。！？；，…]|[.!?,;](?=[\s\"”’)]|$)")
"""What stands in running text, and rarely in menus; colons are in the lines that name author and
date as well."""
SHORTEST = 25
"""Columns of running text, at least."""
SPREAD = 120
"""Columns to a sign, at most: names and titles in a row have fewer."""
LEGAL = re.compile(
    r"[声聲]明[：:】]|版[权權]所有|侵[权權必]|[转轉]载请|轉載請|不代表本?[网網站平]|[举舉][报報](电话|電話|邮箱)|ICP|©"
    r"|\ball rights reserved\b|\bterms of (use|service)\b",
    re.IGNORECASE,
)
"""What stands below articles and is no running text of theirs, sentences or not."""
LEGAL_LONGEST = 300
WEIGHTLESS = frozenset({"heading", "note", "formula"})
RUNNING = frozenset({"paragraph", "item", "quote"})
STRAY = 0.3
"""What a column of a line that is no running text weighs against its element."""
STRAY_LONGEST = 60
NEARLY = 0.9
"""Of the best element's worth: so much makes an element inside it better still."""

CREDIBLE = 600
"""Columns of running text that make an extractor's word count."""
SHARE = 0.9
"""Of what the best element is worth without it: so much makes it count as well."""
LURED = 0.3
"""What running text weighs behind a link of its own: it is mostly the lure of a list of other
articles."""
UNFOUND = 0.1
"""What running text weighs that a credible extractor did not take."""

LEVELS = 3
"""Elements around the best that are looked at for others like it."""

WORDS = 16
"""Letters of a text that are not found in another one by chance."""
MOST_SEARCHED = 30_000_000
"""Characters that are searched for texts, in all."""
MOST_INLINE = 2000
"""Elements of a paragraph."""

NUMBER = re.compile(r"^\d+\. ")


class Page:
    """A page taken apart once: its blocks with their elements, and what is asked of them again and
    again."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self._homes: dict[Any, Any] = {}
        self._chains: dict[Any, list[Any]] = {}
        self.placed: list[Placed] = placed_blocks(tree, SILENT_KINDS)
        self.keys = [key_of(placed.block) for placed in self.placed]
        self.columns = [columns(placed.block.text) for placed in self.placed]
        self.running = [self._is_running(place) for place in range(len(self.placed))]
        self.weights = [self._weight(place) for place in range(len(self.placed))]
        """What the blocks add to the worth of the elements they stand in."""
        for placed in self.placed:
            self.around(placed.element)
        self.named = {one for one in self._chains if chrome_kind(one)[1]}
        """Elements around blocks that are chrome by their names."""

    def _is_running(self, place: int) -> bool:
        """Whether a block is sentences that are not mostly a link."""
        block, element, _ = self.placed[place]
        if element.tag in SILENT_KINDS or block.kind not in RUNNING:
            return False
        if self.is_linked(place):
            return False
        size = self.columns[place]
        signs = len(SIGNS.findall(block.text))
        if size < SHORTEST or size >= SPREAD * signs:
            return False
        return size >= LEGAL_LONGEST or not LEGAL.search(block.text)

    def _weight(self, place: int) -> float:
        size = self.columns[place]
        block, _, linked = self.placed[place]
        if self.running[place]:
            unlinked = 1 - linked / len(block.text)
            is_lured = place > 0 and self.is_linked(place - 1)
            return size * unlinked * (LURED if is_lured else 1)
        if not linked and (block.kind in WEIGHTLESS or self._is_line(place)):
            return 0
        if self.is_linked(place):
            return -size
        return -STRAY * min(size, STRAY_LONGEST)

    def _is_line(self, place: int) -> bool:
        """Whether it is one of several lines of an element."""
        around = self.placed[max(place - 1, 0) : place + 2]
        element = self.placed[place].element
        return sum(one.element is element for one in around) > 1

    def with_lines(self, places: Iterable[int]) -> set[int]:
        """The places, and those of the other lines of the same elements: verse stands or falls
        together."""
        known = set(places)
        lines = filter(self._is_line, known)
        held = {self.placed[place].element for place in lines}
        others = (place for place, one in enumerate(self.placed) if one.element in held)
        return known.union(others)

    def is_linked(self, place: int) -> bool:
        """Whether half of a block is links."""
        return self.placed[place].linked * 2 >= len(self.placed[place].block.text)

    def is_crowded(self) -> bool:
        """Whether a paragraph has so many elements that an extractor may look at each of them for
        each of them."""
        return any(one.tag in TEXTUAL and len(one) > MOST_INLINE for one in self._chains)

    def around(self, element: Any) -> list[Any]:
        """The element and all around it, innermost first."""
        known = self._chains.get(element)
        if known is None:
            parent = element.getparent()
            known = self._chains[element] = (
                [element] if parent is None else [element, *self.around(parent)]
            )
        return known

    def home(self, element: Any) -> Any:
        """The element that the block, or the list, quote or table that it is part of, stands in."""
        if element not in self._homes:
            self._homes[element] = home_of(element)
        return self._homes[element]


def key_of(block: Block) -> str:
    """What two spellings of a block share."""
    return squeezed(NUMBER.sub("", block.text) if block.kind == "item" else block.text)


class Texts:
    """Texts to look others up in, by their letters."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.exact = frozenset(keys)
        self.joined = "\n".join(self.exact)
        self.left = MOST_SEARCHED

    def hold(self, key: str) -> bool:
        """Whether a text is one of them or a part of one; a few letters are a part by chance."""
        if key in self.exact:
            return True
        if len(key) < WORDS or self.left <= 0:
            return False
        self.left -= len(self.joined)
        return key in self.joined


def found_places(page: Page, blocks: Iterable[Block]) -> frozenset[int]:
    """The places of what an extractor found; none when it is mostly menus, or little of what there
    is."""
    texts = Texts(map(key_of, blocks))
    held = (place for place, key in enumerate(page.keys) if key and texts.hold(key))
    found = frozenset(page.with_lines(held))
    gain = sum(page.weights[place] for place in found)
    best = max(_worth(page, ()).values(), default=0)
    return found if gain > 0 and gain >= min(CREDIBLE, SHARE * best) else frozenset()


def container(page: Page, found: Collection[int]) -> Any:
    """The innermost element with nearly all of the article; None on a page without running text."""
    worth = _worth(page, found)

    def rank(element: Any) -> tuple[float, int]:
        return worth[element], len(page.around(element))

    best = max(worth, key=rank, default=None)
    if best is None or worth[best] <= 0:
        return None
    enough = NEARLY * worth[best]
    while True:
        inner = next((one for one in best if worth.get(one, 0) >= enough), None)
        if inner is None:
            break
        best, enough = inner, NEARLY * worth[inner]
    return _with_likes(best, worth) if found else best


def _with_likes(best: Any, worth: dict[Any, float]) -> Any:
    """The element, or the one around it and others like it that hold found text as well: pages cut
    an article into sections of one name."""
    inner = best
    for around in islice(best.iterancestors(), LEVELS):
        others = [one for one in around if one is not inner]
        likes = [one for one in others if is_like(one, inner)]
        most = max((worth.get(one, 0) for one in likes), default=0)
        if most >= SHORTEST:
            best = around
        inner = around
    return best


def _worth(page: Page, found: Collection[int]) -> dict[Any, float]:
    """What elements are worth by the blocks in them; boxes that are named for what they are count
    for nothing."""
    boxes = _boxes(page, found)
    worth: dict[Any, float] = defaultdict(float)
    for place, placed in enumerate(page.placed):
        around = page.around(placed.element)
        if placed.element.tag in SILENT_KINDS or any(one in boxes for one in around):
            continue
        weight = page.weights[place]
        missed = found and place not in found
        if missed and page.running[place]:
            weight *= UNFOUND
        for one in around:
            if one.tag not in TEXTUAL:
                worth[one] += weight
    return worth


def _boxes(page: Page, found: Collection[int]) -> set[Any]:
    """Elements that are chrome by their names, but for those that most of the page's text stands
    in, or much of what was found: whole pages are forms, and articles stand behind what is called a
    paywall."""
    running, known = Counter[Any](), Counter[Any]()
    for place, placed in enumerate(page.placed):
        if not page.running[place]:
            continue
        size = page.columns[place]
        for one in page.around(placed.element):
            running[one] += size
            if place in found:
                known[one] += size
    most = max(running.values(), default=0)

    def is_box(one: Any) -> bool:
        much = known[one] > SHORTEST * 5 and known[one] * 2 > running[one]
        return running[one] * 2 <= most and not much

    return set(filter(is_box, page.named))
