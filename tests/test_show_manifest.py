"""An episode.json in every format ever written can be read, published, retagged and written again."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from mutagen.id3 import ID3

from tests import shows
from tests.commands import fine
from tts.episode import retagging
from tts.publish import build
from tts.show import library, manifest_file
from tts.show.manifest import Chapter, Manifest

ARTICLE = """---
title: The Ferry
author: A Writer
date: 2026-02-01
---

The ferry leaves at six.

## On the water

Nobody has ever seen it leave late.
"""
WRITTEN = sorted((Path(__file__).parent / "data" / "show").glob("manifest-*.json"))
"""As commits of every age wrote them, and one with what only a later version knows."""
OF_THE_FILES = ("audio", "files", "chunks")
"""What a manifest has of the files that stand beside it."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> library.Show:
    return shows.make(tmp_path_factory.mktemp("kept"), {"ferry.md": ARTICLE})


@pytest.fixture(params=WRITTEN, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, kept: library.Show, tmp_path: Path) -> library.Episode:
    """An episode whose manifest has that format."""
    shutil.copytree(kept.folder, tmp_path / "show")
    (episode,) = library.episodes(library.open_show(tmp_path / "show"))
    path = episode.folder / library.MANIFEST
    now, then = (json.loads(each.read_bytes()) for each in (path, request.param))
    then["audio"] |= now["audio"]
    then["chapters"][-1]["end"] = now["audio"]["duration"]
    then |= {name: now[name] for name in OF_THE_FILES if name != "audio"}
    path.write_text(text_of(then), encoding="utf-8")
    (found,) = library.episodes(library.open_show(tmp_path / "show"))
    return found


def text_of(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def data_of(episode: library.Episode) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((episode.folder / library.MANIFEST).read_bytes())
    return found


def test_it_is_whole_and_listed(old: library.Episode) -> None:
    assert old.whole
    (listed,) = json.loads(fine("list", "-o", str(old.folder.parent), "--json").stdout)
    data = data_of(old)
    assert (listed["state"], listed["number"], listed["title"]) == ("whole", 7, "The Ferry")
    assert (listed["duration"], listed["bytes"]) == (data["audio"]["duration"], data["audio"]["bytes"])
    assert (listed["voice"], listed["added"]) == ("silent/silent", data.get("added"))


def test_it_is_written_again_byte_for_byte(old: library.Episode) -> None:
    assert text_of(manifest_file.to_json(old.manifest)) == text_of(data_of(old))


def test_it_is_published(old: library.Episode) -> None:
    show = library.open_show(old.folder.parent)
    published = build.publish(show, base_url="https://example.org/listen/")
    assert not published.refused
    (item,) = etree.fromstring((show.folder / "feed.xml").read_bytes()).findall("channel/item")
    data = data_of(old)
    assert (item.findtext("title"), item.findtext("guid")) == ("The Ferry", data["guid"])
    assert item.find("enclosure").get("length") == str(data["audio"]["bytes"])
    assert "A boat that keeps its hours." in item.findtext("description")
    assert "00:00:03 On the water" in item.findtext("description")
    page = (old.folder / "index.html").read_text(encoding="utf-8")
    assert "A Writer" in page and "The Harbour" in page and "by a synthetic voice" in page


def test_retagging_changes_only_what_the_show_sets(old: library.Episode) -> None:
    before = data_of(old)
    (old.folder.parent / "show.toml").write_text('title = "Boats"\nowner = "Jo"\n', encoding="utf-8")
    show = library.open_show(old.folder.parent)
    tagged = retagging.retag(old, show)
    assert tagged.changed and str(ID3(tagged.episode.audio)["TALB"]) == "Boats"
    after = data_of(tagged.episode)
    new = [name for name in ("own_title", "given") if name not in before]
    assert [*after] == [*(name for name in before if name != "files"), *new, "files"]
    changed = {"show", "audio", "files", "given"}
    assert {name: after[name] for name in before if name not in changed} == {
        name: value for name, value in before.items() if name not in changed
    }
    assert after["show"] == before["show"] | {"title": "Boats", "owner": "Jo"}
    assert after["audio"].keys() == before["audio"].keys()
    assert (after["own_title"], after["given"]) == ("", library.show_stamp(show))
    assert not retagging.retag(tagged.episode, show).changed


def test_a_renamed_episode_remembers_its_own_title(old: library.Episode) -> None:
    before = data_of(old)
    renamed = retagging.rename(old, library.open_show(old.folder.parent), "Boats").episode
    after = data_of(renamed)
    assert (after["title"], after["own_title"]) == ("Boats", "The Ferry")
    assert after["chapters"][0] == before["chapters"][0] | {"title": "Boats"}
    assert after["chapters"][1:] == before["chapters"][1:]


def test_a_new_one_has_every_field_in_the_order_of_the_file(kept: library.Show) -> None:
    (episode,) = library.episodes(kept)
    last = json.loads(next(path for path in WRITTEN if "4-at-last" in path.stem).read_bytes())
    assert [*data_of(episode)] == [*last]
    assert text_of(manifest_file.to_json(replace(episode.manifest, saved={}))) == text_of(data_of(episode))


WRONG = (None, 1, -1, 1.5, 10**13, "text", [], {}, [1], True, float("nan"))


def test_a_value_of_another_kind_makes_it_damaged_or_nothing() -> None:
    """Whatever a field contains, what is read has the declared types."""
    data = json.loads(WRITTEN[-1].read_bytes())
    for name in data:
        for value in WRONG:
            found = manifest_file.read({**data, name: value})
            assert found is None or _fits(found), (name, value)


def _fits(found: Manifest) -> bool:
    texts = ("guid", "title", "author", "date", "language", "source", "engine", "voice", "summary")
    counts = (found.number, found.chunks, found.changes, found.audio.duration, found.audio.bytes)
    return (
        all(isinstance(getattr(found, name), str) for name in texts)
        and all(type(count) is int and 0 <= count < 10**12 for count in counts)
        and all(isinstance(chapter, Chapter) for chapter in found.chapters)
        and all(isinstance(name, str) for name in found.transcripts.values())
    )


def test_required_fields_must_not_be_missing() -> None:
    first = json.loads(WRITTEN[0].read_bytes())
    assert manifest_file.read(first)
    for name in first:
        assert manifest_file.read({key: value for key, value in first.items() if key != name}) is None, name
