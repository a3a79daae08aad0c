"""Where an article's lead image is."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin

WEB = ("http://", "https://")


def image_address(told: str, url: str, where: str) -> str:
    """An absolute address, or the path of a file that is there; empty otherwise.

    `told` is as the page has it, `url` the page's address (empty for files), `where` what the user named.
    """
    if not told or told.startswith("data:"):
        return ""
    if url:
        address = urljoin(url, told)
        return address if address.startswith(WEB) else ""
    if told.startswith(WEB):
        return told
    if told.startswith("//"):
        return f"https:{told}"
    return _beside(told, where)


def _beside(told: str, where: str) -> str:
    """A file in the folder of the article or below it: a page must not reach for other files of its reader's."""
    folder = Path(where).parent
    path = folder / unquote(told.partition("?")[0])
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        return str(path) if inside and path.is_file() else ""
    except (OSError, ValueError):
        return ""
