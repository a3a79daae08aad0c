"""Covers are square JPEGs that show the title."""

from __future__ import annotations

import contextlib
import io

import pytest
from PIL import Image, ImageChops, ImageColor, ImageStat

from tts.episode.cover import lettering
from tts.episode.cover import picture as cover
from tts.model import SourceError


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize(
    "title",
    [
        "夜市",
        "Keeping the Light",
        "橋上的燈火：一座城市怎樣把夜晚還給行人",
        "x" * 300,
        "長" * 300,
        "🎧",
        "",
        "Ünïcode — «ok»",
    ],
)
def test_a_drawn_cover_is_square_and_has_writing(title: str) -> None:
    image = opened(cover.drawn(title, byline="Someone"))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1400, 1400))
    body = image.convert("L").crop((120, 120, 1280, 700))
    assert body.getextrema()[1] > 200


def test_all_characters_of_titles_are_in_the_font() -> None:
    for title in (
        "習近平總書記多次強調",
        "歼－20与 GPT-4o：2021年的5.2%",
        "“神经末梢”——《党建》①",
        "Café, naïve, œuvre",
        "鎮裏掛着説明",
    ):
        assert lettering.drawable(title, lettering.FONT).replace(" ", "") == title.replace(" ", "")


def test_a_script_the_font_has_not_is_drawn_with_a_font_of_the_system() -> None:
    """Tested on a system without such a font: nothing fails, and the background is drawn."""
    assert lettering.font_for("Ночной рынок") in (lettering.FONT, *lettering.system_fonts())
    assert lettering.font_for("夜市 Night market") == lettering.FONT
    assert opened(cover.drawn("ตลาดกลางคืน")).size == (1400, 1400)


def test_the_same_title_is_the_same_picture() -> None:
    assert cover.drawn("守灯") == cover.drawn("守灯")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK", "L"])
def test_pictures_of_all_kinds_become_square_jpegs(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (900, 500)).save(out, "TIFF" if mode == "CMYK" else "PNG")
    image = opened(cover.from_image(out.getvalue(), "a picture"))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1400, 1400)), "directories take none below"


def test_a_cover_for_the_tag_is_small() -> None:
    noise = Image.effect_noise((1400, 1400), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    small = cover.for_tag(out.getvalue())
    assert len(small) <= cover.TAG_BYTES
    assert max(opened(small).size) <= 700


def test_the_cover_in_the_tag_is_the_cover() -> None:
    """At half the size, as sharp as Pillow's best filter has it."""
    whole = cover.drawn("The lamp on the breakwater", byline="Anna Weber")
    small = opened(cover.for_tag(whole)).convert("L")
    best = opened(whole).convert("L").resize(small.size, Image.Resampling.LANCZOS)
    assert small.size == (700, 700)
    assert ImageStat.Stat(ImageChops.difference(small, best)).rms[0] < 3  # of 255


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (9990, 9990)).save(out, "PNG")
    with pytest.raises(SourceError, match="9990 x 9990 pixels"):
        cover.from_image(out.getvalue(), "huge.png")


def test_broken_pictures_are_reported() -> None:
    """Every supported kind, damaged in many places: it gives a cover or an error of ours, nothing else."""
    picture = Image.effect_noise((64, 64), 50).convert("RGB")
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"):
        out = io.BytesIO()
        picture.save(out, kind)
        whole = out.getvalue()
        for at in range(0, len(whole), max(1, len(whole) // 60)):
            damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 : len(whole) - at % 7]
            with contextlib.suppress(SourceError):
                assert opened(cover.from_image(damaged, "x")).format == "JPEG"


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0" + b"\0" * 50, b"<svg/>"])
def test_files_that_are_not_pictures_are_refused(content: bytes) -> None:
    with pytest.raises(SourceError, match="not a readable picture"):
        cover.from_image(content, "x.jpg")


def test_a_book_cover_is_not_cropped() -> None:
    """Its title is at the top, its author at the bottom: cropped to a square, it would lose both."""
    tall = Image.new("RGB", (600, 900), "navy")
    tall.paste("red", (0, 0, 600, 60))
    tall.paste("yellow", (0, 840, 600, 900))
    out = io.BytesIO()
    tall.save(out, "PNG")
    with Image.open(io.BytesIO(cover.from_book(out.getvalue(), "a book"))) as made:
        assert made.size == (1400, 1400)
        top, bottom = made.getpixel((700, 30)), made.getpixel((700, 1370))
        assert top[0] > 200 and bottom[0] > 200 and bottom[1] > 200


def test_titles_can_be_read_on_every_ground() -> None:
    """Contrast as WCAG counts it: 7:1 for the title, 4.5:1 for what follows its colon and for the byline."""

    def light(color: str | tuple[int, ...]) -> float:
        rgb = ImageColor.getrgb(color) if isinstance(color, str) else color
        parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(one: str | tuple[int, ...], other: str) -> float:
        high, low = sorted((light(one), light(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for palette in cover.PALETTES:
        assert contrast(palette.paper, palette.ground) >= 7
        assert contrast(palette.accent, palette.ground) >= 4.5
        assert contrast(cover._mixed(palette.paper, palette.ground, 0.72), palette.ground) >= 4.5


@pytest.mark.parametrize(
    "title", ["夜市", "《讀書》：慢", "An extraordinarily long headline " * 4, "長" * 90, "x" * 200]
)
def test_title_and_sign_do_not_touch(title: str) -> None:
    """Between the words and the highest bar is a strip of plain ground."""
    image = cover.poster(title, byline="Someone · Somewhere").convert("L")
    rows = [image.crop((0, y, image.width, y + 1)).getextrema() for y in range(int(0.05 * 1400), int(0.6 * 1400))]
    plain = [low == high for low, high in rows]
    first_words = plain.index(False)
    assert any(plain[n] and plain[n + 8] for n in range(first_words, len(plain) - 8))
    assert image.crop((1290, 0, 1400, 1400)).getextrema() == image.crop((0, 0, 60, 60)).getextrema()


@pytest.mark.parametrize("size", [40, 77, 182])
def test_lines_are_measured_with_the_kerning_of_their_font(size: int) -> None:
    """Even with kerning, as in many system fonts."""
    texts = ("", "AVATAR To Ty. wAve", "《讀書》：慢, 10:30", "Ünïcode — «ok»", "Ночной рынок", "x" * 90, "ตลาด 🎧")
    for path in (lettering.FONT, *lettering.system_fonts()[:6]):
        with contextlib.suppress(OSError):  # a file that is no font
            type_ = lettering.font(size, path)
            assert [lettering.length(text, type_) for text in texts] == [*map(type_.getlength, texts)]


@pytest.mark.parametrize("number", range(8))
def test_the_sign_has_both_colours_and_smooth_edges(number: int) -> None:
    """Every pixel is the background, the colour of a line, or a mixture of both in quarters; one line in six is
    highlighted."""
    palette = cover.PALETTES[number]
    seed = next(str(n) for n in range(1000) if cover.poster("", seed=str(n), size=40).getpixel((39, 0))
                == ImageColor.getrgb(palette.ground))  # fmt: skip
    sign = cover.poster("夜市", seed=seed).crop((0, 700, 1400, 1400))
    expected = {ImageColor.getrgb(palette.ground)}
    for colour in (palette.paper, palette.accent):
        for share in (64, 128, 191, 255):
            pixel = Image.new("RGB", (1, 1), palette.ground)
            pixel.paste(colour, (0, 0, 1, 1), Image.new("L", (1, 1), share))
            expected.add(pixel.getpixel((0, 0)))
    counts = {colour: count for count, colour in sign.getcolors(100) or []}
    assert counts.keys() == expected
    lit, others = (counts[ImageColor.getrgb(each)] for each in (palette.accent, palette.paper))
    assert 3 < others / lit < 9
