"""Untrusted text -> text that is valid in XML and HTML, and does not change the direction of the
text around it."""

from __future__ import annotations

import re
from functools import lru_cache

_NO_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Characters that XML 1.0 does not allow (production [2] Char), or discourages."""
_OVERRIDES = re.compile("[\u202d\u202e]")
"""Characters that reverse letters, `gnp.exe` into `exe.png`; no language needs them."""
_OPENS = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
"""Embeddings and isolates, each with its closing character."""
_CLOSES = set(_OPENS.values())
_KEPT = 2_000
"""Number of cached texts: a page repeats its title, author and show a dozen times."""


def text(value: str) -> str:
    """Without control characters and unpaired surrogates; direction marks end with the text.

    >>> text("a\\x00b"), text("\\u202egnp.exe"), text("\\u2067abc")
    ('ab', 'gnp.exe', '\\u2067abc\\u2069')
    """
    return value if value.isprintable() else _cleaned(value)


@lru_cache(_KEPT)
def _cleaned(value: str) -> str:
    """All removed characters are unprintable in Python's sense."""
    value = _OVERRIDES.sub("", _NO_XML.sub("", value))
    if value.isascii() or not (_OPENS.keys() | _CLOSES) & set(value):
        return value
    return _balanced(value)


def _balanced(value: str) -> str:
    """Every embedding or isolate that is opened is closed, and no other."""
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


def line(value: str) -> str:
    """The same on one line.

    >>> line(" two\\n lines ")
    'two lines'
    """
    plain = value.isprintable() and "  " not in value  # of white space it has single blanks alone
    return value.strip(" ") if plain else _in_one_line(value)


@lru_cache(_KEPT)
def _in_one_line(value: str) -> str:
    return " ".join(text(value).split())


@lru_cache(_KEPT)
def address(value: str) -> str:
    """The address if it is on the web, otherwise empty: a link must never run a script or open a
    file.

    >>> address("https://example.org/a"), address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    from tts.show.settings import ascii_address

    value = text(value)
    return (
        ascii_address(value) if re.fullmatch(r"https?://[^\s<>\"]+", value, re.IGNORECASE) else ""
    )
