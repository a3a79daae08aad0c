"""A page's bytes: which of them Pagecast added, and how more are inserted and removed again, to the
byte.

Our additions stand between two comments. They are written so that they are valid in the page's own
encoding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from operator import itemgetter
from pathlib import Path

from tts.model import LibraryError, SourceError
from tts.storage.durable import write_whole

BEGIN, END = "<!--pagecast-->", "<!--/pagecast-->"

_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_SWITCHING = ("iso2022", "hz", "utf-7", "utf_7")
"""Prefixes of encodings in which the meaning of a byte depends on the bytes before it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page without our additions. Positions are indexes into `text`."""

    text: str
    """One character per byte, if HTML's signs are single bytes in the page's encoding; otherwise
    decoded."""
    codec: str
    mark: bytes
    """The byte order mark."""
    declared: bool
    """Browsers are certain to decode the page as UTF-8, so letters need no escapes."""

    @property
    def content(self) -> bytes:
        return self.mark + self.text.encode(self.view)

    @property
    def view(self) -> str:
        return self.codec if self.codec in _WIDE else "latin-1"

    def read(self, begin: int, end: int) -> str:
        """The text between two positions, as a reader sees it."""
        piece = self.text[begin:end]
        if not piece.isascii() and self.view == "latin-1":
            piece = piece.encode("latin-1").decode(self.codec, "replace")
        return unescape(piece) if "&" in piece else piece


def opened(content: bytes) -> Page:
    """A page as it was before our additions. Raises SourceError if it can't be changed safely.

    Our additions are removed first, so that only the page's own bytes determine its encoding.
    """
    from tts.sources.encoding import charset_of

    content = _without_ours(content)
    codec, mark, _ = charset_of(content)
    if codec.lower().startswith(_SWITCHING):
        raise SourceError(
            f"its encoding, {codec}, uses escape sequences",
            "save it as UTF-8",
        )
    if codec in _WIDE and not mark:
        raise SourceError(
            f"it has no byte order mark: browsers do not take it for {codec}", "save it as UTF-8"
        )
    view = codec if codec in _WIDE else "latin-1"
    try:
        text = content[len(mark) :].decode(view)
    except UnicodeError as e:
        raise SourceError(f"it is not valid {codec}", "save it as UTF-8") from e
    return Page(text, codec, mark, codec == "utf-8" and (bool(mark) or _declares_utf8(text)))


def has_ours(content: bytes) -> bool:
    """Whether the page may contain additions of ours."""
    return any(begin in content or end in content for begin, end in _marks())


def _without_ours(content: bytes) -> bytes:
    for begin, end in _marks():
        if begin in content:
            content = re.sub(
                re.escape(begin) + b".*?" + re.escape(end), b"", content, flags=re.DOTALL
            )
        if begin in content or end in content:
            raise SourceError(
                "one of the two comments around the markup added by Pagecast is missing",
                "build the site again",
            )
    return content


@cache
def _marks() -> tuple[tuple[bytes, bytes], ...]:
    return tuple((BEGIN.encode(view), END.encode(view)) for view in ("ascii", *_WIDE))


def filled(page: Page, pieces: Sequence[tuple[int, str]]) -> bytes:
    """The page with pieces of HTML inserted at their positions."""
    out = [page.mark]
    at = 0
    for place, html in sorted(pieces, key=itemgetter(0)):
        own = html if page.declared else ascii_only(html)
        before = page.text[at:place]
        marked = f"{BEGIN}{own}{END}"
        out += [before.encode(page.view), marked.encode(_ours_as(page))]
        at = place
    rest = page.text[at:]
    out.append(rest.encode(page.view))
    return b"".join(out)


def _ours_as(page: Page) -> str:
    return "utf-8" if page.declared else page.view


def _declares_utf8(text: str) -> bool:
    """In the first 1,024 bytes, where browsers look for it."""
    return bool(
        re.search(r"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*utf-?8\b", text[:1024], re.IGNORECASE)
    )


_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(</script>)", re.DOTALL)


def ascii_only(html: str) -> str:
    """The HTML in ASCII, valid in any encoding: references in text, escapes in JSON.

    >>> ascii_only('<p title="夜">里</p><script>"夜🌙"</script>')
    '<p title="&#22812;">&#37324;</p><script>"\\\\u591c\\\\ud83c\\\\udf19"</script>'
    """
    if html.isascii():
        return html
    parts = _SCRIPT.split(html)  # text, tag, code, tag, text, …
    return "".join(
        _escaped(part) if n % 4 == 2 else _referred(part) for n, part in enumerate(parts)
    )


def _referred(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode()


def _escaped(code: str) -> str:
    units = (code[i] if code[i].isascii() else _units(code[i]) for i in range(len(code)))
    return "".join(units)


def _units(char: str) -> str:
    raw = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{raw[i : i + 2].hex()}" for i in range(0, len(raw), 2))


# --- files ----------------------------------------------------------------------------------------


def take_out(path: Path) -> None:
    """The page's bytes without our additions. Raises SourceError if a mark is missing."""
    try:
        write_page(path, opened(path.read_bytes()).content)
    except SourceError as e:
        raise SourceError(f"{path}: {e.message}", e.hint) from e


def write_page(path: Path, content: bytes) -> None:
    """Replace the page, completely or not at all, and keep its permissions. Raises LibraryError."""
    path = path.resolve()  # a link stays one
    try:
        write_whole(path, lambda f: f.write(content), path.stat().st_mode & 0o7777)
    except OSError as e:
        hint = (
            "check the permissions of its folder and the free space, then run the same "
            "command again"
        )
        raise LibraryError(f"{path} can't be written: {e.strerror}", hint) from e
