"""Who may read a page's article, according to its machine-readable metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

TEASER: Final = "this is a teaser: the rest of the article is for subscribers"
"""The note for an incomplete article."""
MOST: Final = 20
"""Maximum number of sections."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a page's metadata state about who may read it."""

    is_paid: bool = False
    words: int = 0
    """Words of the whole article; 0 if not stated."""
    sections: tuple[str, ...] = ()
    """CSS selectors of paid sections."""


def access_of(tree: Any, items: Iterable[dict[str, Any]]) -> Access:
    """The access metadata of a page; `items` are its JSON-LD objects about the article."""
    stated = list(items)
    metas = tree.xpath("//*[@itemprop='isAccessibleForFree']")
    flags = [item.get("isAccessibleForFree") for item in stated]
    flags += [one.get("content") or one.get("href") or one.text for one in metas]
    is_paid = any(map(_is_false, flags))
    counts = [_whole(item.get("wordCount")) for item in stated]
    sections: list[str] = []
    for item in stated:
        sections += _sections(item.get("hasPart"))
    return Access(is_paid, max(counts, default=0), tuple(sections[:MOST]))


def _is_false(value: Any) -> bool:
    """Sites write `false`, `"False"` and `https://schema.org/False`."""
    if isinstance(value, str):
        return value.strip().lower().rpartition("/")[2] == "false"
    return value is False


def _whole(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"\d{1,7}", value.strip()):
        return int(value)
    return value if type(value) is int else 0


def _sections(value: Any) -> Iterable[str]:
    for part in value if isinstance(value, list) else [value]:
        if not isinstance(part, dict) or not _is_false(part.get("isAccessibleForFree")):
            continue
        selectors = part.get("cssSelector")
        for one in selectors if isinstance(selectors, list) else [selectors]:
            if isinstance(one, str):
                yield from one.split(",")
