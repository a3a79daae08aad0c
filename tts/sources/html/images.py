"""Where an article's lead image is."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin

WEB = ("http://", "https://")


def image_address(stated: str, url: str, where: str) -> str:
    """An absolute address, or the path of a file that is there; empty otherwise.

    `stated` is as the page has it, `url` the page's address (empty for files), `where` what the
    user named.
    """
    if not stated or stated.startswith("data:"):
        return ""
    if url:
        address = urljoin(url, stated)
        return address if address.startswith(WEB) else ""
    if stated.startswith(WEB):
        return stated
    if stated.startswith("//"):
        return f"https:{stated}"
    return _beside(stated, where)


def _beside(address: str, where: str) -> str:
    """A file in the folder of the article or below it: a page must not reach for other files of its
    reader's."""
    folder = Path(where).parent
    path = folder / unquote(address.partition("?")[0])
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        return str(path) if inside and path.is_file() else ""
    except (OSError, ValueError):
        return ""
