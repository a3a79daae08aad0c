"""Which elements break a paragraph. HTML's own are known; for others, their content and neighbours
decide."""

from __future__ import annotations

import re
from typing import Any

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset({"list", "ul", "ol", "dl", "menu"})
ITEMS = frozenset({"item", "li", "dd", "dt"})
CELLS = frozenset({"td", "th", "cell"})

INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big blink cite data del dfn em font hi i img ins kbd label map"
        " mark meter nobr output picture progress q ref ruby rb s samp slot small span strike"
        " strong sub sup time tt u var wbr graphic date name",
    )
)
"""Elements that do not break a paragraph."""
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center details dialog dir div fieldset"
        " figcaption figure footer form frameset head header hgroup hr html legend main optgroup"
        " option p pre quote row search section summary table tbody tfoot thead tr",
    )
) | {*HEADINGS, *LISTS, *ITEMS, *CELLS}
"""Elements that do: those of HTML and TEI."""
TEXTUAL = INLINE | {*HEADINGS, "p", "dt", "figcaption", "caption", "summary", "legend"}
"""Elements in which everything that is no block is part of a text."""


def is_inline(element: Any) -> bool:
    """Whether an element unknown to HTML is part of the surrounding text: it contains no block, and
    is inside or next to text (`a <glossary-term>buyback</glossary-term> has`)."""
    if next(element.iterdescendants(*BLOCKS), None) is not None:
        return False
    parent = element.getparent()
    if parent is None or parent.tag in TEXTUAL:
        return True
    before = element.getprevious()
    beside = (parent.text if before is None else before.tail, element.tail)
    return any(text and not text.isspace() for text in beside)
