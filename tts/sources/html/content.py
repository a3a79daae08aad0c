"""Extracts an article from its page: everything that belongs to it, in the page's order, and what
is left out.

A block belongs to it if an extractor selected it, or if nothing speaks against it: it is not named
as chrome, consists not of links, and is not in a box beside the text. Because a listener would not
notice lost text, what is left out is listed.
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
"""Minimum columns of running text that an element needs so that lines in it count."""
WIDER = 1.5
"""Share of the container's running text; a larger element is not used just for its headline."""
OFTEN = 4
"""Number of repetitions from which a line is not the article's."""
LEAD = re.compile(
    r"(?:^|[\s_-])(?:sub-?title|sub-?head(?:line)?|dek|deck|standfirst|lede)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of the lines below a headline."""
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
"""Beginnings of links to other articles."""
PLAIN = frozenset({"p", "div", "header", "hgroup", "section", "ul", "ol", "li", "blockquote"})
"""Elements of an article's text outside its main element."""


class ArticleContent:
    """The positions of a page's article."""

    def __init__(self, page: Page, found: Collection[int], root: Any = None) -> None:
        self.page = page
        self.found = found
        self.root = container(page, found) if root is None else root
        self.scope = self._scope()
        self.times = Counter(page.keys)
        self.inside = self._within(self.root)
        self.homes = Counter[Any]()
        self.parents = set[Any]()
        """Elements directly containing running text of the article."""
        self._find_homes()
        kept = [place for place in self._candidates() if self._is_kept(place)]
        self.leads = list(self._leads(kept[0])) if kept else []
        texts = [page.placed[place].block.text for place in kept]
        between = between_calls(texts)
        self.places = [*self.leads, *kept[between]]

    def _find_homes(self) -> None:
        """Find where the running text is."""
        page = self.page
        for place in self.inside:
            is_text = page.running[place] or place in self.found
            if is_text and place not in page.notices:
                element = page.placed[place].element
                home = page.home(element)
                self.homes[home] += page.columns[place]
                self.parents.add(element.getparent())

    def _candidates(self) -> list[int]:
        """The candidates: everything in the article, and notes anywhere."""
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
        """The element that the page marks as the article around the container; otherwise one that
        also contains the headline, otherwise the container."""
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
        """Lines between the page's headline and its text, in a separate element that is named as
        such."""
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
        """Whether it is a link within the text that is labelled as leading to another article."""
        text = self.page.placed[place].block.text
        lures = LURE.match(text) is not None
        return lures and self.page.is_linked(place)

    def _is_repeated(self, place: int) -> bool:
        """Whether it is a line that the page repeats many times, such as a gallery's title on each
        picture."""
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
        """The nearest ancestor with running text of the article; None if there is none."""
        for one in chain(home, None):
            if one is self.root or self.homes[one] >= LEAST:
                return one
        return None

    def _heads_text(self, place: int) -> bool:
        """Whether it is a heading in its own box, directly above running text of the article."""
        page = self.page
        behind = place + 1
        if behind >= len(page.placed) or page.placed[place].block.kind != "heading":
            return False
        around = page.around(page.placed[behind].element)
        return page.running[behind] and self.root in around

    def _is_plain(self, place: int) -> bool:
        """Whether it consists of sentences directly in the marked article, without a suspicious
        name."""
        block, element, _ = self.page.placed[place]
        if block.kind == "heading":
            return False
        for one in chain(element, self.scope):
            if one.tag not in PLAIN or chrome_kind(one)[0]:
                return False
        return is_prose(element) and self._belongs(place)


def _is_aside(text: str) -> bool:
    """Whether a line in the middle of an article is about the site's own business."""
    return is_interruption(text) or is_gate(text)


def left_out(content: ArticleContent, title: str) -> Iterator[Change]:
    """What is in the article's container but not among its blocks: each box once, with a reason.

    Without a marked container, what is between the first and the last block, and whatever the
    extractor considered text.
    """
    page = content.page
    for box, places in _boxes(content, squeezed(title)).items():
        text = " ".join(page.placed[place].block.text for place in places)
        kind = page.labelled.get(box) or _kind_of(page, places)
        reason = REASONS[kind] if kind else reason_of(box)
        yield Change(text, "", reason)


def _boxes(content: ArticleContent, title: str) -> dict[Any, list[int]]:
    """The positions that are left out, grouped by the largest element that contains nothing
    kept."""
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
    """The kind of a box according to its text; empty if unknown."""
    first = places[0]
    if first in page.notices:
        return "consent"
    text = page.placed[first].block.text
    if is_interruption(text):
        return "ad"
    is_asking = is_call(text) or is_gate(text)
    return "call" if is_asking else ""


def _stretch(content: ArticleContent, title: str) -> list[int]:
    """The positions that are listed if left out: from the headline to the end of the article, and
    running text anywhere."""
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
