"""An article out of its page: all that belongs in its container, in the page's order, and what is
left out of it.

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
from tts.sources.html.calls import between_calls, is_call, is_interruption
from tts.sources.html.container import Texts, container, is_abstract
from tts.sources.html.density import Page
from tts.sources.html.gates import is_gate
from tts.sources.stated import squeezed

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
LURE = re.compile(
    r"(?:(?:also read|read also|read more|see also|read next|related(?: (?:article|story|news))?|more on this)"
    r"|(?:延伸|相[关關]|推[荐薦]|更多|拓展)[阅閱][读讀]|(?:相[关關]|更多)(?:新[闻聞]|文章|[报報][道導])|另[见見])\s*[:：|｜▸►>»]",
    re.IGNORECASE,
)
"""How links to other articles begin."""
PLAIN = frozenset({"p", "div", "header", "hgroup", "section", "ul", "ol", "li", "blockquote"})
"""Elements of an article's text outside of what holds most of it."""


class Whole:
    """The places of a page's article."""

    def __init__(self, page: Page, found: Collection[int], root: Any = None) -> None:
        self.page, self.found = page, found
        self.root = container(page, found) if root is None else root
        self.scope = self._scope()
        self.inside = self._within(self.root)
        self.times = Counter(page.keys)
        self.homes = Counter[Any]()
        self.parents = set[Any]()
        """Elements with running text of the article right in them."""
        for place in self.inside:
            is_text = page.running[place] or place in found
            if is_text and place not in page.notices:
                element = page.placed[place].element
                self.homes[page.home(element)] += page.columns[place]
                self.parents.add(element.getparent())
        notes = (place for place, placed in enumerate(page.placed) if placed.block.kind == "note")
        kept = [
            place for place in sorted({*self._within(self.scope), *notes}) if self._is_kept(place)
        ]
        self.leads = list(self._leads(kept[0])) if kept else []
        between = between_calls([page.placed[place].block.text for place in kept])
        self.places = [*self.leads, *kept[between]]

    @property
    def blocks(self) -> list[Block]:
        placed = self.page.placed
        leads = [Block("paragraph", placed[place].block.text) for place in self.leads]
        others = self.places[len(leads) :]
        return [*leads, *(placed[place].block for place in others)]

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
        held = self.page.held
        if element.tag in ("body", "html") or held[element] > held[self.root] * WIDER:
            return False
        return next(element.iter("h1"), None) is not None

    def _within(self, element: Any) -> list[int]:
        placed = self.page.placed
        return [n for n in range(len(placed)) if element in self.page.around(placed[n].element)]

    def _leads(self, first: int) -> Iterator[int]:
        """What stands between the page's headline and its text, outside of what holds the text, and
        is named for it."""
        page = self.page
        head = first
        for place in range(first):
            block = page.placed[place].block
            if (block.kind, block.level) == ("heading", 1):
                head = place
        for place in range(head + 1, first):
            around = page.around(page.placed[place].element)
            if not any(LEAD.search(one.get("class", "")) for one in around[:2]):
                continue
            is_chrome = any(one in page.named for one in around)
            if not is_chrome and not page.is_linked(place):
                yield place

    def _is_kept(self, place: int) -> bool:
        block, element, _ = self.page.placed[place]
        if element.tag in SILENT_KINDS or not self.page.keys[place] or self._is_lure(place):
            return False
        around = self.page.around(element)
        if any(one in self.page.labelled for one in around) or _is_aside(block.text):
            return False
        if block.kind == "note":
            return not any(one.tag == "nav" for one in around)
        if place in self.page.notices and element.getparent() not in self.parents:
            return False
        if self.root in around:
            return place in self.found or (not self._is_repeated(place) and self._belongs(place))
        return self._is_plain(place)

    def _is_lure(self, place: int) -> bool:
        """Whether it is a link to another article that says it is one, in the middle of the
        text."""
        return bool(LURE.match(self.page.placed[place].block.text)) and self.page.is_linked(place)

    def _is_repeated(self, place: int) -> bool:
        """Whether it is a line that the page says again and again: the title of a gallery on each
        of its pictures."""
        return not self.page.running[place] and self.times[self.page.keys[place]] >= OFTEN

    def _belongs(self, place: int) -> bool:
        block, element, _ = self.page.placed[place]
        home = self.page.home(element)
        text = next(
            (one for one in chain(home, None) if self.homes[one] >= LEAST or one is self.root), None
        )
        near = text is home or self._heads_text(place)
        return is_text_of_article(element, text, near=near, caption=block.kind == "caption")

    def _heads_text(self, place: int) -> bool:
        """Whether it is a heading, in a box of its own, right above running text of the article."""
        block = self.page.placed[place].block
        if block.kind != "heading" or place + 1 >= len(self.page.placed):
            return False
        behind = self.page.placed[place + 1].element
        return self.page.running[place + 1] and self.root in self.page.around(behind)

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


def left_out(whole: Whole, title: str) -> Iterator[Change]:
    """What stands in the article's container and is not among its blocks: each box once, with a
    reason.

    On pages that mark no container, what stands between the first and the last block; and whatever
    the extractor took for text.
    """
    page, kept = whole.page, set(whole.places)
    known = Texts([*(page.keys[place] for place in kept), squeezed(title)])
    held = {one for place in kept for one in page.around(page.placed[place].element)}
    boxes: dict[Any, list[int]] = {}
    for place in _stretch(whole, squeezed(title)):
        _, element, _ = page.placed[place]
        if place not in kept and page.keys[place] and not known.hold(page.keys[place]):
            box = next((one for one in reversed(page.around(element)) if one not in held), element)
            boxes.setdefault(box, []).append(place)
    for box, places in boxes.items():
        text = " ".join(page.placed[place].block.text for place in places)
        kind = page.labelled.get(box) or _kind_of(page, places)
        yield Change(text, "", REASONS[kind] if kind else reason_of(box))


def _kind_of(page: Page, places: list[int]) -> str:
    """What the text of a box is by what it says; empty where it says nothing of it."""
    if places[0] in page.notices:
        return "consent"
    text = page.placed[places[0]].block.text
    if is_interruption(text):
        return "ad"
    return "call" if is_call(text) or is_gate(text) else ""


def _stretch(whole: Whole, title: str) -> list[int]:
    """The places of what is told of, if it is not said: from the headline to the end of the
    article, and running text wherever it stands."""
    page, places = whole.page, whole.places
    if not places:
        return []
    inside = places
    if whole.scope.tag not in ("body", "html"):
        inside = whole._within(whole.scope)
    heads = [place for place in range(places[0]) if title and page.keys[place] == title]
    first = heads[-1] if heads else places[0]
    texts = [place for place, is_text in enumerate(page.running) if is_text]
    return sorted({*inside, *range(first, places[-1] + 1), *whole.found, *texts})
