"""Removed articles stay removed, whatever names them again: a list, a feed, a command, a site's page, a program."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

import tts as pagecast
from tests import kills, page_server, shows
from tests.commands import fine, tts
from tts.show import bin, library, removal_log

SILENT = ("--engine", "silent", "-o", "show")
STORIES = {f"story-{n}.md": f"# Story {n}\n\nThe lamp of house {n} is lit at six.\n" for n in range(1, 4)}
LIT = "It is lit at six, and nobody who walks by has ever asked the keeper why it should be so. " * 9
FEED = (
    """<?xml version="1.0"?><rss version="2.0"><channel><title>River</title><link>{at}/</link>{items}</channel></rss>"""
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shows.make(tmp_path, STORIES)
    (tmp_path / "all.txt").write_text("\n".join(STORIES), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def titles() -> list[str]:
    return [one["title"] for one in json.loads(fine("list", "-o", "show", "--json").stdout)]


def deleted_for_good() -> None:
    """The state after 30 days."""
    for folder in list(bin.folders(Path("show"))):
        moment = bin.moment_of(folder) - timedelta(days=31)
        folder.parent.rename(folder.parent.with_name(moment.strftime("%Y-%m-%dT%H-%M-%S.%fZ")))
    fine("retag", "-o", "show")
    assert not list(bin.folders(Path("show")))


@pytest.mark.parametrize("source", ["@all.txt", "story-2.md"])
def test_removed_articles_are_skipped_with_one_line(here: Path, source: str) -> None:
    fine("remove", "2", "-o", "show")
    made = fine("make", source, *SILENT)
    lines = [line for line in made.stderr.splitlines() if "was removed on" in line]
    assert len(lines) == 1 and "Story 2 was removed on 20" in lines[0]
    assert "tts restore 2 -o show" in lines[0] and "--force" in lines[0]
    assert titles() == ["Story 1", "Story 3"] and "failed" not in made.stderr


def test_many_removed_articles_are_one_line_or_a_list_with_verbose(here: Path) -> None:
    fine("remove", "1", "2", "3", "-y", "-o", "show")
    made = fine("make", "@all.txt", *SILENT)
    assert made.stderr.count("removed") == 1 and "3 articles were removed from the show" in made.stderr
    assert fine("make", "@all.txt", "-v", *SILENT).stderr.count("was removed on") == 3
    assert titles() == []


def test_restore_and_force_bring_it_back(here: Path) -> None:
    fine("remove", "1", "2", "-y", "-o", "show")
    fine("restore", "1", "-o", "show")
    fine("make", "story-2.md", "--force", *SILENT)
    assert titles() == ["Story 1", "Story 3", "Story 2"]
    (here / "story-2.md").write_text("# Story 2\n\nIt is another by now.\n", encoding="utf-8")
    assert "removed" not in fine("make", "@all.txt", *SILENT).stderr  # what was made since counts
    fine("remove", "Story 2", "-o", "show")
    assert "was removed on" in fine("make", "story-2.md", *SILENT).stderr


def test_after_thirty_days_it_is_remembered_without_its_episode(here: Path) -> None:
    fine("remove", "2", "-o", "show")
    deleted_for_good()
    said = fine("make", "@all.txt", *SILENT).stderr
    assert "Story 2 was removed on" in said and "tts restore" not in said and "--force" in said
    fine("make", "story-2.md", "--force", *SILENT)
    assert titles() == ["Story 1", "Story 3", "Story 2"]


def test_a_damaged_line_of_the_removal_log_affects_no_other(here: Path) -> None:
    fine("remove", "2", "-o", "show")
    deleted_for_good()
    path = Path("show", removal_log.NAME)
    torn = '{"source": "../story-1.md", "ti\n[1]\n{"source": 3}\n'
    path.write_text(torn + path.read_text(encoding="utf-8"), encoding="utf-8")
    fine("make", "@all.txt", *SILENT)
    assert titles() == ["Story 1", "Story 3"]
    fine("remove", "3", "-o", "show")
    deleted_for_good()
    fine("make", "@all.txt", *SILENT)
    assert titles() == ["Story 1"]


def test_a_removal_log_that_is_a_link_is_neither_read_nor_written(here: Path) -> None:
    other = here / "other"
    other.write_text("mine\n", encoding="utf-8")
    Path("show/.pagecast").mkdir(exist_ok=True)
    Path("show", removal_log.NAME).symlink_to(other)
    fine("make", "@all.txt", *SILENT)
    fine("remove", "3", "-o", "show")
    for folder in list(bin.folders(Path("show"))):
        folder.parent.rename(folder.parent.with_name("2020-01-01T00-00-00.000000Z"))
    assert tts("retag", "-o", "show").exit_code in (0, 1)
    assert other.read_text(encoding="utf-8") == "mine\n"


def test_programs_get_it_as_json_and_as_an_error(here: Path) -> None:
    fine("remove", "2", "-o", "show")
    one = json.loads(fine("make", "story-2.md", "--json", *SILENT).stdout)
    assert (one["episodes"], one["failed"]) == ([], [])
    assert (one["removed"][0]["source"], one["removed"][0]["title"]) == ("story-2.md", "Story 2")
    lines = [json.loads(line) for line in fine("make", "@all.txt", "--json", *SILENT).stdout.splitlines()]
    assert [line["source"] for line in lines if "removed" in line] == ["story-2.md"]
    with pytest.raises(pagecast.Removed, match="Story 2 was removed on") as raised:
        pagecast.make("story-2.md", "show", engine="silent")
    assert "tts restore 2" in raised.value.hint
    assert pagecast.make("story-2.md", "show", engine="silent", force=True).episode.title == "Story 2"


def test_a_dry_run_says_it_too(here: Path) -> None:
    fine("remove", "2", "-o", "show")
    rehearsed = fine("make", "@all.txt", "--dry-run", *SILENT)
    assert "Story 2 was removed on" in rehearsed.stderr and "Story 2" not in rehearsed.stdout


def test_a_removed_article_of_a_feed_is_not_fetched_again(here: Path) -> None:
    with page_server.serve() as site:
        paths = ["/one", "/two"]
        for path in paths:
            site.put(path, f"<html><title>{path}</title><article><h1>The {path[1:]}</h1><p>{LIT}</p></article>")
        items = "".join(f"<item><title>{p}</title><link>{site.address}{p}</link></item>" for p in paths)
        feed = site.put("/feed.xml", FEED.format(at=site.address, items=items), "application/rss+xml")
        fine("make", feed, "--allow-private", *SILENT)
        fine("remove", f"{site.address}/one", "-o", "show")
        site.asked.clear()
        said = fine("make", feed, "--allow-private", *SILENT).stderr
        assert "was removed on" in said and "/one" not in site.asked and "/two" in site.asked
        fine("make", feed, "--allow-private", "--force", *SILENT)
        assert "/one" in site.asked and len(titles()) == 5


def test_a_text_that_comes_through_a_pipe_is_known_by_its_paragraphs(here: Path) -> None:
    text = "# Piped\n\nThe same paragraph.\n"
    assert tts("make", "-", *SILENT, stdin=text).exit_code == 0
    fine("remove", "Piped", "-o", "show")
    assert "Piped was removed on" in tts("make", "-", *SILENT, stdin=text).stderr
    assert "Piped" not in titles()
    other = "# Piped\n\nA wholly different text of the same title.\n"
    assert tts("make", "-", *SILENT, stdin=other).exit_code == 0
    assert "Piped" in titles()


def test_a_page_of_a_site_loses_its_player_and_gets_none_again(here: Path) -> None:
    page = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
    for name in ("Lamp", "Window"):
        path = here / "site" / f"{name}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(page.format(name, LIT), "utf-8")
    plain = (here / "site" / "Lamp.html").read_bytes()
    embed = ("embed", "site", "--engine", "silent", "--base-url", "https://site.example/", "-o", "listening")
    fine(*embed)
    assert (here / "site" / "Lamp.html").read_bytes() != plain
    fine("remove", "Lamp", "-o", "listening")
    for _ in range(2):
        fine(*embed)
        assert (here / "site" / "Lamp.html").read_bytes() == plain
    assert [e.manifest.title for e in library.episodes(library.open_show(here / "listening"))] == ["Window"]
    fine(*embed, "--force")
    assert (here / "site" / "Lamp.html").read_bytes() != plain


@pytest.mark.skipif(os.name == "nt", reason="processes are forked")
def test_killed_while_the_bin_is_emptied_it_is_never_forgotten(here: Path, tmp_path: Path) -> None:
    fine("remove", "2", "-o", "show")
    for folder in list(bin.folders(Path("show"))):
        folder.parent.rename(folder.parent.with_name("2020-01-01T00-00-00.000000Z"))

    def start(name: str) -> Path:
        return Path(shutil.copytree(here, tmp_path / "copies" / name, ignore=shutil.ignore_patterns("copies")))

    command = ["retag", "-o", "show"]
    count = kills.steps_of(start("whole"), command)
    for step, folder in kills.killed(start, command, count):
        show = library.open_show(folder / "show")
        with pytest.raises(removal_log.Removed):
            removal_log.check(show, "../story-2.md")
        assert kills.run(folder, ["make", "@all.txt", *SILENT]) == 0, step
        assert len(list(library.episodes(show))) == 2, step


def test_an_article_removed_under_a_tracked_address_stays_removed(here: Path) -> None:
    with page_server.serve() as site:
        site.put("/one?utm_source=a", f"<html><title>One</title><article><h1>One</h1><p>{LIT}</p></article>")
        site.put("/one", f"<html><title>One</title><article><h1>One</h1><p>{LIT}</p></article>")
        fine("make", f"{site.address}/one", "--allow-private", *SILENT)
        fine("remove", "One", "-o", "show")
        said = fine("make", f"{site.address}/one?utm_source=a", "--allow-private", *SILENT).stderr
        assert "One was removed on" in said and "One" not in titles()
        (here / "more.txt").write_text(f"{site.address}/one?utm_source=b\n", encoding="utf-8")
        site.asked.clear()
        said = fine("make", "@more.txt", "--allow-private", *SILENT).stderr
        assert "One was removed on" in said and site.asked == []
