"""A stranger's show with links that lead out of it: nothing outside is read, published or removed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from tests import shows
from tts.cli.main import cli
from tts.serve import owner_token
from tts.show import library

Tree = dict[str, bytes]


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, [*words])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with somebody's photo, next to a published show."""
    home = tmp_path_factory.mktemp("home")
    (home / "private").mkdir()
    Image.effect_noise((1400, 1400), 90).convert("RGB").save(home / "private" / "photo.png")
    folder = shows.make(home, {"ferry.md": shows.FERRY}).folder
    assert run("publish", "-q", "-o", str(folder)).exit_code == 0
    return folder


@pytest.fixture
def show(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / made.name


def episode(show: Path) -> library.Episode:
    return next(library.episodes(library.Show(show)))


def tree(folder: Path) -> Tree:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def every_command(show: Path, home: Path) -> list[Result]:
    """Run commands that read a whole show, and check the outside after each."""
    before = tree(home)
    done = []
    for words in (
        ["publish"],
        ["retag"],
        ["rename", "1", "Another"],
        ["list"],
        ["remove", "1", "-y"],
        ["publish"],
    ):
        done.append(run(*words, "-o", str(show)))
        assert tree(home) == before, words
        assert "Usage:" not in done[-1].output, done[-1].output
        assert "failed unexpectedly" not in done[-1].output, done[-1].output
    return done


@pytest.mark.parametrize("cover", ["{}/private/photo.png", "../private/photo.png", "mine.png", "mine/photo.png"])
def test_no_picture_from_outside_becomes_a_cover(cover: str, show: Path, tmp_path: Path) -> None:
    (show / "mine.png").symlink_to(tmp_path / "private" / "photo.png")
    (show / "mine").symlink_to(tmp_path / "private")
    before = (episode(show).folder / "cover.jpg").read_bytes()
    (show / "show.toml").write_text(f'cover = "{cover.format(tmp_path)}"\n', encoding="utf-8")
    told = run("publish", "-o", str(show))
    assert told.exit_code and "was ignored" in told.output
    run("retag", "-o", str(show))
    assert (episode(show).folder / "cover.jpg").read_bytes() == before
    every_command(show, tmp_path / "private")


@pytest.mark.parametrize("name", [".pagecast", ".pagecast/stage", "pagecast"])
def test_no_folder_of_publishing_leads_elsewhere(name: str, show: Path, tmp_path: Path) -> None:
    place, private = show / name, tmp_path / "private" / "stage"
    if place.exists():
        place.rename(tmp_path / "before")
    private.mkdir()
    (private / "thesis.txt").write_bytes(b"three years")
    place.symlink_to(tmp_path / "private" if name == ".pagecast" else private)
    assert "is a link" in run("publish", "-o", str(show)).output
    every_command(show, tmp_path / "private")


def test_an_episode_whose_folder_is_a_link_is_ignored(show: Path, tmp_path: Path) -> None:
    folder = episode(show).folder
    folder.rename(tmp_path / "private" / "elsewhere")
    folder.symlink_to(tmp_path / "private" / "elsewhere")
    assert not [*library.episodes(library.Show(show))]
    assert "its folder is a link" in run("publish", "-o", str(show)).output
    every_command(show, tmp_path / "private")


@pytest.mark.parametrize("kind", ["file", "dangling", "pipe"])
@pytest.mark.parametrize("ending", [".mp3", ".json", ".jpg", ".vtt"])
def test_no_file_of_an_episode_leads_out(ending: str, kind: str, show: Path, tmp_path: Path) -> None:
    folder = episode(show).folder
    for path in [p for p in folder.iterdir() if p.suffix == ending]:
        moved = tmp_path / "private" / path.name
        path.rename(moved)
        if kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to(moved if kind == "file" else tmp_path / "nowhere")
    told = run("publish", "-o", str(show))
    assert "not published" in told.output
    every_command(show, tmp_path / "private")


@pytest.mark.parametrize("name", ["show.toml", "lexicon.toml"])
def test_settings_are_no_links(name: str, show: Path, tmp_path: Path) -> None:
    (tmp_path / "private" / "x.toml").write_bytes(b'title = "Private"\n')
    (show / name).unlink(missing_ok=True)
    (show / name).symlink_to(tmp_path / "private" / "x.toml")
    told = run("make", str(tmp_path / "ferry.md"), "-o", str(show), "--offline", "--engine", "silent")
    assert told.exit_code and f"{name} is a link" in told.output


@pytest.mark.parametrize("name", ["show.toml", "lexicon.toml"])
def test_settings_that_are_pipes_are_not_waited_for(name: str, show: Path, tmp_path: Path) -> None:
    (show / name).unlink(missing_ok=True)
    os.mkfifo(show / name)
    told = run("make", str(tmp_path / "ferry.md"), "-o", str(show), "--offline", "--engine", "silent", "--force")
    assert told.exit_code == 1 and "is not a file" in told.output


@pytest.mark.parametrize(
    "name", [".tmp-..-by-4194200-x", ".tmp-elsewhere-by-4194200-x", ".tmp-linked-0123456789ab-by-4194200-x"]
)
def test_a_folder_that_looks_left_over_is_not_moved_out_of_the_show(name: str, show: Path, tmp_path: Path) -> None:
    """A folder that looks like an interrupted episode, which would be moved out of the show."""
    private = tmp_path / "private"
    for link in ("elsewhere", "linked-0123456789ab"):
        (show / link).symlink_to(private)
    (show / name).mkdir()
    (show / name / "photo.png").write_bytes(b"EVIL")
    (show / name / "episode.json").write_text('{"files": {"photo.png": 4}}', encoding="utf-8")
    beside = sorted(path.name for path in show.parent.iterdir())
    every_command(show, private)
    assert sorted(path.name for path in show.parent.iterdir()) == beside


@pytest.mark.parametrize(
    "name",
    [
        "zz-0123456789ab/episode.json",
        ".pagecast/state.json",
        ".pagecast/index.sqlite",
        ".pagecast/coming.json",
        "{}/index.html",
        "{}/embed.html",
    ],
)
def test_no_pipe_is_waited_for(name: str, show: Path, tmp_path: Path) -> None:
    path = show / name.format(episode(show).folder.name)
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    (tmp_path / "new.md").write_text("# New\n\nIt came today.\n", encoding="utf-8")
    assert run("make", str(tmp_path / "new.md"), "-o", str(show), "--engine", "silent").exit_code == 0
    every_command(show, tmp_path / "private")


def test_a_page_of_a_site_that_is_a_pipe_is_passed_over(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<!DOCTYPE html><title>A Site</title><p>Two pages</p>", encoding="utf-8")
    os.mkfifo(site / "page.html")
    assert run("embed", str(site), "--engine", "silent").exit_code == 0
    assert run("embed", str(site), "--remove").exit_code == 0


def test_a_token_that_came_with_the_folder_is_not_used(tmp_path: Path) -> None:
    (tmp_path / ".pagecast").mkdir()
    (tmp_path / ".pagecast" / "serve.json").write_text('{"token": "known-to-others", "port": 8043}', encoding="utf-8")
    assert owner_token.read(tmp_path) == owner_token.OwnerToken()
    assert owner_token.keep(tmp_path, owner_token.OwnerToken("my-own-token", 8050))
    assert owner_token.read(tmp_path) == owner_token.OwnerToken("my-own-token", 8050)
