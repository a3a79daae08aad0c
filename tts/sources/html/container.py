"""The element of a page that contains its article: the one with the most running text and the
fewest links and menus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any

from tts.model import Block
from tts.sources.html.boilerplate import SILENT_KINDS
from tts.sources.html.containing_block import TEXTUAL, is_like
from tts.sources.html.density import SHORTEST, Page, key_of

NEARLY = 0.9
"""Fraction of the best element's value with which an element inside it is preferred."""
UNFOUND = 0.1
"""Weight of running text that a credible extractor did not select."""
LEVELS = 3
"""Ancestors of the best element in which similar ones are searched."""
CREDIBLE = 600
"""Columns of running text that make an extractor's result credible."""
SHARE = 0.9
"""Fraction of the best element's value with which a similar element is included."""
WORDS = 16
"""Letters of a text that are not found in another by chance."""
MOST_SEARCHED = 30_000_000
"""Maximum characters that are searched, in all."""


class TextLookup:
    """Texts in which others can be looked up, by their letters."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.exact = frozenset(keys)
        self.joined = "\n".join(self.exact)
        self.left = MOST_SEARCHED

    def hold(self, key: str) -> bool:
        """Whether a text is equal to one of them or part of one; a few letters would match by
        chance."""
        if key in self.exact:
            return True
        if len(key) < WORDS or self.left <= 0:
            return False
        self.left -= len(self.joined)
        return key in self.joined


def found_places(page: Page, blocks: Iterable[Block]) -> frozenset[int]:
    """The positions of an extractor's result; none if it is mostly menus, or a small part of the
    text."""
    texts = TextLookup(map(key_of, blocks))
    held = [place for place, key in enumerate(page.keys) if key and texts.hold(key)]
    extracted = frozenset(page.with_lines(held))
    gain = sum(page.weights[place] for place in extracted)
    if gain <= 0:
        return frozenset()
    best = max(_worth(page, ()).values(), default=0)
    is_credible = gain >= min(CREDIBLE, SHARE * best)
    return extracted if is_credible else frozenset()


def container(page: Page, extracted: Collection[int]) -> Any:
    """The innermost element with nearly all of the article; None on a page without running text."""
    worth = _worth(page, extracted)

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
        best = inner
        enough = NEARLY * worth[inner]
    abstracts = list(filter(is_abstract, worth))
    if len(abstracts) == 1:
        only = abstracts[0]
        if page.held[only] * 2 >= page.held[best]:
            return only
    return _with_likes(best, worth) if extracted else best


def is_abstract(element: Any) -> bool:
    """Whether its name says that it is a paper's abstract, which is the article on a page with
    nothing more."""
    names = element.get("class", "").split()
    return "abstract" in names or element.get("id") == "abstract"


def _with_likes(best: Any, worth: dict[Any, float]) -> Any:
    """The element, or an ancestor with several similar elements that contain extracted text: pages
    divide an article into sections with the same class."""
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
    """The value of elements by the blocks in them; boxes named as chrome count nothing."""
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
            if one.tag not in TEXTUAL or is_abstract(one):
                worth[one] += weight
    return worth


def _boxes(page: Page, found: Collection[int]) -> set[Any]:
    """Elements that are chrome by their names, except those with most of the page's text, or much
    of the extracted one: some pages are one big form, and some articles are inside a "paywall"."""
    known = Counter[Any]()
    for place in found:
        if page.running[place]:
            for one in page.around(page.placed[place].element):
                known[one] += page.columns[place]
    most = max(page.held.values(), default=0)

    def is_box(one: Any) -> bool:
        if one in page.labelled:
            return True
        much = known[one] > SHORTEST * 5 and known[one] * 2 > page.held[one]
        return page.held[one] * 2 <= most and not much

    return set(filter(is_box, page.named))
