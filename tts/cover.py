"""A picture for an episode: the lead image cut square, or the title drawn on a plain ground.

The font for Latin and Han ships with the package, so that a cover is the same on every machine; a title in another
script is drawn with a font of the system, and what no font has is left out, never drawn as boxes.
"""

from __future__ import annotations

import hashlib
import io
import re
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from tts.model import SourceError

SIZE = 1400
"""Pixels on a side: the least that podcast directories take."""
TAG_SIZE, TAG_BYTES = 800, 200_000
"""Pixels and bytes that the cover inside an MP3 may have."""

_FONT = Path(__file__).parent / "data" / "cover.otf"
_GROUNDS = ("#1f3a5f", "#7a2e2e", "#2f5d50", "#4a3b63", "#8a5a1e", "#33454e", "#5b3758", "#2b4f3a")
"""Dark enough that white text has a contrast of 5:1 and more on each."""
_MARGIN = 130
_SIZES = range(190, 55, -6)
"""Point sizes tried for the title, largest first."""
_CLOSING = "，。、；：？！…）》」』”’〉】,.;:?!)]}%"

_CURLY = re.compile(r"(?<=[\x20-\u024f])[‘’“”]|[‘’“”](?=[\x20-\u024f])")
_STRAIGHT = {"‘": "'", "’": "'", "“": '"', "”": '"'}

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")
_MOST_PIXELS = 50_000_000
"""A picture with more is refused instead of unpacked."""
Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit first warns on stderr, and lets twice as much pass


def from_image(content: bytes, where: str) -> bytes:
    """Any picture -> JPEG, RGB, square, at most 1,400 px. Raises SourceError when it is no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ValueError(f"it has {opened.width} x {opened.height} pixels, more than {_MOST_PIXELS:,}")
            opened.draft("RGB", (2 * SIZE, 2 * SIZE))  # a JPEG is unpacked no larger than it is needed
            turned = ImageOps.exif_transpose(opened)
            turned.thumbnail((4 * SIZE, 4 * SIZE))
            flat = Image.new("RGB", turned.size, "white")
            flat.paste(turned.convert("RGB"), mask=_opacity(turned))
    except Exception as e:  # on broken pictures the decoders of Pillow raise anything, from struct.error to TypeError
        why = "" if isinstance(e, UnidentifiedImageError) else f": {e}"
        raise SourceError(f"{where} is not a picture that can be read{why}", hint="give a JPEG or PNG file") from e
    side = min(SIZE, *flat.size)
    return _jpeg(ImageOps.fit(flat, (side, side)), quality=88)


def drawn(title: str, *, byline: str = "", seed: str = "") -> bytes:
    """JPEG, 1,400 x 1,400: the title, large, with a line below. The ground's colour follows from `seed` or title."""
    digest = hashlib.sha256((seed or title).encode()).digest()
    image = Image.new("RGB", (SIZE, SIZE), _GROUNDS[digest[0] % len(_GROUNDS)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((_MARGIN, _MARGIN, _MARGIN + 150, _MARGIN + 14), fill="white")
    path = _font_for(title)
    lines, font = _fit(_drawable(title, path) or "…", path, SIZE - 2 * _MARGIN, SIZE - 2 * _MARGIN - 260)
    leading = round(font.size * 1.32)
    top = _MARGIN + 90
    for n, line in enumerate(lines):
        draw.text((_MARGIN, top + n * leading), line, font=font, fill="white")
    path = _font_for(byline)
    small = _font(52, path)
    below = _shortened(_drawable(byline, path), small, SIZE - 2 * _MARGIN)
    draw.text((_MARGIN, SIZE - _MARGIN - 60), below, font=small, fill="#e8e8e8")
    return _jpeg(image, quality=90)


def for_tag(cover: bytes) -> bytes:
    """A cover as it goes into an MP3: JPEG, at most 800 px and 200,000 bytes."""
    with Image.open(io.BytesIO(cover)) as image:
        image.thumbnail((TAG_SIZE, TAG_SIZE), Image.Resampling.LANCZOS)
        for quality in (85, 70, 50, 30):
            small = _jpeg(image.convert("RGB"), quality=quality)
            if len(small) <= TAG_BYTES:
                break
    return small


def _opacity(image: Image.Image) -> Image.Image | None:
    return image.convert("RGBA").getchannel("A") if "A" in image.getbands() or "transparency" in image.info else None


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


# --- drawing text -------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _font(size: int, path: str = str(_FONT)) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=64)
def _missing(path: str) -> bytes:
    return bytes(_font(40, path).getmask("\U0010fffe"))


def _has(path: str, c: str) -> bool:
    return bytes(_font(40, path).getmask(c)) != _missing(path)


@lru_cache(maxsize=8)
def _font_for(text: str) -> str:
    """The path of the shipped font, or, for a script that it has not, of the system's first font that has the text."""
    letters = {c for c in text if c.isalpha()}
    if sum(_has(str(_FONT), c) for c in letters) * 2 >= len(letters):
        return str(_FONT)
    for path in _system_fonts():
        try:
            if all(_has(path, c) for c in letters):
                return path
        except OSError:
            continue
    return str(_FONT)


def _system_fonts() -> list[str]:
    folders = (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
        "/System/Library/Fonts",
        "C:/Windows/Fonts",
    )
    homes = (Path.home() / ".fonts", Path.home() / ".local/share/fonts", Path.home() / "Library/Fonts")
    found = (p for folder in (*map(Path, folders), *homes) if folder.is_dir() for p in folder.rglob("*.[to]t[fc]"))
    return sorted(map(str, found))[:400]


def _drawable(text: str, path: str) -> str:
    """The text without characters that the font has not: emoji, rare Han."""
    text = " ".join(text.split())
    text = _CURLY.sub(lambda m: _STRAIGHT[m.group()], text)  # the font has them as wide as a Han character
    kept = [c for c in text if c == " " or _has(path, c)]
    return " ".join("".join(kept).split())


def _fit(text: str, path: str, width: int, height: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The largest size at which the text, wrapped, fits the box; the smallest cuts it with an ellipsis."""
    for size in _SIZES:
        font = _font(size, path)
        lines = _wrap(text, font, width)
        room = height // round(size * 1.32)
        orphan = len(lines) > 1 and len(lines[-1]) == 1
        if len(lines) <= min(room, 7) and not orphan and all(font.getlength(line) <= width for line in lines):
            return lines, font
    whole = lines if len(lines) <= room else [*lines[: room - 1], " ".join(lines[room - 1 :])]
    return [_shortened(line, font, width) for line in whole], font


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines, line = [], ""
    for unit in _units(text):
        if line and font.getlength((line + unit).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += unit
    return [*lines, line.rstrip()]


def _units(text: str) -> list[str]:
    """What must stay on one line: a Latin word with its space, a Han character with the closing sign behind it."""
    units: list[str] = []
    for c in text:
        glued = units and (c in _CLOSING or c == " " or (_latin(c) and _latin(units[-1][-1])))
        if glued:
            units[-1] += c
        else:
            units.append(c)
    return units


def _latin(c: str) -> bool:
    return c != " " and ord(c) < 0x2E80


def _shortened(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"
