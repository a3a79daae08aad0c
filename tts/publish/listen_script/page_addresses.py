"""When two addresses are the same page, and its key in the index. source/address.js does the same
in the page."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

from tts.sources.feed.entry import TRACKING

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_INDEX = re.compile(r"(^|/)index\.(?:x?html?|php)$", re.IGNORECASE)
_ENDING = re.compile(r"\.x?html?$", re.IGNORECASE)
_ROUTE = re.compile(r"!?/")
"""Beginnings of fragments that name a page, on sites whose script does the routing."""
_PORTS = {"http": ":80", "https": ":443"}


def plain_address(address: str) -> str:
    """The address without anything that may differ between links to the same page. Raises
    ValueError if it is not an address.

    >>> plain_address("http://www.Example.org:80/posts/a/index.html?utm_source=x&b=2&a=1#top")
    'example.org/posts/a?a=1&b=2'
    >>> plain_address("https://example.org/%E5%A4%9C/"), plain_address("https://example.org/")
    ('example.org/夜', 'example.org')
    """
    parts = urlsplit(address)
    stated = map(_decoded, filter(_names_a_page, parts.query.split("&")))
    query = "&".join(sorted(stated, key=_units))
    route = parts.fragment if _ROUTE.match(parts.fragment) else ""
    plain = _host(parts) + plain_path(parts.path)
    if query:
        plain += f"?{query}"
    if route:
        plain += f"#{_decoded(route)}"
    return plain


def plain_path(path: str) -> str:
    """The path of a page, reduced to what identifies its file.

    >>> plain_path("posts/a/index.html"), plain_path("/posts/a.html"), plain_path("index.html")
    ('/posts/a', '/posts/a', '')
    """
    plain = _INDEX.sub(r"\1", _decoded(path).strip("/"))
    plain = _ENDING.sub("", plain).strip("/")
    return plain and f"/{plain}"


def _host(parts: SplitResult) -> str:
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    host = host.removesuffix(_PORTS.get(parts.scheme, ""))
    if not host:
        raise ValueError(f"{parts.geturl()} has no host")
    with suppress(UnicodeError):
        host = host if host.isascii() else host.encode("idna").decode()
    return host


def _names_a_page(parameter: str) -> bool:
    return bool(parameter) and not TRACKING.fullmatch(parameter.partition("=")[0])


def _units(text: str) -> bytes:
    """The UTF-16 code units, by which JavaScript sorts."""
    return text.encode("utf-16-be", "surrogatepass")


def _decoded(text: str) -> str:
    return unicodedata.normalize("NFC", _ESCAPES.sub(_decoded_run, text))


def _decoded_run(found: re.Match[str]) -> str:
    """Percent escapes decoded if they are valid UTF-8, otherwise unchanged."""
    raw = bytes.fromhex(found[0].replace("%", ""))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return found[0].upper()


# --- names in the index ---------------------------------------------------------------------------


def hashed(text: str) -> tuple[int, str]:
    """Two 32-bit hashes over the UTF-16 code units of a text: they select the part of the index,
    and are the page's name there.

    >>> hashed("example.org/posts/a")
    (3293086821, 'c448846595321877')
    """
    first = 0x811C9DC5
    second = 0x9747B28C
    units = memoryview(text.encode("utf-16-le", "surrogatepass"))
    for unit in units.cast("H"):
        first = (first ^ unit) * 0x01000193
        first &= 0xFFFFFFFF
        second = (second ^ unit) * 0x5BD1E995
        second &= 0xFFFFFFFF
        second ^= second >> 15
    return first, f"{first:08x}{second:08x}"
