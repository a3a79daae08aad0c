"""Puts back what the extractor lost in the middle of an article: trafilatura 2.3 drops lists, quotes and headings
of pages whose article it has to find without the usual marks. A listener would never know."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tts.model import Block
from tts.sources.blocks import HEADINGS, ITEMS, LISTS, placed_blocks
from tts.sources.document import columns
from tts.sources.facts import squeezed

LEAST = 120
"""Columns of found text that an element holds, to be a place where more is looked for."""
AHEAD = 50
"""Blocks that are searched for one that was found in other bounds."""

TABLES = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})
TEXTUAL = frozenset({"p", "blockquote", "pre", "code", "figure", "figcaption"}) | ITEMS | LISTS | set(HEADINGS)
"""Elements that hold one text; what they stand in is where the article is."""
LOOSE = frozenset({"div", "section", "center"})

CHROME_TAGS = frozenset({"nav", "aside", "footer", "header", "form"})
CHROME_NAMES = re.compile(
    r"(^|[\s_-])(ads?|advert\w*|author|banner|bio|breadcrumbs?|byline|comments?|cookies?|copyright|disclaimer|editor|footer"
    r"|hidden|login|menu|meta|more|nav\w*|newsletter|paywall|pagination|popup|promo\w*|qrcode|rating|recommend\w*|related"
    r"|share|sharing|sidebar|social|sponsor\w*|subscribe|tags?|teaser|tool\w*|widget|xiangguan|zeren\w*)($|[\s_-])",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NUMBER = re.compile(r"^\d+\. ")


def made_whole(found: list[Block], tree: Any) -> list[Block]:
    """The found blocks in their order, and between them those of the tree that belong there.

    A block belongs there when it stands in the same element as found ones, and is no chrome by name or by its links.
    """
    placed = placed_blocks(tree)
    keys = [_key(block) for block, _ in placed]
    spans = list(_spans([_key(block) for block in found], keys))
    homes = Counter[Any]()
    for span in spans:
        for place in span:
            homes[_home(*placed[place])] += columns(placed[place][0].text)
    told = "\n".join(_key(block) for block in found)

    def lost(first: int, end: int) -> list[Block]:
        gap = ((placed[place], keys[place]) for place in range(first, end))
        return [block for (block, at), key in gap if key and key not in told and _belongs(block, at, homes)]

    whole: list[Block] = []
    last = 0
    for block, span in zip(found, spans, strict=True):
        if span and last:
            whole += lost(last, span.start)
        whole.append(block)
        last = span.stop if span else last
    return whole + _after(lost(last, len(placed)) if last else [])


def _after(blocks: list[Block]) -> list[Block]:
    """What may follow the last block that was found: a list, a quote; loose lines there are mostly chrome."""
    end = next(
        (i for i, block in enumerate(blocks) if block.kind not in ("item", "quote", "code", "table")), len(blocks)
    )
    return blocks[:end]


def _key(block: Block) -> str:
    return squeezed(NUMBER.sub("", block.text) if block.kind == "item" else block.text)


def _spans(found: list[str], keys: list[str]) -> Iterator[range]:
    """Where each found text stands among those of the tree, always further on; an empty range when it does not."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    at = 0
    for key in found:
        exact = next((place for place in places[key] if place >= at), None)
        span = range(exact, exact + 1) if exact is not None else _loosely(key, keys, at)
        at = span.stop if span else at
        yield span


def _loosely(key: str, keys: list[str], at: int) -> range:
    """The blocks that were found as one, or the one that was found in parts."""
    if len(key) < 4:
        return range(0)
    for place in range(at, min(at + AHEAD, len(keys))):
        if len(keys[place]) >= 4 and keys[place] in key:
            end = place + 1
            while end < len(keys) and keys[end] in key:
                end += 1
            return range(place, end)
        if key in keys[place]:
            # Its other parts may follow: the place is not used up.
            return range(place, place + 1)
    return range(0)


def _home(block: Block, element: Any) -> Any:
    """The element that the block, or the list, quote or table that it is part of, stands in."""
    textual = TEXTUAL | TABLES if block.kind == "table" else TEXTUAL
    if element.tag in LOOSE and not any(child.tag in TEXTUAL | LOOSE for child in element):
        element = element.getparent()  # a paragraph by another name
    while element.tag in textual and element.getparent() is not None:
        element = element.getparent()
    return element


def _belongs(block: Block, element: Any, homes: Counter[Any]) -> bool:
    home = _home(block, element)
    if homes[home] < LEAST or (block.kind == "table" and len(block.text) > 5000):
        return False
    if _is_linked(element if block.kind != "item" else next(element.iterancestors(*LISTS), element)):
        return False
    while element is not None and element is not home:
        if _is_chrome(element):
            return False
        element = element.getparent()
    return True


def _is_linked(element: Any) -> bool:
    """Whether half of its text is links."""
    linked = sum(len(a.text_content().strip()) for a in element.iter("a"))
    return linked * 2 > len(element.text_content().strip())


def _is_chrome(element: Any) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    hidden = element.get("hidden") is not None or HIDDEN.search(element.get("style", ""))
    return element.tag in CHROME_TAGS or bool(hidden) or bool(CHROME_NAMES.search(names))
