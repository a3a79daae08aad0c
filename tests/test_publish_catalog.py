"""Which episodes are published, in which order, and what is reported about the others."""

from __future__ import annotations

import copy
import functools
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests import shows
from tts.episode import manage as tend
from tts.publish import catalog, site
from tts.publish.feed import channel
from tts.publish.state import AudioSums, State, sums_of
from tts.show import library

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shows.make(tmp_path_factory.mktemp("catalog")).folder


@pytest.fixture
def show(made: Path, tmp_path: Path) -> library.Show:
    shutil.copytree(made, tmp_path / "show")
    return library.open_show(tmp_path / "show")


def folder_of(show: library.Show, title: str) -> Path:
    return next(e.folder for e in library.episodes(show) if e.manifest.title == title)


def edit(folder: Path, **changed: Any) -> None:
    path = folder / "episode.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **changed}), encoding="utf-8")


def dates(show: library.Show, dates: str) -> library.Show:
    (show.folder / "show.toml").write_text(f'dates = "{dates}"\n', encoding="utf-8")
    return library.open_show(show.folder)


def titles(show: library.Show) -> list[str]:
    return [entry.title for entry in catalog.read(show, now=NOW).entries]


def test_the_newest_comes_first(show: library.Show) -> None:
    assert titles(show) == ["橋上的燈", "The Ferry", "听钟"]  # added at one moment: by number
    assert titles(dates(show, "article")) == ["听钟", "The Ferry", "橋上的燈"]


def test_no_date_is_in_the_future(show: library.Show) -> None:
    folder = folder_of(show, "The Ferry")
    edit(folder, date="2031-01-01")
    found = catalog.read(dates(show, "article"), now=NOW).entries
    ferry = next(e for e in found if e.title == "The Ferry")
    assert ferry.published == datetime(2026, 3, 20, 9, 46, 40, tzinfo=UTC)  # when it was added
    edit(folder, added="2031-01-01T00:00:00Z")
    assert max(e.published for e in catalog.read(show, now=NOW).entries) <= NOW


def test_an_article_without_a_date_counts_from_when_it_was_added(show: library.Show) -> None:
    edit(folder_of(show, "The Ferry"), date="2020-01-01", date_stated=False)
    found = {e.title: e.published for e in catalog.read(dates(show, "article"), now=NOW).entries}
    assert list(found) == ["The Ferry", "听钟", "橋上的燈"]
    assert found["The Ferry"] == datetime(2026, 3, 20, 9, 46, 40, tzinfo=UTC)


@pytest.mark.parametrize("by", ["added", "article"])
def test_a_date_that_was_not_stated_is_not_shown(show: library.Show, by: str) -> None:
    edit(folder_of(show, "The Ferry"), date="2020-01-01", date_stated=False, publication="")
    entries = catalog.read(dates(show, by), now=NOW).entries
    ferry = next(e for e in entries if e.title == "The Ferry")
    base = "https://example.org/listen/"
    pages = dict(site.show_pages(show, entries, base_url=base))
    script = json.loads((show.folder / ferry.path("script.json")).read_bytes())
    pages |= site.episode_pages(show, ferry, script, base_url=base)
    said = b"".join(pages.values()).decode()
    assert "2020" not in said
    assert "article:published_time" not in pages[ferry.page].decode()
    added = {"added": "2026年3月20日加入", "article": "Added 20 March 2026"}  # the newest episode's language
    assert added[by] in pages["index.html"].decode()


def test_the_displayed_dates_are_in_order(show: library.Show) -> None:
    """Added at one moment, the articles' own dates are shown below that day; ordered by their own dates, there is no
    other."""
    entries = catalog.read(show, now=NOW).entries
    assert dict(site.show_pages(show, entries))["index.html"].decode().count("加入") == 1
    by_own = dates(show, "article")
    index = dict(site.show_pages(by_own, catalog.read(by_own, now=NOW).entries))["index.html"].decode()
    assert "加入" not in index
    own = [index.index(f'<time datetime="{day}">') for day in ("2026-03-14", "2026-02-01", "2026-01-05")]
    assert own == sorted(own)


def test_an_episode_of_an_older_version_has_its_date(show: library.Show) -> None:
    edit(folder_of(show, "The Ferry"), added="")
    ferry = next(e for e in catalog.read(show, now=NOW).entries if e.title == "The Ferry")
    assert ferry.published == datetime(2026, 2, 1, tzinfo=UTC)


def test_without_a_title_it_has_its_number(show: library.Show) -> None:
    edit(folder_of(show, "The Ferry"), title="\n ")
    assert titles(show) == ["橋上的燈", "#2", "听钟"]


def _other_size(folder: Path) -> None:
    (folder / "transcript.vtt").write_bytes(b"WEBVTT")


def _no_audio(folder: Path) -> None:
    next(folder.glob("*.mp3")).unlink()


def _damaged_audio(folder: Path) -> None:
    path = next(folder.glob("*.mp3"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _cut_manifest(folder: Path) -> None:
    path = folder / "episode.json"
    path.write_bytes(path.read_bytes()[:200])


DAMAGES = {
    "other size": (_other_size, "transcript.vtt has 6 bytes, but the manifest says"),
    "no audio": (_no_audio, ".mp3 is missing"),
    "damaged audio": (_damaged_audio, "was changed after it was made"),
    "cut manifest": (_cut_manifest, "episode.json can't be read"),
    "newer manifest": (lambda folder: edit(folder, version=99), "newer Pagecast"),
    "no guid": (lambda folder: edit(folder, guid=""), "damaged or from another version of Pagecast"),
    "odd files": (lambda folder: edit(folder, files=[1, 2]), "damaged or from another version of Pagecast"),
    "odd audio": (lambda folder: edit(folder, audio="x"), "damaged or from another version of Pagecast"),
    "a cover elsewhere": (
        lambda folder: edit(folder, cover={"file": "../cover.jpg"}),
        "damaged or from another version of Pagecast",
    ),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_episodes_that_do_not_match_their_manifest_are_not_published(case: str, show: library.Show) -> None:
    damage, reason = DAMAGES[case]
    folder = folder_of(show, "The Ferry")
    damage(folder)
    found = catalog.read(show, now=NOW, check=AudioSums({}).check)
    assert [e.title for e in found.entries] == ["橋上的燈", "听钟"]
    assert [r.folder for r in found.refused] == [folder.name]
    assert reason in found.refused[0].reason


WRONG: tuple[Any, ...] = (
    None,
    -1,
    "x",
    [],
    {},
    [1],
    True,
    float("nan"),
    float("inf"),
    "0001-01-01T00:00:00+08:00",
    [["a"]],
)
"""What a manifest may hold in any place, when somebody else wrote it."""


def _places(told: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key in told if isinstance(told, dict) else range(len(told[:1])) if isinstance(told, list) else ():
        yield (*before, key)
        yield from _places(told[key], (*before, key))


def _other(told: Any, place: tuple[Any, ...], value: object) -> Any:
    changed = copy.deepcopy(told)
    functools.reduce(lambda inner, key: inner[key], place[:-1], changed)[place[-1]] = value
    return changed


def test_a_malformed_manifest_affects_only_its_episode(show: library.Show) -> None:
    path = folder_of(show, "听钟") / "episode.json"
    told = json.loads(path.read_bytes())
    for place in _places(told):
        for value in WRONG:
            path.write_text(json.dumps(_other(told, place, value)), encoding="utf-8")
            found = catalog.read(show, now=NOW)
            assert len(found.entries) + len(found.refused) == 3
            for _, xml in channel.pages(show, found.entries, "https://example.org/", cover="c.jpg"):
                etree.fromstring(xml)
            for entry in found.entries:
                script = json.loads((show.folder / entry.folder / "script.json").read_bytes())
                assert site.episode_pages(show, entry, script)
            list(site.show_pages(show, found.entries))
            assert tend.episode_folders(show)


def test_a_manifest_nested_too_deeply_affects_only_its_episode(show: library.Show) -> None:
    (folder_of(show, "听钟") / "episode.json").write_text("[" * 100_000, encoding="utf-8")
    assert "can't be read" in catalog.read(show, now=NOW).refused[0].reason


def test_an_impossible_time_counts_as_now(show: library.Show) -> None:
    edit(folder_of(show, "The Ferry"), added="0001-01-01T00:00:00+08:00", date="9999-12-31T23:59:59-10:00")
    assert catalog.read(show, now=NOW).entries[0].published == NOW


def test_files_outside_the_folder_are_not_published(show: library.Show) -> None:
    folder = folder_of(show, "The Ferry")
    files = json.loads((folder / "episode.json").read_bytes())["files"]
    edit(folder, files={**files, "../show.toml": 1})
    assert "outside its folder" in catalog.read(show, now=NOW).refused[0].reason


def test_a_copy_of_an_episode_is_reported(show: library.Show) -> None:
    folder = folder_of(show, "The Ferry")
    shutil.copytree(folder, folder.with_name(f"{folder.name}-copy"))
    found = catalog.read(show, now=NOW)
    assert len(found.entries) == 3
    assert found.refused[0].reason.startswith(f"it is the same episode as {folder.name}")


def test_other_folders_and_files_are_passed_over(show: library.Show) -> None:
    (show.folder / "notes").mkdir()
    (show.folder / "notes.txt").touch()
    (show.folder / ".hidden").mkdir()
    (show.folder / ".hidden" / "episode.json").write_text("{}", encoding="utf-8")
    assert catalog.read(show, now=NOW).refused == ()


def test_audio_is_read_completely_only_once(show: library.Show, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = AudioSums({})
    catalog.read(show, now=NOW, check=heard.check)
    again = AudioSums({path: list(known) for path, known in heard.known.items()})
    monkeypatch.setattr("tts.publish.state._digest", lambda path: pytest.fail(f"{path} was read again"))
    assert len(catalog.read(show, now=NOW, check=again.check).entries) == 3


def test_audio_that_was_changed_since_it_was_written_is_read(show: library.Show) -> None:
    [ferry] = [each for each in library.episodes(show) if each.manifest.title == "The Ferry"]
    known = State(written={ferry.folder.name: sums_of(ferry)})
    changed = bytearray(ferry.audio.read_bytes())
    changed[-1] ^= 1
    ferry.audio.write_bytes(changed)
    found = catalog.read(show, now=NOW, check=AudioSums(known.audio_in(ferry.folder.name)).check)
    assert [each.reason for each in found.refused] == [
        f"{ferry.audio.name} was changed after it was made; make it again"
    ]


def test_texts_are_made_harmless_where_they_are_read(show: library.Show) -> None:
    edit(folder_of(show, "The Ferry"), title="a\x00b\ud800 \u202egnp.exe", summary="x\x1b[31m")
    ferry = catalog.read(show, now=NOW).entries[1]
    assert ferry.title == "ab gnp.exe"
    assert ferry.manifest.summary == "x[31m"
