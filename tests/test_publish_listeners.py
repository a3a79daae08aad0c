"""Personal feeds of listeners: one for each, revoked separately; nothing at the root leads to an episode."""

from __future__ import annotations

import json
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from click.testing import CliRunner, Result

from tests import buckets, kills, links, shows
from tts.cli.main import cli
from tts.model import LibraryError
from tts.publish import build, listeners, public_files
from tts.publish.feed import channel
from tts.publish.targets import send
from tts.show import library

BASE = "https://example.org/listen/"
GONE = ("feed.xml", "shows.opml", "sitemap.xml", "listen.js", "pagecast/pages-0.js", public_files.RECORD)
"""What leads to episodes in a show for everybody."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public show."""
    folder = shows.make(tmp_path_factory.mktemp("listeners")).folder
    publish(folder, base_url=BASE)
    return folder


@pytest.fixture
def show(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "show"))


def publish(folder: Path, **kw: Any) -> build.Published:
    return build.publish(library.open_show(folder), **kw)


def tts(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def feed(address: str) -> str:
    """The path of the feed whose address its listener got."""
    return address.strip().removeprefix(BASE)


def added(show: Path, name: str) -> str:
    told = tts("listeners", "add", name, "-o", str(show))
    assert told.exit_code == 0, told.stderr
    return feed(told.stdout)


def visible(folder: Path) -> dict[str, bytes]:
    """The files that a web server would serve from that folder."""
    found = shows.contents(folder)
    return {name: found[name] for name in found if not any(part.startswith(".") for part in name.split("/"))}


def led_to(folder: Path, *doors: str) -> set[str]:
    """All files that can be reached from there, by every link and address in them."""
    waiting, seen = [door for door in doors if (folder / door).is_file()], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen or not (folder / path).is_file():
            continue
        seen.add(path)
        waiting += links._links(folder, path, BASE)
    return seen


def episodes(folder: Path) -> list[str]:
    return [path.parent.name for path in sorted(folder.glob("*/transcript.html"))]


def test_each_has_a_feed_and_the_root_leads_to_no_episode(show: Path, tmp_path: Path) -> None:
    before = visible(show)
    assert set(GONE[:-1]) <= set(before)
    ana, ben = added(show, "Ana"), added(show, "Ben 本")
    assert re.fullmatch(r"l/[0-9a-f]{26}/feed\.xml", ana) and ana != ben
    assert visible(show) == before, "nothing changes before it is published"
    done = publish(show)
    assert (done.feed, done.listeners, done.unchanged) == ("", 2, 3)
    www = tmp_path / "www"
    send.upload(show, str(www))
    guid = feedparser.parse(before["feed.xml"]).feed.podcast_guid
    for folder in (show, www):
        for path in (ana, ben):
            parsed = feedparser.parse((folder / path).read_bytes())
            assert not parsed.bozo and {e.title for e in parsed.entries} == {"听钟", "The Ferry", "橋上的燈"}
            assert [link.href for link in parsed.feed.links if link.rel == "self"] == [BASE + path]
            assert parsed.feed.podcast_guid == guid and parsed.feed.itunes_block
            for entry in parsed.entries:
                audio = folder / urlsplit(entry.enclosures[0].href).path.removeprefix("/listen/")
                assert audio.stat().st_size == int(entry.enclosures[0].length)
        assert not [name for name in GONE if (folder / name).exists()]
        assert not [name for name in visible(folder) if re.search(r"(titles|texts|pages)-|page-\d+\.html", name)]
        names = episodes(folder)
        roots = [path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".toml"]
        roots += [path.relative_to(folder).as_posix() for path in (folder / "pagecast").iterdir()]
        reached = led_to(folder, *roots, "l/index.html")
        assert len(names) == 3 and not [path for path in reached if path.split("/")[0] in names]
        for name in roots:
            content = (folder / name).read_text(encoding="utf-8", errors="replace")
            assert not [each for each in (*names, ana, ben) if each.partition("/feed")[0] in content], name
        for name in names:  # nor does an episode lead to another, or to a feed
            reached = led_to(folder, f"{name}/index.html", f"{name}/embed.html")
            assert {path.split("/")[0] for path in reached} & set(names) == {name}
            assert not [path for path in reached if path.endswith(".xml")]
        assert not links.broken_anywhere(folder, BASE)
        assert "本節目僅供受邀聽眾收聽" in (folder / "index.html").read_text(encoding="utf-8")


def test_again_without_a_change_nothing_is_written(show: Path, tmp_path: Path) -> None:
    added(show, "Ana")
    publish(show)
    send.upload(show, str(tmp_path / "www"))
    kept = {path: path.stat().st_mtime_ns for path in show.rglob("*") if path.is_file()}
    www = shows.contents(tmp_path / "www")
    done = publish(show)
    assert not done.written and not done.deleted
    sent = send.upload(show, str(tmp_path / "www"))
    assert (sent.added, sent.changed, sent.removed) == ((), (), ())
    assert {path: path.stat().st_mtime_ns for path in show.rglob("*") if path.is_file()} == kept
    assert shows.contents(tmp_path / "www") == www
    shutil.rmtree(show / "l")
    publish(show)
    assert {path for path in show.rglob("*") if path.is_file()} == set(kept), "what was deleted comes back the same"


def test_one_is_revoked_and_the_other_listens_on(show: Path, tmp_path: Path) -> None:
    ana, ben = added(show, "Ana"), added(show, "Ben")
    publish(show)
    www = tmp_path / "www"
    send.upload(show, str(www))
    kept = (www / ben).read_bytes()
    told = tts("listeners", "revoke", "Ana", "-o", str(show))
    assert told.exit_code == 0 and "tts publish" in told.stderr and "public" not in told.stderr
    shows.add(tmp_path, "new.md", "---\ntitle: Newer\n---\n\nOne more.\n")
    publish(show)
    sent = send.upload(show, str(www))
    assert sent.removed == ("l/…/feed.xml",)
    for folder in (show, www):
        assert not (folder / ana).parent.exists() and (folder / ben).is_file()
    assert (www / ben).read_bytes() != kept and "Newer" in (www / ben).read_text(encoding="utf-8")
    with shows.served(www) as address:
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address + ana)
        assert b"Newer" in urllib.request.urlopen(address + ben).read()
        listing = urllib.request.urlopen(address + "l/").read().decode()
        assert "feed" not in listing and ben.split("/")[1] not in listing


def test_without_listeners_it_is_as_it_was(show: Path, tmp_path: Path) -> None:
    www = tmp_path / "www"
    send.upload(show, str(www))
    before, sent = visible(show), set(shows.contents(www))
    added(show, "Ana")
    publish(show)
    send.upload(show, str(www))
    assert not (www / public_files.RECORD).exists()
    told = tts("listeners", "revoke", "Ana", "-o", str(show))
    assert "makes the show public again" in told.stderr
    done = publish(show)
    assert done.feed == BASE + "feed.xml" and done.listeners == 0
    assert visible(show) == before
    send.upload(show, str(www))
    assert set(shows.contents(www)) == sent and not (www / "l").exists()


def test_an_episode_that_goes_leaves_every_feed(show: Path) -> None:
    ana, ben = added(show, "Ana"), added(show, "Ben")
    publish(show)
    assert tts("remove", "--title", "The Ferry", "-o", str(show)).exit_code == 0
    for path in (ana, ben):
        assert "The Ferry" not in (show / path).read_text(encoding="utf-8")
    assert not links.broken_anywhere(show, BASE)


def test_pages_of_a_large_feed_lead_to_each_other(show: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(channel, "LIMIT", 6_000)
    monkeypatch.setattr(channel, "ARCHIVED", 1_000)
    ana = added(show, "Ana")
    publish(show)
    folder, titles = Path(ana).parent, set[str]()
    path, seen = ana, list[str]()
    while path:
        seen.append(path)
        parsed = feedparser.parse((show / path).read_bytes())
        titles |= {entry.title for entry in parsed.entries}
        path = next((feed(link.href) for link in parsed.feed.links if link.rel == "next"), "")
    assert len(seen) > 1 and titles == {"听钟", "The Ferry", "橋上的燈"}
    assert {Path(each).parent for each in seen} == {folder}
    send.upload(show, str(tmp_path / "www"))
    assert all((tmp_path / "www" / each).is_file() for each in seen)
    for item in public_files.items(show):
        if item.name in seen:
            assert (item.type, item.cache) == ("application/rss+xml; charset=utf-8", public_files.MINUTES)
            audio = [each for each in public_files.items(show) if each.name.endswith(".mp3")]
            assert all(public_files.rank(each.name) < public_files.rank(item.name) for each in audio)


def test_only_list_prints_the_paths(show: Path, tmp_path: Path) -> None:
    ana = added(show, "Ana")
    secret = ana.split("/")[1]
    kept = show / ".pagecast" / "listeners.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    for args in (("-v",), ("--json", "--to", str(tmp_path / "www")), ("-v", "--to", str(tmp_path / "www"))):
        told = tts("publish", "-o", str(show), *args)
        assert told.exit_code == 0 and secret not in told.output
        if "-v" in args:
            assert "1 listener has a feed of their own" in told.stderr
    tts("listeners", "revoke", "Ana", "-o", str(show))
    ben = added(show, "Ben")
    told = tts("publish", "-o", str(show), "--json")
    assert secret not in told.output and ben.split("/")[1] not in told.output
    listed = json.loads(tts("listeners", "list", "-o", str(show), "--json").stdout)
    assert [(each["name"], each["feed"]) for each in listed] == [("Ben", BASE + ben)]
    assert tts("listeners", "list", "-o", str(show)).stdout == f"Ben: {BASE}{ben}\n"


def test_errors_are_reported(show: Path, tmp_path: Path) -> None:
    added(show, "Ana")
    for args, said in (
        (("add", "Ana"), "Ana already has a feed"),
        (("add", " "), "is not a name"),
        (("add", "a\nb"), "is not a name"),
        (("revoke", "Ben"), "nobody named Ben"),
    ):
        told = tts("listeners", *args, "-o", str(show))
        assert told.exit_code == 1 and said in told.stderr
    for folder in (tmp_path / "none", shows.make(tmp_path / "new", {}).folder):
        told = tts("listeners", "add", "Ana", "-o", str(folder))
        assert told.exit_code == 1 and not (folder / ".pagecast" / "listeners.json").exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"listeners": [], "record": "../../x"}', '{"listeners": 3}'])
def test_an_unreadable_file_does_not_make_the_show_public(content: str, show: Path, tmp_path: Path) -> None:
    added(show, "Ana")
    publish(show)
    (show / ".pagecast" / "listeners.json").write_text(content)
    before = visible(show)
    with pytest.raises(LibraryError, match="the list of listeners, can't be read"):
        publish(show)
    with pytest.raises(LibraryError, match="the list of listeners, can't be read"):
        send.upload(show, str(tmp_path / "www"))
    assert visible(show) == before and not (tmp_path / "www").exists()


def test_a_link_in_place_of_the_feeds_leads_nowhere(show: Path, tmp_path: Path) -> None:
    ana = added(show, "Ana")
    (tmp_path / "other").mkdir()
    (show / "l").mkdir()
    (show / ana).parent.symlink_to(tmp_path / "other")
    with pytest.raises(LibraryError):
        publish(show)
    shutil.rmtree(show / "l")
    (show / "l").symlink_to(tmp_path / "other")
    with pytest.raises(LibraryError):
        publish(show)
    assert not list((tmp_path / "other").iterdir())


def test_a_site_and_listeners_are_two_shows(show: Path, tmp_path: Path) -> None:
    added(show, "Ana")
    with pytest.raises(LibraryError, match="only for its listeners"):
        listeners.check_none(show)
    site = tmp_path / "site"
    site.mkdir()
    page = "<html><body><article><h1>Ferry</h1><p>The ferry leaves at six.</p></article></body></html>"
    (site / "index.html").write_text(page)
    told = tts("embed", str(site), "-o", str(show), "--engine", "silent")
    assert told.exit_code == 1 and "only for its listeners" in told.stderr
    assert (site / "index.html").read_text() == page


# --- a bucket, and a kill -----------------------------------------------------------------------------------


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    with buckets.serving() as address, buckets.bucket_of("people", address, monkeypatch, tmp_path) as made:
        yield made


def test_a_bucket_has_no_list_either(show: Path, bucket: Any) -> None:
    target = "s3://people/listen"

    def keys() -> set[str]:
        return {each.key.removeprefix("listen/") for each in bucket.objects.all()}

    send.upload(show, target)
    assert public_files.RECORD in keys()
    ana = added(show, "Ana")
    publish(show)
    send.upload(show, target)
    assert ana in keys() and not set(GONE) & keys()
    ben = added(show, "Ben")
    tts("listeners", "revoke", "Ana", "-o", str(show))
    publish(show)
    send.upload(show, target)
    assert ben in keys() and ana not in keys()
    tts("listeners", "revoke", "Ben", "-o", str(show))
    publish(show)
    send.upload(show, target)
    assert set(GONE) <= keys() and not [key for key in keys() if key.startswith("l/")]


def test_killed_at_any_moment_every_link_works(show: Path, tmp_path: Path) -> None:
    """While adding the first listener, and the second."""
    ana = added(show, "Ana")
    whole = Path(shutil.copytree(show, tmp_path / "whole"))
    publish(whole)
    moves = 0
    while True:
        folder = Path(shutil.copytree(show, tmp_path / f"killed-{moves}"))
        if not kills.killed_while_it_moves(partial(publish, folder), moves):
            break
        doors = [name for name in ("index.html", "feed.xml", ana) if (folder / name).is_file()]
        lost = [lost for path in led_to(folder, *doors) for lost in links._wrong(folder, path, BASE)]
        assert not lost, f"after {moves} moves"
        publish(folder)
        assert visible(folder) == visible(whole), f"after {moves} moves"
        shutil.rmtree(folder)
        moves += 1
    assert moves > 8
