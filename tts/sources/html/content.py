"""Extracts an article from its page: all that belongs to it, in the page's order, and what is left
out.

A block belongs there when an extractor found it, or when nothing speaks against it: no chrome by
name, no links, no box beside the text. A listener would never know of what is lost; what is left
out is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from tts.model import Block, Change
from tts.sources.html.boilerplate import (
    REASONS,
    SILENT_KINDS,
    chain,
    chrome_kind,
    is_prose,
    is_text_of_article,
    reason_of,
)
from tts.sources.html.calls_to_action import between_calls, is_call, is_interruption
from tts.sources.html.container import TextLookup, container, is_abstract
from tts.sources.html.density import Page
from tts.sources.html.paywall_phrases import is_gate
from tts.sources.metadata_values import squeezed

LEAST = 120
"""Columns of running text that an element holds, to be a place where lines belong."""
WIDER = 1.5
"""Of the container's running text: more is not around it for its headline alone."""
OFTEN = 4
"""Times that a line of an article is not repeated."""
LEAD = re.compile(
    r"(?:^|[\s_-])(?:sub-?title|sub-?head(?:line)?|dek|deck|standfirst|lede)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names that pages give to the lines below their headline."""
_LURES = (
    "also read",
    "read also",
    "read more",
    "see also",
    "read next",
    "related(?: (?:article|story|news))?",
    "more on this",
    "(?:延伸|相[关關]|推[荐薦]|更多|拓展)[阅閱][读讀]",
    "(?:相[关關]|更多)(?:新[闻聞]|文章|[报報][道導])",
    "另[见見]",
)
LURE = re.compile(rf"(?:{'|'.join(_LURES)})\s*[:：|｜▸►>»]", re.IGNORECASE)
"""How links to other articles begin."""
PLAIN = frozenset({"p", "div", "header", "hgroup", "section", "ul", "ol", "li", "blockquote"})
"""Elements of an article's text outside of what holds most of it."""


class ArticleContent:
    """The places of a page's article."""

    def __init__(self, page: Page, found: Collection[int], root: Any = None) -> None:
        self.page = page
        self.found = found
        self.root = container(page, found) if root is None else root
        self.scope = self._scope()
        self.times = Counter(page.keys)
        self.inside = self._within(self.root)
        self.homes = Counter[Any]()
        self.parents = set[Any]()
        """Elements with running text of the article right in them."""
        self._find_homes()
        kept = [place for place in self._candidates() if self._is_kept(place)]
        self.leads = list(self._leads(kept[0])) if kept else []
        texts = [page.placed[place].block.text for place in kept]
        between = between_calls(texts)
        self.places = [*self.leads, *kept[between]]

    def _find_homes(self) -> None:
        """Where the running text stands."""
        page = self.page
        for place in self.inside:
            is_text = page.running[place] or place in self.found
            if is_text and place not in page.notices:
                element = page.placed[place].element
                home = page.home(element)
                self.homes[home] += page.columns[place]
                self.parents.add(element.getparent())

    def _candidates(self) -> list[int]:
        """What stands in the article, and notes wherever they stand."""
        candidates = set(self._within(self.scope))
        for place, placed in enumerate(self.page.placed):
            if placed.block.kind == "note":
                candidates.add(place)
        return sorted(candidates)

    @property
    def blocks(self) -> list[Block]:
        placed = self.page.placed
        leads = [Block("paragraph", placed[place].block.text) for place in self.leads]
        behind = self.places[len(leads) :]
        others = [placed[place].block for place in behind]
        return leads + others

    def _scope(self) -> Any:
        """What the page itself marks as its article around the container, else what holds its
        headline as well, else the container."""
        if self.root is None or is_abstract(self.root):
            return self.root
        outer = list(chain(self.root, None))
        marks = (
            lambda one: one.tag == "article" or one.get("itemprop") == "articleBody",
            lambda one: one.tag == "main" or one.get("role") == "main",
            self._holds_headline,
        )
        for is_marked in marks:
            marked = next(filter(is_marked, outer), None)
            if marked is not None:
                return marked
        return self.root

    def _holds_headline(self, element: Any) -> bool:
        if element.tag in ("body", "html"):
            return False
        held = self.page.held
        most = held[self.root] * WIDER
        if held[element] > most:
            return False
        return next(element.iter("h1"), None) is not None

    def _within(self, element: Any) -> list[int]:
        places: list[int] = []
        for place, placed in enumerate(self.page.placed):
            if element in self.page.around(placed.element):
                places.append(place)
        return places

    def _leads(self, first: int) -> Iterator[int]:
        """What stands between the page's headline and its text, outside of what holds the text, and
        is named for it."""
        page = self.page
        head = first
        for place in range(first):
            block = page.placed[place].block
            if block.kind == "heading" and block.level == 1:
                head = place
        for place in range(head + 1, first):
            around = page.around(page.placed[place].element)
            nearest = around[:2]
            is_lead = any(LEAD.search(one.get("class", "")) for one in nearest)
            is_chrome = any(one in page.named for one in around)
            if is_lead and not is_chrome and not page.is_linked(place):
                yield place

    def _is_kept(self, index: int) -> bool:
        page = self.page
        block, element, _ = page.placed[index]
        if element.tag in SILENT_KINDS or not page.keys[index] or self._is_lure(index):
            return False
        around = page.around(element)
        is_labelled = any(one in page.labelled for one in around)
        if is_labelled or _is_aside(block.text):
            return False
        if block.kind == "note":
            return not any(one.tag == "nav" for one in around)
        if index in page.notices and element.getparent() not in self.parents:
            return False
        if self.root not in around:
            return self._is_plain(index)
        is_found = index in self.found
        return is_found or (not self._is_repeated(index) and self._belongs(index))

    def _is_lure(self, place: int) -> bool:
        """Whether it is a link to another article that says it is one, in the middle of the
        text."""
        text = self.page.placed[place].block.text
        lures = LURE.match(text) is not None
        return lures and self.page.is_linked(place)

    def _is_repeated(self, place: int) -> bool:
        """Whether it is a line that the page says again and again: the title of a gallery on each
        of its pictures."""
        if self.page.running[place]:
            return False
        key = self.page.keys[place]
        return self.times[key] >= OFTEN

    def _belongs(self, place: int) -> bool:
        block, element, _ = self.page.placed[place]
        home = self.page.home(element)
        text = self._text_around(home)
        near = text is home or self._heads_text(place)
        is_caption = block.kind == "caption"
        return is_text_of_article(element, text, near=near, caption=is_caption)

    def _text_around(self, home: Any) -> Any:
        """The nearest element with running text of the article; None where there is none."""
        for one in chain(home, None):
            if one is self.root or self.homes[one] >= LEAST:
                return one
        return None

    def _heads_text(self, place: int) -> bool:
        """Whether it is a heading, in a box of its own, right above running text of the article."""
        page = self.page
        behind = place + 1
        if behind >= len(page.placed) or page.placed[place].block.kind != "heading":
            return False
        around = page.around(page.placed[behind].element)
        return page.running[behind] and self.root in around

    def _is_plain(self, place: int) -> bool:
        """Whether it is sentences that stand in the marked article itself, with no name that speaks
        against them."""
        block, element, _ = self.page.placed[place]
        if block.kind == "heading":
            return False
        for one in chain(element, self.scope):
            if one.tag not in PLAIN or chrome_kind(one)[0]:
                return False
        return is_prose(element) and self._belongs(place)


def _is_aside(text: str) -> bool:
    """Whether a line speaks of the site's business in the middle of an article."""
    return is_interruption(text) or is_gate(text)


def left_out(content: ArticleContent, title: str) -> Iterator[Change]:
    """What stands in the article's container and is not among its blocks: each box once, with a
    reason.

    On pages that mark no container, what stands between the first and the last block; and whatever
    the extractor took for text.
    """
    page = content.page
    for box, places in _boxes(content, squeezed(title)).items():
        text = " ".join(page.placed[place].block.text for place in places)
        kind = page.labelled.get(box) or _kind_of(page, places)
        reason = REASONS[kind] if kind else reason_of(box)
        yield Change(text, "", reason)


def _boxes(content: ArticleContent, title: str) -> dict[Any, list[int]]:
    """The places that are left out, by the largest element around each that holds nothing kept."""
    page = content.page
    kept = set(content.places)
    keys = [page.keys[place] for place in kept]
    known = TextLookup([*keys, title])
    held: set[Any] = set()
    for place in kept:
        held.update(page.around(page.placed[place].element))
    boxes: dict[Any, list[int]] = {}
    for place in _stretch(content, title):
        key = page.keys[place]
        if not key or place in kept or known.hold(key):
            continue
        element = page.placed[place].element
        outermost_first = reversed(page.around(element))
        box = next((one for one in outermost_first if one not in held), element)
        boxes.setdefault(box, []).append(place)
    return boxes


def _kind_of(page: Page, places: list[int]) -> str:
    """What the text of a box is by what it says; empty where it says nothing of it."""
    first = places[0]
    if first in page.notices:
        return "consent"
    text = page.placed[first].block.text
    if is_interruption(text):
        return "ad"
    is_asking = is_call(text) or is_gate(text)
    return "call" if is_asking else ""


def _stretch(content: ArticleContent, title: str) -> list[int]:
    """The places of what is told of, if it is not said: from the headline to the end of the
    article, and running text wherever it stands."""
    page = content.page
    if not content.places:
        return []
    first = content.places[0]
    end = content.places[-1] + 1
    stretch = set(content.places)
    if content.scope.tag not in ("body", "html"):
        stretch.update(content._within(content.scope))
    for place in range(first):
        if title and page.keys[place] == title:
            first = place
    stretch.update(range(first, end))
    stretch.update(content.found)
    for place, is_text in enumerate(page.running):
        if is_text:
            stretch.add(place)
    return sorted(stretch)
