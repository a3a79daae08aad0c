"""Truncates tags with absurdly many attributes, before a parser takes minutes over them.

libxml2 looks for every attribute of a tag among all before it: 100,000 of them take it minutes.
"""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 500
"""Attributes of a tag that are kept."""

_ATTRIBUTE: Final = (
    r"""[\s/]*+[^\s/>=<][^\s/>=<]*+(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s>"'<][^\s><]*+))?+"""
)
_TAG: Final = rf"<[a-zA-Z][^\s/><]*+(?:{_ATTRIBUTE}){{{MOST}}}"
_FULL: Final = re.compile(
    rf"<!--|<(?P<raw>script|style|textarea|title|xmp)\b|(?P<tag>{_TAG})", re.IGNORECASE
)
"""A tag up to the last attribute that is kept, or the beginning of what holds no tags: a comment, a
script, and so on (HTML Standard, 13.1.2). Each position is read once, whatever the quotes."""
_NEXT: Final = re.compile(_ATTRIBUTE)


def bounded(html: str) -> str:
    """The HTML, with no more attributes in a tag than are kept.

    >>> bounded('<p id="a" hidden>text</p>')
    '<p id="a" hidden>text</p>'
    """
    kept: list[str] = []
    at = begun = 0
    endless: set[str] = set()
    while found := _FULL.search(html, at):
        if found["tag"] is None:
            at = _behind_text(html, found, endless)
            continue
        kept.append(html[begun : found.end()])
        at = begun = _behind_attributes(html, found.end())
    kept.append(html[begun:])
    return "".join(kept)


def _behind_text(html: str, found: re.Match[str], endless: set[str]) -> int:
    """Where what holds no tags ends; behind its beginning where it never does, which is found out
    once (`endless`)."""
    ending = f"</{found['raw'].lower()}" if found["raw"] else "-->"
    if ending in endless:
        return found.end()
    end = re.compile(re.escape(ending), re.IGNORECASE).search(html, found.end())
    if end is None:
        endless.add(ending)
        return found.end()
    return end.end()


def _behind_attributes(html: str, at: int) -> int:
    while found := _NEXT.match(html, at):
        at = found.end()
    return at
