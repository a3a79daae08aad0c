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
"""How fragments begin that name a page, on sites whose script finds its way by them."""
_PORTS = {"http": ":80", "https": ":443"}


def plain_address(address: str) -> str:
    """Without what differs from one link to the next. Raises ValueError where it is no address.

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
    """Of a page in its site, or of an address: what leads to the same file.

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
    """What JavaScript sorts by."""
    return text.encode("utf-16-be", "surrogatepass")


def _decoded(text: str) -> str:
    return unicodedata.normalize("NFC", _ESCAPES.sub(_decoded_run, text))


def _decoded_run(found: re.Match[str]) -> str:
    """Escapes of UTF-8 as its signs; others as they are."""
    raw = bytes.fromhex(found[0].replace("%", ""))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return found[0].upper()


# --- names in the index ---------------------------------------------------------------------------


def hashed(text: str) -> tuple[int, str]:
    """A number that says in which part of the index a page stands, and its name there: 64 bits, by
    two hashes over its UTF-16 code units.

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
