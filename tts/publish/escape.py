"""Untrusted text -> text that is safe in XML and HTML."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from tts.show import safe_text
from tts.show.safe_text import line, text

__all__ = ["address", "line", "of_json", "quoted", "text"]

_SUSPECT: Final = (
    (b"\\", re.compile(rb"\\[ubf]")),
    (b"\x7f", re.compile(rb"\x7f")),
    (b"\xc2", re.compile(rb"\xc2[\x80-\x9f]")),
    (b"\xe2", re.compile(rb"\xe2(\x80[\xaa-\xae]|\x81[\xa6-\xa9])")),
    (b"\xef", re.compile(rb"\xef[\xb7\xbf]")),
)
"""If none of these bytes occur, JSON has nothing that `text` would change. Each pattern starts with
the byte next to it: searching for that first, one pattern at a time, takes a quarter of the
time."""
_KEPT: Final = 2_000
"""Paths that are cached."""


def quoted(path: str) -> str:
    """A path escaped for an address, in ASCII.

    >>> quoted("a/b c.html")
    'a/b%20c.html'
    """
    return path if _PLAIN.fullmatch(path) else _quoted(path)


_PLAIN: Final = re.compile(r"[A-Za-z0-9_.~/-]*")
"""Paths of ours are ASCII, and most need no escaping."""


@lru_cache(_KEPT)
def _quoted(path: str) -> str:
    return quote(path)


def address(value: object) -> str:
    """The address if it is on the web, otherwise an empty string."""
    return safe_text.address(str(value or ""))


def of_json(raw: bytes, value: Any) -> Any:
    """A value parsed from `raw`, with every text in it cleaned; usually nothing has to be done."""
    for sign, pattern in _SUSPECT:
        if sign in raw and pattern.search(raw):
            return _cleaned(value)
    return value


def _cleaned(raw: Any) -> Any:
    if isinstance(raw, str):
        return text(raw)
    if isinstance(raw, dict):
        return {_cleaned(name): _cleaned(value) for name, value in raw.items()}
    if isinstance(raw, list):
        return [_cleaned(each) for each in raw]
    return raw
