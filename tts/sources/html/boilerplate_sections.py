"""Boxes of a page named by a heading: comments, other articles, a newsletter, the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import Any, Final

from tts.sources.html.blocks import PlacedBlock
from tts.sources.html.boilerplate import is_linked
from tts.sources.html.boilerplate_headings import LONGEST, announced
from tts.sources.html.inline_elements import HEADINGS

ENDLESS: Final = frozenset({"comments"})
"""Kinds that extend to the end of their box; after other headings the article may continue."""
OTHERS: Final = frozenset({"comments", "consent", "related"})
"""Kinds of boxes with texts by others."""
OPEN: Final = frozenset({"more"})
"""Headings that count only if links follow: "More about the stove" may be part of the article."""
LEAST: Final = 80
"""Columns of a short article."""
MOST: Final = 50
"""Maximum number of such headings; a page with more is hostile."""


def labelled_boxes(
    placed: Sequence[PlacedBlock], held: Mapping[Any, int], around: Callable[[Any], list[Any]]
) -> dict[Any, str]:
    """The elements below such headings, and their kinds (keys of boilerplate.REASONS). `held` has
    the columns of running text in each element, `around` returns an element and its ancestors,
    innermost first."""
    most = max(held.values(), default=0)
    found: dict[Any, str] = {}
    for place, kind in islice(_announcing(placed), MOST):
        before = around(placed[place - 1].element) if place else []
        heading = around(placed[place].element)
        behind = around(placed[place + 1].element)
        below = _below(before, heading, behind, held=held, most=most, kind=kind)
        for one in below:
            found[one] = kind
    return found


def boxes_of_others(
    named: Mapping[Any, str], held: Mapping[Any, int], headlines: list[list[Any]]
) -> Iterator[tuple[Any, str]]:
    """Boxes of comments or other articles that contain most of a page's text, while a headline and
    a short article are outside of them. `headlines` are the ancestors of each."""
    most = max(held.values(), default=0)
    for box, kind in named.items():
        size = held[box]
        outside = most - size
        if kind not in OTHERS or size <= outside or outside < LEAST:
            continue
        apart = [around for around in headlines if box not in around]
        if apart:
            yield box, kind


def _announcing(placed: Sequence[PlacedBlock]) -> Iterator[tuple[int, str]]:
    for place, (block, _, linked) in enumerate(placed[:-1]):
        if len(block.text) > LONGEST:
            continue
        is_heading = block.kind == "heading"
        is_title = is_heading and block.level == 1
        is_link = not is_heading and linked * 2 >= len(block.text)
        kind = "" if is_title or is_link else announced(block.text)
        if kind:
            yield place, kind


def _below(
    before: list[Any],
    heading: list[Any],
    behind: list[Any],
    *,
    held: Mapping[Any, int],
    most: int,
    kind: str,
) -> list[Any]:
    """The elements that a heading announces: the box that it begins, otherwise what follows. The
    three lists are the ancestors of the block before it, of itself, and of the block after it."""
    inner = [one for one in heading if one not in behind]
    if not inner:
        return []
    box = inner[-1].getparent()
    if box is None or box.tag in ("p", "body", "html"):
        return []
    if kind in OPEN and not any(map(_leads_on, islice(inner[-1].itersiblings(), 1))):
        return []
    is_small = held[box] * 2 <= most
    if is_small and box not in before:
        return [box]
    below = list(_siblings(inner[-1]))
    if kind not in ENDLESS:
        below = list(takewhile(_is_listing, below))
    size = sum(held[one] for one in below)
    return below if size * 2 <= most else []


def _siblings(heading: Any) -> Iterator[Any]:
    """A heading and its following siblings, up to the next heading."""
    yield heading
    for one in heading.itersiblings():
        if one.tag in HEADINGS and one.tag <= heading.tag:
            return
        yield one


def _is_listing(element: Any) -> bool:
    """Whether it is links, or a few words."""
    return len(element.text_content().strip()) <= LONGEST or is_linked(element)


def _leads_on(element: Any) -> bool:
    """Whether it is links, or contains a separate one."""
    if is_linked(element):
        return True
    for link in element.iter("a"):
        width = len(link.text_content().strip())
        if width and len(link.getparent().text_content().strip()) == width:
            return True
    return False
