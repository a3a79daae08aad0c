"""The small picture of an episode for lists: its cover, scaled down once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tts.show.manifest import Manifest
from tts.storage.confined_folder import Folder

if TYPE_CHECKING:
    from tts.publish.catalog import Entry

NAME: Final = "thumb.jpg"
SIDE: Final = 175
"""Side in pixels: an eighth of a cover's, because a JPEG can be decoded at that size without being
shrunk afterwards. It is shown at 88 px, on screens with twice the resolution."""
_QUALITY = 78
_SIGN = b"Pagecast"
_COMMENT = b"\xff\xfe" + (len(_SIGN) + 2).to_bytes(2) + _SIGN
"""Marks a file as made by Pagecast."""


def wanted(manifest: Manifest) -> bool:
    """Whether it has a picture of its own: the show's cover would be repeated for every episode."""
    return bool(manifest.cover.file) and manifest.cover.kind != "show"


def is_ours(content: bytes) -> bool:
    return _COMMENT in content[:1000]


def files(show: Path, entry: Entry) -> Iterator[tuple[str, bytes]]:
    """Its thumbnail by its path in the show, if it has one."""
    if wanted(entry.manifest):
        cover = entry.path(entry.manifest.cover.file)
        yield entry.path(NAME), made_of(Folder(show).read_bytes(cover))


def made_of(cover: bytes) -> bytes:
    """A JPEG; a plain one if the cover can't be read."""
    return _made_of(_Picture(cover))


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture as a key: hashing all of it would take longer than comparing it with another."""

    content: bytes

    def __hash__(self) -> int:
        return hash(self.content[-_ENOUGH:])


_ENOUGH = 256
"""Bytes by which pictures mostly differ."""


@lru_cache(64)
def _made_of(cover: _Picture) -> bytes:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(cover.content)) as opened:
            opened.draft("RGB", (SIDE, SIDE))
            image = ImageOps.fit(opened.convert("RGB"), (SIDE, SIDE), Image.Resampling.BICUBIC)
    except (OSError, ValueError, SyntaxError):
        image = Image.new("RGB", (SIDE, SIDE), "#8a8780")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, comment=_SIGN)
    return out.getvalue()
