"""The show's cover in the sizes for directories and pages: the user's picture, or a poster of the
title.

Its name has a hash of its content: directories and apps fetch a cover again only if its address
changes.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import tts
from tts.model import LibraryError, SourceError
from tts.storage.cache_folder import cache_folder
from tts.storage.confined_folder import Folder
from tts.storage.paths import write_cached

if TYPE_CHECKING:
    from PIL import Image

    from tts.show.library import Show

LARGE, SMALL = 3000, 600
"""Side in pixels: the most that directories accept, and what a page shows."""
LEAST = 1400
"""Minimum side in pixels that directories require."""
LARGEST = 900_000
"""Maximum bytes of the large one."""

_QUALITIES = (92, 88, 82, 74, 64)
_SIDES = (LARGE, 2400, 2000, LEAST)
"""Sides in pixels to try: for a detailed picture, small is better than coarse."""


def show_covers(show: Show) -> dict[str, bytes]:
    """Both sizes, by their names in the show's folder. Raises LibraryError if the user's picture is
    unusable."""
    large, small = _pictures(show)
    return dict(zip(_names(large), (large, small), strict=True))


def names(show: Show) -> tuple[str, str]:
    """The names of the large and the small cover."""
    return _names(_pictures(show)[0])


def _names(large: bytes) -> tuple[str, str]:
    stem = f"pagecast/cover-{hashlib.sha256(large).hexdigest()[:8]}"
    return f"{stem}.jpg", f"{stem}-{SMALL}.jpg"


def _pictures(show: Show) -> tuple[bytes, bytes]:
    """The large and the small picture. Drawing takes a second, so the result is cached by a hash of
    all it depends on."""
    settings = show.settings
    theirs = _read(show) if settings.cover else b""
    what = [
        _painter(),
        settings.title,
        settings.author or settings.owner,
        hashlib.sha256(theirs).hexdigest(),
    ]
    kept = cache_folder() / "covers" / hashlib.sha256(json.dumps(what).encode()).hexdigest()[:32]
    if found := _kept(kept):
        return found
    image = _from_theirs(theirs, settings.cover) if theirs else _drawn(show)
    made = _within(image, LARGEST), _within(_sized(image, SMALL), LARGEST)
    _keep(kept, made)
    return made


@lru_cache
def _painter() -> str:
    """A hash of the drawing code: changed code draws again, even within a version."""
    root = resources.files(tts)
    digest = hashlib.sha256(tts.__version__.encode())
    for name in ("episode/cover/picture.py", "episode/cover/lettering.py", "publish/covers.py"):
        digest.update(root.joinpath(name).read_bytes())
    return digest.hexdigest()


def _drawn(show: Show) -> Image.Image:
    from tts.episode.cover import picture

    settings = show.settings
    return picture.poster(settings.title, byline=settings.author or settings.owner, size=LARGE)


def _read(show: Show) -> bytes:
    path = show.folder / show.settings.cover
    try:
        return Folder(show.folder).read_bytes(show.settings.cover)
    except OSError as e:
        settings = show.folder / "show.toml"
        hint = f"mend cover in {settings}: the path of a picture, from the show's folder"
        raise LibraryError(f"the show's cover {path} can't be read: {e.strerror}", hint) from e


def _from_theirs(content: bytes, where: str) -> Image.Image:
    from tts.episode.cover import picture

    try:
        image = picture.flat(content, where, needed=LARGE)
    except SourceError as e:
        raise LibraryError(f"the show's cover: {e.message}", e.hint) from e
    if min(image.size) < LEAST:
        raise LibraryError(
            f"the show's cover {where} has {image.width} x {image.height} pixels, but podcast "
            f"directories require at least {LEAST} x {LEAST}",
            hint="use a larger picture in show.toml, or remove the line to have a cover drawn",
        )
    return picture.square(image, LARGE)


def _sized(image: Image.Image, side: int) -> Image.Image:
    from PIL.Image import Resampling

    return image.resize((side, side), Resampling.LANCZOS)


def _within(image: Image.Image, most: int) -> bytes:
    """The picture scaled down to fit."""
    from tts.episode.cover import picture

    content = b""
    for side in (image.width, *(side for side in _SIDES if side < image.width)):
        sized = image if side == image.width else _sized(image, side)
        for quality in _QUALITIES:
            content = picture.jpeg(sized, quality=quality)
            if len(content) <= most:
                return content
    return content


# --- what was drawn before ------------------------------------------------------------------------


def _kept(path: Path) -> tuple[bytes, bytes] | None:
    """The cached picture; None if the file is damaged."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, size, rest = content[:32], int.from_bytes(content[32:36]), content[36:]
    if hashlib.sha256(content[32:]).digest() != digest:
        return None
    return rest[:size], rest[size:]


def _keep(path: Path, made: tuple[bytes, bytes]) -> None:
    from contextlib import suppress

    body = len(made[0]).to_bytes(4) + b"".join(made)
    with suppress(OSError):  # it is drawn again
        write_cached(path, lambda f: f.write(hashlib.sha256(body).digest() + body))
