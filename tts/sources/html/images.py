"""Where an article's lead image is."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin

from tts.sources.metadata_values import squeezed

WEB = ("http://", "https://")
SILENT_WORDS = frozenset(
    re.findall(
        r"\S+",
        "image img picture photo cover illustration figure logo icon ornament graphic banner"
        " spacer decoration divider separator screenshot 图片 圖片 插图 插圖 封面 图 圖 图像 圖像 image001 bild"
        " untitled alt description 注 註",
    )
)
"""Meaningless alternative texts."""
NAMED_LIKE_FILE = re.compile(
    r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|avif)|(?:img|dsc|image)[_-]?\d+", re.I
)


def is_telling(alt: str, address: str) -> bool:
    """Whether an alternative text describes a picture, and is not just the name of its file.

    >>> is_telling("The bridge at night", "b.png"), is_telling("IMG_2041", "x.jpg")
    (True, False)
    >>> is_telling("river-map_2", "a/river-map_2.png"), is_telling("logo", "logo.png")
    (False, False)
    """
    if squeezed(alt) in SILENT_WORDS or NAMED_LIKE_FILE.fullmatch(alt):
        return False
    return alt.isalpha() or not is_file_name(alt, address)


def is_file_name(alt: str, address: str) -> bool:
    """Whether an alternative text is just the name of the picture's file."""
    name = unquote(address).partition("?")[0].rpartition("/")[2].rpartition(".")[0]
    return bool(alt) and squeezed(alt) == squeezed(name)


def image_address(stated: str, url: str, where: str) -> str:
    """An absolute address, or the path of an existing file; empty otherwise. `stated` is the
    address in the page, `url` the page's own (empty for files), `where` what the user named."""
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
    """A file in the article's folder or below: a page must not refer to other files of its
    reader's."""
    folder = Path(where).parent
    path = folder / unquote(address.partition("?")[0])
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        return str(path) if inside and path.is_file() else ""
    except (OSError, ValueError):
        return ""
