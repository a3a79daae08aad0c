"""A stranger's site: whatever its pages name, nothing outside its folder is read or written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from tests import shows
from tts.cli.main import cli
from tts.show import library

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The lamp</title>{head}</head><body><main>'
    "<article><h1>The lamp</h1>{body}<p>The lamp in the window was lit every evening, and every evening somebody"
    " walked past without looking up. It was not meant for them.</p><p>In spring the window was open, and the lamp"
    " drew moths from the whole street. In autumn it drew the neighbour, who had run out of salt.</p></article>"
    "</main></body></html>"
)
BASE = "https://site.example/"
ADDRESSES = (
    "{}/photo.png",
    "file://{}/photo.png",
    "file:{}/photo.png",
    "FILE://localhost{}/photo.png",
    "../private/photo.png",
    "/../private/photo.png",
    "%2e%2e/private/photo.png",
    "..%2fprivate%2fphoto.png",
    "http://page.invalid/../private/photo.png",
    "http://page.invalid/%2e%2e/private/photo.png",
    "photo.png",
    "pictures/photo.png",
    "https://site.example/photo.png",
    "https://site.example/pictures/photo.png",
)
"""Of a picture of the user's; `photo.png` and `pictures` are links in the site."""
METADATA = {
    "Open Graph": ('<meta property="og:image" content="{}">', ""),
    "Twitter": ('<meta name="twitter:image" content="{}">', ""),
    "JSON-LD": (
        '<script type="application/ld+json">{{"@type": "Article", "headline": "The lamp", "image": "{}"}}</script>',
        "",
    ),
    "image_src": ('<link rel="image_src" href="{}">', ""),
    "in the text": ("", '<img src="{}" width="1400" height="1400" alt="">'),
}


def embed(site: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["embed", str(site), "--engine", "silent", "--base-url", BASE, "--offline", *words])


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photo") / "photo.png"
    Image.new("RGB", (400, 400), "red").save(path)
    return path


@pytest.fixture
def private(photo: Path, tmp_path: Path) -> Path:
    """The user's folder next to the site, with links into it from there."""
    folder = tmp_path / "private"
    folder.mkdir()
    shutil.copy(photo, folder)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "photo.png").symlink_to(folder / "photo.png")
    (tmp_path / "site" / "pictures").symlink_to(folder)
    return folder


def cover_kinds(site: Path) -> list[str]:
    show = library.open_show(site.with_name("site-listen"))
    return [str(episode.manifest.cover.kind) for episode in library.episodes(show)]


def write(site: Path, where: str, address: str, base: str = "") -> None:
    head, body = (text.format(address) for text in METADATA[where])
    (site / "lamp.html").write_text(PAGE.format(head=base + head, body=body), encoding="utf-8")


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_picture_from_outside_becomes_a_cover(address: str, private: Path, tmp_path: Path) -> None:
    for where in ("Open Graph", "in the text"):
        write(tmp_path / "site", where, address.format(private))
        done = embed(tmp_path / "site", "--force")
        assert done.exit_code == 0, done.output
        assert cover_kinds(tmp_path / "site") == ["drawn"], where


@pytest.mark.parametrize("where", METADATA)
def test_no_metadata_makes_an_outside_picture_a_cover(where: str, private: Path, tmp_path: Path) -> None:
    write(tmp_path / "site", where, f"file://{private}/photo.png", f'<base href="file://{private}/">')
    assert embed(tmp_path / "site").exit_code == 0
    assert cover_kinds(tmp_path / "site") == ["drawn"]


def test_a_picture_of_the_site_s_own_becomes_one(private: Path, tmp_path: Path) -> None:
    shutil.copy(private / "photo.png", tmp_path / "site" / "own.png")
    write(tmp_path / "site", "Open Graph", "own.png")
    assert embed(tmp_path / "site").exit_code == 0
    assert cover_kinds(tmp_path / "site") == ["article"]


def test_a_picture_that_is_a_pipe_is_not_waited_for(private: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "site" / "own.png")
    write(tmp_path / "site", "Open Graph", "own.png")
    assert embed(tmp_path / "site").exit_code == 0


LINKED = ("listen", "listen/.pagecast", "listen/pagecast", "listen/show.toml", "lamp.html", "below")


@pytest.mark.parametrize("kind", ["link", "dangling"])
@pytest.mark.parametrize("name", LINKED)
def test_nothing_is_written_through_a_link_in_the_site(name: str, kind: str, private: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "Open Graph", "none.png")
    (private / "page.html").write_bytes((site / "lamp.html").read_bytes())
    before = shows.contents(private)
    path = site / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    target = private / "page.html" if path.suffix else private
    path.symlink_to(target if kind == "link" else private / "nowhere")
    for words in ((), ("--remove",), ("-o", str(tmp_path / "far"))):
        told = embed(site, *words)
        assert "failed unexpectedly" not in told.output and "Traceback" not in told.output, told.output
        assert shows.contents(private) == before, words
        assert path.is_symlink(), words


@pytest.mark.parametrize("name", ["listen/pagecast", "listen/{}", "listen/{}/index.html", "listen/feed.xml"])
def test_a_copy_in_the_site_is_not_written_through_a_link(name: str, private: Path, tmp_path: Path) -> None:
    """Even if its record says that the files there are ours."""
    site, far = tmp_path / "site", tmp_path / "far"
    write(site, "Open Graph", "none.png")
    assert embed(site, "-o", str(far)).exit_code == 0
    episode = next(library.episodes(library.open_show(far))).folder.name
    path = site / name.format(episode)
    moved = private / path.name
    path.rename(moved)
    path.symlink_to(moved)
    before = shows.contents(private)
    page = (site / "lamp.html").read_text(encoding="utf-8")
    (site / "lamp.html").write_text(page.replace("salt", "sugar"), encoding="utf-8")
    told = embed(site, "-o", str(far))
    assert told.exit_code == 1 and "is a link and was ignored" in told.output
    assert shows.contents(private) == before
