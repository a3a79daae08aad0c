"""Sitemaps, OPML, lists, gzip, and pages that name their feed: sources of articles that are not articles."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.work import ends
from tts.model import Parts, Selection, Source, SourceError
from tts.sources import fetch, listed, parts, read
from tts.sources.fetch.media_types import MOST_BYTES

MAP = (
    '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>'
)
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'
OPML = '<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>{}</body></opml>'


def url(path: str, changed: str = "", more: str = "") -> str:
    return f"<url><loc> https://river.example{path}\n</loc><lastmod>{changed}</lastmod>{more}</url>"


def found(text: str | bytes, selection: Selection | None = None, name: str = "map.xml") -> Parts:
    content = text if isinstance(text, bytes) else text.encode()
    collection = parts(Source(name, content), selection or Selection())
    assert collection is not None
    return collection


# --- sitemaps -----------------------------------------------------------------------------------------------


def test_the_pages_of_a_sitemap_the_oldest_first() -> None:
    news = (
        "<news:news><news:publication_date>2026-03-04</news:publication_date><news:title>Mill</news:title></news:news>"
    )
    pages = found(MAP.format(url("/new", "2026-03-05T08:00:00Z") + url("/", "2026-03-06") + url("/old", "", news)))
    assert [*pages] == ["https://river.example/old", "https://river.example/new"]
    assert (pages.stated[pages[0]].title, pages.stated[pages[0]].date) == ("Mill", "2026-03-04")
    assert (pages.stated[pages[1]].date, pages.stated[pages[1]].changed) == ("", "2026-03-05")
    assert [change.reason for change in pages.changes] == ["the front page of a site"]


def test_the_newest_pages_and_those_since_a_day() -> None:
    text = MAP.format("".join(url(f"/{day}", f"2026-03-{day:02}") for day in range(1, 10)))
    assert [*found(text, Selection(latest=2))] == ["https://river.example/8", "https://river.example/9"]
    assert len(found(text, Selection(since="2026-03-07"))) == 3


def test_an_index_leads_to_its_sitemaps_and_leaves_out_those_that_are_older() -> None:
    entry = "<sitemap><loc>https://river.example/{}.xml.gz</loc><lastmod>{}</lastmod></sitemap>"
    text = INDEX.format(entry.format("b", "2026-03-05") + entry.format("a", "2026-02-01"))
    assert [*found(text)] == ["https://river.example/a.xml.gz", "https://river.example/b.xml.gz"]
    assert [*found(text, Selection(since="2026-03-01", latest=9))] == ["https://river.example/b.xml.gz"]


@pytest.mark.parametrize("pages", ["", "<url><loc>file:///etc/passwd</loc></url>", "<url><loc>http://[</loc></url>"])
def test_a_sitemap_without_pages_is_reported(pages: str) -> None:
    with pytest.raises(SourceError, match="without pages") as caught:
        found(MAP.format(pages))
    assert caught.value.hint


def test_a_sitemap_beyond_the_protocols_limit_is_refused() -> None:
    with pytest.raises(SourceError, match="50,000"):
        found(MAP.format("".join(f"<url><loc>https://river.example/{n}</loc></url>" for n in range(50_002))))


# --- OPML ---------------------------------------------------------------------------------------------------


def test_the_feeds_of_nested_outlines_each_once() -> None:
    feeds = found(
        OPML.format(
            '<outline text="Rivers"><outline text="North"><outline type="rss" text="A &amp;amp; B"'
            ' xmlUrl="https://a.example/feed"/></outline></outline>'
            '<outline text="B" XMLURL="feed://b.example/feed"/><outline text="again" xmlUrl="https://a.example/feed"/>'
            '<outline text="local" xmlUrl="file:///etc/passwd"/><outline text="no feed" htmlUrl="https://c.example/"/>'
        )
    )
    assert [*feeds] == ["https://a.example/feed", "http://b.example/feed"]
    assert feeds.stated["https://a.example/feed"].title == "A & B"
    assert [change.text for change in feeds.changes] == ["file:///etc/passwd"]


def test_an_opml_without_feeds_is_reported() -> None:
    with pytest.raises(SourceError, match="lists no feeds"):
        found(OPML.format('<outline text="empty"/>'))


# --- lists --------------------------------------------------------------------------------------------------


def test_a_list_has_a_source_a_line(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "\ufeff# the week\r\n\r\n  a.md  \nhttps://river.example/a#part\n/abs/b.txt\na.md\nd/c #1.md\n-\n@other.txt\n",
        encoding="utf-16",
    )
    assert listed(fetch(str(path))) == [
        str(tmp_path / "a.md"), "https://river.example/a#part", "/abs/b.txt", str(tmp_path / "d" / "c #1.md"),
        "-", "@other.txt",
    ]  # fmt: skip
    assert listed(Source("-", "# 这个星期要听的文章，一行一篇\n桥.md\n".encode("gb18030"))) == ["桥.md"]


def test_an_empty_list_is_reported(tmp_path: Path) -> None:
    for content in (b"", b" \r\n\n", "\ufeff\n".encode(), "\ufeff \n".encode("utf-16-le")):
        with pytest.raises(SourceError, match=r"the list week\.txt is empty") as told:
            listed(Source("week.txt", content))
        assert "a file or an address on each line" in told.value.hint
    with pytest.raises(SourceError, match=r"week\.txt lists no sources: it has only comments") as told:
        listed(Source("week.txt", b"# nothing yet\n\n"))
    assert "a line that begins with # is a comment" in told.value.hint
    with pytest.raises(SourceError, match="the list standard input is empty"):
        listed(Source("-", b""))


# --- gzip ---------------------------------------------------------------------------------------------------


def test_any_source_may_be_gzipped() -> None:
    packed = gzip.compress(MAP.format(url("/a")).encode())
    assert [*found(packed, name="map.xml.gz")] == ["https://river.example/a"]
    story = gzip.compress(b"# The mill\n\nIt hums.\n") + gzip.compress(b"\nIt stops.\n")
    article = read(Source("mill.md.gz", story))
    assert (article.title, [block.text for block in article.blocks]) == ("The mill", ["It hums.", "It stops."])


def bomb() -> bytes:
    packer = zlib.compressobj(wbits=31)
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(MOST_BYTES // 1_000_000 + 2)) + packer.flush()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bomb, "expands to more than 200 MB"),
        (lambda: gzip.compress(b"words " * 1000)[:40], "damaged"),
        (lambda: gzip.compress(b""), "empty"),
        (lambda: gzip.compress(b"") * 60_000, "empty"),
        (lambda: gzip.compress(gzip.compress(b"words")), "a gzip archive"),
    ],
    ids=["bomb", "cut", "empty", "many empty", "twice"],
)
def test_malicious_gzip_is_refused(content: Callable[[], bytes], said: str) -> None:
    source = Source("a.gz", content())
    for look in (read, lambda source: parts(source, Selection()) or read(source)):
        with ends(), pytest.raises(SourceError, match=said):
            look(source)


# --- what is neither ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        ('<?xml version="1.0"?><catalog><book>One</book></catalog>', "application/xml"),
        ('{"results": [1, 2, 3]}', "application/json"),
    ],
)
def test_data_of_an_unknown_kind_is_refused(content: str, media_type: str) -> None:
    source = Source("data", content.encode(), media_type)
    assert parts(source, Selection()) is None
    with pytest.raises(SourceError, match=", not a feed"):
        read(source)


def test_a_feed_read_as_an_article_says_how_to_see_what_is_in_it() -> None:
    with pytest.raises(SourceError, match="several articles") as caught:
        read(Source("my feed.xml", b"<rss><channel/></rss>", "text/html"))
    assert "tts script 'my feed.xml'" in caught.value.hint


FRONT = (
    '<html><head><link rel="stylesheet" href="a.css"><link rel="alternate" title="Comments" href="/c"'
    " type='application/rss+xml'><link href='/feed?a=1&amp;b=2' type=application/atom+xml rel='home alternate'>"
    "</head><body><nav><a href='/'>Home</a></nav></body></html>"
)


def test_a_page_without_an_article_names_its_feed() -> None:
    with pytest.raises(SourceError, match="no article found") as caught:
        read(Source("https://river.example/", FRONT.encode(), "text/html", url="https://river.example/"))
    assert caught.value.hint.endswith(": https://river.example/feed?a=1&b=2")
    with pytest.raises(SourceError) as caught:
        read(Source("front.html", FRONT.encode(), "text/html"))
    assert "feed" not in caught.value.hint
