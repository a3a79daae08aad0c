"""oEmbed 1.0, with which systems like WordPress and Discourse show an address as a player.

A file next to each episode, linked from the head of its page: https://oembed.com
"""

from __future__ import annotations

from html import escape
from typing import Any, Final

from tts.publish.catalog import Entry
from tts.publish.compact_json import flat_lines
from tts.publish.site.text import one_line
from tts.show.library import Show

NAME: Final = "oembed.json"
WIDTH, HEIGHT = 600, 270
"""Size of the frame in CSS pixels: as high as the player on a phone, because most consumers ignore
messages about its height."""
COVER = 1400
"""Side in pixels of every episode's cover."""
_FRAME: Final = (
    '<iframe src="{address}" title="{title}" width="{width}" height="{height}" loading="lazy" '
    'allow="autoplay; clipboard-write" style="border:0;max-width:100%"></iframe>'
)


def address(entry: Entry, base_url: str) -> str:
    """The address of the file; empty if the show's address is not known."""
    if not base_url:
        return ""
    return base_url + entry.path(NAME)


def answer(show: Show, entry: Entry, base_url: str) -> bytes:
    """The file's content."""
    title = one_line(entry.title)
    address = base_url + entry.path("embed.html")
    frame = _FRAME.format(
        address=escape(address),
        title=escape(title),
        width=WIDTH,
        height=HEIGHT,
    )
    response: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": one_line(entry.manifest.author),
        "provider_name": one_line(show.settings.title),
        "provider_url": base_url,
        "html": frame,
        "width": WIDTH,
        "height": HEIGHT,
    }
    response |= _thumbnail(entry, base_url)
    stated = {name: value for name, value in response.items() if value}
    return f"{flat_lines(stated)}\n".encode()


def _thumbnail(entry: Entry, base_url: str) -> dict[str, Any]:
    """The cover, which always has this size."""
    cover = entry.manifest.cover.file
    if not cover:
        return {}
    address = base_url + entry.path(cover)
    return {"thumbnail_url": address, "thumbnail_width": COVER, "thumbnail_height": COVER}
