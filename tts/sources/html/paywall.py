"""Recognizes pages that show only the beginning of an article to non-subscribers, by their metadata
and by what they tell readers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from tts.model import Change, Source, SourceError
from tts.sources.html.access import TEASER, Access
from tts.sources.html.content import ArticleContent
from tts.sources.html.paywall_phrases import closes, is_gate
from tts.sources.plain import WIDE

HINT: Final = (
    "give the cookies of the browser in which you are logged in with --cookies FILE, or accept "
    "the beginning with --teaser"
)
NEARLY: Final = 0.7
"""Fraction of the stated number of words that counts as complete."""
HELD: Final = 120
"""Columns of text in paid sections that show they are not withheld."""
LONG: Final = 1800
"""Columns of a text that is longer than a teaser, if the page states nothing else."""
NEAR: Final = 8
"""Blocks after an article that are checked for a closing line."""
REST: Final = 80
"""Columns of text after such a line that show the article continues."""
BY_ID: Final = "//*[@id=$name]"
SELECTOR: Final = re.compile(r"([.#])([\w-]+)[^\s.#]*\s*$")


def teaser_of(tree: Any, content: ArticleContent, access: Access, source: Source) -> list[Change]:
    """Why an article is incomplete; empty if it is complete. Raises SourceError if the user did not
    ask for teasers."""
    gate = _gate(content)
    if not gate and not (access.is_paid and _is_short(tree, content, access)):
        return []
    if not source.teaser:
        raise refused(source.where)
    return [Change(gate or "…", "", TEASER)]


def refused(where: str) -> SourceError:
    return SourceError(f"{where} shows only the beginning of an article for subscribers", HINT)


def _gate(content: ArticleContent) -> str:
    """The line that closes the article, if no more of its text follows."""
    placed = content.page.placed
    if not content.places:
        return ""
    first, last = content.places[0], content.places[-1]
    for place in range(first, min(last + NEAR, len(placed) - 1) + 1):
        if closes(placed[place].block.text) and _is_end(content, place):
            return placed[place].block.text
    return ""


def _is_end(content: ArticleContent, gate: int) -> bool:
    page = content.page
    behind = [place for place in content.places if place > gate and page.running[place]]
    return sum(page.columns[place] for place in behind) < REST


def _is_short(tree: Any, content: ArticleContent, access: Access) -> bool:
    """Whether the visible text is incomplete, according to the page's metadata."""
    if access.words and _words(content) >= NEARLY * access.words:
        return False
    if access.sections:
        return _held(tree, content, access.sections) < HELD
    return bool(access.words) or _columns(content, content.places) < LONG


def _words(content: ArticleContent) -> int:
    texts = [block.text for block in content.blocks]
    return sum(len(WIDE.findall(text)) or len(text.split()) for text in texts)


def _columns(content: ArticleContent, places: Iterable[int]) -> int:
    return sum(content.page.columns[place] for place in places)


def _held(tree: Any, content: ArticleContent, selectors: Iterable[str]) -> int:
    """Columns of the article in paid sections."""
    sections: set[Any] = set()
    for selector in selectors:
        if match := SELECTOR.search(selector):
            kind, name = match.groups()
            sections.update(tree.find_class(name) if kind == "." else tree.xpath(BY_ID, name=name))
    page = content.page
    held = [
        place
        for place in content.places
        if not is_gate(page.placed[place].block.text)
        and not sections.isdisjoint(page.around(page.placed[place].element))
    ]
    return _columns(content, held)
