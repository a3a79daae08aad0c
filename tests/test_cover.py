"""Covers are square JPEGs that show the title."""

from __future__ import annotations

import contextlib
import io

import pytest
from PIL import Image

from tts import cover
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
    body = image.convert("L").crop((130, 220, 1270, 1150))
    assert body.getextrema()[1] > 200


def test_all_characters_of_titles_are_in_the_font() -> None:
    for title in (
        "習近平總書記多次強調",
        "歼－20与 GPT-4o：2021年的5.2%",
        "“神经末梢”——《党建》①",
        "Café, naïve, œuvre",
        "鎮裏掛着説明",
    ):
        assert cover._drawable(title, str(cover._FONT)).replace(" ", "") == title.replace(" ", "")


def test_a_script_the_font_has_not_is_drawn_with_a_font_of_the_system() -> None:
    """A stand-in for a system that has such a font is one that has not: nothing fails, and the ground is drawn."""
    assert cover._font_for("Ночной рынок") in (str(cover._FONT), *cover._system_fonts())
    assert cover._font_for("夜市 Night market") == str(cover._FONT)
    assert opened(cover.drawn("ตลาดกลางคืน")).size == (1400, 1400)


def test_the_same_title_is_the_same_picture() -> None:
    assert cover.drawn("守灯") == cover.drawn("守灯")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK", "L"])
def test_pictures_of_all_kinds_become_square_jpegs(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (900, 500)).save(out, "TIFF" if mode == "CMYK" else "PNG")
    image = opened(cover.from_image(out.getvalue(), "a picture"))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (500, 500))


def test_a_cover_for_the_tag_is_small() -> None:
    noise = Image.effect_noise((1400, 1400), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    small = cover.for_tag(out.getvalue())
    assert len(small) <= cover.TAG_BYTES
    assert max(opened(small).size) <= 800


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (9990, 9990)).save(out, "PNG")
    with pytest.raises(SourceError, match="9990 x 9990 pixels"):
        cover.from_image(out.getvalue(), "huge.png")


def test_broken_pictures_are_told() -> None:
    """Every kind that is taken, damaged in many places: a cover or an error of ours, nothing else."""
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
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(SourceError, match="not a picture"):
        cover.from_image(content, "x.jpg")
