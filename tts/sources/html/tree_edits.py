"""Removes or renames many elements of a tree together; one by one, each would copy the text of all
before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

DROPPED: Final = "dropped"
"""Tag of elements to be removed."""


def drop(root: Any, elements: Iterable[Any]) -> None:
    """Remove elements, but keep the text after them."""
    around = tagged(elements, DROPPED)
    etree.strip_elements(root, DROPPED, with_tail=False)
    join_texts(around)


def tagged(elements: Iterable[Any], tag: str) -> list[Any]:
    """Give the elements a tag; returns their parents."""
    around: dict[Any, None] = {}
    for element in elements:
        element.tag = tag
        around[element.getparent()] = None
    return [one for one in around if one is not None]


def join_texts(elements: Iterable[Any]) -> None:
    """Merge the texts around removed elements, which otherwise would be joined again at each
    access."""
    for element in elements:
        element.text = element.text
        for child in element:
            child.tail = child.tail
