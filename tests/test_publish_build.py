"""Publishing: what is written, what is left unchanged, and the state after it is killed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from tests import kills, links, shows
from tts.model import LibraryError
from tts.publish import build, episode_rendering, forked_workers, show_rendering, show_scan
from tts.publish.feed import channel, item
from tts.show import index, library

BASE = "https://example.org/listen/"
NEW = "---\ntitle: 新來的\n---\n\n昨天有人搬到橋邊。\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show that was never published."""
    return shows.make(tmp_path_factory.mktemp("build"), settings='# mine\ntitle = "Evenings"  # a name\n').folder


@pytest.fixture(scope="module")
def published(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same show, published once."""
    folder = tmp_path_factory.mktemp("published") / "show"
    shutil.copytree(made, folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PAGECAST_CACHE", str(tmp_path_factory.mktemp("drawn")))
        publish(folder, base_url=BASE)
    return folder


@pytest.fixture
def fresh(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "show"))


@pytest.fixture
def show(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "show"))


def publish(folder: Path, **kw: Any) -> build.Published:
    return build.publish(library.open_show(folder), **kw)


def folder_of(show: Path, title: str) -> Path:
    return next(e.folder for e in library.episodes(library.open_show(show)) if e.manifest.title == title)


def rename(show: Path, title: str, to: str) -> None:
    path = folder_of(show, title) / "episode.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "title": to}), encoding="utf-8")


def moments(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def without_state(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in shows.contents(folder).items() if not path.startswith(".pagecast")}


# --- links --------------------------------------------------------------------------------------------------


def test_no_link_is_broken(published: Path) -> None:
    assert (published / "index.html").exists() and (published / "feed.xml").exists()
    assert links.broken(published) == links.broken_anywhere(published) == []


# --- what is written ----------------------------------------------------------------------------------------


def test_the_result_lists_what_was_done(fresh: Path) -> None:
    done = publish(fresh, base_url=BASE)
    assert done.added == ("橋上的燈", "The Ferry", "听钟")
    assert (done.updated, done.removed, done.unchanged, done.refused, done.episodes) == ((), (), 0, (), 3)
    assert done.feed == BASE + "feed.xml"
    new = set(without_state(fresh)) - set(done.written)
    assert {"index.html", "feed.xml", "shows.opml", "sitemap.xml"} <= set(done.written)
    assert not [p for p in new if p.endswith((".html", ".xml", ".js", ".css"))]


def test_the_second_time_nothing_is_written(show: Path) -> None:
    before = moments(show)
    done = publish(show)
    assert (done.added, done.updated, done.removed, done.written, done.deleted) == ((), (), (), (), ())
    assert done.unchanged == 3
    assert moments(show) == before


def test_deleted_and_built_again_it_is_the_same_to_the_byte(show: Path) -> None:
    before = without_state(show)
    shutil.rmtree(show / "pagecast")
    shutil.rmtree(show / ".pagecast")
    for path in [*show.glob("*.html"), *show.glob("*.xml"), *show.glob("*.opml"), *show.glob("*/*.html")]:
        path.unlink()
    publish(show)
    assert without_state(show) == before


def test_without_its_state_nothing_is_written_twice(show: Path) -> None:
    shutil.rmtree(show / ".pagecast")
    assert publish(show).written == ()


def test_an_unchanged_manifest_is_not_read_again(fresh: Path) -> None:
    publish(fresh, base_url=BASE)
    path = folder_of(fresh, "The Ferry") / "episode.json"
    stands = path.stat()
    path.write_bytes(b" " * stands.st_size)
    os.utime(path, ns=(stands.st_atime_ns, stands.st_mtime_ns))
    assert publish(fresh).unchanged == 3
    os.utime(path)
    assert [each.folder for each in publish(fresh).refused] == [path.parent.name]


def test_another_manifest_of_the_same_size_and_time_is_read(fresh: Path) -> None:
    """For example with a clock that stands still, a disk with a resolution of seconds, or a restored file."""
    publish(fresh, base_url=BASE)
    path = folder_of(fresh, "The Ferry") / "episode.json"
    stands = path.stat()
    other = path.with_name("other.json")
    other.write_bytes(path.read_bytes().replace(b"The Ferry", b"The Berry"))
    os.utime(other, ns=(stands.st_atime_ns, stands.st_mtime_ns))
    other.replace(path)
    assert publish(fresh).updated == ("The Berry",)


def test_a_manifest_of_the_same_size_is_seen_to_have_changed(show: Path) -> None:
    rename(show, "The Ferry", "The Ferrx")
    assert publish(show).updated == ("The Ferrx",)
    rename(show, "The Ferrx", "The Ferry")
    assert publish(show).updated == ("The Ferry",)


NOTES: dict[str, tuple[str, Any]] = {
    "bytes for a title": ("title", b"The Ferry"),
    "text for a size": ("size", "large"),
    "no JSON": ("files", "files"),
    "a list for files": ("files", '["episode.json"]'),
    "numbers for audio": ("audio", "[1]"),
    "audio nobody read": ("audio", '{"other.mp3":[5,1,"0"]}'),
    "a file outside": ("files", '{"../show.toml":5}'),
    "a size that is none": ("files", '{"chapters.json":"5"}'),
    "pages that are a number": ("made", "7"),
    "pages without times": ("made", '{"index.html":[5]}'),
    "pages that are none": ("made", '{"../show.toml":[5,1]}'),
    "nested too deeply": ("files", "[" * 20_000),
    "a stamp of other pages": ("stamp", "0"),
}


@pytest.mark.parametrize("case", NOTES)
def test_an_invalid_state_is_rebuilt(case: str, show: Path) -> None:
    before = without_state(show)
    column, value = NOTES[case]
    name = folder_of(show, "The Ferry").name
    with closing(sqlite3.connect(show / index.NAME)) as base, base:
        base.execute(f"UPDATE episodes SET {column} = ? WHERE folder = ?", (value, name))
    done = publish(show)
    assert (done.episodes, done.written, done.deleted, done.refused) == (3, (), (), ())
    assert without_state(show) == before
    assert (publish(show).unchanged, publish(show).written) == (3, ())


@pytest.mark.parametrize("path", ["index.html", "feed.xml", "*/index.html", "pagecast/player-*.js", "pagecast/cover-*"])
def test_deleted_and_damaged_files_are_restored(path: str, show: Path) -> None:
    before = without_state(show)
    next(show.glob(path)).unlink()
    assert len(publish(show).written) == 1
    next(show.glob(path)).write_bytes(b"something else")
    assert len(publish(show).written) == 1
    assert without_state(show) == before


def test_one_more_episode_writes_little(show: Path, tmp_path: Path) -> None:
    episode = shows.add(tmp_path, "new.md", NEW)
    done = publish(show)
    assert (done.added, done.updated, done.unchanged) == (("新來的",), (), 3)
    others = {p.partition("/")[0] for p in done.written if p.endswith("/index.html")} - {episode.folder.name}
    assert others == {folder_of(show, "橋上的燈").name}  # its neighbour leads to it
    assert links.broken(show) == []


def test_another_version_of_pagecast_writes_the_feed_again(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tag that was added reaches feeds that were published before, whatever the version is called."""
    before = item.item
    monkeypatch.setattr(build, "code", lambda: "other code")
    monkeypatch.setattr(show_rendering, "code", lambda: "other code")
    for module in (channel, episode_rendering):
        monkeypatch.setattr(module, "item", lambda *args: before(*args).replace(b"</item>", b"<new/></item>"))
    assert "feed.xml" in publish(show).written
    feed = (show / "feed.xml").read_text(encoding="utf-8")
    assert feed.count("<new/>") == feed.count("<item>") > 0
    assert not publish(show).written


def test_changes_are_reported(show: Path) -> None:
    rename(show, "The Ferry", "The Last Ferry")
    shutil.rmtree(folder_of(show, "听钟"))
    done = publish(show)
    assert (done.added, done.updated, done.removed, done.unchanged) == ((), ("The Last Ferry",), ("听钟",), 1)
    assert "The Last Ferry" in (show / "feed.xml").read_text(encoding="utf-8")
    assert "听钟" not in (show / "feed.xml").read_text(encoding="utf-8")
    assert links.broken(show) == []


def test_episodes_that_no_longer_match_their_manifest_are_withdrawn(show: Path) -> None:
    folder = folder_of(show, "The Ferry")
    next(folder.glob("*.mp3")).write_bytes(b"cut")
    done = publish(show)
    assert [r.folder for r in done.refused] == [folder.name]
    assert done.removed == ("The Ferry",)
    assert not list(folder.glob("*.html"))
    assert "The Ferry" not in (show / "feed.xml").read_text(encoding="utf-8")
    assert links.broken(show) == []


def test_an_unreadable_script_affects_only_its_episode(fresh: Path) -> None:
    path = folder_of(fresh, "The Ferry") / "script.json"
    path.write_bytes(b"x" * path.stat().st_size)
    done = publish(fresh, base_url=BASE)
    assert done.added == ("橋上的燈", "听钟")
    assert "script.json can't be read" in done.refused[0].reason
    assert links.broken(fresh) == []
    assert publish(fresh).written == ()


def test_only_its_own_files_are_removed(show: Path) -> None:
    (show / "notes.html").write_text("mine", encoding="utf-8")
    (show / "pagecast" / "mine.css").write_text("mine", encoding="utf-8")
    settings = show / "show.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "private = true\n", encoding="utf-8")
    done = publish(show)
    assert "sitemap.xml" in done.deleted and not (show / "sitemap.xml").exists()
    assert not (show / "robots.txt").exists()  # below a host's root nobody reads it
    assert (show / "notes.html").exists() and (show / "pagecast" / "mine.css").exists()


def test_robots_txt_is_written_only_at_the_root_of_a_host(fresh: Path) -> None:
    settings = fresh / "show.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "private = true\n", encoding="utf-8")
    build.publish(library.open_show(fresh), base_url="https://listen.example.org/")
    assert (fresh / "robots.txt").read_text(encoding="utf-8").endswith("Disallow: /\n")
    done = build.publish(library.open_show(fresh), base_url="https://example.org/listen/")
    assert "robots.txt" in done.deleted and not (fresh / "robots.txt").exists()
    assert all('content="noindex"' in page.read_text(encoding="utf-8") for page in fresh.rglob("index.html"))


def test_a_page_that_somebody_else_made_is_not_overwritten(fresh: Path) -> None:
    (fresh / "index.html").write_text("<h1>My own</h1>", encoding="utf-8")
    with pytest.raises(LibraryError, match=r"index.html is in the way"):
        publish(fresh)
    assert (fresh / "index.html").read_text(encoding="utf-8") == "<h1>My own</h1>"
    assert not list(fresh.glob("*/index.html"))


def test_a_dry_run_changes_nothing(fresh: Path) -> None:
    before = shows.contents(fresh)
    done = publish(fresh, base_url=BASE, dry_run=True)
    assert shows.contents(fresh) == before
    assert len(done.added) == 3 and "feed.xml" in done.written


def test_a_dry_run_reports_what_would_change(show: Path, tmp_path: Path) -> None:
    shows.add(tmp_path, "new.md", NEW)
    shutil.rmtree(folder_of(show, "听钟"))
    before = shows.contents(show)
    expected = publish(show, dry_run=True)
    assert shows.contents(show) == before
    assert expected == publish(show)


def test_several_processes_write_the_same(fresh: Path, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(episode_rendering, "MANY", 2)
    monkeypatch.setattr(episode_rendering, "_AT_ONCE", 1)
    monkeypatch.setattr(show_scan, "MANY", 2)
    monkeypatch.setattr(show_scan, "_AT_ONCE", 1)
    monkeypatch.setattr(forked_workers, "cores", lambda: 2)
    publish(fresh, base_url=BASE)
    assert without_state(fresh) == without_state(published)
    assert (publish(fresh).unchanged, publish(fresh).written) == (3, ())


def test_no_empty_folder_is_left_of_a_removed_episode(show: Path) -> None:
    folder = folder_of(show, "The Ferry")
    for path in folder.iterdir():
        if path.suffix != ".html":
            path.unlink()
    publish(show)
    assert not folder.exists()


def test_settings_reach_all_pages(show: Path) -> None:
    settings = show / "show.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Evenings", "Mornings"), encoding="utf-8")
    done = publish(show)
    assert done.unchanged == 3
    for path in [show / "index.html", show / "feed.xml", *show.glob("*/index.html")]:
        assert "Mornings" in path.read_text(encoding="utf-8")
    assert len(list(show.glob("pagecast/cover-*"))) == 2  # the former ones are gone


def test_the_index_leads_to_where_the_show_is_supported(show: Path) -> None:
    with (show / "show.toml").open("a", encoding="utf-8") as f:
        f.write('\n[funding]\nurl = "https://example.org/give?a=1&b=2"\ntext = "Buy us <a> candle"\n')
    publish(show)
    link = '<a href="https://example.org/give?a=1&amp;b=2">Buy us &lt;a&gt; candle</a>'
    assert link in (show / "index.html").read_text(encoding="utf-8")


# --- the address --------------------------------------------------------------------------------------------


def test_without_an_address_there_are_pages_and_no_feed(fresh: Path) -> None:
    done = publish(fresh)
    assert done.feed == ""
    assert (fresh / "index.html").exists() and not (fresh / "feed.xml").exists()
    assert "feed.xml" not in (fresh / "index.html").read_text(encoding="utf-8")
    assert links.broken(fresh) == []


def test_the_address_is_kept_and_the_guid_never_changes(fresh: Path) -> None:
    publish(fresh, base_url="https://example.org/listen")
    told = (fresh / "show.toml").read_text(encoding="utf-8")
    guid = channel.guid("https://example.org/listen/feed.xml")
    assert told.startswith('# mine\ntitle = "Evenings"  # a name\n')
    assert f'base_url = "{BASE}"' in told and f'guid = "{guid}"' in told
    assert publish(fresh).written == ()
    publish(fresh, base_url="https://elsewhere.example/")
    told = (fresh / "show.toml").read_text(encoding="utf-8")
    assert 'base_url = "https://elsewhere.example/"' in told and guid in told and BASE not in told
    xml = (fresh / "feed.xml").read_text(encoding="utf-8")
    assert guid in xml and "https://elsewhere.example/feed.xml" in xml and BASE not in xml


def test_an_international_address_is_written_in_ascii(fresh: Path) -> None:
    assert publish(fresh, base_url="https://例子.example/听").feed == "https://xn--fsqu00a.example/%E5%90%AC/feed.xml"
    tree = etree.fromstring((fresh / "feed.xml").read_bytes())
    assert all(str(url).isascii() for url in tree.xpath("//@url | //@href | //link/text()"))
    assert publish(fresh).written == ()


def test_settings_in_tables_stay_where_they_are(fresh: Path) -> None:
    text = 'title = "T"\n\n[feed]\nbase_url = "https://old.example/"  # here\n\n[voices]\nen = "hibari/heart"\n'
    (fresh / "show.toml").write_text(text, encoding="utf-8")
    publish(fresh, base_url=BASE)
    settings = library.open_show(fresh).settings
    assert settings.base_url == BASE and settings.guid and settings.voices == {"en": "hibari/heart"}
    assert f'[feed]\nbase_url = "{BASE}"  # here' in (fresh / "show.toml").read_text(encoding="utf-8")


def test_an_invalid_address_is_refused(fresh: Path) -> None:
    with pytest.raises(LibraryError, match="not an address at which a feed can be published"):
        publish(fresh, base_url="example.org")


def test_lists_for_apps_and_search_engines(published: Path) -> None:
    outline = etree.fromstring((published / "shows.opml").read_bytes()).find("body/outline")
    assert (outline.get("type"), outline.get("xmlUrl")) == ("rss", BASE + "feed.xml")
    pages = etree.fromstring((published / "sitemap.xml").read_bytes()).xpath("//*[local-name()='loc']/text()")
    assert pages[0] == BASE and len(pages) == 4


# --- killed -------------------------------------------------------------------------------------------------


def _nothing(_folder: Path) -> None:
    """As it is."""


def _tended(folder: Path) -> None:
    """One added, one renamed, one removed."""
    episode = folder.parent / "new.md"
    shows.add(folder.parent, episode.name, NEW)
    rename(folder, "The Ferry", "The Last Ferry")
    shutil.rmtree(folder_of(folder, "橋上的燈"))


@pytest.mark.parametrize(
    ("begin", "change"), [("fresh", _nothing), ("show", _tended)], ids=["the first time", "after changes"]
)
def test_killed_at_any_moment_every_link_works(
    begin: str, change: Callable[[Path], None], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    start = request.getfixturevalue(begin)
    change(start)
    gone = {path for path, _ in links.broken(start)}  # what was removed by hand is missed until the next publishing
    whole = Path(shutil.copytree(start, tmp_path / "whole"))
    publish(whole, base_url=BASE)
    moves = 0
    while True:
        folder = Path(shutil.copytree(start, tmp_path / f"killed-{moves}"))
        if not kills.killed_while_it_moves(partial(publish, folder, base_url=BASE), moves):
            break
        lost = [(path, link) for path, link in links.broken(folder) if path not in gone]
        assert not lost, f"after {moves} moves"
        publish(folder, base_url=BASE)
        assert without_state(folder) == without_state(whole), f"after {moves} moves"
        assert not list((folder / ".pagecast").glob("stage/*"))
        shutil.rmtree(folder)
        moves += 1
    assert moves > 8


# --- the command --------------------------------------------------------------------------------------------


def tts(*args: str) -> Result:
    from tts.cli.main import cli

    return CliRunner().invoke(cli, ["publish", *args])


def test_the_command_reports_what_changed(fresh: Path) -> None:
    first = tts("-o", str(fresh), "--base-url", BASE)
    assert first.exit_code == 0
    assert first.stdout.splitlines() == [str(fresh / "index.html"), BASE + "feed.xml"]
    assert "3 added" in first.stderr and "added: The Ferry" in first.stderr
    again = tts("-o", str(fresh))
    assert "3 unchanged; nothing to write" in again.stderr
    next(folder_of(fresh, "The Ferry").glob("*.mp3")).unlink()
    lost = tts("-o", str(fresh))
    assert lost.exit_code == 0
    assert "not published: the-ferry-" in lost.stderr and "is missing; make it again" in lost.stderr


def test_the_command_has_json_output(fresh: Path) -> None:
    done = tts("-o", str(fresh), "--json", "--base-url", BASE, "--dry-run")
    told = json.loads(done.stdout)
    assert (told["episodes"], told["unchanged"], told["feed"]) == (3, 0, BASE + "feed.xml")
    assert told["added"] == ["橋上的燈", "The Ferry", "听钟"]
    assert not (fresh / "index.html").exists()


def test_the_command_says_what_to_do_next(fresh: Path, tmp_path: Path) -> None:
    assert "--base-url https://example.org/listen/" in tts("-o", str(fresh)).stderr
    nothing = tts("-o", str(tmp_path / "nothing"))
    assert nothing.exit_code == 1 and "there is no show in" in nothing.stderr
    wrong = tts("-o", str(fresh), "--base-url", "example.org")
    assert wrong.exit_code == 1 and "https://example.org/listen/" in wrong.stderr
    local = tts("-o", str(fresh), "--base-url", "http://localhost:8000/")
    assert "only this machine" in local.stderr


def test_a_show_without_episodes_has_its_pages(tmp_path: Path) -> None:
    (tmp_path / "show").mkdir()
    done = publish(tmp_path / "show", base_url=BASE)
    assert done.episodes == 0
    assert links.broken(tmp_path / "show") == []


# --- a client -----------------------------------------------------------------------------------------------


def archived(feed_url: str, folder: Path) -> dict[str, bytes]:
    """What podcast-archiver downloads from a feed, by name."""
    (folder / "none.yaml").touch()
    (folder / "heard").mkdir()
    command = [
        sys.executable,
        "-c",
        "from podcast_archiver.cli import main; main()",
        "--feed",
        feed_url,
        "--dir",
        str(folder / "heard"),
    ]
    command += ["--filename-template", "{episode.original_filename}", "--config", str(folder / "none.yaml")]
    command += ["--database", str(folder / "archive.db")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {p.name: p.read_bytes() for p in (folder / "heard").rglob("*.mp3")}


def test_a_podcast_client_downloads_every_episode(fresh: Path, tmp_path: Path) -> None:
    with shows.served(tmp_path) as address:
        publish(fresh, base_url=f"{address}show/")
        heard = archived(f"{address}show/feed.xml", tmp_path)
    assert heard == {p.name: p.read_bytes() for p in fresh.glob("*/*.mp3")}


def test_a_podcast_client_follows_the_pages(fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "LIMIT", 8_000)
    monkeypatch.setattr(channel, "ARCHIVED", 100)
    with shows.served(tmp_path) as address:
        publish(fresh, base_url=f"{address}show/")
        assert len(list(fresh.glob("feed*.xml"))) > 1
        heard = archived(f"{address}show/feed.xml", tmp_path)
    assert len(heard) == 3
