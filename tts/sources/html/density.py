"""Finds the article in a page: the element with the most running text and the fewest links and
menus.

A text extractor tells which blocks it considers the article. Its result counts if it contains
running text; if it found little, or mostly menus, only the text counts.
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
from tts.sources.html.sentence_punctuation import SIGNS, lacks_punctuation
from tts.sources.html.verse import is_line, verse_places
from tts.sources.metadata_values import squeezed
from tts.sources.plain import columns

SHORTEST = 25
"""Minimum columns of running text."""
SPREAD = 120
"""Maximum columns per punctuation mark: lists of names and titles have fewer marks."""
LEGAL = re.compile(
    r"[声聲]明[：:】]|版[权權]所有|侵[权權必]|[转轉]载请|轉載請|不代表本?[网網站平]|[举舉][报報](电话|電話|邮箱)|ICP|©"
    r"|\ball rights reserved\b|\bterms of (use|service)\b",
    re.IGNORECASE,
)
"""Legal lines below articles, which are not part of their text even if they are sentences."""
LEGAL_LONGEST = 300
WEIGHTLESS = frozenset({"heading", "note", "formula"})
RUNNING = frozenset({"paragraph", "item", "quote"})
REGION = 0.97
"""Fraction of the page's running text: an element with that much is searched for the article."""
CLEAR = 0.03
"""Maximum columns of other lines per column of running text, if an article is the only content."""
STRAY = 0.3
"""Penalty per column of a line that is not running text."""
STRAY_LONGEST = 60

LURED = 0.3
"""Weight of running text followed by its own link, mostly teasers in a list of articles."""


VERSE = 0.5
"""Weight per column of verse; punctuation is better evidence."""

MOST_INLINE = 2000
"""Maximum elements of a paragraph."""

NUMBER = re.compile(r"^\d+\. ")


class Page:
    """A parsed page: its blocks with their elements, and cached properties."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self._homes: dict[Any, Any] = {}
        self._chains: dict[Any, list[Any]] = {}
        self.placed: list[PlacedBlock] = placed_blocks(tree, SILENT_KINDS)
        self.keys = [key_of(placed.block) for placed in self.placed]
        self.columns = [columns(placed.block.text) for placed in self.placed]
        texts = [placed.block.text for placed in self.placed]
        self.notices = {place for place, text in enumerate(texts) if is_notice(text)}
        """Positions of cookie notices."""
        self.running = [self._is_running(place) for place in range(len(self.placed))]
        self.verse = frozenset(verse_places(self.placed, self.running, self.columns))
        """Positions of lines without punctuation, many in a row: verse, lyrics, lists without
        markup."""
        for place in self.verse:
            self.running[place] = True
        self.weights = [self._weight(place) for place in range(len(self.placed))]
        """What each block adds to the value of its ancestors."""
        self.held = self._held()
        """Columns of running text in each ancestor."""
        self.labelled = labelled_boxes(self.placed, self.held, self.around)
        """Elements below a heading that announces something else, and what."""
        sure: dict[Any, str] = {}
        for one in self._chains:
            kind, whole = chrome_kind(one)
            if whole:
                sure[one] = kind
        heads = [self.around(one.element) for one in self.placed if one.block.level == 1]
        others = boxes_of_others(sure, self.held, heads)
        self.labelled.update(others)
        self.named = sure.keys() | self.labelled.keys()
        """Ancestors of blocks that are chrome by their names."""

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
        """The positions, and those of the other lines of the same elements: verse is kept or
        dropped as a whole."""
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
        """Whether the running text is in one element with hardly anything else, so that no
        extractor is needed."""
        region = self.region()
        others = 0
        for place, placed in enumerate(self.placed):
            if self.running[place] or placed.block.kind in WEIGHTLESS:
                continue
            if region in self.around(placed.element):
                others += self.columns[place]
        return others <= self.held[region] * CLEAR

    def is_crowded(self) -> bool:
        """Whether a paragraph has so many elements that an extractor might take quadratic time."""
        return any(one.tag in TEXTUAL and len(one) > MOST_INLINE for one in self._chains)

    def around(self, element: Any) -> list[Any]:
        """The element and its ancestors, innermost first."""
        known = self._chains.get(element)
        if known is None:
            parent = element.getparent()
            known = self._chains[element] = (
                [element] if parent is None else [element, *self.around(parent)]
            )
        return known

    def home(self, element: Any) -> Any:
        """The parent element of the block, or of the list, quote or table around it."""
        if element not in self._homes:
            self._homes[element] = home_of(element)
        return self._homes[element]


def key_of(block: Block) -> str:
    """A key that is the same for different spellings of a block."""
    return squeezed(NUMBER.sub("", block.text) if block.kind == "item" else block.text)
