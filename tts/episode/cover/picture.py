"""A picture for an episode: the lead image cropped to a square, or the title drawn as a poster.

A poster's symbol is a page that turns into sound: lines of text enter from the left and rise as the
bars of a level meter. One of them is highlighted: the line that is being read.
"""

from __future__ import annotations

import hashlib
import io
import math
from dataclasses import dataclass
from functools import cache

from PIL import (
    Image,
    ImageColor,
    ImageDraw,
    ImageEnhance,
    ImageFilter,
    ImageOps,
    UnidentifiedImageError,
)

from tts.episode.cover import lettering
from tts.model import SourceError

SIZE = 1400
"""Side in pixels: the minimum that podcast directories accept."""
TAG_SIZE = 700
"""Side in pixels of the cover inside an MP3: half of a cover's, because a JPEG can be decoded at
half size with an eighth of the work of decoding and shrinking it."""
TAG_BYTES = 200_000
"""Maximum bytes of that cover."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")
_MOST_PIXELS = 50_000_000
"""A picture with more pixels is refused without decoding."""
Image.MAX_IMAGE_PIXELS = (
    None  # Pillow's own limit first warns on stderr, and lets twice as much pass
)


def from_image(content: bytes, where: str) -> bytes:
    """Any picture -> JPEG, RGB, square, 1,400 px. Raises SourceError if it is no picture.

    Small ones are enlarged: podcast directories accept none below 1,400 px (Apple, artwork
    requirements).
    """
    return jpeg(_fitted(flat(content, where)), quality=88)


def _fitted(image: Image.Image) -> Image.Image:
    return ImageOps.fit(image, (SIZE, SIZE), Image.Resampling.LANCZOS)


def flat(content: bytes, where: str, *, needed: int = SIZE) -> Image.Image:
    """Any picture -> upright, RGB, on white; a large one is reduced to what a side of `needed`
    pixels requires. Raises SourceError if it is no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            pixels = opened.width * opened.height
            if pixels > _MOST_PIXELS:
                raise ValueError(
                    f"it has {opened.width} x {opened.height} pixels, more than {_MOST_PIXELS:,}"
                )
            # A JPEG is unpacked no larger than it is needed.
            opened.draft("RGB", (2 * needed, 2 * needed))
            turned = ImageOps.exif_transpose(opened)
            turned.thumbnail((4 * needed, 4 * needed))
            ground = Image.new("RGB", turned.size, "white")
            ground.paste(turned.convert("RGB"), mask=_opacity(turned))
    # on broken pictures the decoders of Pillow raise anything, from struct.error to TypeError
    except Exception as e:
        why = "" if isinstance(e, UnidentifiedImageError) else f": {e}"
        raise SourceError(
            f"{where} is not a readable picture{why}", hint="use a JPEG or PNG file"
        ) from e
    return ground


def square(image: Image.Image, most: int) -> Image.Image:
    """The middle of a picture, at most `most` pixels on a side."""
    side = min(most, *image.size)
    return ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS)


def from_book(content: bytes, where: str) -> bytes:
    """A book's cover -> JPEG, RGB, square: uncropped, because its title extends to the edges, on a
    background in its own colours. Raises SourceError if it is no picture."""
    image = flat(content, where)
    if min(image.size) > 0.9 * max(image.size):
        return jpeg(_fitted(image), quality=88)
    image = ImageOps.contain(image, (SIZE, SIZE), Image.Resampling.LANCZOS)
    ground = _blurred(image)
    left = (SIZE - image.width) // 2
    upper = (SIZE - image.height) // 2
    ground.paste(image, (left, upper))
    return jpeg(ground, quality=88)


def _blurred(image: Image.Image) -> Image.Image:
    """A background in the picture's colours: square, blurred, darker. It is blurred at a small
    size."""
    side = SIZE // 16
    small = ImageOps.fit(image, (side, side))
    soft = small.filter(ImageFilter.GaussianBlur(SIZE // 128))
    large = soft.resize((SIZE, SIZE), Image.Resampling.BICUBIC)
    return ImageEnhance.Brightness(large).enhance(0.7)


def drawn(title: str, *, byline: str = "", seed: str = "") -> bytes:
    """JPEG, 1,400 x 1,400 px: the title, large, with the byline below. The colours depend on
    `seed`, or the title."""
    return jpeg(poster(title, byline=byline, seed=seed), quality=90)


_SMALLER = (
    (TAG_SIZE, 85),
    (TAG_SIZE, 70),
    (TAG_SIZE, 50),
    (TAG_SIZE, 30),
    (400, 50),
    (200, 40),
)
"""Side in pixels and JPEG quality: the first that is small enough is used."""


def for_tag(cover: bytes, most: int = TAG_BYTES) -> bytes:
    """A cover for an MP3's tag: JPEG, at most 700 px on a side, and if possible `most` bytes."""
    with Image.open(io.BytesIO(cover)) as opened:
        opened.draft("RGB", (TAG_SIZE, TAG_SIZE))
        for size, quality in _SMALLER:
            opened.thumbnail((size, size), Image.Resampling.LANCZOS)
            # a copy: an opened picture asks for the current folder, which may be gone
            small = jpeg(opened.convert("RGB"), quality=quality)
            if len(small) <= most:
                break
    return small


def _opacity(image: Image.Image) -> Image.Image | None:
    transparent = "A" in image.getbands() or "transparency" in image.info
    if not transparent:
        return None
    return image.convert("RGBA").getchannel("A")


def jpeg(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


# --- the poster -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a poster. On the ground, the paper has a contrast of at least 7:1, the accent of
    4.5:1."""

    ground: str
    paper: str
    accent: str


PALETTES = (
    Palette("#1b3557", "#f6f0e4", "#ff8a5c"),
    Palette("#7c2433", "#fbefe3", "#ffb454"),
    Palette("#17513f", "#f3f0e2", "#f7c04a"),
    Palette("#452a63", "#f5ecf4", "#ff8fa3"),
    Palette("#7a3d12", "#fdf1df", "#ffc857"),
    Palette("#24434d", "#eef2ea", "#ff9770"),
    Palette("#5d2350", "#f9ecee", "#ffae5d"),
    Palette("#0c4252", "#f3f1e7", "#ff9c7a"),
)

_LINES = 6
"""Lines of the sign."""
_MARGIN, _STROKE, _PITCH, _BEND = 86, 22, 41, 38
"""In thousandths of the side: the margin, a line's width, from line to line, radius of the
innermost bend."""
_SIZES = (
    220,
    200,
    182,
    165,
    150,
    140,
    130,
    120,
    112,
    104,
    96,
    88,
    82,
    76,
    70,
    64,
    58,
    53,
    48,
    44,
    40,
)
"""Sizes tried for the title, in thousandths of the side, largest first."""
_REST, _GAP, _BYLINE = 0.5, 0.14, 40
"""In sizes of the title: what follows its colon, and the gap before it. In thousandths of the side:
the byline."""
_ROOM = 425
"""Thousandths of the side, from the upper margin, that title and byline may have."""


def poster(title: str, *, byline: str = "", seed: str = "", size: int = SIZE) -> Image.Image:
    """The title, large, with the byline below, above the symbol. Colours and bars depend on `seed`,
    otherwise on the title."""
    chosen_by = seed or title
    digest = hashlib.sha256(chosen_by.encode()).digest()
    number = digest[0] % len(PALETTES)
    palette = PALETTES[number]
    image = Image.new("RGB", (size, size), palette.ground)
    _draw_sign(image, palette, digest)
    draw = ImageDraw.Draw(image)
    _draw_words(draw, palette, title, byline, size)
    return image


_PAPER, _ACCENT = 255, 200
"""How a line of either colour stands in the mask: of whatever quarters of a pixel it covers, no
number of one is a number of the other."""
_QUARTERS = (64, 128, 191, 255)
"""Quarters of a pixel, in 255ths."""


def _draw_sign(image: Image.Image, palette: Palette, digest: bytes) -> None:
    """Draws lines of text that turn into sound, one of them highlighted in the accent colour. They
    are drawn at twice the size for smooth edges, in one mask because they don't touch, and only in
    the part of the picture that they occupy."""
    lit = 1 + digest[1] % (_LINES - 2)
    lines = [_Line.of(n, digest) for n in range(_LINES)]
    size = image.width
    upper = _upper(lines, size)
    edge = _edge(lines, size)
    height = edge - upper
    mask = Image.new("L", (2 * edge, 2 * height), 0)
    draw = ImageDraw.Draw(mask)
    unit = 2 * size / 1000
    for n, line in enumerate(lines):
        fill = _ACCENT if n == lit else _PAPER
        _draw_line(draw, line, unit, 2 * upper, fill)
    bend = _bend(lines, size)
    left = _pixel(lines[0].centre, size) - 1
    rising = (left, upper, edge, bend)
    running = (0, bend, edge, edge)
    for box in (rising, running):  # without two fifths of the mask, where nothing is
        _paint(image, palette, mask, box, upper)


def _paint(
    image: Image.Image,
    palette: Palette,
    mask: Image.Image,
    box: tuple[int, int, int, int],
    above: int,
) -> None:
    """What the mask, of which so many rows of the picture are cut off above, has in a box."""
    left, top, right, bottom = box
    upper = 2 * (top - above)
    lower = 2 * (bottom - above)
    part = mask.reduce(2, (2 * left, upper, 2 * right, lower))
    colours = _colours(palette)
    part.putpalette(colours)
    image.paste(part.convert("RGB"), box)


@cache
def _colours(palette: Palette) -> bytes:
    """What each number in the mask looks like on the ground: to look it up takes a third of the
    time of mixing it for every pixel."""
    numbers = Image.new("RGB", (256, 1), palette.ground)
    _mix(numbers, palette.paper, _PAPER)
    _mix(numbers, palette.accent, _ACCENT)
    return numbers.tobytes()


def _mix(numbers: Image.Image, colour: str, fill: int) -> None:
    for quarters, share in enumerate(_QUARTERS, 1):
        number = round(fill * quarters / 4)
        covered = Image.new("L", (1, 1), share)
        numbers.paste(colour, (number, 0), covered)


def _pixel(thousandths: float, size: int) -> int:
    """The pixel that so many thousandths of a side lie in."""
    return int(thousandths * size / 1000)


def _upper(lines: list[_Line], size: int) -> int:
    """The first row that a line may be in."""
    top = min(line.top for line in lines)
    return max(0, _pixel(top, size) - 1)


def _edge(lines: list[_Line], size: int) -> int:
    """The first column, and the first row, behind all lines."""
    end = max(line.centre + line.radius for line in lines)
    last = _pixel(end + _STROKE, size)
    return min(size, last + 1)


def _bend(lines: list[_Line], size: int) -> int:
    """The row above which lines only rise, to the right of where they bend."""
    nearest = min(line.centre + line.radius for line in lines)
    return _pixel(nearest - _STROKE / 2, size) - 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text that bends and rises. All lengths are thousandths of the side."""

    words: tuple[tuple[float, float], ...]
    """Start and end of each word except the last, which turns into sound."""
    start: float
    """Start of the last word."""
    centre: float
    """Centre of the bend, from the top and from the left."""
    radius: float
    """Radius of the bend, to the middle of the line."""
    top: float
    """Where it has risen to."""

    @classmethod
    def of(cls, n: int, digest: bytes) -> _Line:
        """`n` counts from the outermost."""
        last = _LINES - 1
        radius = _BEND + (last - n) * _PITCH
        outermost = _BEND + last * _PITCH
        centre = 1000 - _MARGIN - _STROKE / 2 - outermost
        height = 125 * digest[2 + n] / 255
        top = centre - 24 - height
        *words, (start, _) = _words(digest, n, centre)
        return cls(tuple(words), start, centre, radius, top)


def _draw_line(draw: ImageDraw.ImageDraw, line: _Line, unit: float, above: int, fill: int) -> None:
    """A line on a mask of `unit` pixels for a thousandth, of which so many rows are cut off
    above."""
    half = _STROKE / 2
    centre = line.centre
    radius = line.radius
    away = centre + radius
    rounding = round(half * unit)
    inner = radius - half
    outer = radius + half
    top, bottom = away - half, away + half
    upper = round(top * unit) - above
    lower = round(bottom * unit) - above
    for start, end in line.words:
        left = round(start * unit)
        right = round(end * unit)
        draw.rounded_rectangle([left, upper, right, lower], rounding, fill)
    outline = [
        *_arc(line.start + half, away, half, 270, 90),
        *_arc(centre, centre, outer, 90, 0),
        *_arc(away, line.top + half, half, 0, -180),
        *_arc(centre, centre, inner, 0, 90),
    ]
    points = [(x * unit, y * unit - above) for x, y in outline]
    draw.polygon(points, fill)


def _arc(x: float, y: float, radius: float, first: int, last: int) -> list[tuple[float, float]]:
    """Points of a circle around (x, y), a degree apart; 0 is to the right, 90 below."""
    points = []
    for cosine, sine in _directions(first, last):
        right = radius * cosine
        down = radius * sine
        points.append((x + right, y + down))
    return points


@cache
def _directions(first: int, last: int) -> list[tuple[float, float]]:
    """Cosine and sine of the degrees from the first to the last."""
    step = 1 if last > first else -1
    behind = last + step
    angles = map(math.radians, range(first, behind, step))
    return [(math.cos(angle), math.sin(angle)) for angle in angles]


def _words(digest: bytes, n: int, end: float) -> list[tuple[float, float]]:
    """Where the line has gaps, as between words, before it turns to sound."""
    gap = 18
    first = 130 + digest[10 + n] % 160
    shortest = 26 + _STROKE + 60
    longer = digest[18 + n] % 130
    second = first + shortest + longer
    return [
        (-_STROKE, first),
        (first + gap, second),
        (second + gap, end),
    ]


def _draw_words(
    draw: ImageDraw.ImageDraw, palette: Palette, title: str, byline: str, size: int
) -> None:
    margin = _pixels(_MARGIN, size)
    width = size - 2 * margin
    plain = lettering.font_for(byline)
    small = lettering.font(_pixels(_BYLINE, size), plain)
    drawable = lettering.drawable(byline, plain)
    below = lettering.shortened(drawable, small, width)
    taken = 2.2 * _BYLINE if below else 0
    room = _pixels(_ROOM - taken, size)
    y = margin - round(size * 0.012)
    settings = _set(title, width, room, size)
    fills = (palette.paper, palette.accent)
    for setting, fill in zip(settings, fills, strict=False):
        for line in setting.lines:
            x = margin - lettering.side(line, setting.font)
            draw.text((x, y), line, font=setting.font, fill=fill)
            y += setting.leading
        y += round(setting.font.size * _GAP)
    y += round(size * 0.014)
    dimmed = _mixed(palette.paper, palette.ground, 0.72)
    draw.text((margin, y), below, font=small, fill=dimmed)


def _pixels(thousandths: float, size: int) -> int:
    """Of thousandths of a side."""
    return round(size * thousandths / 1000)


def _set(title: str, width: int, room: int, size: int) -> list[lettering.Setting]:
    """The title, and what follows its colon, as large as both have room."""
    path = lettering.font_for(title)
    drawable = lettering.drawable(title, path) or "…"
    head, rest = lettering.head_and_rest(drawable)
    sizes = [_pixels(each, size) for each in _SIZES]
    if not rest:
        setting = lettering.fit(head, path, width, room, sizes)
        return [setting]
    least = sizes[-1]
    for n in range(len(sizes)):
        above = lettering.fit(head, path, width, room, sizes[n:], most=3)
        smaller = round(above.font.size * _REST)
        step = max(least, smaller)
        font = lettering.font(step, path)
        lines = lettering.wrap(rest, font, width)
        below = lettering.fit(rest, path, width, room, [step], most=4)
        gap = above.font.size * _GAP
        height = above.height + below.height + gap
        is_complete = len(lines) <= len(below.lines)
        if is_complete and height <= room:
            break
    return [above, below]


def _mixed(one: str, other: str, share: float) -> tuple[int, ...]:
    mixed = []
    rest = 1 - share
    pairs = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
    for a, b in pairs:
        value = a * share + b * rest
        mixed.append(round(value))
    return tuple(mixed)
