"""Truncates tags with absurdly many attributes, before a parser takes minutes over them.

libxml2 compares every attribute of a tag with all before it: 100,000 of them take minutes.
"""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 500
"""Maximum attributes that are kept in a tag."""

_ATTRIBUTE: Final = (
    r"""[\s/]*+[^\s/>=<][^\s/>=<]*+(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s>"'<][^\s><]*+))?+"""
)
_TAG: Final = rf"<[a-zA-Z][^\s/><]*+(?:{_ATTRIBUTE}){{{MOST}}}"
_FULL: Final = re.compile(
    rf"<!--|<(?P<raw>script|style|textarea|title|xmp)\b|(?P<tag>{_TAG})", re.IGNORECASE
)
"""A tag up to the last attribute that is kept, or the beginning of something without tags: a
comment, a script, and so on (HTML Standard, 13.1.2). Each position is scanned once, whatever the
quotes."""
_NEXT: Final = re.compile(_ATTRIBUTE)


def bounded(html: str) -> str:
    """The HTML with the excess attributes of each tag removed.

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
    """The end of something without tags; if it never ends, the position after its beginning, which
    is remembered in `endless`."""
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
