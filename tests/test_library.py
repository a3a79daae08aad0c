"""A show's folder: found again by source, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tts import library
from tts.library import Show
from tts.model import LibraryError


def save(show: Show, identity: str, title: str, audio: bytes = b"sound") -> library.Episode:
    with library.draft(library.folder_for(show, identity, title)) as draft:
        name, _ = draft.add_hashed(library.slug(title), ".mp3", lambda out: out.write(audio))
        draft.add("transcript.vtt", b"WEBVTT\n")
        number = library.number(show, identity)
        return draft.finish({"source": identity, "number": number, "audio": {"file": name}})


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return Show(tmp_path / "show")


def test_an_episode_is_found_by_its_source(show: Show) -> None:
    made = save(show, "../a.md", "橋上的燈火")
    assert library.find(show, "../a.md") == made
    assert library.find(show, "../b.md") is None
    assert made.audio.read_bytes() == b"sound"
    assert made.audio.name.startswith("qiao-shang-de-deng-huo-") and made.audio.name.isascii()


def test_two_articles_with_one_title_are_two_episodes(show: Show) -> None:
    one, two = save(show, "../a.md", "夜市", b"one"), save(show, "../b.md", "夜市", b"two")
    assert one.folder != two.folder
    assert (one.audio.read_bytes(), two.audio.read_bytes()) == (b"one", b"two")


def test_a_new_title_keeps_the_folder_and_takes_the_old_file_away(show: Show) -> None:
    before = save(show, "../a.md", "First title", b"one")
    (before.folder / "note.txt").write_text("the user's own")
    after = save(show, "../a.md", "Second title", b"two")
    assert after.folder == before.folder
    assert sorted(p.suffix for p in after.folder.iterdir()) == [".json", ".mp3", ".txt", ".vtt"]


@pytest.mark.parametrize("damage", ["missing", "short", "manifest"])
def test_an_episode_that_is_not_whole_is_not_found(show: Show, damage: str) -> None:
    made = save(show, "../a.md", "Title")
    if damage == "missing":
        made.audio.unlink()
    elif damage == "short":
        made.audio.write_bytes(b"so")
    else:
        (made.folder / library.MANIFEST).write_text("{")
    assert library.find(show, "../a.md") is None
    assert save(show, "../a.md", "Title").folder == made.folder


def test_an_episode_keeps_its_number(show: Show) -> None:
    made = [save(show, f"../{n}.md", "Title") for n in range(3)]
    assert [e.manifest["number"] for e in made] == [1, 2, 3]
    made[0].audio.unlink()
    assert library.find(show, "../0.md") is None
    assert save(show, "../0.md", "Title").manifest["number"] == 1


def test_a_failure_leaves_nothing_behind(show: Show) -> None:
    folder = library.folder_for(show, "../a.md", "Title")
    with pytest.raises(RuntimeError), library.draft(folder) as draft:
        draft.add("transcript.vtt", b"WEBVTT\n")
        raise RuntimeError
    assert list(show.folder.iterdir()) == []


def test_what_a_killed_process_left_is_swept(show: Show) -> None:
    folder = library.folder_for(show, "../a.md", "Title")
    dead = show.folder / f".tmp-{folder.name}-999999999-abc"
    dead.mkdir(parents=True)
    made = save(show, "../a.md", "Title")
    assert [p.name for p in show.folder.iterdir()] == [made.folder.name]


def test_the_show_remembers_the_first_voice_of_a_language(show: Show) -> None:
    show.folder.mkdir()
    (show.folder / "show.toml").write_text('# my show\ntitle = "Evenings"  # kept\n', encoding="utf-8")
    show = library.remember_voice(library.open_show(show.folder), "zh-Hant", "kokoro", "zm_yunyang")
    show = library.remember_voice(show, "zh-Hant", "edge", "other")
    show = library.remember_voice(show, "en", "hibari", "heart")
    assert library.open_show(show.folder) == show
    assert (show.title, show.voices) == ("Evenings", {"zh-Hant": "kokoro/zm_yunyang", "en": "hibari/heart"})
    assert '# my show\ntitle = "Evenings"  # kept' in (show.folder / "show.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["title = ", "voices = 3"])
def test_a_broken_show_toml_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "show.toml").write_text(text)
    with pytest.raises(LibraryError, match=r"show\.toml"):
        library.open_show(tmp_path)


def test_an_output_that_is_a_file_or_in_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="is a file"):
        library.open_show(tmp_path / "file")
    with pytest.raises(LibraryError, match="can't be written"):
        library.check_writable(Show(tmp_path / "file" / "show"))


def test_identity_does_not_depend_on_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "articles").mkdir()
    article = tmp_path / "articles" / "a.md"
    show = Show(tmp_path / "show")
    assert library.identity(str(article), show) == "../articles/a.md"
    monkeypatch.chdir(tmp_path / "articles")
    assert library.identity("a.md", show) == "../articles/a.md"
    assert library.identity("https://example.org/a?b=1", show) == "https://example.org/a?b=1"


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Louis XIV’s Café!", "louis-xivs-cafe"), ("", "episode"), ("🎧", "headphones"), ("x" * 200, "x" * 60)],
)
def test_slugs(title: str, expected: str) -> None:
    assert library.slug(title) == expected


def test_files_can_be_read_by_a_web_server(show: Show) -> None:
    made = save(show, "../a.md", "Title")
    umask = os.umask(0)
    os.umask(umask)
    assert made.folder.stat().st_mode & 0o055 == 0o055
    assert made.audio.stat().st_mode & 0o044 == 0o044 & ~umask
