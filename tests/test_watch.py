"""`tts watch --once` over feeds and folders: what is added to the show, and what is not."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from click.testing import Result

from tests import feed_server, forked
from tests.commands import fine, tts
from tests.feed_server import Feed
from tts.show import library, watch_state
from tts.storage import user_config
from tts.watch import choosing, folder_source
from tts.watch.source_polling import Item

OPTIONS = ("--engine", "silent", "--allow-private")


@pytest.fixture
def feed() -> Iterator[Feed]:
    with feed_server.serve() as served:
        yield served


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the user's own settings next to it."""
    folder = tmp_path / "show"
    folder.mkdir()
    (tmp_path / "config.toml").touch()
    monkeypatch.setenv("PAGECAST_CONFIG", str(tmp_path / "config.toml"))
    return folder


def says(show: Path, *tables: str) -> None:
    """Write the show's settings: an address, and a table for each source."""
    head = 'title = "Carts"\nbase_url = "https://example.org/listen/"\n'
    (show / "show.toml").write_text(head + "".join(f"\n[[sources]]\n{table}\n" for table in tables), encoding="utf-8")
    tts("sources", "allow", "--yes", "-o", str(show))


def look(show: Path, *more: str) -> Result:
    return tts("watch", "--once", "-o", str(show), *OPTIONS, *more)


def due(show: Path, **values: object) -> None:
    """Make every source look as if checked more than an hour ago."""
    known = watch_state.read(show)
    sources = {
        where: dataclasses.replace(seen, **{"asked": 1.0, "next": 1.0, **values})  # type: ignore[arg-type]
        for where, seen in known.sources.items()
    }
    watch_state.write(show, dataclasses.replace(known, sources=sources))


def titles(show: Path) -> list[str]:
    """In the published feed, oldest first."""
    entries = feedparser.parse((show / "feed.xml").read_bytes()).entries
    return sorted((entry.title for entry in entries), key=lambda title: int(title.rpartition(" ")[2]))


def carts(*numbers: int) -> list[str]:
    return [f"Cart {n}" for n in numbers]


def test_new_articles_of_a_feed_become_episodes_and_are_in_the_published_feed(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1, 2)
    assert look(show).exit_code == 0
    assert titles(show) == carts(1, 2)
    feed.add(3)
    due(show)
    result = look(show)
    assert titles(show) == carts(1, 2, 3)
    assert "Cart 3" in result.stderr and "Cart 2" not in result.stderr


def test_the_newest_five_articles_of_a_new_feed_are_made_and_the_others_counted(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(*range(1, 21))
    result = look(show)
    assert titles(show) == carts(*range(16, 21))
    assert "5 new; 15 older ones skipped" in result.stderr
    feed.add(21, 22)
    due(show)
    look(show)
    assert titles(show) == carts(*range(16, 23))


def test_a_new_feed_of_ten_thousand_entries_makes_five_episodes(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.links = feed.bare = True
    feed.add(*range(1, 10_001))
    look(show)
    assert titles(show) == carts(*range(9_996, 10_001))


def test_a_feed_with_nothing_new_is_not_sent_again(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    look(show)
    due(show)
    look(show)
    assert feed.asked == [("/feed.xml", 200), ("/feed.xml", 304)]


def test_a_source_that_is_not_due_is_not_checked(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    look(show)
    look(show)
    assert len(feed.asked) == 1


def test_entries_without_names_and_dates_are_made_once(show: Path, feed: Feed) -> None:
    feed.ids = False
    says(show, f'source = "{feed.feed}"')
    feed.add(1, 2)
    look(show)
    feed.add(3)
    due(show)
    look(show)
    assert titles(show) == carts(1, 2, 3)


def test_files_that_appear_in_a_folder_become_episodes(show: Path, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    says(show, 'source = "../articles"')
    (folder / "one.md").write_text("# Cart 1\n\nA cart came over the bridge.\n", encoding="utf-8")
    look(show)
    assert titles(show) == carts(1)
    (folder / "two.txt").write_text("Cart 2\n\nAnother cart came over the bridge.\n", encoding="utf-8")
    (folder / "three.md.part").write_text("# Cart 3\n\nHalf of", encoding="utf-8")
    due(show)
    look(show)
    assert titles(show) == carts(1, 2)


def test_a_shorter_period_of_a_source_applies_at_once(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"\nevery = "1d"')
    look(show)
    feed.add(1)
    known = watch_state.read(show)
    [(where, seen)] = known.sources.items()
    earlier = dataclasses.replace(seen, asked=seen.asked - 60)
    watch_state.write(show, dataclasses.replace(known, sources={where: earlier}))
    look(show)
    assert not list(show.glob("*/episode.json"))
    says(show, f'source = "{feed.feed}"\nevery = "30s"')
    look(show)
    assert titles(show) == carts(1)


def test_many_files_that_appear_at_once_are_all_new() -> None:
    """A feed might have renamed its entries; files are always different articles."""
    files = [Item(f"{n}", f"/articles/{n}.md", mark="100-1") for n in range(choosing.FLOOD + 5)]
    known = watch_state.SourceRecord(latest=5, known={"before": "100-1"})
    assert choosing.new_items(files, known, 5, 0.0).items == tuple(files)


def test_a_file_that_changed_is_the_same_episode(show: Path, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    says(show, f'source = "{folder}"')
    (folder / "one.md").write_text("# Cart 1\n\nA cart came over the bridge.\n", encoding="utf-8")
    look(show)
    (folder / "one.md").write_text("# Cart 2\n\nIt was another cart.\n", encoding="utf-8")
    due(show)
    look(show)
    assert titles(show) == carts(2)


def test_a_page_that_fails_is_tried_again_and_holds_up_no_other(show: Path, feed: Feed) -> None:
    feed.links = True
    feed.broken = {2}
    says(show, f'source = "{feed.feed}"')
    feed.add(1, 2, 3)
    look(show)
    assert titles(show) == carts(1, 3)
    feed.broken = set()
    known = watch_state.read(show).sources[feed.feed].tried
    assert [tried.title for tried in known.values()] == ["Cart 2"]
    due(show, tried={key: watch_state.FailedArticle(1, 1.0, each.title, each.where) for key, each in known.items()})
    look(show)
    assert titles(show) == carts(1, 2, 3)


def test_a_failing_source_is_reported_and_checked_less_often(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"\nevery = "1min"')
    feed.status, feed.retry_after = 503, "7200"
    result = look(show)
    assert result.exit_code == 1
    assert "answered 503" in result.stderr
    seen = watch_state.read(show).sources[feed.feed]
    assert seen.failures == 1 and seen.next - seen.asked >= 7200
    feed.status = 200
    feed.add(1)
    due(show)
    assert look(show).exit_code == 0
    assert titles(show) == carts(1)
    assert watch_state.read(show).sources[feed.feed].failures == 0


def test_titles_and_lengths_are_filtered_and_titles_given(show: Path, feed: Feed) -> None:
    says(
        show,
        f'source = "{feed.feed}"\nlatest = 10\nnot_titles = ["cart 2"]\nlongest = "10min"\ntitle = "Old {{title}}"',
    )
    feed.add(1, 2, 3)
    look(show)
    assert titles(show) == ["Old Cart 1", "Old Cart 3"]
    says(show, f'source = "{feed.feed}?"\nshortest = "1h"', f'source = "{feed.feed}"')
    look(show)
    assert titles(show) == ["Old Cart 1", "Old Cart 3"]


def test_each_source_has_its_own_voice_rate_and_author(show: Path, tmp_path: Path) -> None:
    for n in (1, 2):
        (tmp_path / f"{n}.md").write_text(f"# Cart {n}\n\nA cart came over the bridge.\n", encoding="utf-8")
    spoken = 'engine = "hibari"\nvoice = "heart"\nrate = 1.25\nauthor = "The Paper"'
    says(show, f'source = "../1.md"\n{spoken}', 'source = "../2.md"\nengine = "silent"')
    assert tts("watch", "--once", "-o", str(show)).exit_code == 0
    episodes = [episode.manifest for episode in library.episodes(library.open_show(show))]
    made = {each.title: (each.engine, each.voice, each.rate, each.author) for each in episodes}
    assert made["Cart 1"] == ("hibari", "heart", 1.25, "The Paper")
    assert (made["Cart 2"][0], made["Cart 2"][2], made["Cart 2"][3]) == ("silent", 1.0, "")


def test_a_list_is_made_completely_with_later_additions(show: Path, tmp_path: Path) -> None:
    for n in range(1, 8):
        (tmp_path / f"{n}.md").write_text(f"# Cart {n}\n\nA cart came over the bridge.\n", encoding="utf-8")
    (tmp_path / "list.txt").write_text("".join(f"{n}.md\n" for n in range(1, 7)), encoding="utf-8")
    says(show, 'source = "@../list.txt"')
    look(show)
    assert titles(show) == carts(*range(1, 7))
    (tmp_path / "list.txt").write_text("".join(f"{n}.md\n" for n in range(1, 8)), encoding="utf-8")
    due(show)
    look(show)
    assert titles(show) == carts(*range(1, 8))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('every = "1h"', "names no source"),
        ('source = "a"\nevery = "soon"', "every of the source a can't be 'soon'"),
        ('source = "a"\nlatest = 0', "latest of the source a can't be 0"),
        ('source = "a"\nnot_title = ["ad"]', "the source a has 'not_title', which is unknown"),
        ('source = "a"\nrate = "fast"', "rate of the source a"),
        ('source = "a"\npaused = 1', "paused of the source a"),
    ],
)
def test_settings_that_are_wrong_are_reported(show: Path, table: str, said: str) -> None:
    says(show, table)
    result = look(show)
    assert result.exit_code == 1 and said in result.stderr and "Traceback" not in result.stderr


def test_episodes_are_the_same_as_those_of_make(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    look(show)
    made = tts("make", feed.feed, "-o", str(show), *OPTIONS, "--json")
    assert '"unchanged": true' in made.stdout
    assert len(list(library.folders(library.open_show(show)))) == 1


@pytest.mark.parametrize("source", ["../secret.md", "@list.txt"], ids=["by itself", "in a list"])
def test_files_named_by_a_strangers_settings_are_not_read_until_allowed(
    show: Path, tmp_path: Path, source: str
) -> None:
    (tmp_path / "secret.md").write_text("# Cart 1\n\nNobody else is to hear this.\n", encoding="utf-8")
    (show / "list.txt").write_text(f"{tmp_path / 'secret.md'}\n", encoding="utf-8")
    settings = f'base_url = "https://example.org/listen/"\n[[sources]]\nsource = "{source}"\n'
    (show / "show.toml").write_text(settings, encoding="utf-8")
    result = look(show)
    assert result.exit_code == 1 and "you have not allowed" in result.stderr
    assert not list(show.glob("*/episode.json"))
    tts("sources", "allow", "--yes", "-o", str(show))
    due(show)
    look(show)
    assert titles(show) == carts(1)


def test_a_removed_source_has_to_be_allowed_again(show: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("# Cart 1\n\nOnly for me.\n", encoding="utf-8")
    says(show, 'source = "../mine.md"')
    fine("sources", "remove", "../mine.md", "-o", str(show))
    (show / "show.toml").write_text('[[sources]]\nsource = "../mine.md"\n', encoding="utf-8")
    assert "you have not allowed" in look(show).stderr


@pytest.mark.parametrize("broken", [b"{", b"[]", b"\xff\xfe", b""])
def test_a_broken_list_of_permissions_allows_nothing_and_is_not_overwritten(
    broken: bytes, show: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.md").write_text("# Cart 1\n\nOnly for me.\n", encoding="utf-8")
    says(show, 'source = "../mine.md"')
    (tmp_path / "allowed.json").write_bytes(broken)
    assert "you have not allowed" in look(show).stderr
    result = tts("sources", "allow", "--yes", "-o", str(show))
    assert result.exit_code == 1 and f"{tmp_path / 'allowed.json'} can't be read" in result.stderr
    assert (tmp_path / "allowed.json").read_bytes() == broken


def test_shows_that_are_allowed_at_once_lose_nothing_of_each_other(show: Path, tmp_path: Path) -> None:
    shows = [tmp_path / f"show{n}" for n in range(8)]
    run = "import sys, pathlib; from tts.storage import user_config\nfor n in range(10): "
    run += "user_config.allow(pathlib.Path(sys.argv[1]), [str(n)])"
    started = [forked.Popen([sys.executable, "-c", run, str(each)]) for each in shows]
    assert [process.wait(timeout=60) for process in started] == [0] * 8
    assert all(user_config.allowed(each) == {str(n) for n in range(10)} for each in shows)


@pytest.mark.parametrize("ways", [("--status", "--once"), ("--install", "--once"), ("--status", "--uninstall")])
def test_options_that_exclude_each_other_are_refused(show: Path, ways: tuple[str, ...]) -> None:
    refused = tts("watch", *ways, "-o", str(show))
    assert refused.exit_code == 2 and "can't be combined" in refused.stderr
    assert all(way in refused.stderr for way in ways)


def test_a_list_on_the_web_names_no_files_of_this_machine(show: Path, feed: Feed) -> None:
    says(show, f'source = "@{feed.feed}"')
    tts("sources", "allow", "--yes", "-o", str(show))
    assert "is an address, but a list must be a file" in look(show).stderr


def test_a_target_is_sent_to_once_it_is_allowed(show: Path, feed: Feed, tmp_path: Path) -> None:
    feed.add(1)
    settings = f'base_url = "https://example.org/listen/"\ntarget = "{tmp_path / "www"}"\n'
    settings += f'[[sources]]\nsource = "{feed.feed}"\n'
    (show / "show.toml").write_text(settings, encoding="utf-8")
    assert "you have not allowed" in look(show).stderr
    assert not (tmp_path / "www").exists()
    says_published(show)
    tts("sources", "allow", "--yes", "-o", str(show))
    look(show)
    assert feedparser.parse((tmp_path / "www/feed.xml").read_bytes()).entries[0].title == "Cart 1"


def says_published(show: Path) -> None:
    """As `says`, with a last publishing long ago."""
    watch_state.write(show, dataclasses.replace(watch_state.read(show), published=1.0))


def test_a_feed_with_new_identifiers_does_not_flood_the_show(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"\nlatest = 2')
    feed.add(*range(1, 151))
    look(show)
    feed.renamed = "new-"
    due(show)
    assert "2 new; 148 older ones skipped" in look(show).stderr
    assert len(titles(show)) == 4


def test_losing_the_state_makes_nothing_twice(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1, 2)
    look(show)
    (show / watch_state.NAME).write_bytes(b'{"version": 1, "sources": ')
    feed.add(3)
    look(show)
    assert titles(show) == carts(1, 2, 3)
    assert len(list(show.glob("*/episode.json"))) == 3


def test_removed_articles_stay_removed_without_a_failure(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1, 2)
    look(show)
    tts("remove", "1", "-o", str(show), "--yes")
    (show / watch_state.NAME).unlink()
    assert look(show).exit_code == 0
    assert titles(show) == carts(2)


def test_a_show_without_sources_says_how_to_add_one(show: Path) -> None:
    says(show)
    result = look(show)
    assert result.exit_code == 1 and "tts sources add" in result.stderr


def test_latest_can_be_raised_later(show: Path, feed: Feed) -> None:
    says(show, f'source = "{feed.feed}"\nlatest = 1')
    feed.add(1, 2, 3, 4)
    look(show)
    assert titles(show) == carts(4)
    says(show, f'source = "{feed.feed}"\nlatest = 3')
    due(show)
    look(show)
    assert titles(show) == carts(2, 3, 4)


def test_a_page_is_made_again_when_it_changes(show: Path, feed: Feed) -> None:
    page = "<html lang=en><title>Cart {0}</title><article><h1>Cart {0}</h1><p>{1}</p></article></html>"
    feed.home = page.format(1, feed_server.PARAGRAPH * 4)
    says(show, f'source = "{feed.address}/"')
    look(show)
    assert titles(show) == carts(1)
    feed.home = page.format(2, feed_server.PARAGRAPH * 5)
    due(show)
    look(show)
    assert titles(show) == carts(2)


def test_a_file_without_an_article_is_reported_once_until_it_changes(show: Path, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    says(show, 'source = "../articles"')
    (folder / "one.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    first = look(show)
    assert first.exit_code == 1 and "not tried again" in first.stderr
    due(show)
    assert look(show).exit_code == 0
    (folder / "one.md").write_text("# Cart 1\n\nA cart came over the bridge.\n", encoding="utf-8")
    due(show)
    look(show)
    assert titles(show) == carts(1)


@pytest.mark.parametrize("rights", [0o000, 0o400])
def test_an_unreadable_folder_is_reported_and_delays_no_other(show: Path, tmp_path: Path, rights: int) -> None:
    folder = tmp_path / "articles"
    (folder / "closed").mkdir(parents=True)
    (folder / "closed" / "two.md").write_text("# Cart 2\n\nA cart came over the bridge.\n", encoding="utf-8")
    (folder / "one.md").write_text("# Cart 1\n\nA cart came over the bridge.\n", encoding="utf-8")
    says(show, 'source = "../articles"')
    (folder / "closed").chmod(rights)
    try:
        result = without_root("watch", "--once", "-o", str(show), *OPTIONS)
    finally:
        (folder / "closed").chmod(0o700)
    assert "Traceback" not in result.stderr
    assert "closed" in result.stderr and "permission denied" in result.stderr
    assert titles(show) == carts(1)
    due(show)
    look(show)
    assert titles(show) == carts(1, 2), "once it may be read"


def without_root(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command without root's privilege to ignore file permissions."""
    rights = "-dac_override,-dac_read_search"
    dropped = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"] if os.getuid() == 0 else []
    command = [*dropped, sys.executable, "-m", "tts", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_only_the_newest_files_of_a_huge_folder_are_considered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_source, "MOST_FILES", 3)
    for number in range(5):
        path = tmp_path / f"{5 - number}.txt"
        path.write_text("A cart.", encoding="utf-8")
        os.utime(path, (1000 + number, 1000 + number))
    assert [Path(path).name for path in folder_source.look(str(tmp_path))] == ["3.txt", "2.txt", "1.txt"]


@pytest.mark.parametrize(
    ("base", "guid"),
    [
        ("https://carts.example", "cart-{}"),
        ("https://www.carts.example", "https://carts.example/{}"),
        ("https://bridge.example/archive", "cart-{}"),
    ],
)
def test_a_site_that_moves_has_no_article_made_again(show: Path, feed: Feed, base: str, guid: str) -> None:
    """Its links change but the identifiers of its entries stay, or its address is the same over https."""
    feed.base = "http://carts.example"
    says(show, f'source = "{feed.feed}"\nlatest = 2')
    feed.add(1, 2, 3)
    look(show)
    feed.base, feed.guid = base, guid
    feed.add(4)
    due(show)
    assert "1 new; 1 older ones" in look(show).stderr
    assert titles(show) == carts(2, 3, 4)


def test_entries_that_get_other_names_and_later_other_links_are_made_once(show: Path, feed: Feed) -> None:
    feed.base = "http://carts.example"
    says(show, f'source = "{feed.feed}"')
    feed.add(1, 2)
    look(show)
    feed.guid = "urn:cart:{}"
    due(show)
    look(show)
    feed.base = "http://bridge.example/archive"
    due(show)
    look(show)
    assert titles(show) == carts(1, 2)


def test_entries_with_the_same_name_are_distinguished_by_their_titles(show: Path, feed: Feed) -> None:
    feed.guid = "urn:carts:newest"
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    look(show)
    feed.numbers = [2]
    due(show)
    look(show)
    assert titles(show) == carts(1, 2)


def test_a_page_without_an_article_is_reported_in_our_words_only(show: Path, feed: Feed) -> None:
    feed.home = "<html><body>not here</body></html>"
    says(show, f'source = "{feed.address}/"')
    said = without_root("watch", "--once", "-o", str(show), *OPTIONS).stderr
    assert "no article found" in said and "discarding" not in said


def test_a_show_without_settings_in_a_folder_is_passed_over(show: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "one.md").write_text("# Cart 1\n\nA cart came over the bridge.\n", encoding="utf-8")
    output = articles / "output"
    fine("make", str(articles / "one.md"), "--engine", "silent", "-o", str(output))
    (output / "show.toml").unlink(missing_ok=True)
    says(show, 'source = "../articles"')
    result = look(show)
    assert result.exit_code == 0, result.stderr
    assert titles(show) == carts(1)


@pytest.mark.parametrize(("own", "count", "code"), [(True, 3, 0), (False, 2, 0), (False, 3, 1)])
def test_articles_that_keep_failing_are_a_failure_of_the_show(
    show: Path, feed: Feed, own: bool, count: int, code: int
) -> None:
    """A full disk is such a failure; a missing page is only the page's."""
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    look(show)
    tried = watch_state.FailedArticle(count, 9e9, "Cart 2", error="the disk is full", own=own)
    due(show, tried={"key": tried}, next=9e9)
    status = tts("watch", "--status", "-o", str(show))
    assert status.exit_code == code and "not made yet: Cart 2: the disk is full" in status.stdout
