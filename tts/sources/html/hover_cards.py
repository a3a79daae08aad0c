"""Cards of links that a page shows next to a name in a sentence when the mouse is over it."""

from __future__ import annotations

from typing import Any, Final

SPANS: Final = "//p//span[count(.//a) > 1]"
LEAST: Final = 60
"""Minimum characters of a card."""


def cards_of(tree: Any) -> list[Any]:
    """The elements of such cards, not nested."""
    cards = dict.fromkeys(filter(_is_card, tree.xpath(SPANS)))
    return [one for one in cards if cards.keys().isdisjoint(one.iterancestors())]


def _is_card(element: Any) -> bool:
    """Whether it is nearly all links, several of them, and does not begin with one."""
    length = _length(element)
    linked = sum(map(_length, element.iter("a")))
    if length <= LEAST or linked * 5 <= length * 4:
        return False
    text = (element.text or "").strip()
    return bool(text) or element[0].tag != "a"


def _length(element: Any) -> int:
    return len(" ".join(element.text_content().split()))
