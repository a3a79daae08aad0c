"""`tts make --format`: which files are made besides the MP3, when they are made again, and when they are removed."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from mutagen.mp4 import MP4
from PIL import Image

from tests.books import book as epub
from tests.books import nav, page
from tts.cache import Cache
from tts.cli.main import cli
from tts.episode import alternate_formats as alternates
from tts.episode import pipeline, retagging
from tts.episode.options import Listener, Made, Options
from tts.model import AudioError, LibraryError
from tts.show import library

STORY = """---
title: The Ferry
author: A Writer
date: 2026-05-04
---

The ferry leaves at six. Nobody has ever seen it leave late.

## On the water

The captain counts the lamps on the far shore.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.md"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def cache(own_cache: Path) -> Cache:
    return Cache(own_cache / "clips")


def made(article: Path, cache: Cache, *formats: str, **more: object) -> Made:
    show = library.open_show(article.parent / "show")
    options = Options(formats=formats, **{"engine": "silent", **more})  # type: ignore[arg-type]
    return pipeline.make(str(article), show, options, cache=cache)


def others(made: Made) -> list[str]:
    return sorted(p.suffix for p in made.episode.folder.iterdir() if p.suffix in (".m4b", ".opus"))


def settings(article: Path, text: str) -> None:
    folder = article.parent / "show"
    folder.mkdir(exist_ok=True)
    (folder / "show.toml").write_text(text, encoding="utf-8")


def test_a_format_is_added_without_speaking_and_the_mp3_stays(article: Path, cache: Cache) -> None:
    first = made(article, cache)
    mp3 = first.episode.audio.read_bytes()
    again = made(article, cache, "m4b")
    assert (again.unchanged, again.spoken, others(again)) == (False, 0, [".m4b"])
    assert again.episode.audio.read_bytes() == mp3
    (told,) = again.episode.manifest.alternates
    content = (again.episode.folder / told.file).read_bytes()
    assert (told.type, told.bytes, told.bitrate) == ("audio/mp4", len(content), 44_000)
    assert told.sha256 == hashlib.sha256(content).hexdigest()
    assert told.file == f"the-ferry-{told.sha256[:8]}.m4b"
    assert again.episode.manifest.files[told.file] == len(content)


def test_with_the_same_formats_nothing_is_written(article: Path, cache: Cache) -> None:
    first = made(article, cache, "m4b", "opus")
    assert others(first) == [".m4b", ".opus"]
    before = {p: p.stat().st_mtime_ns for p in first.episode.folder.iterdir()}
    for formats in (("m4b", "opus"), ("opus",), ()):  # what the episode has it keeps
        assert made(article, cache, *formats).unchanged
    assert {p: p.stat().st_mtime_ns for p in first.episode.folder.iterdir()} == before


def test_an_edited_article_has_its_formats_made_again(article: Path, cache: Cache) -> None:
    first = made(article, cache, "m4b")
    article.write_text(STORY.replace("six", "seven"), encoding="utf-8")
    again = made(article, cache)
    assert others(again) == [".m4b"]
    assert again.episode.manifest.alternates[0].of == again.episode.manifest.audio.sha256
    assert again.episode.manifest.alternates != first.episode.manifest.alternates


def test_requesting_only_mp3_removes_the_others(article: Path, cache: Cache) -> None:
    made(article, cache, "m4b", "opus")
    again = made(article, cache, "mp3")
    assert (others(again), again.episode.manifest.alternates) == ([], ())
    assert library.find(library.open_show(article.parent / "show"), "../ferry.md") == again.episode


def test_a_show_can_have_them_always(article: Path, cache: Cache) -> None:
    settings(article, 'formats = ["Opus", ".m4b", "mp3"]\n')
    assert others(made(article, cache)) == [".m4b", ".opus"]


@pytest.mark.parametrize(
    ("line", "told"),
    [('formats = ["flac"]', "flac"), ('formats = "m4b"', "a list"), ("formats = [4]", "'4'")],
)
def test_an_unknown_format_is_reported(article: Path, cache: Cache, line: str, told: str) -> None:
    settings(article, line)
    with pytest.raises(LibraryError, match="formats") as e:
        made(article, cache)
    assert told in e.value.message
    assert "m4b" in e.value.hint


def test_two_makings_are_the_same_bytes(article: Path, cache: Cache) -> None:
    one = made(article, cache, "m4b", "opus").episode
    contents = {p.name: p.read_bytes() for p in one.folder.iterdir()}
    two = made(article, cache, force=True).episode
    assert {p.name: p.read_bytes() for p in two.folder.iterdir()} == contents


@pytest.fixture(scope="module")
def large_cover(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As large as a cover can be."""
    picture = tmp_path_factory.mktemp("large") / "cover.png"
    Image.effect_noise((1500, 1500), 60).convert("RGB").save(picture)
    return picture


@pytest.mark.parametrize("sentences", [1, 4, 20])
@pytest.mark.parametrize("engine", ["silent", "espeak"])
def test_no_other_format_is_larger_than_the_mp3(
    article: Path, cache: Cache, large_cover: Path, sentences: int, engine: str
) -> None:
    lines = [f"The ferry number {n} leaves at six, and nobody has seen it leave late." for n in range(sentences)]
    article.write_text("# The Ferry\n\n" + "\n\n".join(lines), encoding="utf-8")
    for cover in ("", str(large_cover)):
        done = made(article, cache, "m4b", "opus", engine=engine, cover=cover)
        sizes = {each.file: each.bytes for each in done.episode.manifest.alternates}
        assert max(sizes.values()) <= done.episode.manifest.audio.bytes, (cover, sizes)


def test_without_pyav_nothing_is_spoken(article: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(AudioError, match="m4b") as e:
        made(article, cache, "m4b")
    assert "pagecast[book]" in e.value.hint
    assert not list(cache.folder.rglob("*.clip"))


def test_without_pyav_an_episode_that_has_a_format_is_not_made_without_it(
    article: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(article, cache, "m4b")
    monkeypatch.setitem(sys.modules, "av", None)
    assert made(article, cache).unchanged
    article.write_text(STORY.replace("six", "seven"), encoding="utf-8")
    with pytest.raises(AudioError, match="m4b"):
        made(article, cache)
    now = library.find(library.open_show(article.parent / "show"), "../ferry.md")
    assert now == first.episode and now.whole


def test_an_interrupted_encoding_leaves_the_mp3_and_can_continue(article: Path, cache: Cache) -> None:
    class Impatient(Listener):
        def encoded(self, name: str, done: int, total: int) -> None:
            raise KeyboardInterrupt

    show = library.open_show(article.parent / "show")
    options = Options(engine="silent", formats=("m4b",))
    with pytest.raises(KeyboardInterrupt):
        pipeline.make(str(article), show, options, cache=cache, listener=Impatient())
    (folder,) = show.folder.iterdir()  # no staging folder is left
    assert (folder / "episode.json").exists()
    again = made(article, cache, "m4b")
    assert (again.spoken, others(again)) == (0, [".m4b"])


def test_an_episode_made_again_meanwhile_is_not_overwritten(article: Path, cache: Cache) -> None:
    episode = made(article, cache).episode
    show = library.open_show(article.parent / "show")

    def meanwhile(name: str, done: int, total: int) -> None:
        article.write_text(STORY.replace("six", "nine"), encoding="utf-8")
        made(article, cache)

    with pytest.raises(LibraryError, match="meanwhile made again"):
        alternates.renew(show, episode, ["opus"], meanwhile)
    now = library.find(show, "../ferry.md")
    assert now and now.whole and now.manifest.alternates == ()


def test_a_renamed_episode_is_renamed_in_every_format(article: Path, cache: Cache) -> None:
    episode = made(article, cache, "m4b", "opus").episode
    show = library.open_show(article.parent / "show")
    tagged = retagging.rename(episode, show, "The Late Ferry").episode
    m4b = tagged.folder / tagged.manifest.alternates[0].file
    assert MP4(m4b)["\xa9nam"] == ["The Late Ferry"]
    assert m4b.name.startswith("the-late-ferry-")
    assert next(c.title for c in MP4(m4b).chapters or []) == "The Late Ferry"
    assert made(article, cache).unchanged
    assert others(made(article, cache)) == [".m4b", ".opus"]


def test_a_file_put_there_by_hand_stays(article: Path, cache: Cache) -> None:
    episode = made(article, cache).episode
    (episode.folder / "reading by the author.m4b").write_bytes(b"mine")
    made(article, cache, "m4b")
    made(article, cache, "mp3")
    assert (episode.folder / "reading by the author.m4b").read_bytes() == b"mine"


def test_a_whole_book_is_one_m4b_with_its_chapters(tmp_path: Path) -> None:
    body = "<p>The miller woke before the water did, and counted the stones until the wheel began to turn.</p>" * 4
    (tmp_path / "mill.epub").write_bytes(
        epub(
            {f"c{n}.xhtml": page(f"<h1>{title}</h1>{body}", title) for n, title in enumerate(("Water", "Stone"))},
            contents=nav('<li><a href="c0.xhtml">Water</a></li><li><a href="c1.xhtml">Stone</a></li>'),
        )
    )
    command = ["make", str(tmp_path / "mill.epub"), "--whole", "--format", "m4b", "--engine", "silent", "--json"]
    result = CliRunner().invoke(cli, [*command, "-o", str(tmp_path / "show")])
    assert result.exit_code == 0, result.output
    (episode,) = json.loads(result.stdout)["episodes"]
    (m4b,) = episode["alternates"]
    titles = [c.title for c in MP4(m4b["path"]).chapters or []]
    assert titles[-2:] == ["Water", "Stone"]
    assert MP4(m4b["path"]).info.length == pytest.approx(episode["duration"] / 1000, abs=0.05)


def test_the_command_prints_their_paths(article: Path) -> None:
    command = ["make", str(article), "--format", "m4b", "--format", "opus", "--engine", "silent"]
    result = CliRunner().invoke(cli, [*command, "-o", str(article.parent / "show")])
    assert result.exit_code == 0, result.output
    assert result.stdout.count(".mp3") == 1  # a line an episode, for scripts
    assert ".m4b" in result.stderr and ".opus" in result.stderr
