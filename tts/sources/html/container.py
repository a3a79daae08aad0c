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
"""Of the best element's worth: so much makes an element inside it better still."""
UNFOUND = 0.1
"""What running text weighs that a credible extractor did not take."""
LEVELS = 3
"""Elements around the best that are looked at for others like it."""
CREDIBLE = 600
"""Columns of running text that make an extractor's word count."""
SHARE = 0.9
"""Of what the best element is worth without it: so much makes it count as well."""
WORDS = 16
"""Letters of a text that are not found in another one by chance."""
MOST_SEARCHED = 30_000_000
"""Characters that are searched for texts, in all."""


class TextLookup:
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
    """Whether it is named for the abstract of a paper; on a page that has no more of it, that is
    the article."""
    names = element.get("class", "").split()
    return "abstract" in names or element.get("id") == "abstract"


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
            if one.tag not in TEXTUAL or is_abstract(one):
                worth[one] += weight
    return worth


def _boxes(page: Page, found: Collection[int]) -> set[Any]:
    """Elements that are chrome by their names, but for those that most of the page's text stands
    in, or much of what was found: whole pages are forms, and articles stand behind what is called a
    paywall."""
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
