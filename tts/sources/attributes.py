"""Tags with more attributes than any page has: cut, before a parser takes minutes over them.

libxml2 looks for every attribute of a tag among all before it: 100,000 of them take it minutes.
"""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 500
"""Attributes of a tag that are kept."""

_ATTRIBUTE: Final = r"""[\s/]*+[^\s/>=<][^\s/>=<]*+(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s>"'<][^\s><]*+))?+"""
_FULL: Final = re.compile(rf"<[a-zA-Z][^\s/><]*+(?:{_ATTRIBUTE}){{{MOST}}}")
"""A tag up to the last attribute that is kept; each position is read once, whatever the quotes."""
_NEXT: Final = re.compile(_ATTRIBUTE)


def bounded(html: str) -> str:
    """The HTML, with no more attributes in a tag than are kept.

    >>> bounded('<p id="a" hidden>text</p>')
    '<p id="a" hidden>text</p>'
    """
    kept: list[str] = []
    at = 0
    while found := _FULL.search(html, at):
        kept.append(html[at : found.end()])
        at = _behind_attributes(html, found.end())
    kept.append(html[at:])
    return "".join(kept)


def _behind_attributes(html: str, at: int) -> int:
    while found := _NEXT.match(html, at):
        at = found.end()
    return at
