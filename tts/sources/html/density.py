"""Where in a page its article stands: the element with the most running text, and the least of
links and menus.

A text extractor tells which blocks it takes for the article. Where it found running text its word
counts; where it found little, or mostly menus, the text alone decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from tts.model import Block
from tts.sources.html.blocks import HEADINGS, ITEMS, LISTS, Placed, placed_blocks
from tts.sources.html.boilerplate import SILENT_KINDS, chrome_kind
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

WORDS = 16
"""Letters of a text that are not found in another one by chance."""
MOST_SEARCHED = 30_000_000
"""Characters that are searched for texts, in all."""
MOST_INLINE = 2000
"""Elements of a paragraph."""

TEXTUAL = (
    frozenset({"p", "blockquote", "pre", "code", "figure", "figcaption", "formula", "note"})
    | ITEMS
    | LISTS
    | set(HEADINGS)
)
"""Elements that hold one text; what they stand in is where the article is."""
LOOSE = frozenset({"div", "section", "center"})
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
        if element.tag in SILENT_KINDS or block.kind not in RUNNING or self.is_linked(place):
            return False
        size = self.columns[place]
        if size < SHORTEST or size >= SPREAD * len(SIGNS.findall(block.text)):
            return False
        return size >= LEGAL_LONGEST or not LEGAL.search(block.text)

    def _weight(self, place: int) -> float:
        size, (block, _, linked) = self.columns[place], self.placed[place]
        if self.running[place]:
            lured = LURED if place and self.is_linked(place - 1) else 1
            return size * (1 - linked / len(block.text)) * lured
        if block.kind in WEIGHTLESS and not linked:
            return 0
        return -size if self.is_linked(place) else -STRAY * min(size, STRAY_LONGEST)

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
            self._homes[element] = _home(element)
        return self._homes[element]


def key_of(block: Block) -> str:
    """What two spellings of a block share."""
    return squeezed(NUMBER.sub("", block.text) if block.kind == "item" else block.text)


def _home(element: Any) -> Any:
    """Wrappers with nothing else in them are passed over."""
    if element.tag == "caption":
        element = next(element.iterancestors("table"), element)
    length, table = len(element.text_content().strip()), element if element.tag == "table" else None
    while (parent := element.getparent()) is not None and (
        element.tag in TEXTUAL
        or element is table
        or (element.tag == "footer" and parent.tag == "blockquote")
        or (
            element.tag in LOOSE
            and len(element) <= 3
            and len(element.text_content().strip()) == length
        )
    ):
        element = parent
    return element


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
    found = frozenset(place for place, key in enumerate(page.keys) if key and texts.hold(key))
    gain = sum(page.weights[place] for place in found)
    best = max(_worth(page, ()).values(), default=0)
    return found if gain > 0 and gain >= min(CREDIBLE, SHARE * best) else frozenset()


def container(page: Page, found: Collection[int]) -> Any:
    """The innermost element with nearly all of the article; None on a page without running text."""
    worth = _worth(page, found)
    best = max(worth, key=lambda one: (worth[one], len(page.around(one))), default=None)
    if best is None or worth[best] <= 0:
        return None
    while inner := [one for one in best if worth.get(one, 0) >= NEARLY * worth[best]]:
        best = inner[0]
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
        if found and place not in found and page.running[place]:
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
        if page.running[place]:
            for one in page.around(placed.element):
                running[one] += page.columns[place]
                known[one] += page.columns[place] if place in found else 0
    most = max(running.values(), default=0)
    return {
        one
        for one in page.named
        if running[one] * 2 <= most and not SHORTEST * 5 < known[one] > running[one] / 2
    }
