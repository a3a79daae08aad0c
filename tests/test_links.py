"""A published show is consistent after every command: nothing leads visitors or apps to missing files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import links, shows
from tts.cli.main import cli
from tts.publish import build
from tts.show import library

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
    return next(each for each in found if each.manifest.title == "The Ferry")


# --- the checker itself -------------------------------------------------------------------------------------


def test_a_published_show_has_no_broken_link(show: Path) -> None:
    assert links.broken(show) == links.broken_anywhere(show) == []


def test_missing_audio_is_found_through_its_page_and_the_feed(show: Path) -> None:
    ferry(show).audio.unlink()
    lost = {path.rpartition("/")[2] for path, _ in links.broken(show)}
    assert lost >= {"index.html", "feed.xml"}
    assert "embed.html" in {path.rpartition("/")[2] for path, _ in links.broken_anywhere(show)}


def test_audio_of_another_size_is_reported(show: Path) -> None:
    audio = ferry(show).audio
    audio.write_bytes(audio.read_bytes()[:-144])
    assert [path for path, what in links.broken(show) if "bytes, not" in what] == ["feed.xml"]


@pytest.mark.parametrize("name", ["cover.jpg", "transcript.srt", "chapters.json", "transcript.html"])
def test_every_other_missing_file_is_found_too(show: Path, name: str) -> None:
    (next(show.glob("ting-zhong-*")) / name).unlink()
    assert links.broken(show)


# --- commands on a published show ---------------------------------------------------------------------------


def tts(*args: str) -> Result:
    told = CliRunner().invoke(cli, list(args))
    assert told.exit_code == 0, told.output
    return told


def audio(show: Path) -> set[str]:
    return {path.name for path in ferry_folder(show).iterdir() if path.suffix in (".mp3", ".m4b", ".opus")}


def ferry_folder(show: Path) -> Path:
    return next(show.glob("the-ferry-*"))


def edited(show: Path) -> None:
    source = show.parent / "ferry.md"
    source.write_text(shows.FERRY.replace("at six", "at seven"), encoding="utf-8")


PUBLISHED = {"index.html", "embed.html", "transcript.html", "thumb.jpg", "player.js", "oembed.json"}
"""What publishing adds to an episode's folder."""
COMMANDS = {
    "rename": ("rename", "2", "The Last Ferry", "-o", "{show}"),
    "rename --show": ("rename", "--show", "Boats weekly", "-o", "{show}"),
    "retag": ("retag", "-o", "{show}"),
    "an edited article": ("make", "{here}/ferry.md", "--engine", "silent", "-o", "{show}"),
    "another title": ("make", "{here}/ferry.md", "--engine", "silent", "--title", "Boats", "-o", "{show}"),
    "a format more": ("make", "{here}/ferry.md", "--engine", "silent", "--format", "opus", "-o", "{show}"),
    "a new article": ("make", "{here}/new.md", "--engine", "silent", "-o", "{show}"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_after_every_command_all_links_work_and_the_next_publishing_cleans_up(name: str, show: Path) -> None:
    (show.parent / "new.md").write_text("# 新來的\n\n昨天有人搬到橋邊。\n", encoding="utf-8")
    if name == "an edited article":
        edited(show)
    if name == "retag":
        (show / "show.toml").write_text((show / "show.toml").read_text().replace("[voices]", 'owner = "Jo"\n[voices]'))
    tts(*(each.format(show=show, here=show.parent) for each in COMMANDS[name]))
    assert links.broken(show) == links.broken_anywhere(show) == []
    tts("publish", "-o", str(show))
    assert links.broken(show) == links.broken_anywhere(show) == []
    for episode in library.episodes(library.open_show(show)):
        made = {path.name for path in episode.folder.iterdir()} - PUBLISHED
        assert made == {*episode.manifest.files, "episode.json"}


def test_formats_that_are_given_up_stay_until_the_next_publishing(show: Path) -> None:
    make = ("make", str(show.parent / "ferry.md"), "--engine", "silent", "-o", str(show), "--format")
    tts(*make, "opus")
    tts("publish", "-o", str(show))
    tts(*make, "mp3")
    assert len(audio(show)) == 2 and links.broken(show) == []
    tts("publish", "-o", str(show))
    assert len(audio(show)) == 1 and links.broken(show) == []


def test_after_many_changes_only_the_published_and_the_latest_files_stay(show: Path) -> None:
    for title in ("One", "Two", "Three"):
        tts("rename", "2", title, "-o", str(show))
        assert len(audio(show)) == 2 and links.broken(show) == []
    tts("publish", "-o", str(show))
    assert len(audio(show)) == 1 and links.broken(show) == []


def test_a_show_that_is_not_published_keeps_no_old_audio(show: Path) -> None:
    for page in show.rglob("*.html"):
        page.unlink()
    shutil.rmtree(show / ".pagecast")
    tts("rename", "2", "The Last Ferry", "-o", str(show))
    assert len(audio(show)) == 1


def test_links_work_even_without_the_record_of_the_last_publishing(show: Path) -> None:
    shutil.rmtree(show / ".pagecast")
    tts("rename", "2", "The Last Ferry", "-o", str(show))
    assert links.broken(show) == links.broken_anywhere(show) == []


def test_while_a_killed_publishing_waits_to_be_finished_all_audio_stays(show: Path) -> None:
    """Its feed may already link to new files, and its pages still to old ones."""
    (show / ".pagecast" / "coming.json").write_text("[]")
    for title in ("One", "Two"):
        tts("rename", "2", title, "-o", str(show))
    assert len(audio(show)) == 3
    tts("publish", "-o", str(show))
    tts("rename", "2", "Three", "-o", str(show))
    tts("publish", "-o", str(show))
    assert len(audio(show)) == 1 and links.broken(show) == []


@pytest.mark.parametrize("name", ["interview-20260504.mp3", "song.mp3", "mine.srt", "mine.vtt", "notes-deadbeef.opus"])
def test_your_own_files_outlive_every_command(show: Path, name: str) -> None:
    mine = ferry_folder(show) / name
    mine.write_bytes(b"mine")
    edited(show)
    tts(*(each.format(show=show, here=show.parent) for each in COMMANDS["an edited article"]))
    tts("rename", "2", "The Last Ferry", "-o", str(show))
    tts("publish", "-o", str(show))
    assert mine.read_bytes() == b"mine" and links.broken(show) == []


def lamp_and_window(site: Path) -> None:
    site.mkdir()
    for title in ("The lamp", "The window"):
        (site / f"{title}.html").write_text(PAGE.format(title=title), encoding="utf-8")


@pytest.mark.parametrize("place", ["site/listen", "site-listen"])
def test_a_site_keeps_playing_a_renamed_episode_when_another_is_removed(place: str, tmp_path: Path) -> None:
    """Until `embed` updates its pages, they link to the previous audio: in the show if that is in the site, otherwise
    in the copy."""
    site, listen = tmp_path / "site", str(tmp_path / place)
    lamp_and_window(site)
    embed = ("embed", str(site), "--engine", "silent", "--base-url", "https://site.example/")
    embed += ("-o", listen) if place == "site/listen" else ()
    assert tts(*embed).exit_code == 0
    assert tts("rename", "-o", listen, "1", "Another lamp").exit_code == 0
    told = tts("remove", "2", "-y", "-o", listen)
    assert told.exit_code == 0 and "run tts embed again" in told.stderr
    # what was removed, as the command said; a copy still has it
    assert unheard(site) == (["The window.html"] if place == "site/listen" else [])
    (site / "The window.html").unlink()
    assert tts(*embed).exit_code == 0
    assert unheard(site) == []
    assert len([*site.glob("listen/*/*.mp3")]) == 1  # and what nothing plays any more is gone


def unheard(site: Path) -> list[str]:
    lost = []
    for page in site.glob("*.html"):
        sources = re.findall(r'src="([^"]+\.mp3)"', page.read_text(encoding="utf-8"))
        assert sources
        lost += [page.name for source in sources if not (site / source).is_file()]
    return lost


PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body><main><article>'
    "<h1>{title}</h1><p>The lamp in the window was lit every evening, and every evening somebody walked past without"
    " looking up. It was not meant for them.</p><p>In spring the window was open, and the lamp drew moths from the"
    " whole street. In autumn it drew the neighbour, who had run out of salt.</p></article></main></body></html>"
)
