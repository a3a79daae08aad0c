"""`tts embed` on small sites in the form of their generators' output: really run, then viewed in Chromium."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from tests import sites
from tests.complaints import complaints_of
from tests.contexts import lent_page
from tests.html_checker import checked
from tests.needs import needs
from tests.seeking import HEARD_AT
from tts.cache import Cache
from tts.cli.errors import as_error
from tts.cli.main import cli
from tts.episode import process_pool
from tts.episode.options import Options
from tts.publish import state
from tts.publish.embed import site as embedding
from tts.publish.embed import site_survey
from tts.publish.embed.embed_report import Listener, Site
from tts.publish.embed.site_survey import SitePage
from tts.publish.targets import send
from tts.show import library
from tts.storage import durable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def tts_embed(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["embed", *map(str, args), "--engine", "silent"])


def told(*args: str | Path) -> dict[str, Any]:
    """The output of `--json`, by page."""
    result = tts_embed(*args, "--json", "-q")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    found["pages"] = {page["name"]: page for page in found["pages"]}
    return found


def library_of(root: Path) -> Path:
    """The show's folder next to a site, if none is named."""
    return root.with_name(f"{root.name}-listen")


def pages(root: Path) -> dict[str, bytes]:
    """Every page of the site, but none of the show's."""
    found = sorted(p for p in root.rglob("*.*") if p.suffix in (".html", ".htm") and "listen" not in p.parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def everything(root: Path) -> dict[str, tuple[bytes, int]]:
    return {str(p.relative_to(root)): (p.read_bytes(), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()}


@pytest.fixture
def hugo(tmp_path: Path) -> Path:
    return sites.hugo(tmp_path / "public")


# --- which pages ----------------------------------------------------------------------------------------------

TAKEN = {
    "hugo": {"posts/bread/index.html", "posts/lamp/index.html", "posts/tides/index.html"},
    "jekyll": {"2026/04/tides.html"},
    "mkdocs": {"lamp/index.html", "tides/index.html"},
    "by_hand": {"bom.html", "bread.htm", "minified.html", "script.html", "sub/ferry.html", "utf16.html"},
}


@pytest.mark.parametrize("kind", TAKEN)
def test_articles_are_distinguished_from_pages_that_link_to_them(kind: str, tmp_path: Path) -> None:
    root = getattr(sites, kind)(tmp_path)
    found = told(root, "--dry-run")["pages"]
    assert {name for name, page in found.items() if page["what"] == "new"} == TAKEN[kind]
    assert all(page["reason"] for page in found.values())


def test_a_dry_run_explains_and_changes_nothing(hugo: Path) -> None:
    before = everything(hugo)
    result = tts_embed(hugo, "--dry-run")
    assert "og:type is article" in result.stdout and "the site's home page" in result.stdout
    assert everything(hugo) == before


@pytest.mark.parametrize(
    "args, taken",
    [
        (["--include", "posts/lamp"], {"posts/lamp/index.html"}),
        (["--include", "posts/*", "--exclude", "posts/l*"], {"posts/tides/index.html", "posts/bread/index.html"}),
        (["--include", "404.html"], {"404.html"}),  # who names a page knows what it is
    ],
)
def test_patterns_select_pages(args: list[str], taken: set[str], hugo: Path) -> None:
    found = told(hugo, "--dry-run", *args)["pages"]
    assert {name for name, page in found.items() if page["what"] == "new"} == taken


def test_a_folder_without_pages_is_reported(tmp_path: Path) -> None:
    result = tts_embed(tmp_path)
    assert result.exit_code == 1 and "there are no pages" in result.stderr and "Traceback" not in result.output


# --- what is done ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TAKEN)
def test_removing_restores_every_byte(kind: str, tmp_path: Path) -> None:
    root = getattr(sites, kind)(tmp_path)
    before = pages(root)
    done = told(root)["pages"]
    assert {name for name, content in pages(root).items() if content != before[name]} == TAKEN[kind]
    assert {name for name, page in done.items() if page["written"]} == TAKEN[kind]
    told(root, "--remove")
    assert pages(root) == before


def test_removing_names_only_folders_that_are_the_shows_alone(hugo: Path) -> None:
    own = hugo / "listen" / "notes.txt"
    own.parent.mkdir()
    own.write_text("the site's own")
    assert "rm -r" not in tts_embed(hugo, "--remove").stderr
    told(hugo)
    mixed = tts_embed(hugo, "--remove").stderr
    assert f"rm -r {library_of(hugo)}\n" in mixed and f"is kept in {own.parent}, among other files" in mixed
    own.unlink()
    assert f"rm -r {library_of(hugo)} {own.parent}\n" in tts_embed(hugo, "--remove").stderr


def test_a_page_in_the_place_of_the_show_is_reported_before_anything_is_spoken(hugo: Path) -> None:
    own = hugo / "listen" / "index.html"
    own.parent.mkdir()
    own.write_text("<title>What we listen to</title>")
    for options in ([], ["--dry-run"]):
        result = tts_embed(hugo, *options)
        assert result.exit_code and f"{own} is in the way" in result.stderr and "--audio-url" in result.stderr
    assert not library_of(hugo).exists() and own.read_text() == "<title>What we listen to</title>"
    assert tts_embed(hugo, "--audio-url", "https://audio.example.org/").exit_code == 0


def test_a_dry_run_counts_no_written_pages(hugo: Path) -> None:
    trial = tts_embed(hugo, "--dry-run").stderr
    assert "it would be: " in trial and "written" not in trial


def test_a_second_run_speaks_nothing_and_writes_nothing(hugo: Path) -> None:
    told(hugo)
    before = everything(hugo)
    again = told(hugo)["pages"]
    assert everything(hugo) == before
    assert {page["what"] for page in again.values()} == {"unchanged", "passed"}


def test_a_site_built_again_gets_its_players_back_and_nothing_is_spoken(hugo: Path) -> None:
    told(hugo)
    before = pages(hugo)
    audio = {p: p.stat().st_mtime_ns for p in hugo.rglob("*.mp3")}
    sites.hugo(hugo)
    assert pages(hugo) != before
    again = told(hugo)["pages"]
    assert pages(hugo) == before and {page["spoken"] for page in again.values()} == {0}
    assert {p: p.stat().st_mtime_ns for p in hugo.rglob("*.mp3")} == audio


def test_another_footer_is_no_change_and_another_sentence_is(hugo: Path) -> None:
    told(hugo)
    sites.hugo(hugo, footer="2027")
    lamp = hugo / "posts/lamp/index.html"
    lamp.write_text(lamp.read_text("utf-8").replace("still a third full", "nearly empty by now"), "utf-8")
    again = told(hugo)["pages"]
    whats = {name: (page["what"], page["spoken"]) for name, page in again.items() if page["what"] != "passed"}
    assert whats == {
        "posts/bread/index.html": ("unchanged", 0),
        "posts/lamp/index.html": ("changed", 1),
        "posts/tides/index.html": ("unchanged", 0),
    }
    assert b"nearly empty" in lamp.read_bytes() and lamp.read_bytes().count(b"<pagecast-player") == 1


def test_a_page_that_is_no_longer_an_article_loses_its_player(hugo: Path) -> None:
    told(hugo)
    page = hugo / "posts/tides/index.html"
    page.write_text(page.read_text("utf-8").replace("<head>", '<head><meta http-equiv="refresh" content="0;url=/x">'))
    assert told(hugo)["pages"]["posts/tides/index.html"]["what"] == "removed"
    assert b"pagecast" not in page.read_bytes()
    page.unlink()
    assert len(told(hugo)["orphans"]) == 1


def test_a_page_that_fails_is_unchanged_and_the_others_are_done(hugo: Path) -> None:
    told(hugo)
    sites.hugo(hugo)
    broken = hugo / "posts/lamp/index.html"
    broken.write_bytes(broken.read_bytes().replace(b"<p>The lamp", b"<!--pagecast--><p>The lamp"))
    before = broken.read_bytes()
    result = tts_embed(hugo)
    assert result.exit_code == 1 and "posts/lamp/index.html" in result.stderr and "Traceback" not in result.output
    assert broken.read_bytes() == before
    assert b"pagecast-player" in (hugo / "posts/tides/index.html").read_bytes()


def test_a_disk_that_is_full_is_not_tried_for_every_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three pages no other is spoken; each is named, and those that were not tried are, too."""
    root = tmp_path / "public"
    root.mkdir()
    for n in range(6):
        text = f"Boat number {n} leaves the harbour when the fog has gone and the tide is high. " * 6
        (root / f"{n}.html").write_text(f"<article><h1>Boat {n}</h1><p>{text}</p></article>")
    before = pages(root)

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(durable, "write_together", full)
        result = tts_embed(root)
    assert result.exit_code == 1 and pages(root) == before
    common = f"{library_of(root)} can't be written: {os.strerror(errno.ENOSPC)}"
    tried = [f"error: {n}.html: {common}" for n in range(3)]
    assert [line for line in result.stderr.splitlines() if line.startswith("error: ") and "html" in line] == tried
    untried = "".join(f"    {n}.html\n" for n in range(3, 6))
    assert f"  not tried: {common}:\n{untried}" in result.stderr

    assert tts_embed(root).exit_code == 0
    assert all(b"pagecast-player" in page for page in pages(root).values())


def test_a_show_beside_the_site_is_copied_into_it(hugo: Path, tmp_path: Path) -> None:
    """For generators that empty their folder: the audio survives, and settings are not copied."""
    done = told(hugo, "-o", tmp_path / "audio")
    html = (hugo / "posts/lamp/index.html").read_text("utf-8")
    source = re.search(r'<audio[^>]* src="([^"]+)"', html)
    assert source and (hugo / "posts/lamp" / source[1]).resolve().is_file()
    assert not (hugo / "listen/show.toml").exists() and (tmp_path / "audio/show.toml").exists()
    assert not [name for name in told(hugo, "-o", tmp_path / "audio")["pages"] if name.startswith("listen/")]
    shutil.rmtree(hugo)
    sites.hugo(hugo)
    again = told(hugo, "-o", tmp_path / "audio")
    assert {page["spoken"] for page in again["pages"].values()} == {0}
    assert (hugo / "posts/lamp/index.html").read_text("utf-8") == html
    assert done["show"] == "https://notes.example.org/blog/listen/"


def test_the_copy_is_made_once_and_again_where_something_has_to_go(hugo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    removing: list[bool] = []

    def upload(folder: Path, target: str, *, remove: bool) -> send.Uploaded:
        removing.append(remove)
        return real(folder, target, remove=remove)

    real = send.upload
    monkeypatch.setattr(send, "upload", upload)
    told(hugo)
    assert removing == [False]
    before = set(hugo.rglob("*.mp3"))
    sites.hugo(hugo)
    lamp = hugo / "posts/lamp/index.html"
    lamp.write_text(lamp.read_text("utf-8").replace("still a third full", "nearly empty by now"), "utf-8")
    told(hugo)
    assert removing == [False, False, True]
    assert len(before - set(hugo.rglob("*.mp3"))) == 1 and len(set(hugo.rglob("*.mp3"))) == len(before)


def test_the_audio_that_was_just_made_is_not_read_to_verify_it(hugo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts.publish.state._digest", lambda path: pytest.fail(f"{path} was read again"))
    told(hugo)
    found = state.read(library_of(hugo))
    for episode in library.episodes(library.open_show(library_of(hugo))):
        assert found.audio_in(episode.folder.name) == state.sums_of(episode) != {}


SOURCES = {"show.toml", "lexicon.toml", "episode.json", "script.json", ".pagecast"}


def sources_in(root: Path) -> set[str]:
    return {p.name for p in root.rglob("*") if p.name in SOURCES}


def test_only_the_public_part_of_the_show_is_in_the_site(hugo: Path) -> None:
    told(hugo)
    assert (hugo / "listen/feed.xml").is_file() and sources_in(hugo) == set()
    assert sources_in(library_of(hugo)) >= {"show.toml", "episode.json", "script.json"}


def test_a_show_that_lay_in_the_site_is_moved_out_of_it(hugo: Path) -> None:
    told(hugo, "-o", hugo / "listen")
    assert sources_in(hugo) >= {"show.toml", "episode.json", "script.json"}
    before = pages(hugo)
    audio = {p.relative_to(hugo) for p in hugo.rglob("*.mp3")}
    result = tts_embed(hugo)
    assert result.exit_code == 0 and "the show was moved" in result.stderr
    assert sources_in(hugo) == set() and {p.relative_to(hugo) for p in hugo.rglob("*.mp3")} == audio
    assert pages(hugo) == before
    assert {page["what"] for page in told(hugo)["pages"].values()} == {"unchanged", "passed"}
    told(hugo, "--remove")
    assert not [name for name, content in pages(hugo).items() if b"pagecast-player" in content]


def test_a_removal_says_where_it_looked_for_the_show_and_how_to_name_it(hugo: Path, tmp_path: Path) -> None:
    far = tmp_path / "far"
    told(hugo, "-o", far)
    elsewhere = tts_embed(hugo, "--remove", "--dry-run")
    assert (
        f"there is no show in {library_of(hugo)}" in elsewhere.stderr and "name its folder with -o" in elsewhere.stderr
    )
    wrong = tts_embed(hugo, "-o", tmp_path / "fra", "--remove", "--dry-run")
    assert f"there is no show in {tmp_path / 'fra'}" in wrong.stderr
    right = tts_embed(hugo, "-o", far, "--remove")
    assert "there is no show in" not in right.stderr and f"rm -r {far}" in right.stderr
    asked = tts_embed(hugo, "--snippet", "posts/lamp/")
    assert asked.exit_code and f"there is no show in {library_of(hugo)}" in asked.stderr and "-o" in asked.stderr


def test_a_show_is_in_the_language_of_most_articles_whatever_their_script(tmp_path: Path) -> None:
    lamp = "燈在河邊亮了一整夜，渡口的人都說看得見的時候點燈，看不見的時候才有用。" * 4
    simplified = lamp.replace("燈", "灯").replace("邊", "边").replace("說", "说").replace("時", "时")
    texts = {
        "a": ("en", "Lamps", "The lamp in the window was lit every evening, and nobody looked up at it. " * 4),
        "b": ("en", "Tides", "The tide came in two hours late, and nobody in the harbour knew why it did. " * 4),
        "c": ("zh-Hant", "渡口的燈", lamp),
        "d": ("zh-Hans", "渡口的灯", simplified),
    }
    root = tmp_path / "public"
    for name, (language, title, text) in texts.items():
        (root / name).mkdir(parents=True)
        head = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title} | 河岸筆記</title>'
        article = f"<article><h1>{title}</h1><p>{text}</p></article>"
        (root / name / "index.html").write_text(head + article, encoding="utf-8")
    result = tts_embed(root)
    assert result.exit_code == 0 and f"the show is in {library_of(root)}" in result.stderr
    assert 'language = "zh-Hant"' in (library_of(root) / "show.toml").read_text(encoding="utf-8")
    assert "the show is in" not in tts_embed(root).stderr


def test_your_own_files_stay_when_a_show_is_moved_out_of_the_site(hugo: Path) -> None:
    told(hugo, "-o", hugo / "listen")
    mine = {"notes.css", "letters/one.txt"}
    shows = {"lexicon.toml", "cover.jpg", ".pagecast/of-the-show.txt"}
    picture = next(hugo.glob("listen/*/cover.jpg")).read_bytes()
    for name in mine | shows:
        path = hugo / "listen" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(picture if name == "cover.jpg" else b"")
    settings = hugo / "listen/show.toml"
    settings.write_text('cover = "cover.jpg"\n' + settings.read_text("utf-8"), "utf-8")
    assert "the show was moved" in tts_embed(hugo).stderr
    assert {name for name in mine | shows if (hugo / "listen" / name).exists()} == mine
    assert {name for name in mine | shows if (library_of(hugo) / name).exists()} == mine | shows
    assert "the show was moved" not in tts_embed(hugo).stderr


def test_a_show_in_the_site_stays_where_its_sources_may_be_seen(hugo: Path) -> None:
    assert "public_sources" in " ".join(told(hugo, "-o", hugo / "listen")["notes"])
    settings = hugo / "listen/show.toml"
    settings.write_text("public_sources = true\n" + settings.read_text("utf-8"), "utf-8")
    assert "public_sources" not in " ".join(told(hugo)["notes"])
    assert sources_in(hugo) >= {"show.toml", "episode.json", "script.json"} and not library_of(hugo).exists()


def test_a_show_published_elsewhere_is_named_by_its_address(hugo: Path, tmp_path: Path) -> None:
    told(hugo, "-o", tmp_path / "audio", "--audio-url", "https://audio.example.net/notes")
    html = (hugo / "posts/lamp/index.html").read_text("utf-8")
    assert re.search(r'<audio[^>]* src="https://audio\.example\.net/notes/keeping-the-light-\w+/[\w-]+\.mp3"', html)
    assert not (hugo / "listen").exists()


def test_names_and_files_of_every_kind(tmp_path: Path) -> None:
    post = sites.hugo_post("lamp", "Keeping the Light", sites.LAMP).replace('rel="canonical"', "")
    names = ["文章/夜里 的#灯?.html", "a%20b/index.html", f"{'deep/' * 8}x.htm"]
    root = sites.write(tmp_path, {**dict.fromkeys(names, post), "empty.html": "", "bin.html": bytes(range(256)) * 9})
    (root / "link.html").symlink_to("a%20b/index.html")
    (root / "gone.html").symlink_to("nowhere.html")
    before = pages(root / "deep")
    done = told(root)
    assert {name for name, page in done["pages"].items() if page["written"]} == set(names)
    assert {page["what"] for page in told(root)["pages"].values()} == {"unchanged", "passed"}
    html = (root / names[0]).read_text("utf-8")
    source = re.search(r'<audio[^>]* src="([^"]+)"', html)
    assert source and (root / "文章" / source[1]).is_file() and done["orphans"] == []
    told(root, "--remove")
    assert pages(root / "deep") == before and (root / "link.html").is_symlink()


# --- what is put in -------------------------------------------------------------------------------------------


def test_metadata_are_added_where_they_are_missing(hugo: Path) -> None:
    lamp = hugo / "posts/lamp/index.html"
    bread = hugo / "posts/bread/index.html"
    bread.write_text(
        bread.read_text("utf-8").replace("<style>", '<meta property="og:audio" content="/own.mp3"><style>')
    )
    told(hugo)
    head = lamp.read_text("utf-8").partition("</head>")[0]
    address = re.search(
        r'<meta property="og:audio" content="(https://notes\.example\.org/blog/listen/[^"]+\.mp3)">', head
    )
    assert address and (hugo / address[1].removeprefix("https://notes.example.org/blog/")).is_file()
    data = [json.loads(code) for code in re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)]
    assert data[1]["@type"] == "AudioObject" and data[1]["contentUrl"] == address[1]
    assert re.fullmatch(r"PT(\d+M)?\d+S", data[1]["duration"])
    assert 'type="application/rss+xml"' in head and (hugo / "listen/feed.xml").is_file()
    assert bread.read_text("utf-8").count("og:audio") == 1


def test_an_article_with_a_name_in_json_ld_gets_the_audio_under_that_name(tmp_path: Path) -> None:
    root = sites.jekyll(tmp_path)
    told(root, "--base-url", "https://harbour.example.org")
    html = (root / "2026/04/tides.html").read_text("utf-8")
    added = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[-1])
    assert (added["@type"], added["@id"]) == ("BlogPosting", "#post")
    assert added["audio"]["contentUrl"].startswith("https://harbour.example.org/listen/tides-")


def test_without_an_address_only_additions_that_need_none_are_made(tmp_path: Path) -> None:
    root = sites.mkdocs(tmp_path)
    done = told(root)
    html = (root / "tides/index.html").read_text("utf-8")
    assert "og:audio" not in html and "rss+xml" not in html and "--base-url" in done["notes"][0]
    assert 'src="../listen/pagecast/player-' in html


def test_the_show_has_the_sites_name(hugo: Path) -> None:
    told(hugo)
    assert 'title = "Harbour Notes"' in (library_of(hugo) / "show.toml").read_text("utf-8")
    assert 'title="Harbour Notes"' in (hugo / "posts/lamp/index.html").read_text("utf-8")
    assert "<title>Harbour Notes</title>" in (hugo / "listen/feed.xml").read_text("utf-8")


def test_the_sites_name_is_also_taken_from_the_ends_of_titles(tmp_path: Path) -> None:
    root = sites.mkdocs(tmp_path)
    told(root)
    assert 'title = "Manual"' in (library_of(root) / "show.toml").read_text("utf-8")


def test_a_site_that_moves_is_reported_and_followed_on_request(hugo: Path) -> None:
    told(hugo)
    for page in hugo.glob("posts/*/index.html"):
        page.write_text(page.read_text("utf-8").replace("notes.example.org", "moved.example.net"), "utf-8")
    (note,) = told(hugo)["notes"]
    assert "--base-url https://moved.example.net/blog/" in note
    told(hugo, "--base-url", "https://moved.example.net/blog")
    html = (hugo / "posts/lamp/index.html").read_text("utf-8")
    assert 'og:audio" content="https://moved.example.net/blog/listen/' in html
    assert told(hugo)["notes"] == []


def test_the_feed_of_a_private_show_is_not_named(hugo: Path) -> None:
    sites.write(hugo, {"listen/show.toml": 'title = "Ours"\nprivate = true\n'})
    told(hugo)
    html = (hugo / "posts/lamp/index.html").read_text("utf-8")
    assert "rss+xml" not in html and "pagecast-player" in html


def test_the_page_keeps_its_rights(hugo: Path) -> None:
    page = hugo / "posts/lamp/index.html"
    page.chmod(0o604)
    told(hugo)
    assert page.stat().st_mode & 0o777 == 0o604


@pytest.mark.parametrize(
    "policy, warned",
    [
        ("default-src 'self'", ()),
        ("script-src 'self' https://cdn.example.org; media-src *", ()),
        ("script-src 'nonce-abc' 'strict-dynamic'", ("script-src",)),
        ("default-src 'none'; script-src 'self'", ("media-src",)),
        ("default-src https:", ()),
    ],
)
def test_a_policy_that_forbids_the_player_is_reported(policy: str, warned: tuple[str, ...], hugo: Path) -> None:
    page = hugo / "posts/lamp/index.html"
    meta = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">'
    page.write_text(page.read_text("utf-8").replace("<head>", meta), "utf-8")
    notes = " ".join(told(hugo, "--include", "posts/lamp")["pages"]["posts/lamp/index.html"]["notes"])
    assert ("Content-Security-Policy" in notes) == bool(warned)
    assert all(directive in notes for directive in warned)


def test_a_note_about_many_pages_is_reported_once(hugo: Path) -> None:
    for page in hugo.glob("posts/*/index.html"):
        page.with_name("index.html.gz").write_bytes(b"")
    result = tts_embed(hugo)
    assert "and 2 more: index.html.gz is a packed copy" in result.stderr and result.stderr.count("packed copy") == 1


def test_the_site_itself_cannot_be_the_show(hugo: Path) -> None:
    result = tts_embed(hugo, "-o", hugo)
    assert result.exit_code == 1 and "-o" in result.stderr and not (hugo / "show.toml").exists()


def test_a_snippet_for_sites_that_cannot_run_it(hugo: Path) -> None:
    told(hugo)
    result = tts_embed(hugo, "--snippet", "posts/lamp/")
    frame = re.search(r'<iframe src="https://notes\.example\.org/blog/listen/([^"]+)"', result.stdout)
    assert frame and (hugo / "listen" / frame[1]).is_file() and 'title="Keeping the Light"' in result.stdout
    missing = tts_embed(hugo, "--snippet", "posts/none/")
    assert missing.exit_code == 1 and "has no episode" in missing.stderr


def test_after_an_interruption_finished_pages_stay_and_the_same_command_continues(hugo: Path, own_cache: Path) -> None:
    class Stops(Listener):
        def begins(self, page: SitePage) -> None:
            if page.name == "posts/tides/index.html":
                raise KeyboardInterrupt

    site = Site(hugo, library.open_show(hugo / "listen"))
    options = Options(engine="silent")
    with pytest.raises(KeyboardInterrupt):
        embedding.embed(site, options, cache=Cache(own_cache / "clips"), caught=as_error, listener=Stops())
    done = {name for name, content in pages(hugo).items() if b"pagecast-player" in content}
    assert done == {"posts/bread/index.html", "posts/lamp/index.html"}
    again = told(hugo)["pages"]
    assert [name for name, page in again.items() if page["what"] == "new"] == ["posts/tides/index.html"]
    assert {page["spoken"] for name, page in again.items() if name in done} == {0}


def test_by_several_processes_or_read_again_it_comes_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made: list[dict[str, bytes]] = []
    for least, kept in ((2, 1 << 20), (1000, 1 << 20), (1000, 1000)):
        monkeypatch.setattr(process_pool, "_MANY", least)
        monkeypatch.setattr(site_survey, "_MOST_KEPT", kept)
        root = tmp_path / f"{least}-{kept}" / "public"
        for n in range(6):
            post = sites.hugo_post(f"lamp-{n}", f"Lamp {n}", (f"This is number {n}.", *sites.LAMP))
            (root / f"posts/lamp-{n}").mkdir(parents=True)
            (root / f"posts/lamp-{n}/index.html").write_text(post, encoding="utf-8")
        assert {page["what"] for page in told(root)["pages"].values()} == {"new"}
        show = library.open_show(library_of(root))
        numbers = {e.manifest.source: e.manifest.number for e in library.episodes(show)}
        assert numbers == {f"../posts/lamp-{n}/index.html": n + 1 for n in range(6)}
        files = [path for path in root.rglob("*") if path.is_file() and path.name != "files.json"]
        made.append({path.relative_to(root).as_posix(): path.read_bytes() for path in files})
    assert made[0] == made[1] == made[2]


def test_a_page_of_xml_stays_one(hugo: Path) -> None:
    post = sites.hugo_post("lamp", "Keeping the Light", sites.LAMP)
    post = re.sub(r"<!DOCTYPE html>|<script.*?</script>", "", post).replace(
        "<html", '<html xmlns="http://www.w3.org/1999/xhtml"'
    )
    post = re.sub(r"<(meta|link)([^>]*)>", r"<\1\2/>", post).replace("&copy;", "").replace("·", "")
    page = hugo / "lamp.xhtml"
    page.write_text(f'<?xml version="1.0" encoding="utf-8"?>{post}', "utf-8")
    assert told(hugo, "--include", "lamp.xhtml", "--base-url", "https://x.example.org")["pages"]["lamp.xhtml"][
        "written"
    ]
    tree = ElementTree.fromstring(page.read_bytes())
    assert [one.tag.rpartition("}")[2] for one in tree.iter() if "pagecast-player" in one.tag or "audio" in one.tag]


@needs("java", npm="vnu-jar")
def test_additions_are_valid_html(hugo: Path) -> None:
    bare = hugo.parent / "bare"
    shutil.copytree(hugo, bare)
    told(hugo)
    pages = [page for site in (bare, hugo) for page in site.glob("posts/*/*.html")]
    assert len(pages) >= 6
    run = checked(pages, "--errors-only", "--exit-zero-always")
    assert run.returncode == 0
    errors = run.stderr.splitlines()
    before, after = ([error for error in errors if f"{site.as_uri()}/" in error] for site in (bare, hugo))
    assert len(after) == len(before)
    assert len(errors) == len(after) + len(before)


# --- in a browser ---------------------------------------------------------------------------------------------


class Served:
    """Folders over HTTP as served by a plain web server: ranges, index pages, no charset but the page's own."""

    def __init__(self, root: Path) -> None:
        import uvicorn
        from starlette.applications import Starlette
        from starlette.staticfiles import StaticFiles

        class Files(StaticFiles):
            def file_response(self, *args: Any, **kw: Any) -> Any:
                response = super().file_response(*args, **kw)
                if response.headers.get("content-type", "").startswith("text/html"):
                    response.headers["content-type"] = "text/html"
                return response

        app = Starlette()
        app.mount("/", Files(directory=root, html=True))
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.url = f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(5)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """All four sites, each below a path of its own, with their players."""
    root = tmp_path_factory.mktemp("web")
    for kind in TAKEN:
        folder = getattr(sites, kind)(root / kind / "sub")
        for page in pages(folder):
            copy = root / "plain" / kind / page
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / page, copy)
        result = tts_embed(folder, "-q")
        assert result.exit_code == 0, result.stderr
    server = Served(root)
    yield root, server.url
    server.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with lent_page(browser, 900, 800) as made:
        heard = complaints_of(made)
        yield made
    assert [line for line in heard if "favicon" not in line and "status of 404" not in line] == []


SHOWN = [
    ("hugo", "posts/lamp/", "Keeping the Light", sites.LAMP),
    ("hugo", "posts/bread/", "夜里的面包店", sites.BREAD),
    ("jekyll", "2026/04/tides.html", "Tides", sites.TIDES),
    ("mkdocs", "tides/", "Reading the table¶", sites.TIDES),
    ("by_hand", "bread.htm", "夜里的面包店", sites.BREAD),
    ("by_hand", "sub/ferry.html", "六點的渡輪", sites.FERRY),
    ("by_hand", "utf16.html", "夜里的面包店", sites.BREAD),
    ("by_hand", "minified.html", "Tides", sites.TIDES),
    ("by_hand", "script.html", "Tides", sites.TIDES),
]

STANDING = """() => {
  const player = document.querySelector("pagecast-player");
  const before = player.previousElementSibling || player.parentElement.previousElementSibling;
  return { count: document.querySelectorAll("pagecast-player").length, before: before.innerText.trim(),
           height: player.getBoundingClientRect().height, ready: !!player.shadowRoot };
}"""

BLOCK = """() => {
  const [lit] = [...CSS.highlights.get("pagecast-sentence")];
  return !!lit.startContainer.parentElement.closest("p, div, center, body, td").closest("pagecast-player");
}"""
"""Whether what is lit stands in the player."""


@needs("chromium")
@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: f"{shown[0]}/{shown[1]}")
def test_the_player_is_under_the_title_and_highlights_the_pages_own_text(
    shown: tuple[str, str, str, tuple[str, ...]], served: tuple[Path, str], tab: Page
) -> None:
    (kind, page, title, texts), (root, url) = shown, served
    tab.goto(f"{url}/{kind}/sub/{page}")
    tab.wait_for_function("document.querySelector('pagecast-player').shadowRoot")
    standing = tab.evaluate(STANDING)
    assert standing["count"] == 1 and standing["ready"] and 20 < standing["height"] < 400
    assert standing["before"] == title
    folder = next(library_of(root / kind / "sub").glob(f"*/{_audio(tab)}")).parent
    script = json.loads((folder / "script.json").read_text("utf-8"))
    sentence = next(s for c in script["chunks"] if c["kind"] == "paragraph" for s in c["sentences"][-1:])
    lit = _letters(tab.evaluate(HEARD_AT, (sentence["start"] + sentence["end"]) / 2000))
    assert lit == _letters(sentence["text"]) and lit in _letters(texts[0])
    assert not tab.evaluate(BLOCK)


def _audio(tab: Page) -> str:
    return str(tab.evaluate("decodeURIComponent(document.querySelector('audio').currentSrc).split('/').pop()"))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@needs("chromium")
def test_the_rest_of_the_page_stays_where_it_was(served: tuple[Path, str], tab: Page) -> None:
    """Except what moves down by the player's height."""
    _, url = served
    places = "[...document.querySelectorAll('body *')].filter((e) => !e.closest('pagecast-player') && e.offsetWidth)"
    ask = f"{places}.map((e) => [e.tagName, e.offsetLeft, e.offsetWidth, e.textContent.trim().length])"
    tab.goto(f"{url}/plain/hugo/posts/lamp/index.html")
    before = tab.evaluate(
        "() => { const s = [...document.scripts]; s.forEach((e) => e.remove()); return " + ask + "; }"
    )
    tab.goto(f"{url}/hugo/sub/posts/lamp/")
    tab.wait_for_function("document.querySelector('pagecast-player').shadowRoot")
    took = (
        "() => { document.querySelectorAll('pagecast-player, script').forEach((e) => e.remove()); return " + ask + "; }"
    )
    assert tab.evaluate(took) == before
