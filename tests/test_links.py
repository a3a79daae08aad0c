"""A published show stays right after every command: nothing that visitors or apps come to leads to what is gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import links, shows
from tts import library
from tts.publish import build

BASE = "https://example.org/listen/"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show of three, published, and beside it the articles."""
    folder = tmp_path_factory.mktemp("links")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PAGECAST_CACHE", str(folder / "cache"))
        build.publish(shows.make(folder), base_url=BASE)
    return folder


@pytest.fixture
def show(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "here")) / "show"


def ferry(show: Path) -> library.Episode:
    found = library.episodes(library.open_show(show))
    return next(each for each in found if each.manifest["title"] == "The Ferry")


# --- the checker itself -------------------------------------------------------------------------------------


def test_a_published_show_has_no_broken_link(show: Path) -> None:
    assert links.broken(show) == links.broken_anywhere(show) == []


def test_audio_that_is_gone_is_missed_by_its_page_and_by_the_feed(show: Path) -> None:
    ferry(show).audio.unlink()
    lost = {path.rpartition("/")[2] for path, _ in links.broken(show)}
    assert lost >= {"index.html", "feed.xml"}
    assert "embed.html" in {path.rpartition("/")[2] for path, _ in links.broken_anywhere(show)}


def test_audio_of_another_size_is_told(show: Path) -> None:
    audio = ferry(show).audio
    audio.write_bytes(audio.read_bytes()[:-144])
    assert [path for path, what in links.broken(show) if "bytes, not" in what] == ["feed.xml"]


@pytest.mark.parametrize("name", ["cover.jpg", "transcript.srt", "chapters.json", "transcript.html"])
def test_every_other_file_is_missed_too(show: Path, name: str) -> None:
    (ferry(show).folder / name).unlink()
    assert links.broken(show)
