"""Finds the article in a page: the element with the most running text and the fewest links and
menus.

A text extractor tells which blocks it takes for the article. Where it found running text its word
counts; where it found little, or mostly menus, the text alone decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from tts.model import Block
from tts.sources.html.blocks import PlacedBlock, placed_blocks
from tts.sources.html.boilerplate import SILENT_KINDS, chrome_kind
from tts.sources.html.boilerplate_sections import boxes_of_others, labelled_boxes
from tts.sources.html.consent import is_notice
from tts.sources.html.containing_block import TEXTUAL, home_of
from tts.sources.html.punctuation import SIGNS, lacks_punctuation
from tts.sources.html.verse import is_line, verse_places
from tts.sources.metadata_values import squeezed
from tts.sources.plain import columns

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
REGION = 0.97
"""Of the page's running text: so much of it is where the article is looked for."""
CLEAR = 0.03
"""Columns of other lines to one of running text, at most, where an article stands by itself."""
STRAY = 0.3
"""What a column of a line that is no running text weighs against its element."""
STRAY_LONGEST = 60

LURED = 0.3
"""What running text weighs behind a link of its own: it is mostly the lure of a list of other
articles."""


VERSE = 0.5
"""What a column of it weighs: signs tell more."""

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
        self.placed: list[PlacedBlock] = placed_blocks(tree, SILENT_KINDS)
        self.keys = [key_of(placed.block) for placed in self.placed]
        self.columns = [columns(placed.block.text) for placed in self.placed]
        texts = [placed.block.text for placed in self.placed]
        self.notices = {place for place, text in enumerate(texts) if is_notice(text)}
        """Places of what tells readers about cookies."""
        self.running = [self._is_running(place) for place in range(len(self.placed))]
        self.verse = frozenset(verse_places(self.placed, self.running, self.columns))
        """Places of lines without signs, many in a row: verse, lyrics, lists without markup."""
        for place in self.verse:
            self.running[place] = True
        self.weights = [self._weight(place) for place in range(len(self.placed))]
        """What the blocks add to the worth of the elements they stand in."""
        self.held = self._held()
        """Columns of running text in each element around it."""
        self.labelled = labelled_boxes(self.placed, self.held, self.around)
        """Elements below a heading that says they are no article, and what it says they are."""
        sure: dict[Any, str] = {}
        for one in self._chains:
            kind, whole = chrome_kind(one)
            if whole:
                sure[one] = kind
        heads = [self.around(one.element) for one in self.placed if one.block.level == 1]
        others = boxes_of_others(sure, self.held, heads)
        self.labelled.update(others)
        self.named = sure.keys() | self.labelled.keys()
        """Elements around blocks that are chrome by their names."""

    def _held(self) -> Counter[Any]:
        held = Counter[Any]()
        for place, placed in enumerate(self.placed):
            around = self.around(placed.element)
            if self.running[place]:
                for one in around:
                    held[one] += self.columns[place]
        return held

    def _is_running(self, place: int) -> bool:
        """Whether a block is sentences that are not mostly a link."""
        block, element, _ = self.placed[place]
        if element.tag in SILENT_KINDS or block.kind not in RUNNING:
            return False
        if self.is_linked(place):
            return False
        size = self.columns[place]
        if size < SHORTEST or place in self.notices:
            return False
        signs = len(SIGNS.findall(block.text))
        if size >= SPREAD * signs and not lacks_punctuation(block.text):
            return False
        return size >= LEGAL_LONGEST or not LEGAL.search(block.text)

    def _weight(self, place: int) -> float:
        size = self.columns[place]
        block, _, linked = self.placed[place]
        if self.running[place]:
            unlinked = 1 - linked / len(block.text)
            is_lured = place > 0 and self.is_linked(place - 1)
            worth = VERSE if place in self.verse else LURED if is_lured else 1
            return size * unlinked * worth
        if not linked and (block.kind in WEIGHTLESS or is_line(self.placed, place)):
            return 0
        if self.is_linked(place):
            return -size
        return -STRAY * min(size, STRAY_LONGEST)

    def with_lines(self, places: Iterable[int]) -> set[int]:
        """The places, and those of the other lines of the same elements: verse stands or falls
        together."""
        known = set(places)
        lines = [place for place in known if is_line(self.placed, place)]
        held = {self.placed[place].element for place in lines}
        others = (place for place, one in enumerate(self.placed) if one.element in held)
        return known.union(others)

    def is_linked(self, place: int) -> bool:
        """Whether half of a block is links."""
        return self.placed[place].linked * 2 >= len(self.placed[place].block.text)

    def region(self) -> Any:
        """The innermost element with nearly all of the running text."""
        enough = max(self.held.values(), default=0) * REGION
        region = self.tree.body
        while self.held[region]:
            inner = next((one for one in region if self.held[one] >= enough), None)
            if inner is None or inner.tag in TEXTUAL:
                break
            region = inner
        return region

    def is_clear(self) -> bool:
        """Whether the running text stands in one element with next to nothing else in it: then
        there is nothing for an extractor to tell."""
        region = self.region()
        others = 0
        for place, placed in enumerate(self.placed):
            if self.running[place] or placed.block.kind in WEIGHTLESS:
                continue
            if region in self.around(placed.element):
                others += self.columns[place]
        return others <= self.held[region] * CLEAR

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
