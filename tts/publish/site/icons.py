"""The icons of a show installed as an app: its cover, or the icon that pages have in a tab."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tts.publish import covers
from tts.show.library import Show

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

LARGE, SMALL = 512, 192
"""Sides in pixels that browsers require for installation."""
_SAFE: Final = 0.64
"""Fraction of the side that every launcher shows, whether it cuts a circle, a drop or a square."""
_COLOURS: Final = 256
"""Colours in a PNG of a picture: more would make it four times as large."""
_ACCENT, _WHITE = "#1f5566", "#ffffff"
_STROKES: Final = (
    "7 9 18 9",
    "7 16 14 16",
    "7 23 18 23",
    "20 16 20 16",
    "24 11 24 21",
    "20 13 20 19",
)
"""The lines of `icon.svg`, start and end, in its 32 units."""
_HALF: Final = 1.25
"""Half of their width."""
_CORNER: Final = 7


@dataclass(frozen=True, slots=True)
class Icon:
    """A PNG."""

    name: str
    """In the show's folder, with a hash of the content."""
    content: bytes
    side: int
    """Pixels."""
    purpose: str
    """`any`, or `maskable` if a launcher may cut the edges."""


def icons(show: Show) -> tuple[Icon, ...]:
    """The small icon, the large one, and the maskable one. Raises LibraryError if the show's own
    cover is unusable."""
    small_cover = next(reversed(covers.show_covers(show).values())) if show.settings.cover else b""
    return _icons(small_cover)


@lru_cache(maxsize=8)
def _icons(cover: bytes) -> tuple[Icon, ...]:
    sides = ((SMALL, "any"), (LARGE, "any"), (LARGE, "maskable"))
    return tuple(_icon(cover, side, purpose) for side, purpose in sides)


def _icon(cover: bytes, side: int, purpose: str) -> Icon:
    whole = purpose == "any"
    image = _of_cover(cover, side, whole=whole) if cover else _mark(side, whole=whole)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    content = out.getvalue()
    stem = "icon" if whole else "icon-maskable"
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Icon(f"pagecast/{stem}-{digest}-{side}.png", content, side, purpose)


def _of_cover(cover: bytes, side: int, *, whole: bool) -> Image.Image:
    from PIL import Image

    with Image.open(io.BytesIO(cover)) as opened:
        picture = opened.convert("RGB")
    inner = side if whole else round(side * _SAFE)
    sized = picture.resize((inner, inner), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", (side, side), _edge(picture))
    at = (side - inner) // 2
    ground.paste(sized, (at, at))
    return ground.quantize(_COLOURS, Image.Quantize.MEDIANCUT)


def _edge(picture: Image.Image) -> tuple[int, int, int]:
    """The mean colour of a picture's top and bottom edges, used to extend it."""
    from PIL import Image, ImageStat

    width, height = picture.size
    rims = Image.new("RGB", (width, 4))
    top = picture.crop((0, 0, width, 2))
    bottom = picture.crop((0, height - 2, width, height))
    rims.paste(top, (0, 0))
    rims.paste(bottom, (0, 2))
    red, green, blue = ImageStat.Stat(rims).mean
    return round(red), round(green), round(blue)


def _mark(side: int, *, whole: bool) -> Image.Image:
    """The Pagecast icon, drawn at four times the size, because Pillow's lines are not smooth."""
    from PIL import Image, ImageDraw

    large = 4 * side
    ground = "#00000000" if whole else _ACCENT
    image = Image.new("RGBA", (large, large), ground)
    draw = ImageDraw.Draw(image)
    unit = large / 32
    if whole:
        draw.rounded_rectangle((0, 0, large - 1, large - 1), _CORNER * unit, fill=_ACCENT)
    _draw_strokes(draw, unit, 1 if whole else _SAFE)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _draw_strokes(draw: ImageDraw.ImageDraw, unit: float, share: float) -> None:
    """Draw the strokes in the middle, `share` of the side wide."""
    for stroke in _STROKES:
        left, top, right, bottom = map(float, stroke.split())
        ends = (left - _HALF, top - _HALF, right + _HALF, bottom + _HALF)
        box = [unit * (16 + share * (end - 16)) for end in ends]
        radius = unit * share * _HALF
        draw.rounded_rectangle(box, radius, fill=_WHITE)
