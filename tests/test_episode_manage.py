"""Renaming and retagging episodes: other metadata, the same sound, and kept when made again."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from mutagen.id3 import ID3
from PIL import Image

from tts.cache import Cache
from tts.episode import id3, manage, pipeline, retagging
from tts.episode.options import Listener, Made, Options
from tts.model import LibraryError
from tts.show import library
from tts.show.library import Show

SILENT = Options(engine="silent")
FERRY = """---
title: The Ferry
author: A Writer
date: 2026-05-04
---

The ferry leaves at six. Nobody has ever seen it leave late.

## On the water

The captain counts the lamps on the far shore.
"""
MARKET = "# 夜市\n\n燈一盞一盞亮起來。\n"


@pytest.fixture
def cache(own_cache: Path) -> Cache:
    return Cache(own_cache / "clips")


@pytest.fixture
def show(tmp_path: Path, cache: Cache) -> Show:
    """A show of two episodes."""
    (tmp_path / "ferry.md").write_text(FERRY, encoding="utf-8")
    (tmp_path / "market.md").write_text(MARKET, encoding="utf-8")
    for name in ("ferry.md", "market.md"):
        pipeline.make(str(tmp_path / name), library.open_show(tmp_path / "show"), SILENT, cache=cache)
    return library.open_show(tmp_path / "show")


def make(show: Show, cache: Cache, options: Options = SILENT) -> Made:
    return pipeline.make(str(show.folder.parent / "ferry.md"), library.open_show(show.folder), options, cache=cache)


def ferry(show: Show) -> library.Episode:
    return manage.episode_of(manage.pick(show, "1"))


def frames(audio: Path) -> bytes:
    return audio.read_bytes()[id3.length(audio) :]


def settings(show: Show, text: str) -> Show:
    (show.folder / "show.toml").write_text(text, encoding="utf-8")
    return library.open_show(show.folder)


def retag_all(show: Show) -> list[bool]:
    return [retagging.retag(manage.episode_of(one), show).changed for one in manage.episode_folders(show)]


# --- renaming -----------------------------------------------------------------------------------------------


def test_a_renamed_episode_has_its_title_everywhere_and_the_same_sound(show: Show) -> None:
    before = ferry(show)
    sound, guid = frames(before.audio), before.manifest.guid
    after = retagging.rename(before, show, "The last boat: 末班船").episode
    assert after == ferry(show) and after.whole
    assert after.folder == before.folder and not before.audio.exists()
    assert after.audio.name.startswith("the-last-boat-mo-ban-chuan-")
    assert frames(after.audio) == sound
    manifest = after.manifest
    assert (manifest.title, manifest.guid, manifest.number) == ("The last boat: 末班船", guid, 1)
    tag = ID3(after.audio)
    assert str(tag["TIT2"]) == manifest.title and str(tag["CHAP:ch0"].sub_frames["TIT2"]) == manifest.title
    assert "The ferry leaves at six." in tag.getall("USLT")[0].text
    assert json.loads((after.folder / "script.json").read_text(encoding="utf-8"))["title"] == manifest.title
    chapters = json.loads((after.folder / "chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert [c["title"] for c in chapters] == [manifest.title, "On the water"]
    assert "The Ferry" in (after.folder / "transcript.vtt").read_text(encoding="utf-8")  # it is what is heard


def test_a_drawn_cover_is_drawn_with_the_new_title(show: Show) -> None:
    before = (ferry(show).folder / "cover.jpg").read_bytes()
    assert (retagging.rename(ferry(show), show, "Boats").episode.folder / "cover.jpg").read_bytes() != before


def test_the_given_title_outlives_the_next_makings(show: Show, cache: Cache) -> None:
    retagging.rename(ferry(show), show, "Boats")
    assert make(show, cache).unchanged
    source = show.folder.parent / "ferry.md"
    source.write_text(FERRY.replace("at six", "at seven").replace("The Ferry", "The Ferries"), encoding="utf-8")
    again = make(show, cache)
    assert again.episode.manifest.title == "Boats"
    assert again.episode.manifest.own_title == "The Ferries"
    assert make(show, cache).unchanged
    assert retagging.rename(ferry(show), show, "").episode.manifest.title == "The Ferries"
    assert make(show, cache).unchanged


def test_a_title_named_for_the_making_counts_more(show: Show, cache: Cache) -> None:
    retagging.rename(ferry(show), show, "Boats")
    made = make(show, cache, Options(engine="silent", title="Ships"))
    assert (made.episode.manifest.title, made.episode.manifest.own_title) == ("Ships", "")


def test_renamed_back_every_byte_is_as_it_was(show: Show) -> None:
    folder = ferry(show).folder
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    retagging.rename(ferry(show), show, "Boats")
    retagging.rename(ferry(show), show, "")
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_other_files_next_to_an_episode_stay(show: Show) -> None:
    (ferry(show).folder / "notes.txt").write_text("mine")
    assert (retagging.rename(ferry(show), show, "Boats").episode.folder / "notes.txt").read_text() == "mine"


def test_a_broken_episode_is_not_touched(show: Show) -> None:
    broken = ferry(show)
    (broken.folder / "transcript.srt").unlink()
    before = {p.name: p.read_bytes() for p in broken.folder.iterdir()}
    with pytest.raises(LibraryError, match=r"transcript\.srt is missing"):
        retagging.rename(ferry(show), show, "Boats")
    assert {p.name: p.read_bytes() for p in broken.folder.iterdir()} == before


# --- tagging anew -------------------------------------------------------------------------------------------


def test_the_show_s_words_reach_its_episodes(show: Show, cache: Cache) -> None:
    before = ferry(show)
    sound = frames(before.audio)
    shown = settings(show, 'title = "Boats weekly"\nowner = "Jo Reader"\n')
    assert retag_all(shown) == [True, True]
    after = ferry(shown)
    tag = ID3(after.audio)
    assert (str(tag["TALB"]), str(tag["TPE2"])) == ("Boats weekly", "Jo Reader")
    assert frames(after.audio) == sound
    for kept in ("guid", "number", "added", "title", "stamp", "content"):
        assert getattr(after.manifest, kept) == getattr(before.manifest, kept)
    assert make(show, cache).unchanged
    assert retag_all(shown) == [False, False]


def test_a_changed_show_needs_no_speaking_and_no_cache(show: Show, cache: Cache) -> None:
    """`make` retags it by itself, even if the clips are gone."""
    sound = frames(ferry(show).audio)
    settings(show, 'title = "Boats weekly"\n')
    for clip in cache.folder.rglob("*.clip"):
        clip.unlink()
    again = make(show, cache)
    assert (again.unchanged, again.spoken) == (False, 0)
    assert str(ID3(again.episode.audio)["TALB"]) == "Boats weekly" and frames(again.episode.audio) == sound
    assert make(show, cache).unchanged


def test_retagging_gives_the_same_bytes_as_making(show: Show, cache: Cache) -> None:
    settings(show, 'title = "Boats weekly"\nowner = "Jo"\n')
    folder = retagging.retag(ferry(show), library.open_show(show.folder)).episode.folder
    tagged = {p.name: p.read_bytes() for p in folder.iterdir()}
    make(show, cache, Options(engine="silent", force=True))
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == tagged


def test_episodes_without_a_cover_get_the_shows(show: Show, cache: Cache) -> None:
    Image.new("RGB", (1400, 1400), "#c03020").save(show.folder / "mine.png")
    shown = settings(show, 'cover = "mine.png"\n')
    retagging.retag(ferry(shown), shown)
    inside = Image.open(io.BytesIO(ID3(ferry(shown).audio).getall("APIC")[0].data))
    red, green, blue = inside.convert("RGB").getpixel((400, 400))  # type: ignore[misc]
    assert red > 150 and green < 80 and blue < 80
    assert make(show, cache).unchanged
    settings(show, "")
    assert make(show, cache).episode.manifest.cover.kind == "drawn"


def test_a_cover_of_its_own_stays(show: Show, cache: Cache) -> None:
    Image.new("RGB", (1500, 1500), "#c03020").save(show.folder / "mine.png")
    own = show.folder.parent / "own.png"
    Image.new("RGB", (900, 900), "#2030c0").save(own)
    make(show, cache, Options(engine="silent", cover=str(own)))
    before = (ferry(show).folder / "cover.jpg").read_bytes()
    shown = settings(show, 'cover = "mine.png"\ntitle = "Boats"\n')
    assert retagging.retag(ferry(shown), shown).changed
    assert (ferry(shown).folder / "cover.jpg").read_bytes() == before


# --- finding, removing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", ["1", "#1", "01", "the ferry", "../ferry.md", "{folder}", "{show}/{folder}/", "{source}"]
)
def test_an_episode_is_found_by_its_names(show: Show, asked: str) -> None:
    names = {"folder": ferry(show).folder.name, "show": show.folder, "source": show.folder.parent / "ferry.md"}
    assert manage.pick(show, asked.format(**names)).title == "The Ferry"


@pytest.mark.parametrize("asked", ["FERR", "The Ferry"])
def test_an_episode_is_found_by_part_of_its_title_on_request(show: Show, asked: str) -> None:
    assert manage.pick(show, asked, by_title=True).title == "The Ferry"


@pytest.mark.parametrize(
    ("asked", "by_title", "told"),
    [
        ("e", True, "matches 2 episodes"),
        ("harbour", True, "is called"),
        ("harbour", False, "is called"),
        ("", True, "called"),
        ("", False, "called"),
        (" ", True, "called"),
        ("ent", False, "part of these titles"),
        ("0", False, "is called"),
        ("#", False, "is called"),
        ("3", False, "there are 2"),
        ("\0", False, "is called"),
    ],
)
def test_names_that_do_not_match_one_episode_are_reported(show: Show, asked: str, by_title: bool, told: str) -> None:
    retagging.rename(ferry(show), show, "Entry 3")
    retagging.rename(manage.episode_of(manage.pick(show, "2")), show, "Exit")
    with pytest.raises(LibraryError, match=told):
        manage.pick(show, asked, by_title=by_title)


def test_digits_are_a_number_and_never_a_title(show: Show) -> None:
    retagging.rename(ferry(show), show, "2")
    retagging.rename(manage.episode_of(manage.pick(show, "2")), show, "1984")
    assert manage.pick(show, "2").title == "1984" and manage.pick(show, "2", by_title=True).title == "2"
    with pytest.raises(LibraryError, match="is called '1984'"):
        manage.pick(show, "1984")


def test_an_unreadable_episode_has_no_number(show: Show) -> None:
    (ferry(show).folder / "episode.json").write_text("{")
    with pytest.raises(LibraryError, match="is called '0'"):
        manage.pick(show, "0")


def test_a_removed_episode_is_gone_and_the_others_stay(show: Show) -> None:
    one = manage.pick(show, "1")
    manage.remove(one)
    assert not one.folder.exists()
    assert [h.title for h in manage.episode_folders(show)] == ["夜市"]


def test_your_own_files_outlive_an_episode(show: Show) -> None:
    one = manage.pick(show, "1")
    (one.folder / "notes.txt").write_text("mine")
    (one.folder / "index.html").write_text("published")
    gone = manage.remove(one)
    assert (gone.folder / "notes.txt").read_text() == "mine"
    assert [h.title for h in manage.episode_folders(show)] == ["夜市"]
    assert (manage.restore(gone, show).folder / "notes.txt").read_text() == "mine"


def test_broken_episodes_are_listed_with_what_is_wrong_and_can_be_removed(show: Show) -> None:
    one, two = manage.episode_folders(show)
    (one.folder / "episode.json").write_text("{", encoding="utf-8")
    (two.folder / "transcript.vtt").write_text("cut", encoding="utf-8")
    faults = {h.folder: h.fault for h in manage.episode_folders(show)}
    assert "can't be read" in faults[one.folder] and "transcript.vtt has 3 bytes" in faults[two.folder]
    for name in (one.folder.name, two.folder.name):
        manage.remove(manage.pick(show, name))
    assert manage.episode_folders(show) == []


def test_a_manifest_that_names_files_elsewhere_writes_none(show: Show) -> None:
    episode = ferry(show)
    victim = show.folder.parent / "victim.txt"
    victim.write_text("mine")
    path = episode.folder / "episode.json"
    told = json.loads(path.read_bytes())
    told["files"]["../../victim.txt"] = 4
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(LibraryError, match="broken"):
        retagging.rename(ferry(show), show, "Other")
    assert victim.read_text() == "mine"


def test_the_users_files_in_an_unreadable_episode_stay(show: Show) -> None:
    folder = ferry(show).folder
    (folder / "episode.json").write_text("{")
    (folder / "notes.txt").write_text("mine")
    one = next(each for each in manage.episode_folders(show) if each.folder == folder)
    gone = manage.remove(one)
    assert (gone.folder / "notes.txt").read_text() == "mine" and not folder.exists()
    assert [h.folder for h in manage.in_bin(show)] == [gone.folder]


@pytest.mark.parametrize("name", ["chapters", "author", "cover", "audio", "url", "title"])
def test_missing_fields_of_a_manifest_are_reported(name: str, show: Show) -> None:
    path = ferry(show).folder / "episode.json"
    told = json.loads(path.read_bytes())
    del told[name]
    path.write_text(json.dumps(told), encoding="utf-8")
    one = next(each for each in manage.episode_folders(show) if each.folder == path.parent)
    with pytest.raises(LibraryError, match="broken"):
        retagging.rename(manage.episode_of(one), show, "Other")


@pytest.mark.parametrize("name", ["audio", "cover"])
def test_a_manifest_whose_file_has_no_name_is_listed_as_broken(name: str, show: Show) -> None:
    path = ferry(show).folder / "episode.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), name: {"file": 1}}), encoding="utf-8")
    assert next(each for each in manage.episode_folders(show) if each.folder == path.parent).fault


# --- beside a run that makes it -----------------------------------------------------------------------------


class Renaming(Listener):
    """Renames the episode while it is being made."""

    def __init__(self, show: Show) -> None:
        self.show = show

    def planned(self, plan: object, missing: int, total: int) -> None:
        with library.locked(self.show):
            retagging.rename(ferry(self.show), self.show, "Given meanwhile")


def test_a_title_that_is_given_while_it_is_made_stays(show: Show, cache: Cache) -> None:
    article = show.folder.parent / "ferry.md"
    article.write_text(FERRY.replace("six", "seven"), encoding="utf-8")
    made = pipeline.make(str(article), show, SILENT, cache=cache, listener=Renaming(show))
    assert made.episode.manifest.title == "Given meanwhile"
    first = manage.episode_folders(show)[0]
    assert (first.title, first.fault) == ("Given meanwhile", "")
    assert "Given meanwhile" in str(ID3(made.episode.audio)["TIT2"])


def test_saving_a_new_stamp_does_not_undo_a_rename(show: Show) -> None:
    before = ferry(show)
    retagging.rename(before, show, "Given meanwhile")
    library.restamp(show, [(before, "another stamp")])
    now = library.as_it_is_now(before)
    assert (now.manifest.title, now.manifest.stamp) == ("Given meanwhile", "another stamp")
    assert not any(one.fault for one in manage.episode_folders(show))
