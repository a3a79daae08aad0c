"""From names to articles: feeds, lists, parts, each once, from a real server."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import books
from tests.page_server import Site, serve
from tts.cache import Cache
from tts.cli.main import cli
from tts.episode import pipeline
from tts.episode.expand import Failed, Opened, gather, look_into
from tts.episode.options import Made, Options
from tts.model import Selection, Source, SourceError
from tts.show import library
from tts.sources.source_list import listed

TEXT = "<p>" + "The mill at the bend hums in spring, and in summer its wheel hardly turns at all. " * 6 + "</p>"
RSS = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Notes</title>{}</channel></rss>'
OPTIONS = Options(engine="silent", allow_private=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with serve() as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    server.pages.clear()
    server.asked.clear()
    return server


def page(title: str) -> str:
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{TEXT}</article></body></html>"


def item(title: str, link: str = "", day: int = 1, html: str = TEXT) -> str:
    content = f"<content:encoded><![CDATA[{html}]]></content:encoded>" if html else ""
    where = f"<link>{link}</link>" if link else f"<guid isPermaLink='false'>{title}</guid>"
    return f"<item><title>{title}</title>{where}<pubDate>2026-03-{day:02}</pubDate>{content}</item>"


def rss(*items: str) -> str:
    return RSS.format("".join(items))


def gathered(*wheres: str, options: Options = OPTIONS, stdin: bytes = b"") -> list[str]:
    """The origin of each article; failures as `!place`."""
    found = gather(wheres, options, stdin=io.BytesIO(stdin))
    return [f"!{one.where}" if isinstance(one, Failed) else one.where for one in found if not isinstance(one, Opened)]


def test_a_feed_gives_its_articles_and_the_pages_of_its_teasers(site: Site) -> None:
    site.put("/page", page("Teased"))
    feed = site.put(
        "/feed", rss(item("New", f"{site.address}/new", 3), item("Teased", "/page", 2, ""), item("Old", "", 1))
    )
    assert gathered(feed) == [f"{feed}#Old", f"{site.address}/page", f"{site.address}/new"]
    assert "/new" not in site.asked


def test_a_missing_page_affects_no_other(site: Site) -> None:
    feed = site.put("/feed", rss(item("New", day=3), item("Gone", "/gone", 2, ""), item("Old", day=1)))
    assert gathered("missing.md", feed) == ["!missing.md", f"{feed}#Old", f"!{site.address}/gone", f"{feed}#New"]


def test_an_opml_leads_to_feeds_and_a_failing_feed_affects_no_other(site: Site) -> None:
    one, two = site.put("/one", rss(item("One"))), site.put("/two", rss(item("Two"), item("Three", day=2)))
    outlines = "".join(f'<outline xmlUrl="{url}"/>' for url in (one, f"{site.address}/none", two, one))
    opml = site.put("/feeds.opml", f"<opml><body>{outlines}</body></opml>", "text/x-opml")
    assert gathered(opml) == [f"{one}#One", f"!{site.address}/none", f"{two}#Two", f"{two}#Three"]
    latest = Options(allow_private=True, selection=Selection(latest=1))
    assert gathered(opml, options=latest) == [f"{one}#One", f"!{site.address}/none", f"{two}#Three"]


def urlset(site: Site, *days: int) -> str:
    urls = (f"<url><loc>{site.address}/{day}</loc><lastmod>2026-03-{day:02}</lastmod></url>" for day in days)
    return f"<urlset>{''.join(urls)}</urlset>"


def test_the_newest_of_a_sitemap_in_several_files_are_the_newest_of_all(site: Site) -> None:
    for day in range(1, 10):
        site.put(f"/{day}", page(f"Day {day}"))
    maps = ""
    for name, days in {"a": (1, 2, 3), "b": (4, 6, 8), "c": (5, 7, 9)}.items():
        packed = gzip.compress(urlset(site, *days).encode())
        address = site.put(f"/{name}.xml.gz", packed, "application/x-gzip")
        maps += f"<sitemap><loc>{address}</loc><lastmod>2026-03-{days[-1]:02}</lastmod></sitemap>"
    index = site.put("/sitemap.xml", f"<sitemapindex>{maps}</sitemapindex>", "application/xml")
    latest = Options(allow_private=True, selection=Selection(latest=3))
    assert gathered(index, options=latest) == [f"{site.address}/{day}" for day in (7, 8, 9)]
    assert "/a.xml.gz" not in site.asked
    assert len(gathered(index)) == 9


def test_lists_that_name_each_other_end(site: Site) -> None:
    site.put("/a", f'<opml><body><outline xmlUrl="{site.address}/b"/></body></opml>')
    site.put("/b", f'<opml><body><outline xmlUrl="{site.address}/a"/></body></opml>')
    assert gathered(f"{site.address}/a") == []
    for n in range(9):
        site.put(f"/deep{n}", f'<opml><body><outline xmlUrl="{site.address}/deep{n + 1}"/></body></opml>')
    (failed,) = [f for f in gather([f"{site.address}/deep0"], OPTIONS) if isinstance(f, Failed)]
    assert isinstance(failed.error, SourceError) and "lists deep" in failed.error.message


def test_offline_and_private_addresses_hold_inside_a_feed(site: Site, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(rss(item("Whole"), item("Teased", f"{site.address}/page", 2, "")))
    site.put("/page", page("Teased"))
    for options in (Options(offline=True, allow_private=True), Options()):
        assert gathered(str(feed), options=options) == [f"{feed}#Whole", f"!{site.address}/page"]
    assert site.asked == []


# --- lists, and the same twice ------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        Path(f"{name}.md").write_text(f"# {name}\n\nA sentence of {name}.\n")
    return tmp_path


def test_a_feed_of_teasers_says_offline_that_it_holds_no_more(here: Path) -> None:
    items = "".join(
        f"<item><title>{n}</title><link>https://example.org/{n}</link><description>It begins […]</description></item>"
        for n in "ab"
    )
    (here / "feed.xml").write_text(f"<rss><channel><title>Hall</title>{items}</channel></rss>", encoding="utf-8")
    done = CliRunner().invoke(cli, ["make", "feed.xml", "--offline", "--engine", "silent"])
    assert done.exit_code == 1
    for n in "ab":
        assert f"--offline forbids fetching https://example.org/{n}, and feed.xml has only its beginning" in done.stderr
    assert "leave out --offline: the text is on that page" in done.stderr


def test_a_list_in_a_file_and_from_a_pipe(here: Path) -> None:
    Path("lists").mkdir()
    Path("lists/week.txt").write_text("# mine\n../a.md\nmissing.md\n@week.txt\n-\n../b.md\n../a.md\n")
    assert gathered("@lists/week.txt") == ["lists/../a.md", "!lists/missing.md", "!@week.txt", "!-", "lists/../b.md"]
    assert gathered("@-", "a.md", stdin=b"b.md\na.md\n") == ["b.md", "a.md"]
    assert gathered("@none.txt") == ["!@none.txt"]
    assert gathered("@https://river.example/list.txt") == ["!@https://river.example/list.txt"]
    Path("@odd.md").write_text("# Odd\n\nA sentence.\n")
    assert gathered("./@odd.md") == ["./@odd.md"]


def test_a_list_names_a_million_sources_and_no_more() -> None:
    lines = b"\n".join(b"%d.md" % n for n in range(1_000_000))
    assert len(listed(Source("all.txt", lines))) == 1_000_000
    with pytest.raises(SourceError, match="lists more than 1,000,000 sources"):
        listed(Source("all.txt", lines + b"\none-more.md"))


def test_a_source_is_taken_once_however_it_is_named(here: Path) -> None:
    Path("link.md").symlink_to("a.md")
    assert gathered("a.md", "./a.md", str(here / "a.md"), "link.md", "b.md") == ["a.md", "b.md"]
    Path("one.txt").write_text("a.md\n")
    assert gathered("a.md", "@one.txt", "@./one.txt") == ["a.md"]


# --- parts --------------------------------------------------------------------------------------------------


def test_a_part_of_a_file_is_found_by_its_name(here: Path) -> None:
    Path("feed.xml").write_text(rss(item("Old"), item("A b", day=2), item("New", "https://river.example/n", 3)))
    assert gathered("feed.xml#A b") == ["feed.xml#A b"]
    assert gathered("feed.xml#https://river.example/n") == ["https://river.example/n"]
    with pytest.raises(SourceError, match="has no part named nothing") as caught:
        look_into("feed.xml#nothing", OPTIONS)
    assert "tts script feed.xml" in caught.value.hint
    Path("a#b.md").write_text("# Sharp\n\nA sentence.\n")
    assert gathered("a#b.md") == ["a#b.md"]
    assert gathered("a.md#x") == ["!a.md#x"]


def test_a_place_on_a_page_is_the_page(site: Site) -> None:
    address = site.put("/page", page("A page"))
    assert gathered(f"{address}#below") == [f"{address}#below"]


def test_looking_into_a_feed_fetches_none_of_its_pages(site: Site) -> None:
    feed = site.put("/feed", rss(item("Teased", "/page", 2, ""), item("Old")))
    opened = look_into(feed, OPTIONS)
    assert isinstance(opened, Opened) and len(opened.parts) == 2
    assert site.asked == ["/feed"]
    site.put("/page", page("Teased"))
    newest = look_into(feed, Options(allow_private=True, selection=Selection(latest=1)))
    assert isinstance(newest, Source) and newest.where == f"{site.address}/page"


def test_the_identity_of_a_part_is_that_of_its_file_and_its_name(here: Path) -> None:
    Path("book.xml").write_text("x")
    show = library.open_show(Path("show"))
    for part in ("ch3", "OEBPS/../ch3.xhtml", "https://river.example//a#b"):
        names = {library.identity(f"{where}#{part}", show) for where in ("book.xml", "./book.xml", here / "book.xml")}
        assert names == {f"../book.xml#{part}"}
    assert library.identity("a.md", show) == "../a.md"


# --- all the way to episodes --------------------------------------------------------------------------------


def made(show: library.Show, cache: Cache, *wheres: str) -> list[Made]:
    return [
        pipeline.make(found, show, OPTIONS, cache=cache)
        for found in gather(wheres, OPTIONS)
        if isinstance(found, Source)
    ]


def test_later_only_new_and_edited_articles_are_spoken(site: Site, tmp_path: Path, own_cache: Path) -> None:
    show, cache = library.open_show(tmp_path / "show"), Cache(own_cache / "clips")
    site.put("/page", page("Teased"))
    entries = [item("Teased", "/page", 2, ""), item("Old", "", 1)]
    feed = site.put("/feed", rss(*entries))
    first = made(show, cache, feed)
    assert [one.episode.manifest.number for one in first] == [1, 2]
    assert [one.episode.manifest.title for one in first] == ["Old", "Teased"]
    assert first[1].episode.manifest.date == "2026-03-02", "the page states none, the feed does"
    files = {p: p.stat().st_mtime_ns for one in first for p in one.episode.folder.iterdir()}
    site.put("/feed", rss(item("New", "", 9), *entries).replace("<![CDATA[<p>", "<![CDATA[<p >"))
    second = made(show, cache, feed)
    assert [one.unchanged for one in second] == [True, True, False]
    assert second[-1].episode.manifest.number == 3
    assert {p: p.stat().st_mtime_ns for p in files} == files


BOOK = books.book({name: books.page(f"<h1>{name}</h1>{TEXT}") for name in ("a.xhtml", "b.xhtml")})


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        (
            "mill.epub",
            BOOK,
            "--whole",
        ),
        ("notes.xml", rss(item("A", day=1), item("B", day=2)).encode(), "--latest 1"),
        ("@list.txt", b"a.md\nb.md\n", "name a single article"),
    ],
)
def test_a_title_for_several_articles_is_refused_with_a_way_to_make_one(
    here: Path, name: str, content: bytes, advice: str
) -> None:
    (here / name.removeprefix("@")).write_bytes(content)
    (*_, failed) = gather([name], replace(OPTIONS, title="Mine"))
    assert isinstance(failed, Failed) and isinstance(failed.error, SourceError)
    assert advice in failed.error.hint and failed.error.exit_code == 2


def test_a_book_says_that_its_chapters_are_not_chosen_by_date(here: Path) -> None:
    (here / "mill.epub").write_bytes(BOOK)
    done = CliRunner().invoke(cli, ["make", "mill.epub", "--latest", "1", "--engine", "silent", "--dry-run"])
    assert done.exit_code == 0
    assert "--latest" in done.stderr and done.stdout.count("xhtml: about") == 2 and "\n2 articles\n" in done.stdout


@pytest.mark.parametrize("tracking", ["utm_source=x&utm_medium=feed", "fbclid=1", "gclid=2", "mc_cid=3"])
def test_tracking_parameters_are_not_part_of_an_address(
    site: Site, tmp_path: Path, own_cache: Path, tracking: str
) -> None:
    show, cache = library.open_show(tmp_path / "show"), Cache(own_cache / "clips")
    address = site.put("/page?id=%20a", page("Fog"))
    site.put(f"/page?id=%20a&{tracking}", page("Fog"))
    (first,) = made(show, cache, address, f"{address}&{tracking}")
    (again,) = made(show, cache, f"{address}&{tracking}")
    assert again.unchanged and again.episode.folder == first.episode.folder
    assert first.episode.manifest.source == address


def test_an_episode_made_under_a_tracked_address_keeps_it(site: Site, tmp_path: Path, own_cache: Path) -> None:
    show, cache = library.open_show(tmp_path / "show"), Cache(own_cache / "clips")
    tracked = site.put("/page?utm_source=x", page("Fog"))
    site.put("/page", page("Fog"))
    (first,) = made(show, cache, tracked)
    name = first.episode.folder / library.MANIFEST
    old = library.folder_for(show, tracked, "Fog")
    first.episode.folder.rename(old)
    name = old / library.MANIFEST
    name.write_text(name.read_text().replace(f'"{first.episode.manifest.source}"', f'"{tracked}"'))
    (again,) = made(show, cache, tracked)
    assert again.episode.folder == old and again.episode.manifest.number == 1
