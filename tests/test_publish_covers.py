"""The show's cover meets the requirements of directories, whatever it is made from."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tts.model import LibraryError
from tts.publish import covers
from tts.show import library
from tts.storage.cache_folder import cache_folder


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def show(folder: Path, **told: str) -> library.Show:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f'{name} = "{value}"' for name, value in told.items()]
    (folder / "show.toml").write_text("\n".join(lines), encoding="utf-8")
    return library.open_show(folder)


def picture(path: Path, size: tuple[int, int], mode: str = "RGB", kind: str = "PNG") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size).save(path, kind)
    return path


@pytest.mark.parametrize("title", ["每週好文章", "Articles of the Week", "🎧"])
def test_a_cover_is_drawn_as_directories_want_it(tmp_path: Path, title: str) -> None:
    made = covers.show_covers(show(tmp_path, title=title, author="Jo Reader"))
    large, small = made
    assert large.startswith("pagecast/cover-") and small == large.replace(".jpg", "-600.jpg")
    assert len(made[large]) < 1_000_000
    for name, side in ((large, 3000), (small, 600)):
        image = opened(made[name])
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (side, side))


def test_it_has_the_same_bytes_even_with_a_damaged_cache(tmp_path: Path) -> None:
    one = show(tmp_path, title="守燈", author="林知遠")
    first = covers.show_covers(one)
    again = covers.show_covers(one)
    for kept in (cache_folder() / "covers").iterdir():
        kept.write_bytes(kept.read_bytes()[:-9] + b"\0" * 9)
    assert first == again == covers.show_covers(one)
    assert tuple(first) == covers.names(one)


def test_another_title_is_another_name(tmp_path: Path) -> None:
    assert covers.names(show(tmp_path, title="One")) != covers.names(show(tmp_path, title="Two"))


@pytest.mark.parametrize(
    ("size", "mode", "kind", "side"),
    [
        ((1400, 1400), "RGB", "PNG", 1400),
        ((4000, 3200), "CMYK", "JPEG", 3000),
        ((2000, 1500), "RGBA", "PNG", 1500),
        ((3000, 1400), "L", "WEBP", 1400),
    ],
)
def test_your_picture_is_cut_square(tmp_path: Path, size: tuple[int, int], mode: str, kind: str, side: int) -> None:
    picture(tmp_path / "show" / "art" / "mine", size, mode, kind)
    made = covers.show_covers(show(tmp_path / "show", cover="art/mine"))
    images = [opened(content) for content in made.values()]
    assert [(image.mode, image.size) for image in images] == [("RGB", (side, side)), ("RGB", (600, 600))]


def test_a_picture_full_of_detail_stays_below_a_megabyte(tmp_path: Path) -> None:
    tmp_path.joinpath("show").mkdir()
    Image.effect_noise((3000, 3000), 60).convert("RGB").save(tmp_path / "show" / "noise.jpg", quality=95)
    made = covers.show_covers(show(tmp_path / "show", cover="noise.jpg"))
    large, small = made.values()
    assert len(large) < 1_000_000 and opened(large).width >= 1400 and opened(small).width == 600


@pytest.mark.parametrize(
    ("size", "told"),
    [((1399, 3000), "1399 x 3000 pixels.*1400 x 1400"), (None, "can't be read"), ((0, 0), "not a readable picture")],
)
def test_an_unsuitable_picture_is_reported(tmp_path: Path, size: tuple[int, int] | None, told: str) -> None:
    if size == (0, 0):
        (tmp_path / "mine.png").write_bytes(b"no picture")
    elif size:
        picture(tmp_path / "mine.png", size)
    with pytest.raises(LibraryError, match=told) as failed:
        covers.show_covers(show(tmp_path, cover="mine.png"))
    assert failed.value.hint
