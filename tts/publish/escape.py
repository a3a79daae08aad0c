"""Text that anybody may have written -> text that can stand in XML and HTML and changes nothing
around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from tts.show.settings import ascii_address

_NO_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML 1.0 has no place for (production [2] Char), and what it advises against."""
_OVERRIDES = re.compile("[\u202d\u202e]")
"""They turn letters round, `gnp.exe` into `exe.png`; no language is written with them."""
_OPENS = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
"""Embeddings and isolates, each with what closes it."""
_CLOSES = set(_OPENS.values())
_SUSPECT: Final = (
    (b"\\", re.compile(rb"\\[ubf]")),
    (b"\x7f", re.compile(rb"\x7f")),
    (b"\xc2", re.compile(rb"\xc2[\x80-\x9f]")),
    (b"\xe2", re.compile(rb"\xe2(\x80[\xaa-\xae]|\x81[\xa6-\xa9])")),
    (b"\xef", re.compile(rb"\xef[\xb7\xbf]")),
)
"""Bytes without which JSON has nothing that `text` would change. Each pattern begins with the sign
beside it: to look for that first, and for one pattern at a time, takes a quarter of the time."""
_KEPT: Final = 2_000
"""Texts remembered: a page names its title, its author and its show a dozen times."""


@lru_cache(_KEPT)
def text(value: str) -> str:
    """Without control characters and halves of surrogates; marks of direction end where the text ends.

    >>> text("a\\x00b"), text("\\u202egnp.exe"), text("\\u2067abc")
    ('ab', 'gnp.exe', '\\u2067abc\\u2069')
    """
    value = _OVERRIDES.sub("", _NO_XML.sub("", value))
    if value.isascii() or not (_OPENS.keys() | _CLOSES) & set(value):
        return value
    return _balanced(value)


def _balanced(value: str) -> str:
    """Every opened embedding or isolate closed, and nothing closed that was not opened."""
    open_, out = [], []
    for char in value:
        if char in _OPENS:
            open_.append(_OPENS[char])
        elif char in _CLOSES:
            if not open_ or open_[-1] != char:
                continue
            open_.pop()
        out.append(char)
    return "".join([*out, *reversed(open_)])


@lru_cache(_KEPT)
def line(value: str) -> str:
    """The same in one line.

    >>> line(" two\\n lines ")
    'two lines'
    """
    return " ".join(text(value).split())


@lru_cache(_KEPT)
def quoted(path: str) -> str:
    """A path for an address, in ASCII.

    >>> quoted("a/b c.html")
    'a/b%20c.html'
    """
    return quote(path)


def address(value: object) -> str:
    """An address of the web, else nothing: a link never runs a script or opens a file.

    >>> address("https://example.org/a"), address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    value = text(str(value or ""))
    return (
        ascii_address(value) if re.fullmatch(r"https?://[^\s<>\"]+", value, re.IGNORECASE) else ""
    )


def of_json(raw: bytes, value: Any) -> Any:
    """What was read from `raw`, with every text in it cleaned; mostly there is nothing to do."""
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
