"""List items with their depths -> nested lists, in the book and on the page."""

from __future__ import annotations

from collections.abc import Iterable


def nested(items: Iterable[tuple[int, str]]) -> str:
    """Nested lists as deep as the items say; an item that skips levels opens only one list.

    Each item is its depth, from 1, and its HTML without the end tag, because a list may follow
    inside it.

    >>> nested([(1, "<li>A"), (2, "<li>B")])
    '<ul>\\n<li>A<ul>\\n<li>B</li></ul></li></ul>'
    """
    written: list[str] = []
    depths: list[int] = []
    for depth, item in items:
        while len(depths) > 1 and depth <= depths[-2]:
            depths.pop()
            written.append("</li></ul>")
        if depths and depth <= depths[-1]:
            written.append("</li>\n")
        else:
            depths.append(depth)
            written.append("<ul>\n")
        written.append(item)
    ends = "</li></ul>" * len(depths)
    return "".join(written) + ends
